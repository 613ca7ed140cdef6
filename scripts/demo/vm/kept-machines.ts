import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageFiles } from "@sekisho/image";
import type { Prepared } from "../driver.ts";
import type { Scenario } from "../scenarios.ts";
import type { World } from "../world.ts";

/** What the machines of the last run were made from; with the same inputs they are used again. */
const stampFile = "demo.json";

/** Whether a machine was made from exactly this. */
export async function isStamped(folder: string, stamp: string): Promise<boolean> {
  return readFile(join(folder, stampFile), "utf8").then(
    (found) => found === stamp,
    () => false,
  );
}

/** Says what a machine was made from, once it is whole. */
export async function writeStamp(folder: string, stamp: string): Promise<void> {
  await writeFile(join(folder, stampFile), stamp);
}

/** Registers a machine with the gate, in place of the one of that name. */
export async function register(
  { gate }: World,
  mode: Scenario["releaseMode"],
  { machine, folder }: Prepared,
): Promise<void> {
  await gate.client.forget(machine.name);
  if (mode === "enter") return gate.client.register({ machine });
  const diskKey = await readFile(join(folder, imageFiles.keys, imageFiles.diskKey));
  await gate.client.register({ machine, diskKey: diskKey.toString("base64") });
}
