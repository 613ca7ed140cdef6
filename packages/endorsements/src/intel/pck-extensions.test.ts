import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "@sekisho/encoding";
import { derWriter as der } from "@sekisho/encoding/der";
import { parseCertificate, type Certificate } from "@sekisho/encoding/x509";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { readPckExtensions } from "./index.ts";

const authority = await testIntelAuthority();
const arc = "1.2.840.113741.1.13.1";

type Values = ReadonlyMap<string, Uint8Array>;

const entry = (suffix: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.objectIdentifier(`${arc}.${suffix}`), value);
const octets = (length: number): Uint8Array => der.octetString(new Uint8Array(length).fill(length));
const enumerated = (...content: readonly number[]): Uint8Array => Uint8Array.of(0x0a, content.length, ...content);
const tcbEntries = (svn = 1): readonly Uint8Array[] => [
  ...Array.from({ length: 16 }, (_, index) => entry(`2.${index + 1}`, der.integer(svn + index))),
  entry("2.17", der.integer(513)),
  entry("2.18", octets(16)),
];
const values: Values = new Map([
  ["1", octets(16)],
  ["2", der.sequence(...tcbEntries())],
  ["3", octets(2)],
  ["4", octets(6)],
  ["5", enumerated(2)],
]);

function certificateOf(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** A PCK certificate whose extension holds these values, in this order. */
function withEntries(...entries: readonly Uint8Array[]): Certificate {
  const value = der.sequence(...entries);
  const { certificate } = authority.pck(undefined, {
    changeExtensions: (all) => all.map((one) => (one.oid === arc ? { ...one, value } : one)),
  });
  return certificateOf(certificate);
}

const entriesOf = (all: Values): readonly Uint8Array[] => [...all].map(([suffix, value]) => entry(suffix, value));
const changed = (suffix: string, value: Uint8Array): Certificate =>
  withEntries(...entriesOf(new Map([...values, [suffix, value]])));

function refusedField(certificate: Certificate): string {
  const read = readPckExtensions(certificate);
  return read.ok ? "read" : read.error.field;
}

describe("Intel's extension of a PCK certificate", () => {
  test("is read in any order; what only the Platform CA writes may be missing", () => {
    expect(readPckExtensions(withEntries(...entriesOf(values).toReversed()))).toEqual({
      ok: true,
      value: {
        ppid: "10".repeat(16),
        components: Array.from({ length: 16 }, (_, index) => index + 1),
        pceSvn: 513,
        cpuSvn: "10".repeat(16),
        pceId: "0202",
        fmspc: "06".repeat(6),
        sgxType: "scalable-with-integrity",
        platformInstanceId: undefined,
        configuration: undefined,
      },
    });
  });

  test("says of the configuration what is there", () => {
    const smt = der.sequence(entry("7.3", der.boolean(true)));
    const read = readPckExtensions(changed("7", smt));
    expect(read.ok && read.value.configuration).toEqual({
      dynamicPlatform: undefined,
      cachedKeys: undefined,
      smtEnabled: true,
    });
  });

  test.each([
    ["1", "PPID"],
    ["2", "TCB"],
    ["3", "PCEID"],
    ["4", "FMSPC"],
    ["5", "SGX type"],
  ])("without value %s is refused by its name", (suffix, field) => {
    const others = new Map([...values].filter(([name]) => name !== suffix));
    expect(refusedField(withEntries(...entriesOf(others)))).toBe(field);
  });

  test.each([
    ["a shorter PPID", changed("1", octets(15)), "PPID"],
    ["a longer FMSPC", changed("4", octets(7)), "FMSPC"],
    ["an unknown SGX type", changed("5", enumerated(3)), "SGX type"],
    ["an SGX type of two bytes", changed("5", enumerated(0, 1)), "SGX type"],
    [
      "a TCB without its last component",
      changed("2", der.sequence(...tcbEntries().toSpliced(15, 1))),
      "SGX TCB component 16 SVN",
    ],
    ["a TCB without CPUSVN", changed("2", der.sequence(...tcbEntries().slice(0, -1))), "CPUSVN"],
    ["a component above 65535", changed("2", der.sequence(...tcbEntries(0xffff))), "SGX TCB component 2 SVN"],
    [
      "a TCB with something behind it",
      changed("2", concatBytes(der.sequence(...tcbEntries()), der.nullValue())),
      "TCB",
    ],
    ["a platform instance of 17 bytes", changed("6", octets(17)), "platform instance ID"],
    ["an FMSPC twice", withEntries(...entriesOf(values), entry("4", octets(6))), "SGX extensions"],
    [
      "an identifier of somebody else",
      withEntries(der.sequence(der.objectIdentifier("1.2.3"), der.nullValue())),
      "SGX extensions",
    ],
  ] as const)("with %s is refused by its name", (_, certificate, field) => {
    expect(refusedField(certificate)).toBe(field);
  });

  test("with a flipped bit is read or refused with its place, never a crash", () => {
    const bytes = authority.pck().certificate;
    const start = Buffer.from(bytes).indexOf("2a864886f84d010d01", "hex");
    expect(start).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.integer({ min: start, max: bytes.length - 80 }), fc.nat(7), (index, bit) => {
        const flipped = bytes.slice();
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        const parsed = parseCertificate(flipped);
        const read = parsed.ok ? readPckExtensions(parsed.value) : parsed;
        expect(read.ok ? 0 : read.error.offset).toBeLessThanOrEqual(flipped.length);
      }),
      { numRuns: 400 },
    );
  });
});
