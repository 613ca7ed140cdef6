import { basename, resolve } from "node:path";
import {
  fetchAmdSevFirmware,
  fetchDiskFirmware,
  fetchTdxFirmware,
  launchSecretFolder,
  readSigningKey,
  type Cache,
  type DirectBuild,
  type DiskBuild,
  type FirmwareFile,
  type Progress,
  type SigningKey,
} from "@sekisho/image";
import { message } from "@sekisho/messages";
import type { VtpmExpectation } from "@sekisho/release";
import { Option, type Command } from "commander";
import { UsageError } from "../usage-error.ts";
import { digest } from "./values.ts";

/** Who signs a unified kernel image. */
export type SigningOptions = { readonly signingKey?: string; readonly signingCertificate?: string };

/** How the machine boots, as options of `sekisho image build`. */
export type BootOptions = SigningOptions & {
  readonly boot: "direct" | "grub" | "uki";
  readonly technology?: "sev-snp" | "tdx" | "sev" | "sev-es" | "tpm";
  readonly secureBoot?: "on" | "off";
  readonly firmware?: string;
  readonly variables?: string;
  readonly svsm?: string;
  readonly vtpm?: VtpmExpectation["provider"];
  readonly endorsementKey: readonly string[];
  readonly endorsementRoot: readonly string[];
  readonly reportSource?: "configfs-tsm" | "port";
};

/** What the options mean, as `buildImage` takes it. */
export type BootChoice = BootFields<DirectBuild, "boot" | "technology" | "firmware"> | BootFields<DiskBuild, DiskField>;
type DiskField = "boot" | "firmware" | "technology" | "secureBoot" | "variables" | "svsm" | "signingKey" | "vtpm";
type BootFields<T, K extends keyof T> = Pick<T, K> & Pick<DirectBuild, "reportSource">;

/** The lab's port, as the initrd names it. */
const labPort = { kind: "port", path: "/dev/virtio-ports/sekisho.tsm" } as const;

export function withSigningOptions(command: Command): Command {
  return command
    .option("--signing-key <file>", "uki: the key that signs for Secure Boot, PEM (default: the machine's own)")
    .option("--signing-certificate <file>", "uki: the certificate of --signing-key, PEM");
}

export function withBootOptions(command: Command): Command {
  return withSigningOptions(command)
    .addOption(
      new Option("--boot <kind>", "direct: the hypervisor starts the kernel; grub, uki: the disk does")
        .choices(["direct", "grub", "uki"])
        .default("direct"),
    )
    .addOption(
      new Option(
        "--technology <kind>",
        "what protects the memory (default: sev-snp); tdx, sev, sev-es: direct boot only; tpm: nothing does, a TPM records the boot",
      ).choices(["sev-snp", "tdx", "sev-es", "sev", "tpm"]),
    )
    .addOption(new Option("--secure-boot <state>", "grub, uki: Secure Boot (default: on)").choices(["on", "off"]))
    .option("--firmware <file>", "an OVMF (default: Debian's; direct: one that checks kernel hashes)")
    .option("--variables <file>", "grub, uki: the OVMF variable store that the machine starts with (default: Debian's)")
    .option("--svsm <file>", "grub, uki: the SVSM that holds the vTPM")
    .addOption(
      new Option(
        "--vtpm <provider>",
        "grub, uki: who holds the TPM (default: svsm; with --technology tpm: device)",
      ).choices(["svsm", "azure-hcl", "google", "device"]),
    )
    .option("--endorsement-key <sha256>", "device, google: a TPM that is accepted, by its endorsement key", digests, [])
    .option(
      "--endorsement-root <sha256>",
      "device, google: a manufacturer's root to which the TPM's certificate must lead besides",
      digests,
      [],
    )
    .addOption(
      new Option("--report-source <kind>", "port: the lab's (default: configfs-tsm)").choices(["configfs-tsm", "port"]),
    );
}

function digests(text: string, all: readonly string[]): readonly string[] {
  return [...all, digest(text)];
}

/**
 * What the options mean; firmware that none names is fetched.
 *
 * @throws UsageError when options contradict each other
 */
export async function bootChoice(
  options: BootOptions,
  fetching: { readonly cache: Cache; readonly progress: Progress },
): Promise<BootChoice> {
  const { boot } = options;
  if (boot === "direct") {
    demandDirect(options);
    const technology = options.technology === "tpm" ? "sev-snp" : (options.technology ?? "sev-snp");
    const fetched = technology === "tdx" ? fetchTdxFirmware : fetchAmdSevFirmware;
    const firmware = options.firmware === undefined ? await fetched(fetching) : fileNamed(options.firmware);
    const injected = technology === "sev" || technology === "sev-es";
    const reportSource = sourceOf(options, injected ? "launch-secret" : "configfs-tsm");
    return { boot, technology, firmware, reportSource };
  }
  const { technology = "sev-snp" } = options;
  if (technology !== "sev-snp" && technology !== "tpm") {
    throw new UsageError(message("cli.image.direct-only", { boot, technology }));
  }
  const vtpm = vtpmOf(options, technology);
  const secureBoot = options.secureBoot !== "off";
  const signingKey = await signingKeyOf(options, secureBoot);
  const reportSource = sourceOf(options, technology === "tpm" ? "none" : "configfs-tsm");
  const firmware = await diskFirmwareOf(options, { ...fetching, secureBoot });
  const svsm = options.svsm === undefined ? undefined : fileNamed(options.svsm);
  return { boot, technology, vtpm, secureBoot, signingKey, reportSource, svsm, ...firmware };
}

/** Options that mean something only where the disk boots. */
const diskOnly = ["secureBoot", "variables", "svsm", "signingKey", "signingCertificate", "vtpm"] as const;

function demandDirect(options: BootOptions): void {
  const given: string[] = diskOnly.filter((name) => options[name] !== undefined);
  if (options.technology === "tpm") given.push("technology");
  if (options.endorsementKey.length > 0) given.push("endorsementKey");
  if (options.endorsementRoot.length > 0) given.push("endorsementRoot");
  const [first] = given;
  if (first !== undefined) throw new UsageError(message("cli.image.disk-only", { option: flagOf(first) }));
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function vtpmOf(options: BootOptions, technology: "sev-snp" | "tpm"): VtpmExpectation {
  const provider = options.vtpm ?? (technology === "tpm" ? "device" : "svsm");
  const { endorsementKey, endorsementRoot } = options;
  if (provider === "device" || provider === "google") {
    return { provider, endorsementKeys: [...endorsementKey], roots: [...endorsementRoot] };
  }
  if (technology === "tpm") throw new UsageError(message("cli.image.vtpm-outside", { provider }));
  if (endorsementKey.length + endorsementRoot.length > 0) {
    throw new UsageError(message("cli.image.endorsement-unused", { provider }));
  }
  return { provider };
}

async function signingKeyOf(options: BootOptions, secureBoot: boolean): Promise<SigningKey | undefined> {
  const unused = options.boot !== "uki" || !secureBoot;
  const given = options.signingKey !== undefined || options.signingCertificate !== undefined;
  if (given && unused) throw new UsageError(message("cli.image.signing-unused"));
  return signingKeyFrom(options);
}

/** @throws UsageError when only one of the two files is given, or ImageError when they don't belong together */
export async function signingKeyFrom(options: SigningOptions): Promise<SigningKey | undefined> {
  const { signingKey, signingCertificate } = options;
  if (signingKey === undefined && signingCertificate === undefined) return undefined;
  if (signingKey === undefined || signingCertificate === undefined) {
    throw new UsageError(message("cli.image.signing-both"));
  }
  return readSigningKey(signingKey, signingCertificate);
}

function sourceOf(
  { reportSource }: BootOptions,
  usual: "configfs-tsm" | "launch-secret" | "none",
): BootChoice["reportSource"] {
  if (usual !== "configfs-tsm" && reportSource !== undefined) throw new UsageError(message("cli.image.no-report"));
  if (usual === "launch-secret") return { kind: usual, folder: launchSecretFolder };
  return reportSource === "port" ? labPort : { kind: usual };
}

async function diskFirmwareOf(
  { boot, firmware, variables }: BootOptions,
  fetching: { readonly cache: Cache; readonly progress: Progress; readonly secureBoot: boolean },
): Promise<Pick<DiskBuild, "firmware" | "variables">> {
  if (firmware !== undefined && variables !== undefined) {
    return { firmware: fileNamed(firmware), variables: fileNamed(variables) };
  }
  const fetched = await fetchDiskFirmware(fetching);
  const store = boot === "grub" && fetching.secureBoot ? fetched.microsoftVariables : fetched.blankVariables;
  return {
    firmware: firmware === undefined ? fetched.firmware : fileNamed(firmware),
    variables: variables === undefined ? store : fileNamed(variables),
  };
}

function fileNamed(path: string): FirmwareFile {
  return { path: resolve(path), version: basename(path) };
}
