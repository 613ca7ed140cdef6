import type { Command } from "commander";
import type { Context } from "../context.ts";
import { registerLab } from "./lab.ts";

/** Adds one command to the program. Each command has a file of its own in this folder. */
export type RegisterCommand = (program: Command, context: Context) => void;

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly RegisterCommand[] = [registerLab];
