import { strictPolicy, withAdditionalRoots, type Policy } from "@sekisho/appraisal";
import type { Renderer } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { policyOption } from "./options.ts";

/**
 * The machine of `--machine`.
 *
 * @throws UsageError when the file is missing, or is no `machine.json`
 */
export async function machineOption(path: string | undefined): Promise<Machine | undefined> {
  if (path === undefined) return undefined;
  const { readMachineFolder } = await import("../launch/machine-file.ts");
  return (await readMachineFolder(path)).machine;
}

/**
 * What the evidence is judged by: the policy of a file; else `strict` for a machine that is known, and `authentic` for any other.
 * A machine's additional roots count, as its owner wrote them down.
 */
export async function policyFor(
  path: string | undefined,
  machine: Machine | undefined,
  render: Renderer,
): Promise<Policy> {
  if (machine === undefined) return policyOption(path, render);
  const policy = path === undefined ? strictPolicy : await policyOption(path, render);
  return withAdditionalRoots(policy, machine.additionalRoots);
}
