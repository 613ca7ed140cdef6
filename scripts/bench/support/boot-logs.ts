import { createHash, randomBytes } from "node:crypto";

/** A binary IMA log of `count` files under the template ima-ng, as Linux writes it. */
export function writeImaLog(count: number): Uint8Array {
  const template = sized(Buffer.from("ima-ng"));
  const register = Buffer.from([10, 0, 0, 0]);
  const entries = Array.from({ length: count }, (_, index) => {
    const digest = createHash("sha256").update(`file ${index}`).digest();
    const path = `/usr/lib/x86_64-linux-gnu/library-${index}.so.6\0`;
    const fields = [Buffer.concat([Buffer.from("sha256:\0"), digest]), Buffer.from(path)];
    const data = Buffer.concat(fields.map(sized));
    return Buffer.concat([register, createHash("sha1").update(data).digest(), template, sized(data)]);
  });
  return new Uint8Array(Buffer.concat(entries));
}

const banks = [
  [0x0004, "sha1", 20],
  [0x000b, "sha256", 32],
  [0x000c, "sha384", 48],
] as const;

/** The banks of {@link writeFirmwareLog}'s events, and how many random characters are in the data of each. */
export const firmwareEvent = { banks: banks.map(([, name]) => name), dataLength: 96 };

/** A crypto-agile TCG log of about `length` bytes with three banks, whose events are GRUB commands with right digests. */
export function writeFirmwareLog(length: number): { readonly bytes: Uint8Array; readonly events: number } {
  const spec = Buffer.concat([
    Buffer.from("Spec ID Event03\0"),
    Buffer.from([0, 0, 0, 0, 0, 2, 2, 2]),
    u32(banks.length),
    ...banks.map(([id, , size]) => Buffer.from([id, 0, size, 0])),
    Buffer.from([0]),
  ]);
  const parts = [Buffer.concat([u32(0), u32(3), Buffer.alloc(20), sized(spec)])];
  let size = parts[0]?.length ?? 0;
  while (size < length) {
    const command = `linux /vmlinuz ${randomBytes(firmwareEvent.dataLength / 2).toString("hex")}`;
    const digests = banks.map(([id, name]) =>
      Buffer.concat([Buffer.from([id, 0]), createHash(name).update(command).digest()]),
    );
    const event = [u32(8), u32(13), u32(banks.length), ...digests, sized(Buffer.from(`grub_cmd: ${command}\0`))];
    parts.push(Buffer.concat(event));
    size += parts.at(-1)?.length ?? 0;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), events: parts.length - 1 };
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([u32(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The least that such work can cost: `count` hashes of each function over `length` bytes by node:crypto. */
export function hashFloor(names: readonly string[], count: number, length: number): () => void {
  const data = randomBytes(length);
  return () => {
    for (const name of names) for (let done = 0; done < count; done++) createHash(name).update(data).digest();
  };
}
