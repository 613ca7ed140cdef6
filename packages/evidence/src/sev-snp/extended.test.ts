import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, encodePem, toHex, toUtf8 } from "@sekisho/encoding";
import { createSecureProcessor, writeCertificateTable } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { parseCertificateTable, parseExtendedReport } from "./index.ts";

const authority = await testAuthority("Milan");
const processor = createSecureProcessor(authority, { certificateTable: true });
const { report, certificateTable } = processor
  .launch({ launchDigest: new Uint8Array(48) })
  .report(new Uint8Array(64).fill(7), 0);
const certificates = [authority.ark, authority.ask, processor.endorsement].map(({ certificate }) => certificate);

describe("the certificate table", () => {
  test("gives kinds and certificates in its order", () => {
    const table = parseCertificateTable(certificateTable);
    if (!table.ok) throw new Error(JSON.stringify(table.error));
    expect(table.value.entries.map(({ kind }) => kind)).toEqual(["ARK", "ASK", "VCEK"]);
    expect(table.value.certificates.map(toHex)).toEqual(certificates.map(toHex));
    expect(table.value.crls).toEqual([]);
  });

  test("holds PEM too, and revocation lists apart", () => {
    const pem = toUtf8(encodePem({ label: "CERTIFICATE", bytes: authority.ask.certificate }));
    const crl = authority.crl();
    const table = parseCertificateTable(
      writeCertificateTable([
        { kind: "ask", bytes: pem },
        { kind: "crl", bytes: crl },
      ]),
    );
    expect(table.ok && table.value.certificates.map(toHex)).toEqual([toHex(authority.ask.certificate)]);
    expect(table.ok && table.value.crls.map(toHex)).toEqual([toHex(crl)]);
  });

  test("may fill whole pages with zeros, and nothing else", () => {
    const page = new Uint8Array(8192);
    page.set(certificateTable);
    expect(parseCertificateTable(page)).toMatchObject({ ok: true });
    page[8191] = 1;
    expect(parseCertificateTable(page)).toMatchObject({ ok: false, error: { code: "trailing", offset: 8191 } });
  });

  test("keeps an entry whose GUID is not known, and does not take it for a certificate", () => {
    const table = certificateTable.slice();
    table[0] = (table[0] ?? 0) ^ 0xff;
    const outcome = parseCertificateTable(table);
    expect(outcome.ok && outcome.value.entries[0]?.kind).toBe("other");
    expect(outcome.ok && outcome.value.certificates.length).toBe(2);
  });

  test.each([
    ["an offset into the entries", 16, [24, 0, 0, 0], "value", 0],
    ["an offset beyond the end", 16, [0xff, 0xff, 0xff, 0xff], "truncated", 0],
    ["a length beyond the end", 20, [0xff, 0xff, 0xff, 0xff], "truncated", 0],
    ["a last entry that is not all zeros", 24 * 3 + 20, [1], "value", 24 * 3],
  ] as const)("%s is refused", (_, offset, values, code, at) => {
    const table = certificateTable.slice();
    table.set(values, offset);
    expect(parseCertificateTable(table)).toMatchObject({ ok: false, error: { code, offset: at } });
  });

  test("a table without end, and an empty input, are refused", () => {
    expect(parseCertificateTable(new Uint8Array(0))).toMatchObject({ ok: false, error: { code: "truncated" } });
    expect(parseCertificateTable(certificateTable.subarray(0, 72))).toMatchObject({ ok: false });
    const entry = new Uint8Array(24).fill(0);
    entry[0] = 1;
    entry[17] = 0x10;
    const many = concatBytes(...Array.from({ length: 100 }, () => entry), new Uint8Array(8000));
    expect(parseCertificateTable(many)).toMatchObject({ ok: false, error: { code: "limit", offset: 64 * 24 } });
  });
});

describe("a report with its table", () => {
  test("is read as both", () => {
    const extended = parseExtendedReport(concatBytes(report, certificateTable));
    if (!extended.ok) throw new Error(JSON.stringify(extended.error));
    expect(toHex(extended.value.report.reportData)).toBe("07".repeat(64));
    expect(extended.value.table.certificates.length).toBe(3);
  });

  test("may lack the table", () => {
    const extended = parseExtendedReport(report);
    expect(extended).toMatchObject({ ok: true, value: { table: { entries: [], certificates: [], crls: [] } } });
  });

  test("errors inside the table count from the start of the file", () => {
    expect(parseExtendedReport(concatBytes(report, Uint8Array.of(0)))).toMatchObject({
      ok: false,
      error: { code: "truncated", offset: 1184 },
    });
    const broken = report.slice();
    broken[0x4c] = 1;
    expect(parseExtendedReport(broken)).toMatchObject({ ok: false, error: { code: "reserved", offset: 0x4c } });
  });

  test("truncated, lengthened or random, it ends in a typed error or is read whole", () => {
    const whole = concatBytes(report, certificateTable);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(parseExtendedReport(whole.subarray(0, length)).ok).toBe(length === report.length);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (tail) => {
        const padding = tail.every((byte) => byte === 0);
        expect(parseExtendedReport(concatBytes(whole, tail)).ok).toBe(padding);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (table) => {
        const outcome = parseExtendedReport(concatBytes(report, table));
        expect(outcome.ok ? 0 : outcome.error.offset).toBeLessThanOrEqual(report.length + table.length);
      }),
    );
  });

  test.skipIf(!haveVectors)("the 1185 bytes of a real altered report are unreadable", () => {
    const bytes = readVector("snp/LIT-Protocol-sev-snp-utils/guest_report_bad_sig.bin");
    expect(parseExtendedReport(bytes)).toMatchObject({ ok: false, error: { offset: 1184 } });
  });

  test.skipIf(!haveVectors)("the table that a real host filled, in PEM, is read", () => {
    // CBOR: a byte string of 0x19b1 bytes at 12, the auxblob, and one of 1184 bytes at 6600, the outblob.
    const evidence = readVector("snp/veraison-services/sevsnp-tsm-report.cbor");
    const outblob = evidence.subarray(6600, 6600 + 1184);
    const extended = parseExtendedReport(concatBytes(outblob, evidence.subarray(12, 12 + 0x19b1)));
    if (!extended.ok) throw new Error(JSON.stringify(extended.error));
    expect(extended.value.table.entries.map(({ kind }) => kind)).toEqual(["ARK", "ASK", "VCEK"]);
    expect(toHex(extended.value.table.certificates[2] ?? new Uint8Array())).toBe(
      toHex(readVector("snp/veraison-services/sevsnp-tsm-report.vcek.der")),
    );
  });
});
