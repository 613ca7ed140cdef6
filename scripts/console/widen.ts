import { measureLaunch, readBootArtifacts } from "@sekisho/lab";
import { isDirect } from "@sekisho/release";
import { changedArtifacts } from "../demo/software/changes.ts";
import type { WorldMachine } from "./machine.ts";
import { postAs } from "./owner.ts";
import type { ConsoleWorld } from "./world.ts";

/** Whoever owns the gate adds the boot of a changed command line to what it knows of a machine, so that it accepts that boot. */
export async function widenKnownValues(world: ConsoleWorld, { machine, folder }: WorldMachine): Promise<void> {
  if (!isDirect(machine)) throw new Error("it boots in another way");
  const artifacts = await changedArtifacts("command-line", await readBootArtifacts(machine, folder));
  const launchDigest = Buffer.from(await measureLaunch(artifacts)).toString("hex");
  const [known] = machine.referenceValues;
  const widened = { ...known, name: "widened", launchDigest, commandLine: artifacts.commandLine };
  const path = `/v1/admin/machines/${machine.id}/reference-values`;
  await postAs(world.gate.running.adminSocket, path, { referenceValues: [widened] });
}
