import { fromUtf8, parseAll, toUtf8, concatBytes, type ByteReader, type Parsed } from "@sekisho/encoding";

/** A regular file of an initramfs; its path has no leading slash. */
export type InitramfsFile = { readonly path: string; readonly bytes: Uint8Array };

const magic = "070701";
const trailer = "TRAILER!!!";
const regularFile = 0o100644;
const headerFields = 13;

/** A "newc" cpio archive of regular files (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). */
export function writeInitramfs(files: readonly InitramfsFile[]): Uint8Array {
  const entries = files.map(({ path, bytes }, index) => entry(index + 1, regularFile, path, bytes));
  return concatBytes(...entries, entry(0, 0, trailer, new Uint8Array()));
}

function entry(inode: number, mode: number, path: string, bytes: Uint8Array): Uint8Array {
  const name = toUtf8(`${path}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const header = toUtf8(magic + fields.map((field) => field.toString(16).padStart(8, "0")).join(""));
  return concatBytes(padded(concatBytes(header, name)), padded(bytes));
}

function padded(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, new Uint8Array(padding(bytes.length)));
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

/** Reads what {@link writeInitramfs} wrote, up to and including the trailer. */
export function readInitramfs(archive: Uint8Array): Parsed<readonly InitramfsFile[]> {
  return parseAll("initramfs", archive, (reader) => {
    const files: InitramfsFile[] = [];
    for (;;) {
      const file = readEntry(reader);
      if (file.path === trailer) return files;
      files.push(file);
    }
  });
}

function readEntry(reader: ByteReader): InitramfsFile {
  const { offset } = reader;
  const found = text(reader, "magic", magic.length);
  if (found !== magic) reader.fail("value", "magic", magic, JSON.stringify(found), offset);
  const fields = Array.from({ length: headerFields }, (_, index) => number(reader, `header field ${index}`));
  const [size = 0, nameLength = 0] = [fields[6], fields[11]];
  if (nameLength === 0) reader.fail("value", "name size", "at least 1", "0");
  const path = text(reader, "name", nameLength - 1);
  reader.reserved("end of name", 1);
  reader.reserved("padding of name", padding(110 + nameLength));
  const bytes = reader.bytes(path, size);
  reader.reserved("padding of file", padding(size));
  return { path, bytes };
}

function number(reader: ByteReader, field: string): number {
  const { offset } = reader;
  const digits = text(reader, field, 8);
  if (!/^[0-9a-fA-F]{8}$/.test(digits))
    reader.fail("encoding", field, "8 hexadecimal digits", JSON.stringify(digits), offset);
  return Number.parseInt(digits, 16);
}

function text(reader: ByteReader, field: string, length: number): string {
  const { offset } = reader;
  const decoded = fromUtf8(field, reader.bytes(field, length));
  return decoded.ok ? decoded.value : reader.fail("encoding", field, "UTF-8", "other bytes", offset);
}
