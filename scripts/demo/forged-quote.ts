import { createGateTransport } from "@sekisho/guest";
import { forgeTdEvidence, type TdForgery } from "@sekisho/lab";
import { isDirect } from "@sekisho/release";
import type { BootEnd, Prepared } from "./driver.ts";
import { genuineEvents } from "./genuine-events.ts";
import type { World } from "./world.ts";

/** Somebody asks for the machine's key with a quote that is not what it should be. No machine boots for it. */
export async function askWithForgedQuote(
  world: World,
  { machine, folder }: Prepared,
  forgery: TdForgery,
): Promise<BootEnd> {
  if (!isDirect(machine)) throw new Error(`${machine.name} boots in another way`);
  const { lab, gate } = world;
  const { tlsKeyDigests } = gate.identity;
  const transport = createGateTransport({ url: `https://127.0.0.1:${gate.running.port}`, tlsKeyDigests });
  const events = await genuineEvents(world, machine.id);
  const input = { forgery, machine, folder, gate: transport, ...(events === undefined ? {} : { events }) };
  const status = await forgeTdEvidence(lab, input);
  if (status.state === "refused") return { kind: "gate-refused", number: status.number };
  return { kind: "failed", reason: `the gate answered forged evidence with ${status.state}` };
}
