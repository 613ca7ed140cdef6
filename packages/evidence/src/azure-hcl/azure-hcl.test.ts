import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import {
  azureHclClaims,
  checkRuntimeData,
  isAzureHclReport,
  parseAzureHclReport,
  type AzureHclReport,
} from "./index.ts";

type Manifest = readonly { readonly path: string; readonly format: string }[];

const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as Manifest) : [];
const paths = manifest.filter(({ format }) => format === "hcl-report").map(({ path }) => path);

function parsed(bytes: Uint8Array): AzureHclReport {
  const report = parseAzureHclReport(bytes);
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.value;
}

function changed(bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, offset);
  return copy;
}

describe.skipIf(!haveVectors)("HCL reports of real machines", () => {
  test("there are some of both kinds", () => expect(paths.length).toBeGreaterThan(9));

  test.each(paths)("%s: the hardware vouches for the runtime data", async (path) => {
    const report = parsed(readVector(path));
    expect(report.hardware.kind).toBe(path.startsWith("tdx") ? "tdx" : "sev-snp");
    expect(await checkRuntimeData(report)).toMatchObject({
      id: "azure-hcl.runtime-data",
      status: "pass",
      required: true,
    });
    const { keys } = azureHclClaims(report).runtimeData as { keys: readonly { kid: string }[] };
    expect(keys.map(({ kid }) => kid)).toContain("HCLAkPub");
  });

  test.each(paths)("%s: truncated anywhere it is unreadable", (path) => {
    const bytes = readVector(path);
    const size = new DataView(bytes.buffer).getUint32(8, true);
    for (let length = 0; length < size; length += 13) {
      expect(parseAzureHclReport(bytes.subarray(0, length)).ok).toBe(false);
    }
    expect(parseAzureHclReport(bytes.subarray(0, size)).ok).toBe(true);
  });
});

describe.skipIf(!haveVectors)("a changed HCL report", () => {
  const bytes = haveVectors
    ? readVector("snp-vtpm/confidential-containers-trustee/hcl-report.hcl.bin")
    : new Uint8Array();

  test("with another vTPM key is not vouched for", async () => {
    const at = Buffer.from(bytes).indexOf('"n":"') + 5;
    const report = parsed(changed(bytes, at, bytes[at] === 0x41 ? 0x42 : 0x41));
    expect(await checkRuntimeData(report)).toMatchObject({ status: "fail" });
  });

  test.each([
    ["another signature", 0, [0x58], "value", "signature", 0],
    ["version 3", 4, [3], "version", "version", 4],
    ["another size", 8, [0], "value", "report size", 8],
    ["reserved bytes", 31, [1], "reserved", "reserved", 31],
    ["runtime data of version 2", 0x4c4, [2], "version", "runtime data version", 0x4c4],
    ["another kind of hardware", 0x4c8, [3], "value", "report type", 0x4c8],
    ["another hash", 0x4cc, [9], "value", "hash type", 0x4cc],
    ["runtime data that is no JSON", 0x4d4, [0x58], "encoding", "runtime data", 0x4d4],
    ["an SNP report with reserved bytes", 0x20 + 0x4c, [1], "reserved", "reserved at 0x4C", 0x20 + 0x4c],
    ["something after its end", 2599, [1], "reserved", "padding after the HCL report", 2599],
  ] as const)("with %s is unreadable", (_, offset, values, code, field, at) => {
    const outcome = parseAzureHclReport(changed(bytes, offset, ...values));
    expect(outcome).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });

  test("in any bit of the runtime data is unreadable or not vouched for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0x4c0, max: 2345 }), fc.nat(7), async (offset, bit) => {
        const outcome = parseAzureHclReport(changed(bytes, offset, (bytes[offset] ?? 0) ^ (1 << bit)));
        expect(outcome.ok && (await checkRuntimeData(outcome.value)).status).not.toBe("pass");
      }),
    );
  });
});

test("random bytes end in a typed error", () => {
  const magic = Uint8Array.of(0x48, 0x43, 0x4c, 0x41, 1, 0, 0, 0);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (tail) => {
      const bytes = new Uint8Array([...magic, ...tail]);
      expect(isAzureHclReport(bytes)).toBe(true);
      expect(parseAzureHclReport(bytes).ok).toBe(false);
      expect(parseAzureHclReport(tail).ok).toBe(false);
    }),
  );
});
