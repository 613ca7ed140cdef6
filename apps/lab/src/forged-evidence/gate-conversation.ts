import type { Parsed } from "@sekisho/encoding";
import type { GateTransport } from "@sekisho/guest";

/** What a gate answers to an attacker's program; that it can't be had is an error. */
export async function post(
  gate: GateTransport,
  path: Parameters<GateTransport["post"]>[0],
  body: unknown,
): Promise<unknown> {
  const answer = await gate.post(path, body);
  if (answer.kind !== "answer") throw new Error(`the gate's answer at ${path}: ${JSON.stringify(answer)}`);
  return answer.body;
}

/** What schemas have looked at before. */
export function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
