import type { Command } from "commander";
import type { Context } from "../context.ts";
import { registerDeny } from "./deny.ts";
import { registerEnter } from "./enter.ts";
import { registerGate } from "./gate.ts";
import { registerImage } from "./image.ts";
import { registerLab } from "./lab.ts";
import { registerLaunch } from "./launch.ts";
import { registerMachine } from "./machine.ts";
import { registerMachineExport } from "./machine-export.ts";
import { registerMeasure } from "./measure.ts";
import { registerRequests } from "./requests.ts";
import { registerVerify } from "./verify.ts";

/** Adds one command to the program. Each command has a file of its own in this folder. */
export type RegisterCommand = (program: Command, context: Context) => void;

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly RegisterCommand[] = [
  registerVerify,
  registerMeasure,
  registerLaunch,
  registerLab,
  registerImage,
  registerGate,
  registerMachine,
  registerMachineExport,
  registerRequests,
  registerEnter,
  registerDeny,
];
