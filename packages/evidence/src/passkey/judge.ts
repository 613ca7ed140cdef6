import { fromBase64, MalformedError, toHex, type Parsed } from "@sekisho/encoding";
import type { Check } from "../check.ts";
import { judgeAndroidKey } from "./android-key.ts";
import { judgeApple } from "./apple.ts";
import { parseAttestationObject } from "./attestation-object.ts";
import type { AttestedCredential } from "@sekisho/encoding/webauthn";
import { checkChain, type ChainRoots } from "./chain.ts";
import { judgePacked } from "./packed.ts";
import { finding } from "./result.ts";
import { appleWebAuthnRoot, googleAttestationRoots } from "./roots.ts";
import type { PasskeyLevel, Statement, StatementResult } from "./statement.ts";
import { judgeTpm } from "./tpm.ts";

export type PasskeyAttestationInput = {
  /** As the authenticator gave it at enrolment: CBOR. */
  readonly attestationObject: Uint8Array;
  /** SHA-256 of the client data. */
  readonly clientDataHash: Uint8Array;
  /** When it was enrolled: the certificates must have been valid then. */
  readonly at: Date;
  /** Root certificates (DER) of makers of security keys and TPMs. They speak for no phone. */
  readonly roots: readonly Uint8Array[];
  /** Root certificates (DER) beside Google's and Apple's own: those of a lab, that plays a phone's maker. */
  readonly vendorRoots?: readonly Uint8Array[];
};

/** What is proven of the device that holds a passkey's key. */
export type PasskeyAttestation = {
  readonly format: string;
  /** `none` unless every check passes. */
  readonly level: PasskeyLevel;
  /** The model (AAGUID), hexadecimal. */
  readonly model: string;
  /** The passkey that the attestation is about: its identifier, and its key as COSE has it. */
  readonly credential: Pick<AttestedCredential, "id" | "coseKey">;
  readonly checks: readonly Check[];
};

type Judge = (statement: Statement) => Promise<StatementResult>;

/** `roots`: those of the one vendor that speaks for a format; absent where its makers are many. */
const judges: Readonly<Record<string, { readonly judge: Judge; readonly roots?: Partial<ChainRoots> }>> = {
  packed: { judge: judgePacked },
  tpm: { judge: judgeTpm },
  "android-key": { judge: judgeAndroidKey, roots: { pins: googleAttestationRoots, batchKeys: true } },
  apple: { judge: judgeApple, roots: { certificates: decoded(appleWebAuthnRoot) } },
};

/**
 * Judges what an authenticator said of the key that it made: which kind of hardware holds it, by whose word.
 *
 * A passkey that can be copied to other devices proves no hardware, whatever else its attestation says.
 *
 * @returns an error where the bytes are no attestation object, or lack a part of their format
 */
export async function judgePasskeyAttestation(input: PasskeyAttestationInput): Promise<Parsed<PasskeyAttestation>> {
  const parsed = parseAttestationObject(input.attestationObject);
  if (!parsed.ok) return parsed;
  try {
    return { ok: true, value: await judge(input, { object: parsed.value, clientDataHash: input.clientDataHash }) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

async function judge(input: PasskeyAttestationInput, statement: Statement): Promise<PasskeyAttestation> {
  const { format, authenticatorData } = statement.object;
  const { aaguid, id, coseKey } = authenticatorData.credential;
  const about = { format, model: toHex(aaguid), credential: { id, coseKey } };
  if (authenticatorData.backupEligible) {
    return { ...about, level: "none", checks: [finding("passkey.format", "fail", "passkey.format.synced")] };
  }
  const known = judges[format];
  if (known === undefined) {
    const detail = format === "none" ? "passkey.format.none" : "passkey.format.unsupported";
    return { ...about, level: "none", checks: [finding("passkey.format", "unknown", detail, { format })] };
  }
  const found = await known.judge(statement);
  const chain =
    found.level === "self"
      ? [finding("passkey.format", "unknown", "passkey.format.self")]
      : await checkChain(found.chain, rootsOf(known.roots, input), input.at);
  const checks = [...found.checks, ...chain, ...(found.level === "none" ? [softwareKey(format)] : [])];
  return { ...about, level: levelOf(found.level, checks), checks };
}

function rootsOf(
  vendor: Partial<ChainRoots> | undefined,
  { roots, vendorRoots = [] }: PasskeyAttestationInput,
): ChainRoots {
  if (vendor === undefined) return { pins: [], certificates: roots };
  const { pins = [], certificates = [], batchKeys = false } = vendor;
  return { pins, certificates: [...certificates, ...vendorRoots], batchKeys };
}

function softwareKey(format: string): Check {
  return finding("passkey.format", "fail", "passkey.format.software", { format });
}

/** A key that signed for itself is that much, and no hardware; every other level takes every check. */
function levelOf(level: PasskeyLevel, checks: readonly Check[]): PasskeyLevel {
  if (level === "self") return checks.every(({ status }) => status !== "fail") ? "self" : "none";
  return checks.every(({ status }) => status === "pass") ? level : "none";
}

function decoded(base64: string): readonly Uint8Array[] {
  const bytes = fromBase64("root", base64);
  return bytes.ok ? [bytes.value] : [];
}
