import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, toHex } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { authenticateQuote, parseQuote, type Quote } from "./index.ts";
import { sampleBodies, sampleCertificates, samplePckKey, sampleQuote, type SampleOptions } from "./testing/sample.ts";

function parsed(bytes: Uint8Array): Quote {
  const quote = parseQuote(bytes);
  if (!quote.ok) throw new Error(JSON.stringify(quote.error));
  return quote.value;
}

async function pckKey() {
  const key = await importPublicKey(samplePckKey);
  if (key === undefined) throw new Error("no key");
  return key;
}

function changed(bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, offset);
  return copy;
}

const shapes = [
  [3, "sgx"],
  [4, "sgx"],
  [4, "td-1.0"],
  [5, "sgx"],
  [5, "td-1.0"],
  [5, "td-1.5"],
] as const;
const sample = (version: 3 | 4 | 5, kind: keyof typeof sampleBodies, options: SampleOptions = {}) =>
  sampleQuote({ version, body: sampleBodies[kind], ...options });

const genuine = { quoteSignature: true, attestationKeyBinding: true, qeReportSignature: true };

describe("quotes that are read", () => {
  test.each(shapes)("version %i with a body %s comes back as it was written, and is genuine", async (version, kind) => {
    const quote = parsed(sample(version, kind, { qeSvn: 0x0102, pceSvn: 0x0304 }));
    expect(quote).toMatchObject({
      version,
      attestationKeyType: "ecdsa-p256",
      technology: kind === "sgx" ? "sgx" : "tdx",
      qeSvn: version === 3 ? 0x0102 : undefined,
      pceSvn: version === 3 ? 0x0304 : undefined,
      body: sampleBodies[kind],
      certificationData: { kind: "pck-chain", certificates: sampleCertificates },
    });
    expect(toHex(quote.qeVendorId)).toBe("41".repeat(16));
    expect(toHex(quote.userData)).toBe("42".repeat(20));
    expect(toHex(quote.qeReport.authenticationData)).toBe("43".repeat(32));
    expect(await authenticateQuote(quote, await pckKey())).toEqual(genuine);
  });

  test("zeros may follow, anything else may not", () => {
    const quote = sample(4, "td-1.0");
    fc.assert(
      fc.property(fc.nat(40), fc.uint8Array({ minLength: 1, maxLength: 40 }), (zeros, bytes) => {
        const first = bytes.findIndex((byte) => byte !== 0);
        const offset = first < 0 ? undefined : quote.length + zeros + first;
        const read = parseQuote(concatBytes(quote, new Uint8Array(zeros), bytes));
        expect(read.ok ? undefined : read.error.offset).toBe(offset);
        expect(read.ok ? "trailing" : read.error.code).toBe("trailing");
      }),
    );
    expect(parseQuote(concatBytes(quote, new Uint8Array(3000))).ok).toBe(true);
  });

  test.each([1, 2, 3, 7])("certification data of type %i is read, and has no chain", (type) => {
    const bytes = Uint8Array.of(1, 2, 3);
    for (const version of [3, 4] as const) {
      const quote = parsed(sample(version, "sgx", { certificationData: { kind: "other", type, bytes } }));
      expect(quote.certificationData).toEqual({ kind: "other", type, bytes });
    }
  });

  test.each([
    ["DER, one certificate after the other", concatBytes(...sampleCertificates), sampleCertificates],
    ["PEM without a zero byte", new TextEncoder().encode(pem("CERTIFICATE", "MAEB")), [Uint8Array.of(0x30, 1, 1)]],
  ])("a chain may be %s", (_, bytes, certificates) => {
    const quote = parsed(sample(4, "td-1.0", { certificationData: { kind: "other", type: 5, bytes } }));
    expect(quote.certificationData).toEqual({ kind: "pck-chain", certificates });
  });
});

function pem(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

describe("what is no quote", () => {
  const v4 = sample(4, "td-1.0");
  const v5 = sample(5, "td-1.5");
  const v4Signature = 48 + 584;
  const certification = v4Signature + 4 + 128;

  test.each([
    ["version 2", v4, 0, [2], "version", "version", 0],
    ["version 6", v4, 0, [6], "version", "version", 0],
    ["an EPID key", v4, 2, [1], "value", "attestation key type", 2],
    ["another TEE", v4, 4, [0x82], "value", "TEE type", 4],
    ["TDX in version 3", sample(3, "sgx"), 4, [0x81], "value", "TEE type", 4],
    ["an enclave's body in a TDX quote", v5, 48, [1], "value", "body type", 48],
    ["a body of an unknown type", v5, 48, [4], "value", "body type", 48],
    ["a body of another size", v5, 50, [0x89], "value", "body size", 50],
    ["type 5 where the QE report must be", v4, certification, [5], "value", "certification data type", certification],
    ["signature data that is longer", v4, v4Signature + 1, [0xff], "truncated", "signature data", v4Signature + 4],
  ] as const)("%s is refused by field and offset", (_, quote, offset, values, code, field, at) => {
    expect(parseQuote(changed(quote, offset, ...values))).toMatchObject({
      ok: false,
      error: { code, field, offset: at },
    });
  });

  test("lengths that leave bytes over inside the signature data are refused", () => {
    const longer = concatBytes(v4, Uint8Array.of(0));
    const size = v4.length - v4Signature - 4;
    const outer = changed(longer, v4Signature, (size + 1) & 0xff, (size + 1) >> 8);
    expect(parseQuote(outer)).toMatchObject({ ok: false, error: { code: "trailing", field: "signature data" } });
    const wrapped = size - 128 - 6;
    const inner = changed(outer, certification + 2, (wrapped + 1) & 0xff, (wrapped + 1) >> 8);
    expect(parseQuote(inner)).toMatchObject({
      ok: false,
      error: { code: "trailing", field: "QE report certification data" },
    });
  });

  test.each([
    ["a key", pem("PUBLIC KEY", "MAEB"), "value"],
    ["no PEM", "certificate", "encoding"],
    ["nothing", "", "encoding"],
    ["zeros between the certificates", `${pem("CERTIFICATE", "MAEB")}\0${pem("X", "MAEB")}`, "value"],
  ])("a chain with %s is refused", (_, text, code) => {
    const bytes = new TextEncoder().encode(text);
    const quote = sample(4, "td-1.0", { certificationData: { kind: "other", type: 5, bytes } });
    expect(parseQuote(quote)).toMatchObject({ ok: false, error: { code, field: "certification data" } });
  });

  test.each(shapes)("version %i with a body %s, cut off anywhere, is refused", (version, kind) => {
    const quote = sample(version, kind);
    fc.assert(
      fc.property(fc.nat(quote.length - 1), (length) => {
        expect(parseQuote(quote.subarray(0, length))).toMatchObject({ ok: false });
      }),
    );
  });

  test("random bytes, with and without the start of a quote, end in a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom(0, 48, certification + 6), (bytes, kept) => {
        expect(parseQuote(concatBytes(v4.subarray(0, kept), bytes))).toMatchObject({ ok: false });
      }),
    );
  });
});

describe("the signatures inside", () => {
  test.each(shapes)("of version %i with a body %s cover every bit before the certificates", async (version, kind) => {
    const certificationData = { kind: "other", type: 3, bytes: Uint8Array.of(1, 2, 3) } as const;
    const [key, quote] = [await pckKey(), sample(version, kind, { certificationData })];
    const covered = quote.length - certificationData.bytes.length - 6;
    await fc.assert(
      fc.asyncProperty(fc.nat(covered - 1), fc.nat(7), async (offset, bit) => {
        const read = parseQuote(changed(quote, offset, (quote[offset] ?? 0) ^ (1 << bit)));
        const found = read.ok ? await authenticateQuote(read.value, key) : undefined;
        expect(found).not.toEqual(genuine);
      }),
      { numRuns: 150 },
    );
  });

  test("each say what they are about", async () => {
    const [key, bytes] = [await pckKey(), sample(4, "td-1.0")];
    const quote = parsed(bytes);
    const other = { ...quote, signedBytes: changed(quote.signedBytes, 100, 9) };
    expect(await authenticateQuote(other, key)).toEqual({ ...genuine, quoteSignature: false });
    const qeReport = { ...quote.qeReport, bytes: changed(quote.qeReport.bytes, 0, 9) };
    expect(await authenticateQuote({ ...quote, qeReport }, key)).toEqual({ ...genuine, qeReportSignature: false });
    const { authenticationData } = quote.qeReport;
    const relabelled = { ...quote.qeReport, authenticationData: changed(authenticationData, 0, 9) };
    const unbound = await authenticateQuote({ ...quote, qeReport: relabelled }, key);
    expect(unbound).toEqual({ ...genuine, attestationKeyBinding: false });
  });

  test("REPORTDATA beyond the digest must be zero", async () => {
    const quote = parsed(sample(4, "td-1.0"));
    const qeReportData = changed(quote.qeReport.report.reportData, 63, 1);
    const found = await authenticateQuote(parsed(sample(4, "td-1.0", { qeReportData })), await pckKey());
    expect(found).toEqual({ ...genuine, attestationKeyBinding: false });
  });

  test("a key that is no point of the curve, or of P-384, is no pass", async () => {
    const [key, quote] = [await pckKey(), parsed(sample(4, "td-1.0"))];
    const nowhere = { ...quote, attestationKey: new Uint8Array(64).fill(1) };
    expect(await authenticateQuote(nowhere, key)).toMatchObject({ quoteSignature: false });
    const p384 = { ...quote, attestationKeyType: "ecdsa-p384" } as const;
    expect(await authenticateQuote(p384, key)).toMatchObject({ quoteSignature: false });
  });

  test("a quote with a P-384 key is read with its longer fields, and is no pass", async () => {
    const key = await pckKey();
    const p256 = sampleQuote({ version: 4, attestationKeyType: "ecdsa-p384" });
    const start = 48 + 584 + 4;
    const size = p256.length - start + 64;
    const widened = concatBytes(p256.subarray(0, start), new Uint8Array(64), p256.subarray(start));
    const quote = parsed(changed(widened, start - 4, size & 0xff, size >> 8));
    expect([quote.signature.length, quote.attestationKey.length]).toEqual([96, 96]);
    expect(quote.attestationKeyType).toBe("ecdsa-p384");
    expect(await authenticateQuote(quote, key)).toMatchObject({ quoteSignature: false, qeReportSignature: true });
  });
});
