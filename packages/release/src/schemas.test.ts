import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  challengeSchema,
  denySchema,
  enterSchema,
  evidenceBundleSchema,
  gateIdentitySchema,
  releasePollSchema,
  requestStatusSchema,
  signingKeyOf,
} from "./index.ts";

const id = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";
const base64url = (length: number): string => Buffer.alloc(length, 1).toString("base64url");

const bundle = {
  type: "sekisho-evidence",
  version: 1,
  machineId: id,
  nonce: base64url(72),
  guestKey: base64url(32),
  gateKeyDigest: "05".repeat(32),
  headerDigest: "04".repeat(32),
  attestationKeyName: "",
  evidence: { technology: "sev-snp", report: Buffer.alloc(1184).toString("base64") },
};
const identity = {
  type: "sekisho-gate",
  version: 1,
  url: "https://gate.example:8443",
  signingKeys: [{ spki: Buffer.alloc(44, 6).toString("base64"), digest: "07".repeat(32) }],
  tlsKeyDigests: ["08".repeat(32)],
};

test("evidence without a vTPM, with and without a request, is accepted", () => {
  expect(evidenceBundleSchema.parse(bundle)).toEqual(bundle);
  expect(evidenceBundleSchema.parse({ ...bundle, request: id }).request).toBe(id);
});

describe("evidence is refused by its schema", () => {
  test.each([
    ["an unknown field", { ...bundle, role: "administrator" }],
    ["a machine id in upper case", { ...bundle, machineId: id.toUpperCase() }],
    ["a guest key of 31 bytes", { ...bundle, guestKey: base64url(31) }],
    ["a guest key of 33 bytes", { ...bundle, guestKey: base64url(33) }],
    ["a nonce of 129 bytes", { ...bundle, nonce: base64url(129) }],
    ["padding in base64url", { ...bundle, guestKey: `${base64url(32)}=` }],
    ["a digest in upper case", { ...bundle, headerDigest: "AB".repeat(32) }],
    [
      "a report of 8 KiB",
      { ...bundle, evidence: { ...bundle.evidence, report: Buffer.alloc(8192).toString("base64") } },
    ],
    ["another version", { ...bundle, version: 2 }],
    ["a request that is no UUID", { ...bundle, request: "1" }],
    ["a command line of 9 KiB", { ...bundle, claimedBoot: { commandLine: "x".repeat(9216), kernelVersion: "6.12" } }],
  ])("%s", (_, value) => {
    expect(evidenceBundleSchema.safeParse(value).success).toBe(false);
  });

  test("every missing field", () => {
    for (const name of Object.keys(bundle)) {
      const { [name as keyof typeof bundle]: _, ...rest } = bundle;
      expect(evidenceBundleSchema.safeParse(rest).success).toBe(false);
    }
  });
});

test("a status says what the guest may know, and nothing else", () => {
  expect(requestStatusSchema.safeParse({ state: "refused", number: 3 }).success).toBe(true);
  expect(requestStatusSchema.safeParse({ state: "refused", number: 3, reason: "kernel" }).success).toBe(false);
});

test("a gate's identity names https only, and finds a signing key by its digest", () => {
  const parsed = gateIdentitySchema.parse(identity);
  expect(signingKeyOf(parsed, "07".repeat(32))).toEqual(new Uint8Array(44).fill(6));
  expect(signingKeyOf(parsed, "08".repeat(32))).toBeUndefined();
  expect(gateIdentitySchema.safeParse({ ...identity, url: "http://gate.example" }).success).toBe(false);
  expect(gateIdentitySchema.safeParse({ ...identity, signingKeys: [] }).success).toBe(false);
});

test("no schema throws, whatever JSON it is given", () => {
  const schemas = [
    challengeSchema,
    denySchema,
    enterSchema,
    evidenceBundleSchema,
    gateIdentitySchema,
    releasePollSchema,
    requestStatusSchema,
  ];
  const nearly = fc.record(
    Object.fromEntries(Object.keys({ ...bundle, ...identity }).map((name) => [name, fc.jsonValue()])),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearly), (value) => {
      for (const schema of schemas) expect(typeof schema.safeParse(value).success).toBe("boolean");
    }),
  );
});
