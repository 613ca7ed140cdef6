import { setTimeout as sleep } from "node:timers/promises";
import { appraiseSevSnp } from "@sekisho/appraisal";
import { fromBase64, fromBase64Url, fromHex, toBase64Url, toUtf8, type Parsed } from "@sekisho/encoding";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { demandsOf } from "@sekisho/gate";
import { computeBinding, sealSecret, type EvidenceBundle, type Machine, type RequestDetail } from "@sekisho/release";
import type { World } from "./world.ts";

/**
 * The person of mode `enter`: waits for the machine's request, verifies its evidence on the own device against the own
 * `machine.json`, and seals the passphrase to the key in that very evidence.
 *
 * @param over ends the waiting: the machine has ended by itself
 */
export async function enterWhenAsked({ gate, passphrase }: World, machine: Machine, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const [waiting] = (await gate.client.requests(machine.id)).filter(({ state }) => state === "waiting");
    if (waiting !== undefined) {
      const detail = await gate.client.request(waiting.number);
      await gate.client.enter(waiting.number, await sealedFor(detail, machine, passphrase));
      return;
    }
    await sleep(200);
  }
}

async function sealedFor({ evidence, endorsements }: RequestDetail, machine: Machine, passphrase: string) {
  if (evidence === null) throw new Error("the request has no evidence to verify");
  const binding = await bindingOf(evidence, machine);
  const report = sound(parseAttestationReport(sound(fromBase64("report", evidence.evidence.report))));
  const { verdict } = await appraiseSevSnp({
    report,
    policy: demandsOf(null, machine.additionalRoots),
    referenceValues: machine.referenceValues,
    expectedReportData: binding,
    certificates: endorsements.certificates.map((text) => sound(fromBase64("certificate", text))),
    crls: endorsements.crls.map((text) => sound(fromBase64("CRL", text))),
    at: new Date(),
  });
  if (verdict !== "accepted") throw new Error("the person's own device does not accept the evidence");
  const guestKey = sound(fromBase64Url("guestKey", evidence.guestKey));
  const { encapsulatedKey, ciphertext } = await sealSecret({ guestKey, binding, secret: toUtf8(passphrase) });
  return {
    binding: toBase64Url(binding),
    encapsulatedKey: toBase64Url(encapsulatedKey),
    ciphertext: toBase64Url(ciphertext),
  };
}

/** Recomputed with what the person's `machine.json` says of machine, gate and disk, not with what the gate says. */
function bindingOf(evidence: EvidenceBundle, { id, gate, disk }: Machine): Promise<Uint8Array> {
  const [signingKey] = gate.signingKeys;
  return computeBinding({
    machineId: id,
    gateKeyDigest: sound(fromHex("digest", signingKey?.digest ?? "")),
    nonce: sound(fromBase64Url("nonce", evidence.nonce)),
    guestKey: sound(fromBase64Url("guestKey", evidence.guestKey)),
    headerDigest: sound(fromHex("headerDigest", disk.headerDigest)),
    attestationKeyName: new Uint8Array(),
  });
}

function sound<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`${parsed.error.field}: expected ${parsed.error.expected}`);
  return parsed.value;
}
