import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { message } from "@sekisho/messages";
import type { PageAssets } from "./http/people/serve-page.ts";
import type { Rate } from "./http/rate-limit.ts";
import { certificateFits } from "./keys/tls.ts";
import type { PeopleOrigin } from "./people/ceremony.ts";
import { GateStartError } from "./start-error.ts";

/** A certificate chain and its key, PEM. */
export type PeopleTls = { readonly key: string; readonly certificate: string };

/** The door for people and programs: the page, and the administration behind sign-in. */
export type PeopleOptions = {
  /** Where it listens; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** The page's address as browsers call it ("https://gate.example"). Absent: http://localhost and the port. */
  readonly origin?: string | undefined;
  /** Certificate chain and key, PEM. Absent: plain HTTP, for localhost alone. */
  readonly tls?: PeopleTls | undefined;
  /** The page; absent: the interface alone. */
  readonly assets?: PageAssets | undefined;
  /** Reverse proxies, by address or network ("10.0.0.0/8"), whose `X-Forwarded-For` says who calls. Absent: nobody's. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly signInRate?: Rate;
  readonly heartbeatMs?: number;
};

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Where people reach the gate by this door.
 *
 * @param port what the door listens on; it makes the origin where none was given, so it may be set after this returned
 * @throws GateStartError for an origin that browsers make no passkeys for, or that is not protected
 */
export function peopleOrigin(options: PeopleOptions, port: () => number): PeopleOrigin {
  const { origin: wanted, tls, listen } = options;
  const url = new URL(wanted ?? "http://localhost");
  if (wanted !== undefined && url.origin !== wanted) {
    throw new GateStartError(message("gate.start.originUnusable", { origin: wanted, example: url.origin }));
  }
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) {
    throw new GateStartError(message("gate.start.originAddress", { origin: url.origin }));
  }
  if (url.protocol === "https:" && tls === undefined) {
    throw new GateStartError(message("gate.start.originNeedsTls", { origin: url.origin }));
  }
  if (url.protocol === "http:" && (url.hostname !== "localhost" || !loopback.test(listen.host) || tls !== undefined)) {
    throw new GateStartError(message("gate.start.originPlain", { origin: url.origin, host: listen.host }));
  }
  return {
    get origin() {
      return wanted ?? `http://localhost:${port()}`;
    },
    rpId: url.hostname,
  };
}

/**
 * Looks at the certificate before the first browser does: for the key, for the name, and not run out.
 *
 * @throws GateStartError with what is wrong
 */
export function demandCertificate({ origin, tls }: PeopleOptions, now: Date): void {
  if (tls === undefined || origin === undefined) return;
  const name = new URL(origin).hostname;
  if (!certificateFits(tls.certificate, tls.key)) throw new GateStartError(message("gate.start.certificateKey"));
  const certificate = new X509Certificate(tls.certificate);
  if (certificate.checkHost(name) === undefined)
    throw new GateStartError(message("gate.start.certificateName", { name }));
  const end = new Date(certificate.validTo);
  if (end <= now) throw new GateStartError(message("gate.start.certificateExpired", { date: end.toISOString() }));
}
