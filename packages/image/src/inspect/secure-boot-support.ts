import { run, ToolError } from "../process/run.ts";

/** The GUIDs of a section packed with LZMA, and of the driver that every OVMF with Secure Boot has (edk2, SecureBootConfigDxe). */
const lzmaSection = guid("ee4e5898-3914-4259-9d6e-dc7bd79403cf");
const secureBootDriver = guid("f0e6a44f-7195-41c3-ac64-54f202cd0a21");

const guidDefinedSection = 0x02;

/**
 * Whether an OVMF image is built with Secure Boot: without it there is no variable SecureBoot, and PCR 7 begins differently.
 *
 * @returns undefined when the image has no volume that xz can unpack
 */
export async function hasSecureBoot(firmware: Uint8Array): Promise<boolean | undefined> {
  const image = Buffer.from(firmware.buffer, firmware.byteOffset, firmware.byteLength);
  let unpacked = false;
  for (let at = image.indexOf(lzmaSection); at >= 0; at = image.indexOf(lzmaSection, at + 1)) {
    // Before the GUID: the section's size and type; after it: where its data begins.
    if (at < 4 || at + 18 > image.length || image[at - 1] !== guidDefinedSection) continue;
    const start = at - 4 + image.readUInt16LE(at + 16);
    const end = at - 4 + image.readUIntLE(at - 4, 3);
    const volume = end > start && end <= image.length ? await unpack(image.subarray(start, end)) : undefined;
    if (volume === undefined) continue;
    if (volume.includes(secureBootDriver)) return true;
    unpacked = true;
  }
  return unpacked ? false : undefined;
}

async function unpack(packed: Uint8Array): Promise<Buffer | undefined> {
  try {
    return (await run("xz", ["--format=lzma", "--decompress", "--stdout"], { stdin: packed })).stdout;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

function guid(text: string): Buffer {
  const groups = text.split("-").map((group) => Buffer.from(group, "hex"));
  return Buffer.concat(
    groups.map((group, index) => (index < 3 ? group.toReversed() : group)).map((group) => Buffer.from(group)),
  );
}
