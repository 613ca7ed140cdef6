import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseTcgEventLog } from "@sekisho/evidence/boot-log";
import { parseAuthenticode } from "@sekisho/encoding/pe";
import { bootFile, measuredContent, type BootFile } from "../boot-file.ts";
import type { GrubBootInput } from "../grub.ts";
import { parseGpt, sectorSize } from "../gpt.ts";
import { secureBootState, type SecureBootState, type SignedProgram } from "../secure-boot.ts";
import type { UkiBootInput } from "../uki.ts";
import type { StoredVariable } from "../variable-store.ts";

/**
 * Boots that really happened, under QEMU with swtpm: what the firmware logged and the TPM held, and the files that made it so.
 * Programs of several megabytes are described by what predicting takes from them: digests, signatures, a few sections.
 */
const folder = join(import.meta.dirname, "recorded");

type ProgramRecord = { readonly digest: string; readonly signatures: readonly string[] };

type Common = {
  readonly secureBootSupport: boolean;
  readonly log: string;
  readonly pcrs: Readonly<Record<string, string>>;
  readonly diskSize: number;
  readonly partitionTable: string;
  readonly variables: readonly (Omit<StoredVariable, "data"> & { readonly data: string })[];
};

export type GrubRecord = Common & {
  readonly boot: "grub";
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly uuids: Readonly<Record<string, string>>;
  readonly kernel: ProgramRecord & { readonly device: string; readonly path: string; readonly sha256: string };
  readonly shim: ProgramRecord & Readonly<Record<"version" | "vendorKeys" | "vendorRevocations" | "sbatLevel", string>>;
  readonly grub: ProgramRecord & {
    readonly prefix: string;
    readonly modules: readonly string[];
    readonly hasMemoryDisk: boolean;
  };
};

export type UkiRecord = Common & {
  readonly boot: "uki";
  readonly loader: ProgramRecord & { readonly version: number };
  readonly loaderConfiguration: string;
  readonly ukiPath: string;
  readonly uki: ProgramRecord & {
    readonly version: number;
    readonly kernelDigest: string;
    readonly sections: Readonly<Record<string, { readonly content?: string; readonly sha256?: string }>>;
  };
};

/** One recording by its file's name. */
export function recorded(name: string): GrubRecord | UkiRecord {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as GrubRecord | UkiRecord;
}

/** The firmware's log as Linux gave it (binary_bios_measurements). */
export function unpackedLog({ log }: Common): Uint8Array {
  return unpacked(log);
}

/** The SHA-256 digests that the log's events extended each PCR with, in order and in hexadecimal. */
export function loggedDigests(record: Common): ReadonlyMap<number, readonly string[]> {
  const parsed = parseTcgEventLog(unpackedLog(record));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const digests = new Map<number, string[]>();
  for (const event of parsed.value.events.filter((one) => one.extends)) {
    const digest = event.digests.find(({ algorithm }) => algorithm.name === "sha256")?.bytes ?? new Uint8Array(0);
    digests.set(event.register, [...(digests.get(event.register) ?? []), Buffer.from(digest).toString("hex")]);
  }
  return digests;
}

/** The variables that the machine started with. */
export function storedVariables({ variables }: Common): readonly StoredVariable[] {
  return variables.map((variable) => ({ ...variable, data: fromText(variable.data) }));
}

/** The input that the recorded machine gives to a prediction. */
export function grubInput(record: GrubRecord): GrubBootInput {
  const { shim, grub, kernel, files, uuids } = record;
  return {
    ...common(record),
    variables: storedVariables(record),
    programs: {
      shim: {
        program: program(shim),
        content: {
          version: shim.version,
          vendorKeys: fromText(shim.vendorKeys),
          vendorRevocations: unpacked(shim.vendorRevocations),
          sbatLevel: new TextEncoder().encode(shim.sbatLevel),
        },
      },
      grub: {
        program: program(grub),
        content: {
          prefix: grub.prefix,
          modules: new Set(grub.modules),
          hasMemoryDisk: grub.hasMemoryDisk,
          hasConfiguration: false,
        },
      },
    },
    device: "hd0,gpt1",
    disk: {
      read: async (device, path): Promise<BootFile | undefined> => {
        if (device === kernel.device && path === kernel.path) {
          const sha256 = fromHexText(kernel.sha256);
          return { sha256, content: undefined, program: () => Promise.resolve(program(kernel)) };
        }
        const text = files[device]?.[path];
        return text === undefined ? undefined : await bootFile(fromText(text));
      },
      deviceOfUuid: (uuid) => Promise.resolve(uuids[uuid]),
      deviceOfLabel: () => Promise.resolve(undefined),
    },
  };
}

/** The input that the recorded machine gives to a prediction. */
export async function ukiInput(record: UkiRecord): Promise<UkiBootInput> {
  const { loader, loaderConfiguration, uki, ukiPath } = record;
  const sections = await Promise.all(
    Object.entries(uki.sections).map(async ([name, { content, sha256 = "" }]) => {
      const kept = content === undefined ? undefined : await measuredContent(fromText(content));
      return [name, kept ?? { sha256: fromHexText(sha256), content: undefined }] as const;
    }),
  );
  return {
    ...common(record),
    loader: { program: program(loader), version: loader.version },
    loaderConfiguration: new TextEncoder().encode(loaderConfiguration),
    uki: {
      program: program(uki),
      version: uki.version,
      sections: new Map(sections),
      ambiguous: undefined,
      kernelDigest: fromHexText(uki.kernelDigest),
    },
    ukiPath,
    extras: [],
  };
}

function common(record: Common): Pick<GrubBootInput, "table" | "state" | "support"> {
  const start = new Uint8Array(34 * sectorSize);
  start.set(unpacked(record.partitionTable), sectorSize);
  const table = parseGpt(start, record.diskSize);
  const state: SecureBootState | undefined = secureBootState(storedVariables(record));
  if (!table.ok || state === undefined) throw new Error("a recording that can't be read");
  return { table: table.value, state, support: { secureBoot: record.secureBootSupport } };
}

function program({ digest, signatures }: ProgramRecord): SignedProgram {
  const own = fromHexText(digest);
  const parsed = signatures.map((signature) => {
    const one = parseAuthenticode(fromText(signature));
    if (!one.ok) throw new Error(JSON.stringify(one.error));
    return one.value;
  });
  return { digest: own, signatures: parsed, digests: parsed.map(() => own) };
}

function fromText(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

function fromHexText(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

function unpacked(base64: string): Uint8Array {
  return new Uint8Array(gunzipSync(Buffer.from(base64, "base64")));
}
