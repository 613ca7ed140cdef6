import { toUtf8 } from "@sekisho/encoding";
import type { BootFile } from "../boot-file.ts";
import { dataEvent, digestEvent, type EventComponent } from "../events.ts";
import type { MeasuredEvent } from "../schema.ts";
import type { Environment } from "./environment.ts";
import type { MenuEntry } from "./menu.ts";
import { GrubScriptError, type Statement } from "./syntax.ts";

/** The disk as GRUB sees it: partitions are devices such as "hd0,gpt2". */
export type GrubDisk = {
  /** A file by device and absolute path; undefined when there is none. */
  readonly read: (device: string, path: string) => Promise<BootFile | undefined>;
  /** The device whose filesystem has this UUID, as GRUB writes it (FAT: "1234-abcd"). */
  readonly deviceOfUuid: (uuid: string) => Promise<string | undefined>;
  /** The device whose filesystem has this label. */
  readonly deviceOfLabel: (label: string) => Promise<string | undefined>;
};

/** The GRUB that runs: what of it decides whether a file is read. */
export type GrubMachine = {
  readonly modules: ReadonlySet<string>;
  /** A file system inside GRUB's image, where it looks for fonts first. */
  readonly hasMemoryDisk: boolean;
};

export type LoadedKernel = { readonly path: string; readonly file: BootFile; readonly commandLine: string };

/** What GRUB measured on the way, and what it starts. */
export type GrubTrace = {
  readonly events: readonly MeasuredEvent[];
  readonly kernel: LoadedKernel;
  readonly initrds: readonly BootFile[];
};

const mostSteps = 20_000;
const deepestCall = 16;

/** One run of GRUB: variables, menu, status of the last command, and the events so far. */
export class Run {
  readonly disk: GrubDisk;
  readonly machine: GrubMachine;
  readonly functions = new Map<string, readonly Statement[]>();
  readonly events: MeasuredEvent[] = [];
  environment: Environment;
  menu: MenuEntry[] = [];
  /** The script that runs, for messages. */
  script = "";
  positional: readonly string[] = [];
  status = 0;
  booted = false;
  kernel: LoadedKernel | undefined;
  initrds: readonly BootFile[] = [];
  #steps = 0;
  #depth = 0;

  constructor(disk: GrubDisk, machine: GrubMachine, environment: Environment) {
    this.disk = disk;
    this.machine = machine;
    this.environment = environment;
  }

  /** Measures a command as GRUB does before it runs: its words, joined by blanks, into PCR 8. */
  async command(words: readonly string[]): Promise<void> {
    const text = words.join(" ");
    this.events.push(await dataEvent(8, "grub-command", text, toUtf8(text)));
  }

  /** Reads a file and measures its content into PCR 9; undefined, and nothing measured, when there is none. */
  async read(path: string, component: EventComponent, line: number): Promise<BootFile | undefined> {
    const file = await this.find(path, line);
    if (file !== undefined) this.events.push(digestEvent(9, component, path, file.sha256));
    return file;
  }

  /** A file without measuring it: where GRUB asks only whether it is there. */
  async find(path: string, line: number): Promise<BootFile | undefined> {
    const [, device, absolute] = /^(?:\(([^()]+)\))?(\/.*)$/s.exec(path) ?? [];
    if (absolute === undefined) throw new GrubScriptError(line, path);
    return await this.disk.read(device ?? this.environment.get("root"), absolute);
  }

  valueOf(name: string): string {
    if (name === "?") return String(this.status);
    if (name === "#") return String(this.positional.length);
    if (name === "@" || name === "*") return this.positional.join(" ");
    return /^\d+$/.test(name) ? (this.positional[Number(name) - 1] ?? "") : this.environment.get(name);
  }

  /** Runs a function or another script, within limits. */
  async nested(line: number, body: () => Promise<void>): Promise<void> {
    if (this.#depth >= deepestCall) throw new GrubScriptError(line, `${deepestCall} levels`);
    this.#depth += 1;
    await body();
    this.#depth -= 1;
  }

  countStep(line: number): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new GrubScriptError(line, `${mostSteps} commands`);
  }

  boot(line: number): void {
    if (this.kernel === undefined) throw new GrubScriptError(line, "boot");
    this.booted = true;
  }

  trace(): GrubTrace {
    const { events, kernel, initrds } = this;
    if (kernel === undefined || !this.booted) throw new GrubScriptError(1, "boot");
    return { events, kernel, initrds };
  }
}
