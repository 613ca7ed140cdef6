import { toBase64Url } from "@sekisho/encoding";
import { enterSchema, type Enter, type SignedRelease } from "@sekisho/release";
import { sealToGuest } from "@sekisho/verifier";
import { signRelease } from "../keys/signing-keys.ts";
import type { RequestRow } from "../store/requests.ts";
import type { Candidate } from "./examine.ts";
import type { Gate } from "./gate.ts";

type ReleasedTo = Pick<RequestRow, "id" | "machine_id" | "header_digest" | "gate_key_digest">;

/** Mode `auto`: decrypts the machine's key, seals it to the guest and its TPM, wipes it, and signs. */
export async function releaseHeldKey(gate: Gate, candidate: Candidate, id: string): Promise<SignedRelease> {
  const { machine, input, binding, signingKey } = candidate;
  const { bundle } = input;
  const encrypted = machine.encryptedKey;
  const secret = encrypted === null ? undefined : gate.keys.root.decrypt(machine.machine.id, encrypted);
  if (secret === undefined) throw new Error(`the disk key of machine ${machine.machine.id} can't be decrypted`);
  try {
    const sealed = await sealToGuest(bundle, binding, secret);
    if (sealed === undefined) throw new Error(`no credential for the TPM of request ${id}`);
    return signRelease(signingKey, {
      machineId: bundle.machineId,
      request: id,
      binding: toBase64Url(binding),
      ...sealed,
      headerDigest: bundle.headerDigest,
    });
  } finally {
    secret.fill(0);
  }
}

/** Mode `enter`: signs what a person sealed. The gate can't read it. */
export function releaseEnteredSecret(gate: Gate, request: ReleasedTo, sealed: Enter): SignedRelease {
  const signingKey = gate.keys.signing.find(({ digest }) => digest === request.gate_key_digest);
  if (signingKey === undefined) throw new Error(`the gate no longer has the key that request ${request.id} names`);
  return signRelease(signingKey, {
    machineId: request.machine_id,
    request: request.id,
    ...sealed,
    headerDigest: request.header_digest,
  });
}

/** What a person sealed, as it waits in the database. */
export function readSealed(request: RequestRow): Enter {
  return enterSchema.parse(JSON.parse(request.sealed_json ?? "null"));
}
