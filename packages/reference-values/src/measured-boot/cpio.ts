import { ByteWriter, concatBytes, toUtf8 } from "@sekisho/encoding";

/** Modes of what systemd-stub packs: a folder and a file that everybody may read. */
const modes = { folder: 0o040555, file: 0o100444 } as const;

/**
 * The archive (cpio "newc") in which systemd-stub hands one file to the initrd, as `/.extra/NAME`: byte for byte as it makes it,
 * since the kernel measures it (systemd 257, `cpio.c`).
 */
export function extraArchive(name: string, content: Uint8Array): Uint8Array {
  const folder = entry(1, modes.folder, ".extra", new Uint8Array(0));
  return concatBytes(folder, entry(2, modes.file, `.extra/${name}`, content), trailer());
}

function entry(inode: number, mode: number, path: string, content: Uint8Array): Uint8Array {
  return packed([inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, path.length + 1, 0], path, content, "lower");
}

/** The name's length is written in capitals here, and here only. */
function trailer(): Uint8Array {
  const name = "TRAILER!!!";
  return packed([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, name.length + 1, 0], name, new Uint8Array(0), "upper");
}

function packed(fields: readonly number[], path: string, content: Uint8Array, digits: "lower" | "upper"): Uint8Array {
  const numbers = fields.map((field) => field.toString(16).padStart(8, "0")).join("");
  const writer = new ByteWriter().bytes(
    toUtf8(`070701${digits === "upper" ? numbers.toUpperCase() : numbers}${path}\0`),
  );
  writer.zeros(-writer.length & 3).bytes(content);
  return writer.zeros(-writer.length & 3).finish();
}
