import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ByteWriter, toHex } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startGuestTpm, withTpm } from "../vtpm/software-tpm.ts";
import { haveSwtpm } from "../vtpm/testing.ts";
import { pcrExtensions, registerExtensions } from "./tpm-record.ts";

const digestOf = (text: string): Uint8Array => new Uint8Array(createHash("sha384").update(text).digest());
const separator = new Uint8Array(createHash("sha384").update(new Uint8Array(4)).digest());

/** TPM2_PCR_Extend of the SHA-256 and SHA-384 banks, with an empty password. */
function extendCommand(pcr: number, digest: Uint8Array): Uint8Array {
  const body = new ByteWriter().u32be(pcr).u32be(9).u32be(0x4000_0009).u16be(0).u8(0).u16be(0).u32be(2);
  body.u16be(0x0b).zeros(32).u16be(0x0c).bytes(digest);
  return command(0x182, body.finish());
}

function command(code: number, body: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u16be(0x8002)
    .u32be(10 + body.length)
    .u32be(code)
    .bytes(body)
    .finish();
}

/** As swtpm writes it down. */
function recorded(...commands: readonly Uint8Array[]): string {
  return commands
    .map((bytes) => {
      const lines = (
        toHex(bytes)
          .toUpperCase()
          .match(/.{1,32}/g) ?? []
      ).map((line) => ` ${line.replaceAll(/../g, (pair) => `${pair} `)}`);
      return [` SWTPM_IO_Read: length ${bytes.length}`, ...lines, " SWTPM_IO_Write: length 1", " 00 "].join("\n");
    })
    .join("\n");
}

describe.skipIf(!haveSwtpm)("what swtpm logs", () => {
  it("tells each extension of the SHA-384 bank, in order", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sekisho-record-"));
    const [socket, record] = [join(folder, "socket"), join(folder, "record")];
    const tpm = await startGuestTpm(join(folder, "state"), socket, { record });
    const told = [4, 4, 9].map((pcr, index) => ({ pcr, digest: digestOf(`event ${index}`) }));
    await withTpm(socket, async (transport) => {
      for (const { pcr, digest } of told) await transport.exchange(extendCommand(pcr, digest));
    });
    expect(pcrExtensions(await readFile(record, "utf8"))).toEqual(told);
    await tpm.stop();
    await rm(folder, { recursive: true });
  });
});

describe("the registers of a TD whose firmware measured into a TPM", () => {
  it("get what belongs to them, one separator each, and nothing of what the running system adds", () => {
    const told = [
      [0, digestOf("version")],
      [7, digestOf("SecureBoot")],
      [7, separator],
      [1, digestOf("ACPI DATA")],
      [4, digestOf("kernel")],
      ...[0, 1, 2, 3, 4, 5, 6].map((pcr) => [pcr, separator] as const),
      [9, digestOf("command line")],
      [5, digestOf("Exit Boot Services Invocation")],
      [5, digestOf("Exit Boot Services Returned with Success")],
      [10, digestOf("boot_aggregate")],
      [9, digestOf("somebody in the running system")],
    ] as const;
    const record = recorded(...told.map(([pcr, digest]) => extendCommand(pcr, digest)));
    expect(registerExtensions(record).map(({ register, digest }) => [register, toHex(digest)])).toEqual(
      [
        [0, digestOf("SecureBoot")],
        [0, separator],
        [0, digestOf("ACPI DATA")],
        [1, digestOf("kernel")],
        [1, separator],
        [2, digestOf("command line")],
        [1, digestOf("Exit Boot Services Invocation")],
        [1, digestOf("Exit Boot Services Returned with Success")],
      ].map(([register, digest]) => [register, toHex(digest as Uint8Array)]),
    );
  });

  it("begin anew when the TPM is started, and leave out a command that is not written whole", () => {
    const [first, second] = [extendCommand(4, digestOf("first")), extendCommand(4, digestOf("second"))];
    const record = recorded(first, command(0x144, new Uint8Array(2)), second);
    expect(pcrExtensions(record)).toEqual([{ pcr: 4, digest: digestOf("second") }]);
    expect(pcrExtensions(`${record}\n SWTPM_IO_Read: length 100\n 80 02 `)).toHaveLength(1);
  });

  it("are not guessed where the record can't tell", () => {
    expect(() => pcrExtensions(recorded(command(0x13c, new Uint8Array(40))))).toThrow("0x13c");
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 60 }), (bytes) => {
        const broken = bytes.slice();
        broken.set([0, 0, 1, 0x82], 6);
        const read = (): number => pcrExtensions(recorded(broken)).length;
        expect(lengthOrError(read)).toSatisfy((found) => found instanceof Error || Number(found) < 2);
      }),
      { numRuns: 200 },
    );
  });
});

function lengthOrError(read: () => number): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
