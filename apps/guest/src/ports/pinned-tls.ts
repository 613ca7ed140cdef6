import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";

/** A connection to the pinned gate, or why there is none. */
export type Connected =
  | { readonly kind: "connected"; readonly socket: TLSSocket }
  | { readonly kind: "not-pinned"; readonly actual: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * Connects with TLS 1.3 and compares the server's key with the pins before anything is sent.
 *
 * The pin takes the place of names, dates and authorities: the host owns the guest's clock and its DNS, and a certificate
 * for the gate's name proves nothing that the measured pin does not. The handshake itself proves that the server holds the key.
 *
 * @param pins SHA-256 over SubjectPublicKeyInfo, in lower-case hexadecimal digits
 * @param signal ends a handshake that takes too long
 */
export function connectPinned(url: URL, pins: readonly string[], signal: AbortSignal): Promise<Connected> {
  // URL keeps the brackets of an IPv6 address.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? 443 : Number(url.port);
  const { promise, resolve } = Promise.withResolvers<Connected>();
  const socket = connect({
    host,
    port,
    minVersion: "TLSv1.3",
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  const abandon = (): void => {
    socket.destroy();
    resolve({ kind: "unreachable", reason: "ETIMEDOUT" });
  };
  if (signal.aborted) abandon();
  signal.addEventListener("abort", abandon, { once: true });
  socket.on("error", (error: NodeJS.ErrnoException) => {
    resolve({ kind: "unreachable", reason: error.code ?? error.name });
  });
  socket.once("close", () => {
    signal.removeEventListener("abort", abandon);
    resolve({ kind: "unreachable", reason: "ECONNRESET" });
  });
  socket.once("secureConnect", () => {
    const actual = keyDigest(socket);
    if (actual !== undefined && pins.includes(actual)) return resolve({ kind: "connected", socket });
    socket.destroy();
    resolve({ kind: "not-pinned", actual: actual ?? "none" });
  });
  return promise;
}

/** SHA-256 over the SubjectPublicKeyInfo of the server's certificate; `undefined` where node:crypto can't read the key. */
function keyDigest(socket: TLSSocket): string | undefined {
  try {
    const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
    return spki === undefined ? undefined : createHash("sha256").update(spki).digest("hex");
  } catch {
    return undefined;
  }
}
