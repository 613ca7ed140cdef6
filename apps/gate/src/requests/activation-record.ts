import { createHash, timingSafeEqual } from "node:crypto";
import { sha256Schema } from "@sekisho/encoding/schemas";
import { activationProof, credentialSchema, type SealedCredential } from "@sekisho/release";
import { z } from "zod";
import type { TpmCredential } from "@sekisho/verifier";
import type { RequestRow } from "../store/requests.ts";

/** What the database keeps: enough to repeat the question, and to know the answer, but not to give it. */
const activationSchema = z.strictObject({
  credential: credentialSchema,
  /** SHA-256 of the right proof. */
  proofDigest: sha256Schema,
});

/** A credential as it waits for its answer in `activation_json`; its secret is wiped. */
export async function storableActivation(made: TpmCredential, request: string, binding: Uint8Array): Promise<string> {
  const proof = await activationProof(made.secret, request, binding);
  made.secret.fill(0);
  const activation: z.infer<typeof activationSchema> = { credential: made.sealed, proofDigest: digestOf(proof) };
  return JSON.stringify(activation);
}

/** The credential that the guest's TPM must open. */
export function credentialOf({ number, activation_json: asked }: RequestRow): SealedCredential {
  if (asked === null) throw new Error(`request ${number} has no credential`);
  return readActivation(asked).credential;
}

/** Whether this is the right answer to the credential in `asked`. */
export function isRightProof(asked: string, proof: Uint8Array): boolean {
  return timingSafeEqual(Buffer.from(digestOf(proof)), Buffer.from(readActivation(asked).proofDigest));
}

function readActivation(text: string): z.infer<typeof activationSchema> {
  return activationSchema.parse(JSON.parse(text));
}

function digestOf(proof: Uint8Array): string {
  return createHash("sha256").update(proof).digest("hex");
}
