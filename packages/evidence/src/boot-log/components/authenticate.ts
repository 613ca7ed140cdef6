import { equalBytes, toHex } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import type { Component, Description } from "./component.ts";

/**
 * Hashes again what a description says was measured. A name counts as authenticated only when one and the same bytes give
 * the event's digest in every bank that Sekisho can compute, and there is such a bank.
 */
export async function authenticateComponent(
  { kind, name, measured, signatures, authority }: Description,
  digests: ReadonlyMap<HashAlgorithm, Uint8Array>,
  extendsRegister: boolean,
): Promise<Component> {
  // What no register holds proves nothing, even if its digest fits.
  const authenticated = extendsRegister && measured.length > 0 && (await isMeasured(measured, digests));
  if (authority !== undefined) {
    return { kind, name, authenticated, authority: toHex(await hash("sha256", authority)) };
  }
  if (signatures === undefined) return { kind, name, authenticated };
  const listed = signatures.map(async ({ type, owner, data }) => ({
    type,
    owner,
    value: toHex(type === "x509" ? await hash("sha256", data) : data),
  }));
  return { kind, name, authenticated, signatures: await Promise.all(listed) };
}

async function isMeasured(
  candidates: readonly Uint8Array[],
  digests: ReadonlyMap<HashAlgorithm, Uint8Array>,
): Promise<boolean> {
  if (digests.size === 0) return false;
  for (const candidate of candidates) {
    let all = true;
    for (const [bank, digest] of digests) all &&= equalBytes(await hash(bank, candidate), digest);
    if (all) return true;
  }
  return false;
}
