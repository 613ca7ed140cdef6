import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage, toBase64, toHex } from "@sekisho/encoding";
import {
  diskPassphraseGuid,
  encodeSecretTable,
  sealLaunchSecret,
  wipeTransportKeys,
  type LaunchMeasurement,
  type SecretEntry,
} from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import { machineFiles } from "@sekisho/launch";
import { parseFirmware, type MemoryRange } from "@sekisho/reference-values";
import { encodeLaunchedDiskKey, isDirect, launchedDiskKeyGuid } from "@sekisho/release";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { readMachineFolder } from "../launch/machine-file.ts";
import { largestArtifact } from "../measure/measure.ts";
import { verdictText } from "../report-text.ts";
import { judgeLaunch, readAcceptedVerdict, type JudgeOptions } from "../sev/judge.ts";
import { demandSecretSupport } from "../sev/kernel.ts";
import { random, readSessionKeys, writeNew, type SessionKeys } from "../sev/key-file.ts";
import { withLaunchOptions } from "../sev/options.ts";
import { UsageError } from "../usage-error.ts";
import { bytesOption } from "../verify/options.ts";

type Options = JudgeOptions & {
  readonly keys: string;
  readonly verdict?: string;
  readonly key?: string;
  readonly headerDigest?: string;
  readonly diskPassphrase?: string;
  readonly kernelConfig?: string;
  readonly out: string;
  readonly name: string;
  readonly json?: true;
};

const longestSecret = 4096;

/** `sekisho sev secret` */
export function registerSevSecret(sev: Command, context: Context): void {
  withLaunchOptions(sev.command("secret"))
    .description("seal a disk key to a launch that was accepted: the packet for LAUNCH_SECRET")
    .requiredOption("--keys <file>", "what `sekisho sev session` keeps of this launch's session")
    .option("--verdict <file>", "what `sekisho sev verify` wrote; without it the launch is judged now")
    .option("--key <file>", "the disk's key, for Sekisho's agent in the guest")
    .option("--header-digest <hex>", "SHA-256 of the disk's LUKS2 header (default: the machine's)")
    .option(
      "--disk-passphrase <file>",
      "a passphrase for another reader of the field's GUID, such as GRUB in the firmware",
    )
    .option("--kernel-config <file>", "the guest kernel's configuration, which says whether it can read secrets")
    .requiredOption("--out <dir>", "the folder to write to")
    .option("--name <text>", "how the files' names begin", "secret")
    .option("--json", "print one JSON object: the arguments of QMP's sev-inject-launch-secret")
    .action((options: Options) => secret(options, context));
}

async function secret(options: Options, context: Context): Promise<void> {
  if (options.key === undefined && options.diskPassphrase === undefined) {
    throw new UsageError(message("cli.sev.secret.nothing"));
  }
  if (options.key !== undefined) await demandSecretSupport(options);
  const area = await secretArea(options);
  const keys = await readSessionKeys(options.keys);
  try {
    const measurement = await acceptedMeasurement(keys, options, context);
    if (measurement === undefined) return context.reject();
    const entries = await secretEntries(options);
    const table = encodeSecretTable(entries);
    entries.forEach(({ data }) => data.fill(0));
    try {
      if (area !== null && table.length > area.size) {
        throw new UsageError(message("cli.sev.secret.too-large", { length: table.length, size: area.size }));
      }
      const packet = await sealLaunchSecret(keys, measurement.measure, table, random(16));
      await tell(packet, area, options, context);
    } finally {
      table.fill(0);
    }
  } finally {
    wipeTransportKeys(keys);
  }
}

/** Undefined where the launch was judged now, and refused. */
async function acceptedMeasurement(
  keys: SessionKeys,
  options: Options,
  context: Context,
): Promise<LaunchMeasurement | undefined> {
  if (options.verdict !== undefined) return readAcceptedVerdict(options.verdict, keys);
  const { render } = context;
  const { verdict, measurement } = await judgeLaunch(keys, options, render);
  context.say(verdictText(render(message("cli.sev.launch")), verdict, render));
  return verdict.verdict === "accepted" ? measurement : undefined;
}

async function secretEntries({ key, diskPassphrase, machine, headerDigest }: Options): Promise<readonly SecretEntry[]> {
  const entries: SecretEntry[] = [];
  if (key !== undefined) {
    const given = bytesOption("--header-digest", headerDigest, 32);
    const digest = given === undefined ? await headerOf(machine) : toHex(given);
    const bytes = await readInput(key, longestSecret);
    if (bytes.length === 0) throw new UsageError(message("cli.sev.secret.empty", { path: key }));
    entries.push({ guid: launchedDiskKeyGuid, data: encodeLaunchedDiskKey({ headerDigest: digest, key: bytes }) });
    bytes.fill(0);
  }
  if (diskPassphrase !== undefined) {
    const bytes = await readInput(diskPassphrase, longestSecret);
    if (bytes.length === 0) throw new UsageError(message("cli.sev.secret.empty", { path: diskPassphrase }));
    entries.push({ guid: diskPassphraseGuid, data: bytes });
  }
  return entries;
}

async function headerOf(machine: string | undefined): Promise<string> {
  if (machine === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--header-digest" }));
  return (await readMachineFolder(machine)).machine.disk.headerDigest;
}

/** Where the firmware reserves room for secrets; null where no firmware is named, and QEMU looks for itself. */
async function secretArea({ machine: path, ovmf }: Options): Promise<MemoryRange | null> {
  const file = ovmf ?? (path === undefined ? undefined : await firmwareOf(path));
  if (file === undefined) return null;
  const layout = parseFirmware(await readInput(file, largestArtifact));
  if (!layout.ok) throw new UsageError(malformedMessage(file, layout.error));
  if (layout.value.launchSecret === null) throw new UsageError(message("cli.sev.secret.no-area", { path: file }));
  return layout.value.launchSecret;
}

async function firmwareOf(path: string): Promise<string | undefined> {
  const { machine, folder } = await readMachineFolder(path);
  return isDirect(machine) ? machineFiles(machine, folder).firmware : undefined;
}

async function tell(
  packet: { readonly header: Uint8Array; readonly payload: Uint8Array },
  area: MemoryRange | null,
  options: Options,
  { print, say, render }: Context,
): Promise<void> {
  const [header, payload] = [toBase64(packet.header), toBase64(packet.payload)];
  await mkdir(options.out, { recursive: true });
  const place = (suffix: string): string => join(options.out, `${options.name}${suffix}`);
  const files = { header: place("-header.b64"), payload: place("-payload.b64") };
  await writeNew(files.header, header);
  await writeNew(files.payload, payload);
  const gpa = area === null ? {} : { gpa: area.address };
  const qmp = { "packet-header": header, secret: payload, ...gpa };
  if (options.json === true) return print(`${JSON.stringify(qmp)}\n`);
  say(`\n${render(message("cli.sev.secret.made", files))}\n`);
  const address = area === null ? "" : ` --set-address 0x${area.address.toString(16)}`;
  print(`virsh domsetlaunchsecstate DOMAIN --secrethdr ${files.header} --secret ${files.payload}${address}\n`);
}
