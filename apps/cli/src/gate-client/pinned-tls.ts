import type { TLSSocket } from "node:tls";
import { connectPinned } from "@sekisho/guest/pinned-tls";
import { message } from "@sekisho/messages";
import type { GateIdentity } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";

const patience = 20_000;

/**
 * Connects to a gate as a guest does: its TLS key is compared with the pins of its `gate.json` before anything is sent, above
 * all before the administrator's token.
 *
 * @throws UsageError when the gate can't be reached, or shows another key
 */
export async function connectToGate({ url, tlsKeyDigests }: GateIdentity): Promise<TLSSocket> {
  const connected = await connectPinned(new URL(url), tlsKeyDigests, AbortSignal.timeout(patience));
  switch (connected.kind) {
    case "connected":
      return connected.socket;
    case "unreachable":
      throw new UsageError(message("cli.gate.unreachable", { where: url, reason: connected.reason }));
    case "not-pinned": {
      const values = { where: url, expected: tlsKeyDigests.join(" | "), actual: connected.actual };
      throw new UsageError(message("cli.gate.not-pinned", values));
    }
  }
}
