import { createHash } from "node:crypto";
import { ByteReader, equalBytes, fromHex, MalformedError } from "@sekisho/encoding";
import { asTdMeasures, sha384Algorithm, type TpmExtension } from "./td-events.ts";
import type { RegisterNumber } from "./tdx-module.ts";

/**
 * How swtpm logs its traffic at level 5 (`--log file=FILE,level=5`): this line, and then the bytes in hexadecimal digits.
 */
const commandLine = /^ SWTPM_IO_Read: length (\d+)$/;
const bytesLine = /^ (?:[0-9A-F]{2} )+$/;

const commandCodes = { startup: 0x144, pcrExtend: 0x182 } as const;
/** Commands that extend a PCR in ways that no firmware of the lab's uses: TPM2_PCR_Event, TPM2_EventSequenceComplete. */
const unreadable: ReadonlySet<number> = new Set([0x13c, 0x185]);
const digestSizes: ReadonlyMap<number, number> = new Map([
  [0x0004, 20],
  [0x000b, 32],
  [sha384Algorithm.id, sha384Algorithm.size],
  [0x000d, 64],
]);

/** What the firmware measures at last: what the operating system extends later is no part of a TD's boot. */
const bootServicesLeft = sha384("Exit Boot Services Returned with Success");
/** Four bytes of zero, as every separator of a boot that went well. */
const separator = createHash("sha384").update(new Uint8Array(4)).digest();

/**
 * With what a firmware that measures into a TPM would have extended a TD's registers. It is read from the TPM's own record
 * of what it was told, so nobody in the machine can tell it otherwise afterwards.
 *
 * @param record swtpm's log
 * @throws Error when a PCR was extended in a way that the record does not show
 */
export function registerExtensions(
  record: string,
): readonly { readonly register: RegisterNumber; readonly digest: Uint8Array }[] {
  const extensions = pcrExtensions(record);
  const last = extensions.findIndex(({ digest }) => equalBytes(digest, bootServicesLeft));
  const boot = last < 0 ? extensions : extensions.slice(0, last + 1);
  return asTdMeasures(boot, ({ digest }) => equalBytes(digest, separator));
}

/** What the PCRs of the SHA-384 bank were extended with since the TPM was started, in order. */
export function pcrExtensions(record: string): readonly TpmExtension[] {
  let extensions: TpmExtension[] = [];
  for (const command of commandsIn(record)) {
    const reader = new ByteReader(command);
    reader.bytes("tag and size", 6);
    const code = reader.u32be("command code");
    if (code === commandCodes.startup) extensions = [];
    if (unreadable.has(code)) throw new Error(`the TPM was extended by command 0x${code.toString(16)}`);
    if (code === commandCodes.pcrExtend) extensions.push(...readExtension(reader));
  }
  return extensions;
}

/** TPM2_PCR_Extend: a PCR, an authorization, and TPML_DIGEST_VALUES. */
function readExtension(reader: ByteReader): TpmExtension[] {
  const pcr = reader.u32be("PCR");
  reader.bytes("authorization", reader.u32be("authorization size"));
  const found: TpmExtension[] = [];
  for (let left = reader.u32be("digests"); left > 0; left--) {
    const algorithm = reader.u16be("algorithm");
    const size = digestSizes.get(algorithm);
    if (size === undefined) throw new Error(`the TPM was extended in bank 0x${algorithm.toString(16)}`);
    const digest = reader.bytes("digest", size);
    if (algorithm === sha384Algorithm.id) found.push({ pcr, digest });
  }
  return found;
}

/** The commands of the record; one that swtpm is still writing down is left out. */
function commandsIn(record: string): Uint8Array[] {
  const commands: { readonly length: number; hex: string }[] = [];
  let current: { readonly length: number; hex: string } | undefined;
  for (const line of record.split("\n")) {
    const [, length] = commandLine.exec(line) ?? [];
    if (length !== undefined) commands.push((current = { length: Number(length), hex: "" }));
    else if (bytesLine.test(line) && current !== undefined) current.hex += line.replaceAll(" ", "");
    else current = undefined;
  }
  return commands
    .filter(({ length, hex }) => hex.length === 2 * length)
    .map(({ hex }) => {
      const decoded = fromHex("command", hex);
      if (!decoded.ok) throw new MalformedError(decoded.error);
      return decoded.value;
    });
}

function sha384(text: string): Uint8Array {
  return new Uint8Array(createHash("sha384").update(text).digest());
}
