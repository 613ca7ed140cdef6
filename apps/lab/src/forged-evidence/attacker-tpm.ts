import { createHash, randomBytes } from "node:crypto";
import { ByteWriter, concatBytes, type ByteReader } from "@sekisho/encoding";
import { algorithmIds, objectAttributeBits, objectName, sizedBuffer } from "@sekisho/evidence/tpm";
import {
  activateCredential,
  attestationKeyTemplate,
  createEndorsementPrimary,
  emptyPassword,
  endorsementKeyTemplate,
  quotePcrs,
  runCommand,
  type LoadedKey,
  type TpmTransport,
} from "@sekisho/guest/tpm";
import { quotedPcrs } from "@sekisho/release";

/** A quote as it travels: TPMS_ATTEST and TPMT_SIGNATURE. */
export type SignedQuote = { readonly quote: Uint8Array; readonly signature: Uint8Array };

/** What an attacker's program does with a TPM that it may use. */
export type AttackerTpm = {
  readonly endorsementKey: Uint8Array;
  readonly attestationKey: Uint8Array;
  readonly attestationKeyName: Uint8Array;
  /** @param pcrs of the SHA-256 bank */
  quote(extraData: Uint8Array, pcrs?: readonly number[]): Promise<SignedQuote>;
  /** Signs any attestation with a key that is not restricted to what the TPM itself says. */
  sign(attest: Uint8Array): Promise<Uint8Array>;
  activate: (credential: Parameters<typeof activateCredential>[3]) => Promise<Uint8Array>;
};

/** Makes an endorsement key and a signing key; of `restricted: false`, one that signs whatever it is given. */
export async function openAttackerTpm(
  tpm: TpmTransport,
  { restricted }: { restricted: boolean },
): Promise<AttackerTpm> {
  const endorsement = await createEndorsementPrimary(tpm, endorsementKeyTemplate());
  const template = attestationKeyTemplate(new Uint8Array(randomBytes(32)));
  const key = await createEndorsementPrimary(tpm, restricted ? template : withoutRestriction(template));
  return {
    endorsementKey: endorsement.publicArea.bytes,
    attestationKey: key.publicArea.bytes,
    attestationKeyName: await objectName(key.publicArea),
    quote: async (extraData, pcrs = quotedPcrs) => {
      const { attest, signatureBytes } = await quotePcrs(tpm, key, extraData, [{ hash: "sha256", pcrs }]);
      return { quote: attest.bytes, signature: signatureBytes };
    },
    sign: (attest) => signAnything(tpm, key, attest),
    activate: (credential) => activateCredential(tpm, key, endorsement, credential),
  };
}

/** Where a TPMT_PUBLIC has its attributes: after type and nameAlg. */
const attributesOffset = 4;

function withoutRestriction(template: Uint8Array): Uint8Array {
  const changed = template.slice();
  const view = new DataView(changed.buffer);
  view.setUint32(attributesOffset, view.getUint32(attributesOffset) & ~objectAttributeBits(["restricted"]));
  return changed;
}

/** TPM2_Sign of a digest that the TPM did not make itself: the ticket is empty. */
function signAnything(tpm: TpmTransport, { handle }: LoadedKey, message: Uint8Array): Promise<Uint8Array> {
  const digest = new Uint8Array(createHash("sha256").update(message).digest());
  const [hashCheck, nullHierarchy] = [0x8024, 0x4000_0007];
  const ticket = new ByteWriter().u16be(hashCheck).u32be(nullHierarchy).u16be(0).finish();
  return runCommand(tpm, {
    name: "TPM2_Sign",
    code: 0x15d,
    handles: [handle],
    authorizations: [emptyPassword],
    parameters: [
      sizedBuffer(digest),
      new ByteWriter().u16be(algorithmIds.ecdsa).u16be(algorithmIds.sha256).finish(),
      ticket,
    ],
    answersHandle: false,
    read: (reader: ByteReader) => reader.rest("signature"),
  });
}

/**
 * A TPMS_ATTEST that no TPM made: a genuine quote, but for the digest of the PCRs at its end.
 *
 * @param pcrDigest 32 bytes
 */
export function forgeQuote(genuine: Uint8Array, pcrDigest: Uint8Array): Uint8Array {
  return concatBytes(genuine.subarray(0, genuine.length - pcrDigest.length), pcrDigest);
}
