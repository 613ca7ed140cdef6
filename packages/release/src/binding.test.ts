import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { computeBinding, type BindingFields } from "./index.ts";

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

const fields: fc.Arbitrary<BindingFields> = fc.record({
  machineId: fc.uuid(),
  gateKeyDigest: bytes(32),
  nonce: fc.uint8Array({ maxLength: 128 }),
  guestKey: bytes(32),
  headerDigest: bytes(32),
  attestationKeyName: fc.uint8Array({ maxLength: 66 }),
});

test("a binding is SHA-512 over tag, cipher suite and fields, each after its length in four bytes, big-endian", async () => {
  const value: BindingFields = {
    machineId: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
    gateKeyDigest: new Uint8Array(32).fill(1),
    nonce: new Uint8Array(72).fill(2),
    guestKey: new Uint8Array(32).fill(3),
    headerDigest: new Uint8Array(32).fill(4),
    attestationKeyName: new Uint8Array(0),
  };
  // Written out by hand, so that another implementation can follow it.
  const expected = createHash("sha512");
  const parts: readonly [string, string][] = [
    ["00000012", Buffer.from("sekisho binding v1").toString("hex")],
    ["00000006", "002000010002"],
    ["00000024", Buffer.from("6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11").toString("hex")],
    ["00000020", "01".repeat(32)],
    ["00000048", "02".repeat(72)],
    ["00000020", "03".repeat(32)],
    ["00000020", "04".repeat(32)],
    ["00000000", ""],
  ];
  for (const part of parts.flat()) expected.update(part, "hex");
  expect(Buffer.from(await computeBinding(value)).toString("hex")).toBe(expected.digest("hex"));
});

test("changing any field changes the binding", async () => {
  const names = fc.constantFrom(
    "gateKeyDigest" as const,
    "nonce" as const,
    "guestKey" as const,
    "headerDigest" as const,
    "attestationKeyName" as const,
  );
  await fc.assert(
    fc.asyncProperty(fields, names, fc.nat(), async (value, name, at) => {
      const changed = value[name].length === 0 ? Uint8Array.of(0) : value[name].slice();
      if (value[name].length > 0) changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
      const [left, right] = [await computeBinding(value), await computeBinding({ ...value, [name]: changed })];
      expect(left).toHaveLength(64);
      expect(Buffer.from(left).equals(right)).toBe(false);
    }),
  );
});

test("bytes that move from one field to the next change the binding", async () => {
  await fc.assert(
    fc.asyncProperty(fields, async (value) => {
      const moved = {
        ...value,
        nonce: value.nonce.slice(0, -1),
        guestKey: Buffer.concat([value.nonce.slice(-1), value.guestKey]),
      };
      fc.pre(value.nonce.length > 0);
      expect(Buffer.from(await computeBinding(value)).equals(await computeBinding(moved))).toBe(false);
    }),
  );
});
