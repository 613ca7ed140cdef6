import { createHash } from "node:crypto";
import { ByteWriter, concatBytes, fromHex, toUtf8 } from "@sekisho/encoding";
import { writeCryptoAgileLog, type WrittenEvent } from "@sekisho/evidence/boot-log/testing";

/** One event of a test's boot log; its digest is that of `measured`. */
export type TestEvent = {
  readonly register: number;
  readonly type: number;
  readonly data: Uint8Array;
  readonly measured: Uint8Array;
};

const sha256Id = 0x000b;
const types = {
  separator: 0x0000_0004,
  tag: 0x0000_0006,
  crtm: 0x0000_0008,
  ipl: 0x0000_000d,
  secureBoot: 0x8000_0001,
  application: 0x8000_0003,
  authority: 0x8000_00e0,
} as const;

export const machineId = "8f9d0c5e-7b1a-4c7e-9c39-3a7a54f1d2aa";
export const commandLine = `/vmlinuz-6.12 root=/dev/mapper/root ro quiet sekisho.machine=${machineId}`;

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash("sha256")
      .update(concatBytes(...parts))
      .digest(),
  );
}

export function toUtf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf16le"));
}

/** An event whose digest is over its data. */
export function plain(register: number, type: keyof typeof types, data: Uint8Array): TestEvent {
  return { register, type: types[type], data, measured: data };
}

export function separator(register: number): TestEvent {
  return plain(register, "separator", new Uint8Array(4));
}

/** A variable of Secure Boot as firmware measures it. */
export function variable(name: string, data: Uint8Array): TestEvent {
  const guid = fromHex(
    "GUID",
    name.startsWith("db") ? "cbb219d73a3d9645a3bcdad00e67656f" : "61dfe48bca93d211aa0d00e098032b8c",
  );
  if (!guid.ok) throw new Error(guid.error.field);
  const writer = new ByteWriter().bytes(guid.value).u64le(BigInt(name.length)).u64le(BigInt(data.length));
  return plain(7, "secureBoot", writer.bytes(toUtf16(name)).bytes(data).finish());
}

/** Bytes in the outer form of a certificate: a DER SEQUENCE that is told from others by its filling. */
export function certificateLike(fill: number): Uint8Array {
  return concatBytes(Uint8Array.of(0x30, 0x82, 0x01, 0x00), new Uint8Array(256).fill(fill));
}

/** What vouched for a program: an entry of the list `name` with a zero owner before it, or just the content as shim does. */
export function authority(name: string, content: Uint8Array, owned = true): TestEvent {
  const { data } = variable(name, owned ? concatBytes(new Uint8Array(16), content) : content);
  return plain(7, "authority", data);
}

/** A list of SHA-256 hashes (EFI_SIGNATURE_LIST), as dbx is made of them. */
export function hashList(...fills: readonly number[]): Uint8Array {
  const type = fromHex("GUID", "2616c4c14c509240aca941f936934328");
  if (!type.ok) throw new Error(type.error.field);
  const writer = new ByteWriter()
    .bytes(type.value)
    .u32le(28 + 48 * fills.length)
    .u32le(0)
    .u32le(48);
  for (const fill of fills) writer.bytes(new Uint8Array(16)).bytes(new Uint8Array(32).fill(fill));
  return writer.finish();
}

/** What GRUB measures: a text with its prefix in the log alone, or a file by its content. */
export function grubText(prefix: "grub_cmd" | "kernel_cmdline", text: string): TestEvent {
  return { register: 8, type: types.ipl, data: toUtf8(`${prefix}: ${text}\0`), measured: toUtf8(text) };
}
export function grubFile(path: string, content: string): TestEvent {
  return { register: 9, type: types.ipl, data: toUtf8(`${path}\0`), measured: toUtf8(content) };
}

/** A program that firmware starts: its digest alone tells it from another. */
export function program(content: string): TestEvent {
  return { register: 4, type: types.application, data: new Uint8Array(32), measured: toUtf8(content) };
}

/** The kernel's own EFI stub: the command line that it got, whose text is not in the log. */
export function loadOptions(text: string, register = 9): TestEvent {
  const name = toUtf8("LOADED_IMAGE::LoadOptions\0");
  const data = new ByteWriter().u32le(0x8f3b_22ed).u32le(name.length).bytes(name).finish();
  return { register, type: types.tag, data, measured: toUtf16(`BOOT_IMAGE=${text}\0`) };
}

/** A boot with GRUB and Secure Boot: what a test changes one thing of. */
export const usualEvents: readonly TestEvent[] = [
  plain(0, "crtm", toUtf8("firmware 1")),
  variable("SecureBoot", Uint8Array.of(1)),
  variable("PK", hashList(1)),
  variable("db", hashList(2)),
  variable("dbx", hashList(3, 4)),
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(separator),
  program("shim 16"),
  program("GRUB 2.12"),
  grubText("grub_cmd", "set timeout=0"),
  grubFile("(hd0,gpt2)/grub/grub.cfg", "configuration"),
  grubText("kernel_cmdline", commandLine),
  grubFile("/vmlinuz-6.12", "kernel 6.12"),
  grubFile("/initrd.img-6.12", "initrd 6.12"),
  loadOptions(commandLine),
  { register: 14, type: types.ipl, data: toUtf8("MokList\0"), measured: toUtf8("keys") },
];

/** The log of some events, with the SHA-256 bank alone. */
export function logOf(events: readonly TestEvent[]): Uint8Array {
  return writeCryptoAgileLog(
    [[sha256Id, 32]],
    events.map(({ register, type, data, measured }): WrittenEvent => {
      const digests = [[sha256Id, sha256(measured)]] as const;
      return { register, type, digests, data };
    }),
  );
}

/** What PCR 0 to 15 hold after some events. */
export function pcrsAfter(events: readonly TestEvent[]): readonly Uint8Array[] {
  return Array.from({ length: 16 }, (_, pcr) =>
    events
      .filter(({ register }) => register === pcr)
      .reduce<Uint8Array>((value, { measured }) => sha256(value, sha256(measured)), new Uint8Array(32)),
  );
}
