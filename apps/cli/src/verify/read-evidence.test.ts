import { concatBytes, toUtf8 } from "@sekisho/encoding";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { readEvidence } from "./read-evidence.ts";
import { recogniseEvidence } from "./recognise.ts";

/** Whether reading ends in evidence or in a sentence for the person; anything else is a crash. */
async function endsWell(bytes: Uint8Array): Promise<boolean> {
  try {
    const { hardware } = await readEvidence("file", bytes);
    return hardware?.kind === "report" ? hardware.report.bytes.length === 1184 : hardware?.kind === "quote";
  } catch (error) {
    return error instanceof UsageError;
  }
}

async function extendedReport(): Promise<Uint8Array> {
  const processor = createSecureProcessor(await testAuthority(), { certificateTable: true });
  const guest = processor.launch({ launchDigest: new Uint8Array(48) });
  const { report, certificateTable } = guest.report(new Uint8Array(64), 0);
  return concatBytes(report, certificateTable);
}

test("any file at all is evidence or told in a sentence", async () => {
  const start = fc.constantFrom(
    [],
    [2, 0, 0, 0],
    [5, 0, 0, 0],
    [4, 0, 2, 0, 0x81, 0, 0, 0],
    [0x48, 0x43, 0x4c, 0x41, 2, 0, 0, 0],
    [0x7b],
  );
  const file = fc
    .tuple(start, fc.uint8Array({ maxLength: 3000 }))
    .map(([head, rest]) => concatBytes(Uint8Array.from(head), rest));
  const details = await fc.check(fc.asyncProperty(file, endsWell));
  expect(details.failed).toBe(false);
});

test("a report that is cut, lengthened or bit-flipped is evidence or told in a sentence", async () => {
  const whole = await extendedReport();
  const cut = await fc.check(fc.asyncProperty(fc.nat(whole.length), (length) => endsWell(whole.slice(0, length))));
  expect(cut.failed).toBe(false);
  const longer = await fc.check(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), (more) => endsWell(concatBytes(whole, more))),
  );
  expect(longer.failed).toBe(false);
  const flip = fc.nat(8 * whole.length - 1);
  const flipped = await fc.check(
    fc.asyncProperty(flip, (bit) => endsWell(whole.with(bit >> 3, (whole[bit >> 3] ?? 0) ^ (1 << (bit & 7))))),
  );
  expect(flipped.failed).toBe(false);
});

test("any JSON is a bundle or told in a sentence", async () => {
  const details = await fc.check(fc.asyncProperty(fc.json(), (text) => endsWell(toUtf8(text))));
  expect(details.failed).toBe(false);
});

test.each([
  ["sev-snp", [2, 0, 0, 0, 0, 0, 0, 0]],
  ["sev-snp", [6, 0, 0, 0, 0, 0, 0, 0]],
  ["quote", [4, 0, 2, 0, 0x81, 0, 0, 0]],
  ["quote", [5, 0, 3, 0, 0x81, 0, 0, 0]],
  ["quote", [3, 0, 2, 0, 0, 0, 0, 0]],
  ["quote", [4, 0, 2, 0, 0, 0, 0, 0]],
  ["azure-hcl", [...toUtf8("HCLA"), 1, 0, 0, 0]],
  ["bundle", [...toUtf8(' \n{"type":')]],
  ["unknown", [...toUtf8("plain text")]],
  ["unknown", [2, 0]],
  ["unknown", []],
] as const)("%s is told by its first bytes", (kind, bytes) => {
  expect(recogniseEvidence(Uint8Array.from(bytes))).toBe(kind);
});
