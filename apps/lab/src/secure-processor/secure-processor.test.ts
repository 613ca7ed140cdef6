import { concatBytes, toHex } from "@sekisho/encoding";
import { importPublicKey, verifySignature } from "@sekisho/encoding/crypto";
import { parseAttestationReport, parseExtendedReport, type AttestationReport } from "@sekisho/evidence/sev-snp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spkiOf } from "../ca/certificate.ts";
import { productFacts, products } from "../ca/product.ts";
import { testAuthority } from "../testing.ts";
import { guestPolicy, usualPolicy } from "./report-fields.ts";
import { signatureOffset } from "./report-writer.ts";
import { createSecureProcessor } from "./secure-processor.ts";

const launchDigest = new Uint8Array(48).fill(0x4d);
const reportData = Uint8Array.from({ length: 64 }, (_, index) => index);

function parsed(bytes: Uint8Array): AttestationReport {
  const report = parseAttestationReport(bytes);
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.value;
}

describe.each(products.flatMap((product) => [2, 3, 4, 5].map((version) => ({ product, version }))))(
  "a report of version $version by a $product",
  ({ product, version }) => {
    it("says what the guest was launched with, and only what its version can say", async () => {
      const processor = createSecureProcessor(await testAuthority(product), { reportVersion: version });
      const report = parsed(processor.launch({ launchDigest }).report(reportData, 1).report);
      expect(report.version).toBe(version);
      expect(report.measurement).toEqual(launchDigest);
      expect(report.reportData).toEqual(reportData);
      expect(report.vmpl).toBe(1);
      expect(report.signingKey).toBe("VCEK");
      expect(toHex(report.chipId.subarray(0, processor.hardwareId.length))).toBe(toHex(processor.hardwareId));
      expect(report.product).toBe(version === 2 ? undefined : product);
      expect(report.launchMitVector === undefined).toBe(version < 5);
    });
  },
);

describe("the TCB", () => {
  it.each([
    { product: "Milan", version: 2 },
    { product: "Genoa", version: 3 },
    { product: "Turin", version: 3 },
    { product: "Turin", version: 5 },
  ] as const)("is laid out as $product lays it out in version $version", async ({ product, version }) => {
    const processor = createSecureProcessor(await testAuthority(product), { reportVersion: version });
    const report = parsed(processor.launch({ launchDigest }).report(reportData, 0).report);
    const { fmc, ...others } = productFacts[product].currentTcb;
    expect(report.reportedTcb).toMatchObject({ fmc: product === "Turin" ? fmc : undefined, ...others });
  });
});

describe("the signature", () => {
  it("covers every byte before it, with the key that the certificate names", async () => {
    const processor = createSecureProcessor(await testAuthority());
    const bytes = processor.launch({ launchDigest }).report(reportData, 0).report;
    const { r, s } = parsed(bytes).signature;
    const signature = concatBytes(r.subarray(0, 48).toReversed(), s.subarray(0, 48).toReversed());
    const key = await importPublicKey(spkiOf(processor.endorsement.key.publicKey));
    if (key === undefined) throw new Error("key of the lab's chip");
    const holds = (body: Uint8Array): Promise<boolean> =>
      verifySignature({ kind: "ecdsa", hash: "sha384" }, key, body, signature);
    const body = bytes.subarray(0, signatureOffset);
    expect(await holds(body)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length * 8 - 1), async (bit) => {
        const changed = body.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await holds(changed)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a launch", () => {
  it("has a report identifier of its own, and one only", async () => {
    const processor = createSecureProcessor(await testAuthority());
    const [first, second] = [processor.launch({ launchDigest }), processor.launch({ launchDigest })];
    const idOf = (guest: typeof first): string => toHex(parsed(guest.report(reportData, 0).report).reportId);
    expect(idOf(first)).toBe(idOf(first));
    expect(idOf(first)).not.toBe(idOf(second));
  });

  it("carries what an ID block fixes", async () => {
    const processor = createSecureProcessor(await testAuthority());
    const guest = processor.launch({
      launchDigest,
      policy: usualPolicy | guestPolicy.debugAllowed,
      hostData: new Uint8Array(32).fill(1),
      idKeyDigest: new Uint8Array(48).fill(2),
      authorKeyDigest: new Uint8Array(48).fill(3),
    });
    const report = parsed(guest.report(reportData, 0).report);
    expect(report.policy).toMatchObject({ debug: true });
    expect(report.hostData[31]).toBe(1);
    expect(report.idKeyDigest[47]).toBe(2);
    expect(report.authorKeyDigest[47]).toBe(3);
    expect(report.authorKeyEn).toBe(true);
  });

  it("names no chip under a VLEK", async () => {
    const processor = createSecureProcessor(await testAuthority("Milan"), { cspId: "cloud.sekisho-lab.invalid" });
    const report = parsed(processor.launch({ launchDigest }).report(reportData, 0).report);
    expect(report.signingKey).toBe("VLEK");
    expect(report.chipId.every((byte) => byte === 0)).toBe(true);
  });
});

describe("the certificate table", () => {
  it("is read back by the parser, and absent unless the host fills it", async () => {
    const authority = await testAuthority("Turin");
    const processor = createSecureProcessor(authority, { certificateTable: true });
    const { report, certificateTable } = processor.launch({ launchDigest }).report(reportData, 0);
    const extended = parseExtendedReport(concatBytes(report, certificateTable));
    if (!extended.ok) throw new Error(JSON.stringify(extended.error));
    expect(extended.value.table.entries.map(({ kind, bytes }) => [kind, toHex(bytes)])).toEqual([
      ["ARK", toHex(authority.ark.certificate)],
      ["ASK", toHex(authority.ask.certificate)],
      ["VCEK", toHex(processor.endorsement.certificate)],
    ]);
    const bare = createSecureProcessor(authority).launch({ launchDigest }).report(reportData, 0);
    expect(bare.certificateTable.length).toBe(0);
  });
});
