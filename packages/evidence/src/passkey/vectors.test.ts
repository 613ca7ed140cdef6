import { createHash } from "node:crypto";
import { parseCertificate, parseCertificateBundle, type Certificate } from "@sekisho/encoding/x509";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { describedBy } from "./android-key.ts";
import { judgeApple } from "./apple.ts";
import { parseAttestationObject } from "./attestation-object.ts";
import { checkChain } from "./chain.ts";
import { keyDescriptionOf, type KeyDescription } from "./key-description.ts";
import { googleAttestationRoots } from "./roots.ts";

const google = { pins: googleAttestationRoots, certificates: [], batchKeys: true };

type Listed = { readonly path: string; readonly format?: string; readonly check?: string; readonly expected: string };
const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly Listed[]) : [];
const chains = manifest.filter(({ format }) => format === "android-chain-pem");
const valid = chains.filter(({ expected }) => expected === "valid").map(({ path }) => path);

function chainAt(path: string): readonly Certificate[] {
  const bundle = parseCertificateBundle(path, readVector(path));
  return (bundle.ok ? bundle.value : []).map((der) => {
    const parsed = parseCertificate(der);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return parsed.value;
  });
}

/** Within the window that the list names for the chain's weakest certificate. */
function dateOf(path: string): Date {
  const window = /window \S+\.\.(\S+);/.exec(manifest.find((one) => one.path === path)?.check ?? "")?.[1] ?? "";
  return new Date(Date.parse(window) - 12 * 3600 * 1000);
}

function descriptionIn(path: string): KeyDescription {
  const [leaf] = chainAt(path);
  const found = leaf === undefined ? undefined : keyDescriptionOf(leaf);
  if (found?.ok !== true) throw new Error(JSON.stringify(found));
  return found.value;
}

describe.skipIf(!haveVectors)("Android's key attestations", () => {
  test("there are some", () => {
    expect(valid.length).toBeGreaterThan(15);
  });

  test.each(valid)("%s leads to Google's root", async (path) => {
    const checks = await checkChain(chainAt(path), google, dateOf(path));
    expect(checks.filter(({ status }) => status !== "pass")).toEqual([]);
  });

  test.each(chains.filter(({ expected }) => expected !== "valid").map(({ path }) => path))(
    "%s is not taken for hardware",
    async (path) => {
      const chain = chainAt(path);
      const [leaf] = chain;
      const description = leaf === undefined ? undefined : keyDescriptionOf(leaf);
      const challenge = description?.ok === true ? description.value.attestationChallenge : new Uint8Array(0);
      const rooted = await checkChain(chain, google, dateOf(path));
      const checks = [...rooted, ...describedBy(chain, challenge).checks];
      expect(checks.some(({ status }) => status !== "pass")).toBe(true);
    },
  );

  const levels = { SOFTWARE: "software", TRUSTED_ENVIRONMENT: "tee", STRONG_BOX: "strongbox" } as const;
  type Expected = {
    readonly attestationVersion: string;
    readonly attestationSecurityLevel: keyof typeof levels;
    readonly keyMintVersion: string;
    readonly keyMintSecurityLevel: keyof typeof levels;
    readonly attestationChallenge: string;
    readonly hardwareEnforced: {
      readonly purposes?: readonly string[];
      readonly origin?: string;
      readonly rootOfTrust?: { readonly deviceLocked?: boolean; readonly verifiedBootState: string };
    };
  };
  const described = manifest
    .map(({ path }) => path)
    .filter((path) => path.startsWith("android/") && path.endsWith(".pem"))
    .filter((path) => manifest.some((one) => one.path === path.replace(/\.pem$/, ".json")));

  test.each(described)("%s says what Google's own reader says", (path) => {
    const text = readVectorText(path.replace(/\.pem$/, ".json")).replaceAll(/^\s*\/\/.*$/gm, "");
    const expected = JSON.parse(text) as Expected;
    const { rootOfTrust, purposes, origin } = expected.hardwareEnforced;
    const found = descriptionIn(path);
    expect({
      versions: [found.attestationVersion, found.keyMintVersion].map(String),
      levels: [found.attestationSecurityLevel, found.keyMintSecurityLevel],
      challenge: Buffer.from(found.attestationChallenge).toString("base64"),
      purposes: found.hardwareEnforced.purposes?.map(String),
      generated: found.hardwareEnforced.origin === 0,
      locked: found.hardwareEnforced.rootOfTrust?.deviceLocked,
      state: found.hardwareEnforced.rootOfTrust?.verifiedBootState,
    }).toEqual({
      versions: [expected.attestationVersion, expected.keyMintVersion],
      levels: [levels[expected.attestationSecurityLevel], levels[expected.keyMintSecurityLevel]],
      challenge: expected.attestationChallenge,
      purposes,
      generated: origin === "GENERATED",
      locked: rootOfTrust === undefined ? undefined : (rootOfTrust.deviceLocked ?? false),
      state: rootOfTrust?.verifiedBootState.toLowerCase().replace("_", "-"),
    });
  });
});

describe.skipIf(!haveVectors)("Apple's app attestations, which are made as those of passkeys", () => {
  type Sample = {
    readonly attestation: { readonly attestationBase64: string; readonly clientDataHashSha256Base64: string };
  };
  const sample = haveVectors
    ? (JSON.parse(readVectorText("apple/takimoto3-app-attest/ios-14.4.json")) as Sample).attestation
    : undefined;
  const production = haveVectors
    ? (JSON.parse(readVectorText("apple/uebelack-node-app-attest/attestation-production.json")) as {
        readonly attestation: string;
        readonly challenge: string;
      })
    : undefined;
  const bytes = (base64 = ""): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
  const cases = [
    [bytes(sample?.attestationBase64), bytes(sample?.clientDataHashSha256Base64), "2021-01-24T00:00:00Z"],
    [
      bytes(production?.attestation),
      new Uint8Array(
        createHash("sha256")
          .update(Buffer.from(production?.challenge ?? "", "base64"))
          .digest(),
      ),
      "2024-06-01T00:00:00Z",
    ],
  ] as const;

  test.each(cases)("are genuine by nonce, key and chain (%#)", async (attestation, clientDataHash, at) => {
    const object = parseAttestationObject(attestation);
    if (!object.ok) throw new Error(JSON.stringify(object.error));
    expect(object.value.format).toBe("apple-appattest");
    const found = await judgeApple({ object: object.value, clientDataHash });
    const [root] = chainAt("apple/takimoto3-app-attest/Apple_App_Attestation_Root_CA.pem");
    const roots = { pins: [], certificates: root === undefined ? [] : [root.der] };
    const checks = [...found.checks, ...(await checkChain(found.chain, roots, new Date(at)))];
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "passkey.challenge pass",
      "passkey.key pass",
      "passkey.chain pass",
      "passkey.authorities pass",
      "passkey.dates pass",
    ]);
    const other = await judgeApple({ object: object.value, clientDataHash: new Uint8Array(32) });
    expect(other.checks[0]).toMatchObject({ id: "passkey.challenge", status: "fail" });
  });
});
