import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate } from "@sekisho/encoding/x509";
import {
  createSecureProcessor,
  encodeTcb,
  guestPolicy,
  productFacts,
  writeReportBody,
  type Product,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import {
  authenticateReport,
  encodeGuestPolicy,
  encodeTcbVersion,
  parseAttestationReport,
  parseGuestPolicy,
  productOfCpuid,
  reportLength,
  sevSnpClaims,
  type AttestationReport,
} from "./index.ts";

const processor = createSecureProcessor(await testAuthority("Genoa"));
const usual = processor.sign(processor.usualFields);

function parsed(bytes: Uint8Array): AttestationReport {
  const report = parseAttestationReport(bytes);
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.value;
}

async function signingKey() {
  const certificate = parseCertificate(processor.endorsement.certificate);
  const key = certificate.ok ? await importPublicKey(certificate.value.subjectPublicKeyInfo) : undefined;
  if (key === undefined) throw new Error("no key in the lab's VCEK");
  return key;
}

function changed(bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, offset);
  return copy;
}

describe("the fields of a report", () => {
  const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

  test.each(["Milan", "Genoa", "Turin"] as const)("of %s come back as they were written", async (product: Product) => {
    const chip = createSecureProcessor(await testAuthority(product));
    const tcb = { fmc: 7, bootLoader: 1, tee: 2, snp: 3, microcode: 4 };
    const fields = {
      ...chip.usualFields,
      guestSvn: 0x01020304,
      familyId: filled(16, 0x11),
      imageId: filled(16, 0x12),
      vmpl: 3,
      currentTcb: encodeTcb(product, { ...tcb, snp: 9 }),
      platformInfo: 0xb7n,
      authorKeyEnabled: true,
      reportData: filled(64, 0x13),
      measurement: filled(48, 0x14),
      hostData: filled(32, 0x15),
      idKeyDigest: filled(48, 0x16),
      authorKeyDigest: filled(48, 0x17),
      reportId: filled(32, 0x18),
      reportIdMigrationAgent: filled(32, 0x19),
      reportedTcb: encodeTcb(product, tcb),
      chipId: filled(64, 0x1a),
      committedTcb: encodeTcb(product, { ...tcb, snp: 8 }),
      currentVersion: { major: 1, minor: 58, build: 3 },
      committedVersion: { major: 1, minor: 57, build: 2 },
      launchTcb: encodeTcb(product, { ...tcb, snp: 7 }),
      launchMitigationVector: 0x0bn,
      currentMitigationVector: 0x1fn,
    };
    const report = parsed(chip.sign(fields));
    const { family, model, stepping } = productFacts[product].cpuid;
    const levels = { fmc: product === "Turin" ? 7 : undefined, bootLoader: 1, tee: 2, microcode: 4 };
    expect(report).toMatchObject({
      version: 5,
      guestSvn: 0x01020304,
      vmpl: 3,
      signatureAlgo: 1,
      authorKeyEn: true,
      maskChipKey: false,
      signingKey: "VCEK",
      cpuidFamId: family,
      cpuidModId: model,
      cpuidStep: stepping,
      product,
      reportedTcb: { ...levels, snp: 3 },
      currentTcb: { ...levels, snp: 9 },
      committedTcb: { ...levels, snp: 8 },
      launchTcb: { ...levels, snp: 7 },
      currentMajor: 1,
      currentMinor: 58,
      currentBuild: 3,
      committedMajor: 1,
      committedMinor: 57,
      committedBuild: 2,
      launchMitVector: 0x0bn,
      currentMitVector: 0x1fn,
    });
    expect(report.platformInfo).toMatchObject({
      smtEn: true,
      tsmeEn: true,
      eccEn: true,
      raplDis: false,
      ciphertextHidingDramEn: true,
      aliasCheckComplete: true,
      tioEn: true,
      reserved: 0n,
    });
    const { familyId, imageId, reportData, measurement, hostData } = report;
    expect([familyId, imageId, reportData, measurement, hostData].map(toHex)).toEqual(
      [fields.familyId, fields.imageId, fields.reportData, fields.measurement, fields.hostData].map(toHex),
    );
    expect([report.idKeyDigest, report.authorKeyDigest, report.reportId, report.reportIdMa].map(toHex)).toEqual(
      [fields.idKeyDigest, fields.authorKeyDigest, fields.reportId, fields.reportIdMigrationAgent].map(toHex),
    );
    expect(toHex(report.chipId)).toBe(toHex(fields.chipId));
  });

  test.each([
    [2, { cpuidFamId: undefined, product: undefined, launchMitVector: undefined }],
    [3, { cpuidFamId: 0x19, product: "Genoa", launchMitVector: undefined }],
    [4, { cpuidFamId: 0x19, product: "Genoa", launchMitVector: undefined }],
    [5, { cpuidFamId: 0x19, product: "Genoa", launchMitVector: 0n }],
  ])("a field that version %i lacks is undefined, not zero", (version, expected) => {
    const report = parsed(processor.sign({ ...processor.usualFields, version }));
    expect(report).toMatchObject(expected);
    expect("cpuidFamId" in sevSnpClaims(report)).toBe(version >= 3);
    expect("launchMitVector" in sevSnpClaims(report)).toBe(version >= 5);
  });

  test("every policy bit has its own place", () => {
    const places = {
      smt: 16n,
      migrateMa: 18n,
      debug: 19n,
      singleSocket: 20n,
      cxlAllow: 21n,
      memAes256Xts: 22n,
    } as const;
    const more = { raplDis: 23n, ciphertextHidingDram: 24n, pageSwapDisable: 25n } as const;
    for (const [name, place] of Object.entries({ ...places, ...more })) {
      const policy = parseGuestPolicy(guestPolicy.reserved | (1n << place) | 0x1f02n);
      if (!policy.ok) throw new Error(name);
      const set = Object.entries(policy.value).filter(([, value]) => value === true);
      expect(set.map(([found]) => found)).toEqual([name]);
      expect(policy.value).toMatchObject({ abiMajor: 0x1f, abiMinor: 2, reserved: 0n });
    }
  });

  test("a policy that is read and written again is the same, reserved bits included", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (bits) => {
        const raw = bits | guestPolicy.reserved;
        const policy = parseGuestPolicy(raw);
        expect(policy.ok && encodeGuestPolicy(policy.value)).toBe(raw);
      }),
    );
    expect(parseGuestPolicy(0x10000n)).toMatchObject({ ok: false, error: { code: "value", field: "POLICY" } });
  });

  test("TCB bytes are the same after reading, reserved ones included", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.constantFrom(0x19, 0x1a), (tcb, family) => {
        const report = parsed(changed(changed(usual, 0x180, ...tcb), 0x188, family));
        expect(encodeTcbVersion(report.reportedTcb)).toEqual(tcb);
      }),
    );
  });

  test.each([
    [0x19, 0x01, "Milan"],
    [0x19, 0x11, "Genoa"],
    [0x19, 0xa0, "Genoa"],
    [0x1a, 0x02, "Turin"],
    [0x1a, 0x11, "Turin"],
    [0x19, 0x20, undefined],
    [0x1a, 0x50, undefined],
    [0x17, 0x31, undefined],
  ])("CPUID %i/%i is %s", (family, model, product) => expect(productOfCpuid(family, model)).toBe(product));
});

describe("what is no report", () => {
  test.each([
    ["version 1", 0x00, [1], "version", "VERSION", 0],
    ["version 6", 0x00, [6], "version", "VERSION", 0],
    ["a policy without its fixed bit", 0x0a, [0x01], "value", "POLICY", 0x08],
    ["a reserved signing key", 0x48, [2 << 2], "value", "SIGNING_KEY", 0x48],
    ["reserved key flags", 0x49, [1], "reserved", "bits 5 to 31 at 0x48", 0x48],
    ["a byte at 0x4c", 0x4c, [1], "reserved", "reserved at 0x4C", 0x4c],
    ["a byte after CPUID", 0x18b, [1], "reserved", "reserved at 0x18B", 0x18b],
    ["a byte after the current version", 0x1eb, [1], "reserved", "reserved at 0x1EB", 0x1eb],
    ["a byte after the mitigation vectors", 0x29f, [1], "reserved", "reserved at 0x208", 0x29f],
    ["a byte after the signature", 0x49f, [1], "reserved", "SIGNATURE reserved", 0x49f],
  ] as const)("%s is refused by field and offset", (_, offset, values, code, field, at) => {
    expect(parseAttestationReport(changed(usual, offset, ...values))).toMatchObject({
      ok: false,
      error: { code, field, offset: at },
    });
  });

  test("CPUID in version 2 and mitigation vectors in version 4 are reserved bytes", () => {
    const version2 = processor.sign({ ...processor.usualFields, version: 2 });
    const version4 = processor.sign({ ...processor.usualFields, version: 4 });
    expect(parseAttestationReport(changed(version2, 0x188, 1))).toMatchObject({ ok: false, error: { offset: 0x188 } });
    expect(parseAttestationReport(changed(version4, 0x1f8, 1))).toMatchObject({ ok: false, error: { offset: 0x1f8 } });
  });

  test("any other length is refused", () => {
    fc.assert(
      fc.property(fc.nat(3000), (length) => {
        const bytes = new Uint8Array(length);
        bytes.set(usual.subarray(0, length));
        expect(parseAttestationReport(bytes).ok).toBe(length === reportLength);
      }),
    );
  });

  test("random bytes end in a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: reportLength, maxLength: reportLength }), (bytes) => {
        expect(parseAttestationReport(bytes)).toMatchObject({ ok: false });
      }),
    );
  });
});

describe("the report's signature", () => {
  test("is genuine for every version", async () => {
    const key = await signingKey();
    for (const version of [2, 3, 4, 5]) {
      const report = parsed(processor.sign({ ...processor.usualFields, version }));
      expect(await authenticateReport(report, key)).toBe(true);
    }
  });

  test("covers every bit: a flipped one is unreadable or not authentic", async () => {
    const key = await signingKey();
    await fc.assert(
      fc.asyncProperty(fc.nat(reportLength - 1), fc.nat(7), async (offset, bit) => {
        const report = parseAttestationReport(changed(usual, offset, (usual[offset] ?? 0) ^ (1 << bit)));
        expect(report.ok && (await authenticateReport(report.value, key))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test("has zeros above R and S, so that it has one form only", async () => {
    const key = await signingKey();
    for (const offset of [0x2a0 + 48, 0x2a0 + 71, 0x2a0 + 72 + 48, 0x2a0 + 143]) {
      expect(await authenticateReport(parsed(changed(usual, offset, 1)), key)).toBe(false);
    }
  });

  test("is not believed where the report names another algorithm", async () => {
    const report = parsed(processor.sign({ ...processor.usualFields, signatureAlgorithm: 0 }));
    expect(await authenticateReport(report, await signingKey())).toBe(false);
  });

  test("does not cover the signature itself", () => {
    expect(writeReportBody(processor.usualFields)).toEqual(usual.subarray(0, 0x2a0));
  });
});

type Manifest = readonly {
  readonly path: string;
  readonly format: string;
  readonly size: number;
  readonly parsed?: Parsed;
}[];
type Parsed = Readonly<Record<string, string | number | boolean | null>>;

describe.skipIf(!haveVectors)("reports of real chips", () => {
  const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as Manifest) : [];
  const reports = manifest.filter(({ format, size }) => format === "snp-report" && size === reportLength);

  test("there are many", () => expect(reports.length).toBeGreaterThan(20));

  test.each(reports)("$path is read as another parser read it", ({ path, parsed: expected = {} }) => {
    const report = parsed(readVector(path));
    const { cpuidFamId = 0, cpuidModId = 0, cpuidStep = 0 } = report;
    const cpuid = [cpuidFamId, cpuidModId, cpuidStep].map((value) => `0x${value.toString(16)}`);
    const found: Parsed = {
      version: report.version,
      guest_svn: report.guestSvn,
      policy: `0x${report.policy.raw.toString(16)}`,
      debug_allowed: report.policy.debug,
      vmpl: report.vmpl,
      measurement: toHex(report.measurement),
      report_data: toHex(report.reportData),
      host_data: toHex(report.hostData),
      id_key_digest: toHex(report.idKeyDigest),
      author_key_digest: toHex(report.authorKeyDigest),
      reported_tcb: toHex(encodeTcbVersion(report.reportedTcb)),
      chip_id: toHex(report.chipId),
      platform_info: `0x${report.platformInfo.raw.toString(16)}`,
      signing_key: report.signingKey,
      mask_chip_key: Number(report.maskChipKey),
      author_key_en: Number(report.authorKeyEn),
      cpuid_fms: `family ${cpuid[0]} model ${cpuid[1]} stepping ${cpuid[2]}`,
    };
    const compared = Object.keys(expected).filter((name) => name in found && expected[name] !== null);
    expect(compared.length).toBeGreaterThan(10);
    expect(pick(found, compared)).toEqual(pick(expected, compared));
  });

  test.each([
    ["snp/LIT-Protocol-sev-snp-utils/guest_report_bad_sig.bin", "trailing"],
    ["snp/LIT-Protocol-sev-snp-utils/guest_report_corrupt.bin", "truncated"],
    ["snp/Fraunhofer-AISEC-cmc/invalidReportData.bin", "version"],
  ])("%s is unreadable", (path, code) => {
    expect(parseAttestationReport(readVector(path))).toMatchObject({ ok: false, error: { code } });
  });
});

function pick(fields: Parsed, names: readonly string[]): Parsed {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

test("claims are plain JSON with the ABI's names", () => {
  const claims = sevSnpClaims(parsed(usual));
  expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
  expect(claims["measurement"]).toBe(toHex(processor.usualFields.measurement));
  expect(claims).toMatchObject({ technology: "sev-snp", version: 5, signingKey: "VCEK", product: "Genoa" });
});
