import { resolve } from "node:path";
import { readMachine } from "@sekisho/image";
import type { GateIdentity, Machine } from "@sekisho/release";
import type { Context } from "../context.ts";
import { readGate, withImageErrors } from "../image/inputs.ts";
import { policyText } from "../verify/own-evidence.ts";

/** What the page on this device judges by: see `configurationSchema` of the console. */
export type OwnFiles = {
  readonly kind: "own-device";
  readonly machines: readonly Machine[];
  readonly policies: Readonly<Record<string, string>>;
  readonly gate: GateIdentity | null;
};

/**
 * Reads the person's own files.
 *
 * @throws UsageError when one is not what it should be
 */
export async function readOwnFiles(
  paths: { readonly machine: readonly string[]; readonly policy?: string; readonly gate?: string },
  context: Context,
): Promise<OwnFiles> {
  const policy = await policyText(paths.policy, context);
  const machines: Machine[] = [];
  for (const path of paths.machine)
    await withImageErrors(async () => void machines.push(await readMachine(resolve(path))));
  const policies = Object.fromEntries(policy === null ? [] : machines.map(({ id }) => [id, policy]));
  const gate = paths.gate === undefined ? machines[0]?.gate : await readGate(paths.gate);
  return { kind: "own-device", machines, policies, gate: gate ?? null };
}
