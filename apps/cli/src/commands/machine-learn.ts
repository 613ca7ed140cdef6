import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  learnablePcrs,
  learnableRtmrs,
  learnBoot,
  withLearnedBoot,
  type Lesson,
  type LessonInput,
} from "@sekisho/appraisal";
import { imageFiles, readMachine, writeJson } from "@sekisho/image";
import { message } from "@sekisho/messages";
import type { Registers } from "@sekisho/reference-values";
import { namesMachine, recordsBoots, type Machine } from "@sekisho/release";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { judgeOnThisDevice } from "../gate-client/judge-on-this-device.ts";
import { withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { withImageErrors } from "../image/inputs.ts";
import { askWhetherToLearn } from "../learn/ask.ts";
import { eventsOf, firstBootOfFile, firstBootOfRequest, type FirstBoot } from "../learn/evidence.ts";
import { lessonJson, lessonText, registerNames } from "../learn/text.ts";
import { verdictJson, verdictText } from "../report-text.ts";
import { UsageError } from "../usage-error.ts";
import { collectValues } from "../verify/options.ts";
import {
  ownEndorsements,
  policyText,
  withOwnEvidenceOptions,
  type OwnEvidenceOptions,
} from "../verify/own-evidence.ts";
import type { RegisterCommand } from "./index.ts";

type LearnOptions = GateOptions &
  OwnEvidenceOptions & {
    readonly request?: string;
    readonly evidence?: string;
    readonly acceptDifferent: readonly string[];
    readonly yes?: true;
    readonly json?: true;
  };

const mostBoots = 64;

/**
 * `sekisho machine learn`: what a first boot measured becomes a known boot in the person's `machine.json`, once they have looked
 * at it. It reads from the gate and sends it nothing; no key is released here, nor in consequence of it before the machine boots
 * again and the gate has been given the value.
 */
export const registerMachineLearn: RegisterCommand = (program, context) => {
  const machine = program.commands.find((command) => command.name() === "machine") ?? program.command("machine");
  const command: Command = machine
    .command("learn")
    .description(
      "take what only a first boot tells (PCR 0 and 1; of a TD RTMR 0) into machine.json, after a look; no key is released",
    )
    .argument("<machine.json>", "the file, or its folder")
    .option("--request <number>", "the boot whose evidence the gate stored with this request")
    .option("--evidence <file>", "the boot of this evidence bundle")
    .option(
      "--accept-different <pcr>",
      "learn this PCR (of a TD: RTMR) although it differs from the prediction; can be given again",
      collectValues,
      [],
    )
    .option("--yes", "don't ask: somebody has looked at the comparison")
    .option("--json", "print one JSON object");
  withOwnEvidenceOptions(withGateOptions(command)).action((path: string, options: LearnOptions) =>
    withImageErrors(() => learn(path, options, context)),
  );
};

async function learn(path: string, options: LearnOptions, context: Context): Promise<void> {
  const { render, print, say, reject } = context;
  const file = await machineFile(resolve(path));
  const machine = await readMachine(file);
  if (!recordsBoots(machine)) throw new UsageError(message("cli.learn.direct", { name: machine.name }));
  const registers = machine.technology === "tdx" ? "rtmr" : "pcr";
  const learnable = registers === "rtmr" ? learnableRtmrs : learnablePcrs;
  const accepted = acceptedRegisters(options.acceptDifferent, registers, learnable);
  const boot = await firstBoot(options);
  const input = await lessonInput(machine, boot);
  const answer = (fields: object): void => {
    if (options.json === true) print(`${JSON.stringify(fields)}\n`);
  };

  // With this very boot among the known ones, all that is left to judge is whether the evidence is true, and this machine's.
  const whole = await learnBoot({ ...input, accepted: learnable, name: render(message("cli.learn.itself")) });
  const known = whole.boot === undefined ? input.known : [...input.known, whole.boot];
  const { verdict } = await judgeOnThisDevice(
    boot,
    { ...machine, measuredBoots: [...known] },
    await policyText(options.policy, context),
    new Date(),
    await ownEndorsements(options, context),
  );
  const title = render(message("cli.learn.what", { from: boot.from, name: machine.name }));
  say(`${verdictText(title, verdict, render)}\n`);
  const lesson = await learnBoot({ ...input, accepted });
  const found = { machine: machine.id, ...verdictJson(verdict, render), ...lessonJson(lesson) };
  const leave = (id: string, values: Readonly<Record<string, string>> = {}): void => {
    answer({ ...found, learned: false });
    say(`${render(message(id, values))}\n`);
  };
  if (verdict.verdict === "rejected" && whole.unreadable.length === 0) {
    reject();
    return leave("cli.learn.rejected");
  }
  if (options.json !== true) print(lessonText(lesson, registers, render));
  const obstacle = obstacleOf(lesson, machine, registers);
  if (obstacle !== undefined) {
    reject();
    return leave(obstacle.id, obstacle.values);
  }
  if (lesson.boot === undefined) return leave("cli.learn.known");
  if (options.yes !== true && !(await askWhetherToLearn(context))) {
    reject();
    return leave("cli.learn.declined");
  }
  const measuredBoots = [...withLearnedBoot(input.known, lesson.boot)];
  if (measuredBoots.length > mostBoots) throw new UsageError(message("cli.learn.too-many", { limit: mostBoots }));
  await writeJson(file, { ...machine, measuredBoots });
  answer({ ...found, learned: true });
  say(`${render(message("cli.learn.learned", { path: file, name: machine.name }))}\n`);
}

/** Why this boot teaches nothing, whatever the person says. */
function obstacleOf(
  { refused, unreadable, boot }: Lesson,
  { id }: Machine,
  kind: Registers,
): { readonly id: string; readonly values: Readonly<Record<string, string>> } | undefined {
  if (refused.length > 0) return { id: "cli.learn.refused", values: { registers: registerNames(kind, refused) } };
  if (unreadable.length > 0)
    return { id: "cli.learn.unreadable", values: { registers: registerNames(kind, unreadable) } };
  const foreign = boot?.events.find(({ component, name }) => component === "command-line" && !namesMachine(name, id));
  return foreign === undefined ? undefined : { id: "cli.learn.foreign", values: { commandLine: foreign.name } };
}

async function firstBoot({ request, evidence, ...gate }: LearnOptions): Promise<FirstBoot> {
  if (request !== undefined && evidence === undefined) return firstBootOfRequest(request, gate);
  if (request === undefined && evidence !== undefined) return firstBootOfFile(evidence);
  throw new UsageError(message("cli.learn.which-boot"));
}

async function lessonInput(
  { shape, memoryMiB, boot, measuredBoots = [] }: Machine,
  { recorded, evidence }: FirstBoot,
): Promise<Omit<LessonInput, "accepted">> {
  const addedAt = new Date().toISOString();
  const claimed = evidence.claimedBoot === undefined ? [] : [evidence.claimedBoot.commandLine];
  return {
    registers: recorded.registers,
    events: await eventsOf(recorded),
    known: measuredBoots,
    commandLines: [boot.commandLine, ...claimed],
    name: `${addedAt.slice(0, 10)}: ${shape.vcpus} vCPU, ${memoryMiB} MiB`,
    addedAt,
  };
}

function acceptedRegisters(
  texts: readonly string[],
  registers: Registers,
  learnable: readonly number[],
): readonly number[] {
  return texts.map((text) => {
    const number = /^\d{1,2}$/.test(text) ? Number(text) : undefined;
    if (number !== undefined && learnable.includes(number)) return number;
    const values = { text, registers: registerNames(registers, learnable) };
    throw new UsageError(message("cli.learn.not-a-pcr", values));
  });
}

async function machineFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? join(path, imageFiles.machine) : path;
}
