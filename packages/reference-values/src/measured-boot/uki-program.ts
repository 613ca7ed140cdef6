import { isAllZero } from "@sekisho/encoding";
import { authenticodeDigest, findSection, parsePe, sectionContent, type PeImage } from "@sekisho/encoding/pe";
import { measuredContent, type MeasuredContent } from "./boot-file.ts";
import { readSignedProgram, type SignedProgram } from "./secure-boot.ts";

/** systemd-boot, or a unified kernel image on systemd's stub. */
export type SystemdProgram = {
  readonly program: SignedProgram;
  /** The major version that it names itself; undefined for a program that is not systemd's. */
  readonly version: number | undefined;
};

/** A unified kernel image, section by section. */
export type UnifiedKernelImage = SystemdProgram & {
  /** The sections that can be measured, by name; the kernel's without its content. */
  readonly sections: ReadonlyMap<string, MeasuredContent>;
  /** A section that the stub chooses among by what the machine is, or that is there twice; undefined when there is none. */
  readonly ambiguous: string | undefined;
  /** The Authenticode digest of the kernel inside; undefined when there is none that can be read. */
  readonly kernelDigest: Uint8Array | undefined;
};

/** Sections that the stub measures, in its order (systemd 257, `uki.h`). */
export const measuredSections: readonly string[] = [
  ".linux",
  ".osrel",
  ".cmdline",
  ".initrd",
  ".ucode",
  ".splash",
  ".dtb",
  ".uname",
  ".sbat",
  ".pcrpkey",
];

/** Sections that are handed on, but not measured as themselves. */
const otherSections: readonly string[] = [".pcrsig"];

const choosingSections: readonly string[] = [".profile", ".dtbauto", ".hwids", ".efifw"];

/** Reads systemd-boot; undefined for what is no program. */
export async function readSystemdBoot(bytes: Uint8Array): Promise<SystemdProgram | undefined> {
  const image = parsePe(bytes);
  const program = await readSignedProgram(bytes);
  if (!image.ok || program === undefined) return undefined;
  return { program, version: systemdVersion(bytes, image.value, "systemd-boot") };
}

/** Reads a unified kernel image; undefined for what is no program. */
export async function readUnifiedKernelImage(bytes: Uint8Array): Promise<UnifiedKernelImage | undefined> {
  const image = parsePe(bytes);
  const program = await readSignedProgram(bytes);
  if (!image.ok || program === undefined) return undefined;
  const known = [...measuredSections, ...otherSections];
  const names = image.value.sections.map(({ name }) => name);
  const ambiguous = names.find(
    (name, index) => choosingSections.includes(name) || (known.includes(name) && names.indexOf(name) !== index),
  );
  const sections = new Map<string, MeasuredContent>();
  for (const name of known) {
    const content = contentOf(bytes, image.value, name);
    if (content === undefined) continue;
    const measured = await measuredContent(content);
    // A kernel is only ever measured, so there is no need to keep it in memory.
    sections.set(name, name === ".linux" ? { ...measured, content: undefined } : measured);
  }
  const version = systemdVersion(bytes, image.value, "systemd-stub");
  return { program, version, sections, ambiguous, kernelDigest: await kernelDigest(bytes, image.value) };
}

async function kernelDigest(bytes: Uint8Array, image: PeImage): Promise<Uint8Array | undefined> {
  const kernel = contentOf(bytes, image, ".linux");
  const inner = kernel === undefined ? undefined : parsePe(kernel);
  return kernel === undefined || inner?.ok !== true ? undefined : await authenticodeDigest(kernel, inner.value);
}

function contentOf(bytes: Uint8Array, image: PeImage, name: string): Uint8Array | undefined {
  const section = findSection(image, name);
  return section === undefined ? undefined : sectionContent(bytes, section);
}

/** The major version in section `.sdmagic` ("#### LoaderInfo: systemd-stub 257.13-1 ####"). */
function systemdVersion(bytes: Uint8Array, image: PeImage, program: string): number | undefined {
  const magic = contentOf(bytes, image, ".sdmagic");
  const text = magic === undefined ? "" : String.fromCharCode(...magic.subarray(0, 256));
  const found = new RegExp(`^#### LoaderInfo: ${program} (\\d{1,4})[^#]* ####`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * The command line as the stub passes it on: up to a zero, control characters as blanks, no blanks at the end.
 *
 * @returns undefined for other characters than ASCII, and for text behind a zero: what the stub makes of them is not known here
 */
export function stubCommandLine(section: Uint8Array): string | undefined {
  const end = section.indexOf(0);
  const characters = end < 0 ? section : section.subarray(0, end);
  if (characters.some((character) => character > 0x7e)) return undefined;
  if (end >= 0 && !isAllZero(section.subarray(end))) return undefined;
  return Array.from(characters, (character) => String.fromCharCode(Math.max(character, 0x20)))
    .join("")
    .trimEnd();
}
