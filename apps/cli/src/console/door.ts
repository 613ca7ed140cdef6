import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who may use the page on this device: the browser that showed the one-time secret, and no other program. */
export type Door = {
  /** What stands behind the `#` of the address; it opens once. */
  readonly secret: string;
  /**
   * Goes into `x-sekisho-csrf` of what the page asks for; given to whoever brings the secret, and to nobody else. The cookie alone
   * is not enough: browsers send it to every port of this device, and so to other programs and other people's.
   */
  readonly csrf: string;
  /** The cookie to set when the secret is right; undefined when it is not, or was used already. */
  readonly open: (secret: string) => string | undefined;
  readonly knows: (call: IncomingMessage) => boolean;
  /** Whether the page itself calls. */
  readonly isOfPage: (call: IncomingMessage) => boolean;
};

/** @param port tells this page's cookie from that of another `sekisho console`: browsers share cookies between ports */
export function createDoor(port: () => number): Door {
  const [secret, pass, csrf] = [random(), random(), random()];
  let used = false;
  const name = () => `sekisho-console-${port()}`;
  return {
    secret,
    csrf,
    open(given) {
      if (used || !same(given, secret)) return undefined;
      used = true;
      return `${name()}=${pass}; HttpOnly; SameSite=Strict; Path=/`;
    },
    knows: ({ headers }) => {
      const prefix = `${name()}=`;
      const cookies = (headers.cookie ?? "").split(";").map((part) => part.trim());
      return cookies.some((cookie) => cookie.startsWith(prefix) && same(cookie.slice(prefix.length), pass));
    },
    isOfPage: ({ headers }) => {
      const given = headers["x-sekisho-csrf"];
      return typeof given === "string" && same(given, csrf);
    },
  };
}

const random = (): string => randomBytes(32).toString("base64url");

/** Compared by digest, so that the time it takes tells nothing. */
function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
