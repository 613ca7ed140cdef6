import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  guestPolicy,
  launchVirtualMachine,
  LabError,
  tdAttributes,
  type HostChanges,
  type LabService,
} from "@sekisho/lab";
import { LaunchError } from "@sekisho/launch";
import { message } from "@sekisho/messages";
import { MeasureError } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import type { Context } from "../context.ts";
import { readMachineFolder } from "../launch/machine-file.ts";
import { UsageError } from "../usage-error.ts";

/** What a host could do otherwise; each is an option of `sekisho lab up`, to see it refused. */
export type HostOptions = {
  readonly append?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly disk?: string;
  readonly vmpl?: number;
  readonly debug?: true;
  readonly unknownRoot?: true;
  readonly unmeasured?: true;
};

export type MachineOptions = HostOptions & {
  readonly machine?: string;
  readonly keepDisk?: true;
  readonly serialLog?: string;
};

/**
 * Runs a machine in the lab until it or the lab ends; what its console prints goes to standard output.
 *
 * @param directory the lab's own
 * @throws UsageError when the machine can't be read or QEMU can't start it
 */
export async function runInLab(
  service: LabService,
  path: string,
  directory: string,
  options: MachineOptions,
  context: Context,
): Promise<void> {
  const { machine, folder } = await readMachineFolder(path);
  demandOwnOptions(machine, options);
  sayWhatIsChanged(machine, service, options, context);
  const work = join(directory, "machine");
  await mkdir(work, { recursive: true, mode: 0o700 });
  const decoder = new TextDecoder();
  const virtual = await launchVirtualMachine(service.lab, {
    machine,
    folder,
    work,
    socket: join(resolve(directory), "report.sock"),
    changes: hostChanges(machine, options),
    keepDisk: options.keepDisk === true,
    onConsole: (bytes) => context.print(decoder.decode(bytes, { stream: true })),
    ...(options.serialLog === undefined ? {} : { serialLog: options.serialLog }),
  });
  context.say(`${context.render(message("cli.lab.machine", { name: machine.name, pid: virtual.running.pid }))}\n`);
  const ended = await Promise.race([virtual.running.exited, service.down.then(() => undefined)]);
  await virtual.stop();
  const problem = ended?.status === 0 || ended === undefined ? "" : ended.problem;
  if (problem !== "") throw new UsageError(message("cli.lab.machine.failed", { problem }));
  context.say(`${context.render(message("cli.lab.machine.ended", { name: machine.name }))}\n`);
}

/** What the technology has no place for. */
const foreignOptions: Readonly<Partial<Record<Machine["technology"], readonly (keyof HostOptions)[]>>> = {
  tdx: ["vmpl", "unmeasured"],
};

function demandOwnOptions({ technology }: Machine, options: HostOptions): void {
  const option = foreignOptions[technology]?.find((name) => options[name] !== undefined);
  if (option !== undefined) {
    throw new UsageError(message("cli.launch.foreign-option", { option: `--${option}`, technology }));
  }
}

function sayWhatIsChanged(machine: Machine, service: LabService, options: HostOptions, { say, render }: Context): void {
  const status = service.status();
  const rootDigest = machine.technology === "tdx" ? status.intelRootDigest : status.rootDigest;
  if (!machine.additionalRoots.includes(rootDigest)) {
    say(`${render(message("cli.lab.machine.root", { rootDigest }))}\n`);
  }
  if (Object.values(hostChanges(machine, options)).some((change) => change !== undefined)) {
    say(`${render(message("cli.lab.machine.changed"))}\n`);
  }
}

function hostChanges(machine: Machine, options: HostOptions): HostChanges {
  const { append, kernel, initrd, disk, vmpl, debug, unknownRoot, unmeasured } = options;
  return {
    ...(append === undefined ? {} : { commandLine: `${machine.boot.commandLine} ${append}` }),
    ...(kernel === undefined ? {} : { kernel: resolve(kernel) }),
    ...(initrd === undefined ? {} : { initrd: resolve(initrd) }),
    ...(disk === undefined ? {} : { disk: resolve(disk) }),
    ...(vmpl === undefined ? {} : { vmpl }),
    ...(debug === true ? { policy: BigInt(machine.guestPolicy) | debugBit(machine) } : {}),
    ...(unknownRoot === true ? { processor: "stranger" } : {}),
    ...(unmeasured === true ? { measureGenuine: true } : {}),
  };
}

function debugBit({ technology }: Machine): bigint {
  return technology === "tdx" ? tdAttributes.debug : guestPolicy.debugAllowed;
}

/** Runs `work`; what a person can mend becomes one sentence and exit status 2. */
export async function withLabErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LabError || error instanceof LaunchError || error instanceof MeasureError) {
      throw new UsageError(error.problem);
    }
    throw error;
  }
}
