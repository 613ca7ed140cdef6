import { ByteWriter, MalformedError, type ByteReader, type Parsed } from "@sekisho/encoding";
import {
  algorithmIds,
  encodePcrSelections,
  parseAttest,
  parsePublicArea,
  parseTpmSignature,
  readSizedBuffer,
  sizedBuffer,
  type Attest,
  type Credential,
  type PcrSelection,
  type PublicArea,
  type TpmSignature,
} from "@sekisho/evidence/tpm";
import { emptyPassword, runCommand } from "./command.ts";
import type { TpmTransport } from "./transport.ts";

/** A key that is loaded. Flush it when it is no longer needed: a TPM has room for three. */
export type LoadedKey = { readonly handle: number; readonly publicArea: PublicArea };

/** A quote, parsed, and as it travels. */
export type Quote = {
  readonly attest: Attest;
  readonly signature: TpmSignature;
  /** The TPMT_SIGNATURE. */
  readonly signatureBytes: Uint8Array;
};

const endorsementHierarchy = 0x4000_000b;
const noHandle = 0x4000_0007;
const policySessionType = 0x01;
const structureLimit = 2048;
const nothing = sizedBuffer(new Uint8Array(0));

/** TPM2_CreatePrimary in the endorsement hierarchy: the same template gives the same key, until the TPM is cleared. */
export function createEndorsementPrimary(transport: TpmTransport, template: Uint8Array): Promise<LoadedKey> {
  const noSensitive = sizedBuffer(new Uint8Array(4));
  return runCommand(transport, {
    name: "TPM2_CreatePrimary",
    code: 0x131,
    handles: [endorsementHierarchy],
    authorizations: [emptyPassword],
    parameters: [noSensitive, sizedBuffer(template), nothing, encodePcrSelections([])],
    answersHandle: true,
    read: (reader, handle) => {
      const publicArea = within(reader, "outPublic", parsePublicArea);
      // Creation data, hash, ticket and name: the name is recomputed by whoever needs it.
      reader.rest("creation data");
      return { handle, publicArea };
    },
  });
}

/** TPM2_ReadPublic: a key that is in the TPM already, such as a persistent one. */
export function readLoadedKey(transport: TpmTransport, handle: number): Promise<LoadedKey> {
  return runCommand(transport, {
    name: "TPM2_ReadPublic",
    code: 0x173,
    handles: [handle],
    authorizations: [],
    parameters: [],
    answersHandle: false,
    read: (reader) => {
      const publicArea = within(reader, "outPublic", parsePublicArea);
      reader.rest("name and qualified name");
      return { handle, publicArea };
    },
  });
}

/** TPM2_Quote with the key's own scheme. @param qualifyingData at most 64 bytes: SHA-256 of the binding */
export function quotePcrs(
  transport: TpmTransport,
  { handle }: LoadedKey,
  qualifyingData: Uint8Array,
  pcrs: readonly PcrSelection[],
): Promise<Quote> {
  const ownScheme = new ByteWriter().u16be(algorithmIds.null).finish();
  return runCommand(transport, {
    name: "TPM2_Quote",
    code: 0x158,
    handles: [handle],
    authorizations: [emptyPassword],
    parameters: [sizedBuffer(qualifyingData), ownScheme, encodePcrSelections(pcrs)],
    answersHandle: false,
    read: (reader) => {
      const attest = within(reader, "quoted", parseAttest);
      const { offset } = reader;
      const signatureBytes = reader.rest("signature");
      return { attest, signature: placed(parseTpmSignature(signatureBytes), offset), signatureBytes };
    },
  });
}

/**
 * TPM2_ActivateCredential: opens what the gate sealed to the endorsement key for exactly this attestation key. The
 * endorsement key asks for a policy session, which is made, satisfied and flushed here.
 */
export async function activateCredential(
  transport: TpmTransport,
  attestationKey: LoadedKey,
  endorsementKey: LoadedKey,
  { credentialBlob, secret }: Credential,
): Promise<Uint8Array> {
  const session = await startPolicySession(transport);
  try {
    await satisfyEndorsementPolicy(transport, session);
    return await runCommand(transport, {
      name: "TPM2_ActivateCredential",
      code: 0x147,
      handles: [attestationKey.handle, endorsementKey.handle],
      authorizations: [emptyPassword, { kind: "policy", session }],
      parameters: [credentialBlob, secret],
      answersHandle: false,
      read: (reader) => readSizedBuffer(reader, "certInfo", 64),
    });
  } finally {
    await flushContext(transport, session);
  }
}

/** TPM2_FlushContext: forgets a loaded key or a session. */
export function flushContext(transport: TpmTransport, handle: number): Promise<void> {
  return runCommand(transport, {
    name: "TPM2_FlushContext",
    code: 0x165,
    handles: [handle],
    authorizations: [],
    parameters: [],
    answersHandle: false,
    read: () => undefined,
  });
}

function startPolicySession(transport: TpmTransport): Promise<number> {
  // The nonce guards the secret of a session, and this one has none.
  const nonce = sizedBuffer(new Uint8Array(16));
  const kind = new ByteWriter().u8(policySessionType).u16be(algorithmIds.null).u16be(algorithmIds.sha256).finish();
  return runCommand(transport, {
    name: "TPM2_StartAuthSession",
    code: 0x176,
    handles: [noHandle, noHandle],
    authorizations: [],
    parameters: [nonce, nothing, kind],
    answersHandle: true,
    read: (reader, handle) => {
      readSizedBuffer(reader, "nonceTPM", 64);
      return handle;
    },
  });
}

function satisfyEndorsementPolicy(transport: TpmTransport, session: number): Promise<void> {
  const expiration = new ByteWriter().u32be(0).finish();
  return runCommand(transport, {
    name: "TPM2_PolicySecret",
    code: 0x151,
    handles: [endorsementHierarchy, session],
    authorizations: [emptyPassword],
    parameters: [nothing, nothing, nothing, expiration],
    answersHandle: false,
    read: (reader) => {
      reader.rest("timeout and ticket");
    },
  });
}

/** The content of a TPM2B by a parser of its own, whose errors then name the place in the whole answer. */
function within<T>(reader: ByteReader, field: string, parse: (bytes: Uint8Array) => Parsed<T>): T {
  const offset = reader.offset + 2;
  return placed(parse(readSizedBuffer(reader, field, structureLimit)), offset);
}

function placed<T>(parsed: Parsed<T>, offset: number): T {
  if (parsed.ok) return parsed.value;
  throw new MalformedError({ ...parsed.error, offset: parsed.error.offset + offset });
}
