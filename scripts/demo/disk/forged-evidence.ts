import { createGateTransport } from "@sekisho/guest";
import { forgeEvidence, type Forgery } from "@sekisho/lab";
import type { BootEnd } from "../driver.ts";
import type { World } from "../world.ts";
import type { PreparedDisk } from "./prepare.ts";

/**
 * Root in a machine whose boot was changed asks for the key with evidence that hides the change. That needs no boot: the lab
 * plays the changed one to a TPM, and a program has that TPM, the machine's report port, and a TPM of its own.
 */
export async function askWithForgedEvidence(
  world: World,
  prepared: PreparedDisk,
  forgery: Forgery,
  work: string,
): Promise<BootEnd> {
  const { running, identity } = world.gate;
  const gate = createGateTransport({
    url: `https://127.0.0.1:${running.port}`,
    tlsKeyDigests: identity.tlsKeyDigests,
  });
  const status = await forgeEvidence(world.lab, { ...prepared, forgery, work, socket: world.socketPath(), gate });
  if (status.state === "refused") return { kind: "gate-refused", number: status.number };
  return status.state === "released"
    ? { kind: "opened" }
    : { kind: "failed", reason: `the gate answered ${JSON.stringify(status)}` };
}
