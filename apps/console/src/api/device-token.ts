/** The token that `sekisho console` gives its page beside a cookie. */
export type DeviceToken = {
  /** Null where there is none: a gate serves the page, or it was not opened by the address that was printed. */
  readonly recall: () => string | null;
  readonly keep: (token: string) => void;
};

const name = "sekisho.device";

/**
 * Keeps the token for reloads and other tabs. Unlike cookies, which browsers send to every port of a device, its storage belongs
 * to this very port; and the token is worth nothing once `sekisho console` has ended.
 *
 * @param storage throws in a browser that keeps nothing: then the token lives as long as the page
 */
export function createDeviceToken(storage: () => Pick<Storage, "getItem" | "setItem">): DeviceToken {
  let present: string | null = null;
  return {
    recall: () => {
      try {
        present ??= storage().getItem(name);
      } catch {
        // Only what this page was given itself.
      }
      return present;
    },
    keep: (token) => {
      present = token;
      try {
        storage().setItem(name, token);
      } catch {
        // Other tabs have to do without.
      }
    },
  };
}
