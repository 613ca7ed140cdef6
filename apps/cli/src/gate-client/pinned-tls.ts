import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { message } from "@sekisho/messages";
import type { GateIdentity } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";

const patience = 20_000;

/**
 * Connects to a gate, and compares its TLS key with the pins of its `gate.json` before anything is sent: above all before
 * the administrator's token. Names, dates and authorities don't matter, as the certificate is self-signed.
 *
 * @throws UsageError when the gate can't be reached, or shows another key
 */
export function connectPinned({ url, tlsKeyDigests }: GateIdentity): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  // URL keeps the brackets of an IPv6 address.
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const socket = connect({
    host,
    port: port === "" ? 443 : Number(port),
    minVersion: "TLSv1.3",
    rejectUnauthorized: false,
    timeout: patience,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  const fail = (reason: string): void => {
    socket.destroy();
    reject(new UsageError(message("cli.gate.unreachable", { where: url, reason })));
  };
  socket.once("timeout", () => fail("ETIMEDOUT"));
  socket.once("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
  socket.once("secureConnect", () => {
    const actual = keyDigestOf(socket);
    if (actual !== undefined && tlsKeyDigests.includes(actual)) return resolve(socket);
    socket.destroy();
    const values = { where: url, expected: tlsKeyDigests.join(" | "), actual: actual ?? "?" };
    reject(new UsageError(message("cli.gate.not-pinned", values)));
  });
  return promise;
}

/** SHA-256 over the SubjectPublicKeyInfo of the server's certificate, hexadecimal. */
function keyDigestOf(socket: TLSSocket): string | undefined {
  try {
    const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
    return spki === undefined ? undefined : createHash("sha256").update(spki).digest("hex");
  } catch {
    return undefined;
  }
}
