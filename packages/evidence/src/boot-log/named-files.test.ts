import { createHash } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import { authenticodeDigest, parsePe } from "@sekisho/encoding/pe";
import { writePe } from "@sekisho/encoding/pe/testing";
import { expect, test } from "vitest";
import { nameByFiles, readBootLog } from "./index.ts";
import { writeCryptoAgileLog } from "./testing/index.ts";

const program = writePe({ sections: [{ name: ".text", content: new Uint8Array(600).fill(0x90) }] });
const initrd = new Uint8Array(5000).fill(7);
const efiApplication = 0x8000_0003;
const ipl = 0x0d;
const [sha1, sha256] = [0x04, 0x0b];

async function programDigest(bank: "sha1" | "sha256", bytes = program): Promise<Uint8Array> {
  const image = parsePe(bytes);
  if (!image.ok) throw new Error(image.error.field);
  return authenticodeDigest(bytes, image.value, bank);
}

function digestOf(bank: "sha1" | "sha256", bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(bank).update(bytes).digest());
}

/** A log that measured the program, the initrd, and something that nobody has. */
async function readLog(ofProgram?: Uint8Array) {
  const log = writeCryptoAgileLog(
    [
      [sha1, 20],
      [sha256, 32],
    ],
    [
      {
        register: 4,
        type: efiApplication,
        digests: [
          [sha1, await programDigest("sha1")],
          [sha256, ofProgram ?? (await programDigest("sha256"))],
        ],
        data: new Uint8Array(32),
      },
      {
        register: 9,
        type: ipl,
        digests: [
          [sha1, digestOf("sha1", initrd)],
          [sha256, digestOf("sha256", initrd)],
        ],
        data: toUtf8("/initrd.img\0"),
      },
      {
        register: 9,
        type: ipl,
        digests: [
          [sha1, new Uint8Array(20).fill(1)],
          [sha256, new Uint8Array(32).fill(1)],
        ],
        data: toUtf8("/other\0"),
      },
    ],
  );
  const read = await readBootLog(log);
  if (!read.ok) throw new Error(read.error.field);
  return read.value;
}

const files = [
  { name: "grubx64.efi", bytes: program },
  { name: "initrd.img", bytes: initrd },
];

test("a program is named by its Authenticode digest, a file by that of its content, and the rest by neither", async () => {
  const { log, unmeasured } = await nameByFiles(await readLog(), files);
  const extended = log.events.filter((event) => event.extends);
  expect(extended.map(({ component }) => component.file)).toEqual(["grubx64.efi", "initrd.img", undefined]);
  expect(unmeasured).toEqual([]);
});

test("a signature added to a program changes nothing, another byte of its code does", async () => {
  const signed = writePe({
    sections: [{ name: ".text", content: new Uint8Array(600).fill(0x90) }],
    signatures: [new Uint8Array(64)],
  });
  const named = await nameByFiles(await readLog(), [{ name: "signed.efi", bytes: signed }]);
  expect(named.unmeasured).toEqual([]);
  const other = program.with(program.length - 500, 0);
  expect((await nameByFiles(await readLog(), [{ name: "other.efi", bytes: other }])).unmeasured).toEqual(["other.efi"]);
});

test("every bank must agree", async () => {
  const { unmeasured } = await nameByFiles(await readLog(new Uint8Array(32).fill(9)), files);
  expect(unmeasured).toEqual(["grubx64.efi"]);
});

test("without files a log stays as it is", async () => {
  const log = await readLog();
  expect(await nameByFiles(log, [])).toEqual({ log, unmeasured: [] });
});
