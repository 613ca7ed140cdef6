import { fromBase64 } from "@sekisho/encoding";
import { gateIdentitySchema, type GateIdentity } from "@sekisho/release";
import type { Configuration } from "../../api/configuration.ts";
import { gate } from "../../api/gate.ts";
import { createMemory } from "./memory.ts";
import type { LogSource } from "./prove.ts";

/** The gate's log, held against the keys of the person's own files where there are any, and else against those that the gate names. */
export async function logSource(configuration: Configuration, signal: AbortSignal): Promise<LogSource> {
  const own = ownGate(configuration);
  const { url, signingKeys } = own ?? (await gate.get("/v1/admin/identity", gateIdentitySchema, signal));
  return {
    gateUrl: url,
    keys: signingKeys.flatMap(({ spki }) => {
      const read = fromBase64("spki", spki);
      return read.ok ? [read.value] : [];
    }),
    read: (path) => gate.bytes(`/log/${path}`, signal),
    memory: createMemory(localStorage),
    now: () => new Date(),
  };
}

/** The gate as the person's own files have it; undefined where the page comes from the gate, or they name none. */
export function ownGate(configuration: Configuration): GateIdentity | undefined {
  return configuration.kind === "own-device" ? (configuration.gate ?? undefined) : undefined;
}
