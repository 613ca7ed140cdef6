import { equalBytes } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import { authenticodeDigest, parsePe } from "@sekisho/encoding/pe";
import { algorithmOfName } from "./banks.ts";
import type { BootEvent, BootLog } from "./model.ts";

/** A file that somebody has, by the name under which it is to be shown. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array };

/** A log whose events name the given files that they measured, and the files that none of them did. */
export type NamedLog = { readonly log: BootLog; readonly unmeasured: readonly string[] };

/**
 * Names the events of a log after files: those whose digests, in every bank that Sekisho can compute, are a file's. Firmware
 * measures EFI programs by their Authenticode digest; GRUB and the kernel measure files whole. What the log itself calls a
 * program is a claim, but an event named so measured this very file.
 */
export async function nameByFiles(log: BootLog, files: readonly GivenFile[]): Promise<NamedLog> {
  const banks = [...new Set(log.events.flatMap((event) => [...computableDigests(event).keys()]))];
  const known = await Promise.all(files.map(async (file) => ({ file, digests: await digestsOf(file, banks) })));
  const measured = new Set<GivenFile>();
  const events = log.events.map((event): BootEvent => {
    const actual = computableDigests(event);
    const found = known.find(({ digests }) => digests.some((one) => agrees(one, actual)))?.file;
    if (!event.extends || found === undefined) return event;
    measured.add(found);
    return { ...event, component: { ...event.component, file: found.name } };
  });
  const unmeasured = files.filter((file) => !measured.has(file)).map(({ name }) => name);
  return { log: { ...log, events }, unmeasured };
}

type Digests = ReadonlyMap<HashAlgorithm, Uint8Array>;

function computableDigests({ digests }: BootEvent): Digests {
  const computable = [...digests].flatMap(([bank, digest]): [HashAlgorithm, Uint8Array][] => {
    const algorithm = algorithmOfName(bank)?.hash;
    return algorithm === undefined ? [] : [[algorithm, digest]];
  });
  return new Map(computable);
}

/** What a file is measured as: whole, and as an EFI program if it is one. */
async function digestsOf({ bytes }: GivenFile, banks: readonly HashAlgorithm[]): Promise<readonly Digests[]> {
  const whole = async (bank: HashAlgorithm) => [bank, await hash(bank, bytes)] as const;
  const found = [new Map(await Promise.all(banks.map(whole)))];
  const image = parsePe(bytes);
  if (!image.ok) return found;
  const program = async (bank: HashAlgorithm) => [bank, await authenticodeDigest(bytes, image.value, bank)] as const;
  return [...found, new Map(await Promise.all(banks.map(program)))];
}

function agrees(expected: Digests, actual: Digests): boolean {
  const same = ([bank, digest]: readonly [HashAlgorithm, Uint8Array]): boolean =>
    equalBytes(expected.get(bank) ?? new Uint8Array(0), digest);
  return actual.size > 0 && [...actual].every(same);
}
