import { fromBase64Url, fromHex, toBase64Url, type Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { computeBinding, signingKeyOf, verifySignedRelease, type EvidenceBundle } from "@sekisho/release";
import { digestOfJson, type Receipt } from "@sekisho/release/log";
import { receiptCheck } from "./check.ts";
import type { ReceiptGround } from "./ground.ts";
import type { PlacedEntry, ReceiptEntries } from "./read-entries.ts";

/** Is the release the one that the log names, signed by this gate, sealed to the guest of the evidence and for its disk? */
export async function checkRelease(
  receipt: Receipt,
  { release: { entry }, entered }: ReceiptEntries,
  { gate }: ReceiptGround,
): Promise<readonly Check[]> {
  const { release, evidence } = receipt;
  const digest = await digestOfJson(release);
  if (digest !== entry.release) {
    return [receiptCheck("release", "fail", "differs", {}, { expected: entry.release, actual: digest })];
  }
  const spki = signingKeyOf(gate, release.gateKeyDigest);
  if (spki === undefined) return [receiptCheck("release", "fail", "unknown-key", { digest: release.gateKeyDigest })];
  if (!(await verifySignedRelease(release, spki))) return [receiptCheck("release", "fail", "forged")];
  if (release.headerDigest !== evidence.headerDigest) {
    const compared = { expected: evidence.headerDigest, actual: release.headerDigest };
    return [receiptCheck("release", "fail", "header", {}, compared)];
  }
  return [
    receiptCheck("release", "pass", "pass"),
    await bindingCheck(receipt, entry.binding),
    ...(entry.mode === "enter" ? [await enteredCheck(receipt, entered)] : []),
  ];
}

/** The secret is sealed to the guest's key under a binding; of older evidence of this guest only the nonce was another. */
async function bindingCheck({ release, evidence, sealedUnder }: Receipt, named: string): Promise<Check> {
  const expected = await bindingWith(evidence, sealedUnder);
  const holds = expected === release.binding && named === release.binding;
  return receiptCheck(
    "binding",
    holds ? "pass" : "fail",
    holds ? "pass" : "fail",
    {},
    {
      expected: expected ?? "–",
      actual: release.binding,
    },
  );
}

async function bindingWith(bundle: EvidenceBundle, nonce: string): Promise<string | undefined> {
  const parts = {
    gateKeyDigest: fromHex("gateKeyDigest", bundle.gateKeyDigest),
    nonce: fromBase64Url("nonce", nonce),
    guestKey: fromBase64Url("guestKey", bundle.guestKey),
    headerDigest: fromHex("headerDigest", bundle.headerDigest),
    attestationKeyName: fromBase64Url("attestationKeyName", bundle.attestationKeyName),
  };
  const read = ([name, part]: [string, Parsed<Uint8Array>]): [string, Uint8Array][] =>
    part.ok ? [[name, part.value]] : [];
  const bytes = Object.fromEntries(Object.entries(parts).flatMap(read)) as Record<keyof typeof parts, Uint8Array>;
  if (Object.keys(bytes).length < Object.keys(parts).length) return undefined;
  return toBase64Url(await computeBinding({ machineId: bundle.machineId, ...bytes }));
}

async function enteredCheck({ release }: Receipt, entered: PlacedEntry<"entered"> | undefined): Promise<Check> {
  if (entered === undefined) return receiptCheck("entered", "fail", "missing");
  const { binding, encapsulatedKey, ciphertext, credential } = release;
  const sealed = await digestOfJson({ binding, encapsulatedKey, ciphertext, credential });
  const { actor } = entered.entry;
  const who = "name" in actor ? actor.name : actor.kind;
  const same = sealed === entered.entry.sealed;
  return receiptCheck(
    "entered",
    same ? "pass" : "fail",
    same ? "pass" : "fail",
    { who },
    {
      expected: entered.entry.sealed,
      actual: sealed,
    },
  );
}
