import { ByteReader, fromUtf8, MalformedError, type Parsed } from "@sekisho/encoding";
import { findSection, parsePe } from "@sekisho/encoding/pe";

/** What an EFI build of GRUB carries in itself. */
export type GrubImage = {
  /** Where it looks for its configuration ("/EFI/debian"). */
  readonly prefix: string;
  /** The modules that are built in: insmod of them reads no file. */
  readonly modules: ReadonlySet<string>;
  /** Whether a configuration is built in, which runs before the one on the disk. */
  readonly hasConfiguration: boolean;
  /** Whether a file system is built in, where it finds its fonts. */
  readonly hasMemoryDisk: boolean;
};

const magic = 0x676d_696d;
const objectType = { elf: 0, memoryDisk: 1, configuration: 2, prefix: 3 } as const;

/** Reads GRUB's module area (section `mods`: 'mimg', then objects of type and size; GRUB 2.12, `grub/kernel.h`). */
export function readGrubImage(bytes: Uint8Array): Parsed<GrubImage> {
  const image = parsePe(bytes);
  if (!image.ok) return image;
  const section = findSection(image.value, "mods");
  try {
    const { fileOffset = 0, fileSize = 0 } = section ?? {};
    return {
      ok: true,
      value: readModules(new ByteReader(bytes.subarray(fileOffset, fileOffset + fileSize), fileOffset)),
    };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readModules(reader: ByteReader): GrubImage {
  const start = reader.offset;
  const found = reader.u32le("module magic");
  if (found !== magic) reader.fail("value", "module magic", "mimg", `0x${found.toString(16)}`, start);
  reader.u32le("padding");
  const offset = Number(reader.u64le("module offset"));
  const size = Number(reader.u64le("module size"));
  if (offset !== 24) reader.fail("value", "module offset", "24", `${offset}`, start + 8);
  if (size < offset || size - offset > reader.remaining) {
    reader.fail("truncated", "module size", `24 to ${offset + reader.remaining}`, `${size}`, start + 16);
  }
  const objects = reader.nested("modules", size - offset);
  const modules = new Set<string>();
  let prefix = "";
  let hasConfiguration = false;
  let hasMemoryDisk = false;
  while (objects.remaining > 0) {
    const at = objects.offset;
    const type = objects.u32le("object type");
    const length = objects.u32le("object size");
    if (length < 8) objects.fail("value", "object size", "8 or more", `${length}`, at + 4);
    const content = objects.bytes("object", length - 8);
    if (type === objectType.elf) modules.add(moduleName(content, at + 8));
    if (type === objectType.prefix) prefix = textBeforeZero(content) ?? "";
    if (type === objectType.memoryDisk) hasMemoryDisk = true;
    if (type === objectType.configuration) hasConfiguration = true;
  }
  return { prefix, modules, hasConfiguration, hasMemoryDisk };
}

/** The name of an ELF module: section `.modname`. */
function moduleName(elf: Uint8Array, base: number): string {
  const at = (offset: number) => new ByteReader(elf.subarray(Math.min(offset, elf.length)), base + offset);
  const headers = at(40);
  const table = Number(headers.u64le("e_shoff"));
  const counts = at(60);
  const count = counts.u16le("e_shnum");
  const names = sectionPlace(at(table + 64 * counts.u16le("e_shstrndx")));
  for (let index = 0; index < count; index++) {
    const header = at(table + 64 * index);
    const place = sectionPlace(header);
    const name = textBeforeZero(elf.subarray(names.offset + place.name, names.offset + place.name + 32));
    if (name === ".modname") return textBeforeZero(elf.subarray(place.offset, place.offset + place.size)) ?? "";
  }
  return headers.fail("value", "GRUB module", "a section .modname", "none", base);
}

type SectionPlace = { readonly name: number; readonly offset: number; readonly size: number };

function sectionPlace(reader: ByteReader): SectionPlace {
  const name = reader.u32le("sh_name");
  reader.bytes("sh_type, sh_flags and sh_addr", 20);
  return { name, offset: Number(reader.u64le("sh_offset")), size: Number(reader.u64le("sh_size")) };
}

function textBeforeZero(bytes: Uint8Array): string | undefined {
  const end = bytes.indexOf(0);
  const text = fromUtf8("text", end < 0 ? bytes : bytes.subarray(0, end));
  return text.ok ? text.value : undefined;
}
