import { randomBytes } from "node:crypto";
import { createGateTransport } from "@sekisho/guest";
import { challengeSchema, requestStatusSchema, type Machine } from "@sekisho/release";
import type { ConsoleWorld } from "./world.ts";

/** Somebody who recorded a machine's evidence sends it again: as it was, or with a key of their own in the place of the guest's. */
export async function forgeAnswer(
  { gate }: ConsoleWorld,
  { id }: Machine,
  kind: "replayed-evidence" | "other-guest-key",
): Promise<void> {
  const recorded = (
    await Promise.all((await gate.client.requests(id)).map(({ number }) => gate.client.request(number)))
  )
    .map(({ evidence }) => evidence)
    .find((evidence) => evidence !== null);
  if (recorded === undefined) throw new Error("no evidence was recorded");
  const { tlsKeyDigests } = gate.identity;
  const transport = createGateTransport({ url: `https://127.0.0.1:${gate.running.port}`, tlsKeyDigests });
  const { request: _, ...bundle } = recorded;
  const ask = async (path: "/v1/challenge" | "/v1/evidence", body: unknown): Promise<unknown> => {
    const answer = await transport.post(path, body);
    if (answer.kind !== "answer") throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const changes =
    kind === "replayed-evidence"
      ? {}
      : {
          nonce: challengeSchema.parse(await ask("/v1/challenge", {})).nonce,
          guestKey: randomBytes(32).toString("base64url"),
        };
  const status = requestStatusSchema.parse(await ask("/v1/evidence", { ...bundle, ...changes }));
  if (status.state !== "refused") throw new Error(`the gate answered forged evidence with ${status.state}`);
}
