import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPasskeySignature, parseAuthenticatorData, parseClientData } from "@sekisho/encoding/webauthn";
import type { ApprovalRecord, ApprovalStatement } from "./statement.ts";
import { softwarePasskey, testOrigin, type Ceremony } from "./testing/passkey.ts";
import { approvalChallenge, verifyApproval } from "./verify.ts";

const statement: ApprovalStatement = {
  type: "sekisho-approval",
  version: 1,
  request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
  number: 7,
  machineId: "0b4a7a52-3d5e-4c3a-8a29-6a3a52a1c0de",
  machineName: "records",
  verdictDigest: "ab".repeat(32),
  bootDigest: "cd".repeat(32),
  scope: { kind: "boots", count: 3 },
  account: "9f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c12",
  accountName: "花子",
  nonce: Buffer.alloc(32, 9).toString("base64url"),
  expiresAt: "2026-11-23T12:00:00.000Z",
};

const kinds = ["es256", "eddsa", "rs256"] as const;
const passkey = softwarePasskey("es256");

async function faultsOf(ceremony: Ceremony, changes: Partial<ApprovalRecord> = {}): Promise<string[]> {
  const record = { ...(await passkey.approve(statement, ceremony)), ...changes };
  return (await verifyApproval(record)).map(({ id }) => id.replace("approval.fault.", ""));
}

describe.each(kinds)("a passkey with %s", (kind) => {
  test("approves a statement", async () => {
    expect(await verifyApproval(await softwarePasskey(kind).approve(statement))).toEqual([]);
  });

  test("can't approve with another's signature, nor for another's key", async () => {
    const [own, other] = [softwarePasskey(kind), softwarePasskey(kind)];
    const [record, foreign] = [await own.approve(statement), await other.approve(statement)];
    const expected = [{ id: "approval.fault.signature", values: {} }];
    expect(await verifyApproval({ ...record, signature: foreign.signature })).toEqual(expected);
    expect(await verifyApproval({ ...record, publicKey: other.publicKey })).toEqual(expected);
  });

  test("approves nothing but that very statement", async () => {
    const record = await softwarePasskey(kind).approve(statement);
    const changes: Partial<ApprovalStatement>[] = [
      { request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c12" },
      { scope: { kind: "boots", count: 100 } },
      { scope: { kind: "this-boot" } },
      { verdictDigest: "ac".repeat(32) },
      { account: "9f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c13" },
      { expiresAt: "2027-11-23T12:00:00.000Z" },
    ];
    for (const change of changes) {
      const faults = await verifyApproval({ ...record, statement: { ...statement, ...change } });
      expect(faults.map(({ id }) => id)).toEqual(["approval.fault.challenge"]);
    }
  });

  test("whichever bit of a record is turned, it holds no more", async () => {
    const record = await softwarePasskey(kind).approve(statement);
    const fields = ["signature", "authenticatorData", "clientDataJSON", "publicKey"] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), fc.nat(), async (field, position) => {
        const bytes = Buffer.from(record[field], "base64url");
        const bit = position % (8 * bytes.length);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await verifyApproval({ ...record, [field]: bytes.toString("base64url") })).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("an approval does not hold", () => {
  test.each<[string, Ceremony, string]>([
    ["of the making of a passkey", { type: "webauthn.create" }, "type"],
    ["of another challenge", { challenge: Buffer.alloc(32).toString("base64url") }, "challenge"],
    ["at another page", { clientOrigin: "https://gate.example.evil.example" }, "origin"],
    ["at the page over plain http", { clientOrigin: "http://gate.example" }, "origin"],
    ["inside a foreign page", { crossOrigin: true }, "crossOrigin"],
    ["inside a foreign page that is named", { topOrigin: "https://evil.example" }, "crossOrigin"],
    ["for another name", { rpIdHashOf: "evil.example" }, "rpId"],
    ["without a touch", { flags: 0x04 }, "userPresent"],
    ["without verification of the user", { flags: 0x01 }, "userVerified"],
    ["with a credential inside", { flags: 0x45 }, "malformed"],
    ["with a backup of what can't be backed up", { flags: 0x15 }, "malformed"],
    ["with extensions that are not announced", { extensions: encode(new Map()) }, "malformed"],
    ["with extensions that are no map", { flags: 0x85, extensions: encode([1]) }, "malformed"],
  ])("%s", async (_, ceremony, fault) => {
    expect(await faultsOf(ceremony)).toEqual([fault]);
  });

  test.each([
    ["a name that is not the page's", { rpId: "example" }, ["originOfOtherName", "rpId"]],
    ["an address with a path", { origin: `${testOrigin}/` }, ["origin", "originOfOtherName"]],
    ["plain http", { origin: "http://gate.example" }, ["origin", "originOfOtherName"]],
    ["no address", { origin: "gate" }, ["origin", "originOfOtherName"]],
    ["no key", { publicKey: "" }, ["key"]],
  ])("whose record says %s", async (_, changes, faults) => {
    expect(await faultsOf({}, changes)).toEqual(faults);
  });

  test("and plain http will do on this very computer, with extensions and a backup", async () => {
    const record = await passkey.approve(statement, {
      clientOrigin: "http://localhost:8080",
      rpIdHashOf: "localhost",
      flags: 0x9d,
      extensions: encode(new Map([["uvm", 1]])),
    });
    expect(await verifyApproval({ ...record, origin: "http://localhost:8080", rpId: "localhost" })).toEqual([]);
  });
});

test("the challenge is the same, whatever the order of the statement's fields", async () => {
  const turned = Object.fromEntries(Object.entries(statement).toReversed()) as ApprovalStatement;
  expect(await approvalChallenge(turned)).toEqual(await approvalChallenge(statement));
});

test.each([
  [
    "ES384",
    [
      [1, 2],
      [3, -35],
      [-1, 2],
      [-2, new Uint8Array(48)],
      [-3, new Uint8Array(48)],
    ],
  ],
  [
    "ES256 over another curve",
    [
      [1, 2],
      [3, -7],
      [-1, 3],
      [-2, new Uint8Array(32)],
      [-3, new Uint8Array(32)],
    ],
  ],
  [
    "a point off the curve",
    [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(32)],
      [-3, new Uint8Array(32).fill(1)],
    ],
  ],
  [
    "a short coordinate",
    [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(31)],
      [-3, new Uint8Array(32)],
    ],
  ],
  [
    "RS1",
    [
      [1, 3],
      [3, -65_535],
      [-1, new Uint8Array(256).fill(255)],
      [-2, Uint8Array.of(1, 0, 1)],
    ],
  ],
  [
    "RSA without a modulus",
    [
      [1, 3],
      [3, -257],
      [-1, new Uint8Array(0)],
      [-2, Uint8Array.of(1, 0, 1)],
    ],
  ],
] as const)("%s is no key", async (_, members) => {
  const publicKey = Buffer.from(encode(new Map<number, unknown>(members.map(([label, value]) => [label, value]))));
  expect(await faultsOf({}, { publicKey: publicKey.toString("base64url") })).not.toEqual([]);
});

test("whatever bytes come, they are read or refused", async () => {
  const bytes = fc.uint8Array({ maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(bytes, async (value) => {
      expect(typeof parseAuthenticatorData(value).ok).toBe("boolean");
      expect(parseClientData(value)).toBeUndefined();
      const signed = { authenticatorData: value, clientData: value, signature: value };
      expect(await isPasskeySignature(value, signed)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
  const data = Buffer.from((await passkey.approve(statement)).authenticatorData, "base64url");
  for (let length = 0; length < data.length; length++)
    expect(parseAuthenticatorData(data.subarray(0, length)).ok).toBe(false);
});
