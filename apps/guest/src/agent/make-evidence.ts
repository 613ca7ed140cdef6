import { fromBase64Url, fromHex, toBase64, toBase64Url, type Parsed } from "@sekisho/encoding";
import { computeBinding, type Challenge, type EvidenceBundle, type GuestKey } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import type { AgentConfiguration } from "./configuration.ts";
import type { Report, ReportSource } from "./ports.ts";

/** A bundle that is ready to be sent, and the binding in its report. */
export type Evidence =
  | { readonly ok: true; readonly bundle: EvidenceBundle; readonly binding: Uint8Array }
  | { readonly ok: false; readonly reason: Message };

/** The gate would refuse longer ones; it can fetch certificates by itself. */
const longestCertificateTable = 65_536;
const longestCommandLine = 8192;

/**
 * Binds machine, gate, challenge, guest key and disk together, and has the secure processor sign it.
 *
 * @param request names the request that this refreshes, if it does
 */
export async function makeEvidence(input: {
  readonly configuration: AgentConfiguration;
  readonly reports: ReportSource;
  readonly challenge: Challenge;
  readonly gateKeyDigest: string;
  readonly guestKey: GuestKey;
  readonly headerDigest: string;
  readonly request: string | undefined;
}): Promise<Evidence> {
  const { configuration, reports, challenge, gateKeyDigest, guestKey, headerDigest, request } = input;
  const { machineId, boot } = configuration;
  const binding = await computeBinding({
    machineId,
    gateKeyDigest: sound(fromHex("gateKeyDigest", gateKeyDigest)),
    nonce: sound(fromBase64Url("nonce", challenge.nonce)),
    guestKey: guestKey.publicKey,
    headerDigest: sound(fromHex("headerDigest", headerDigest)),
    attestationKeyName: new Uint8Array(),
  });
  const made = await reports.report(binding);
  if (!made.ok) return made;
  const bundle: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId,
    nonce: challenge.nonce,
    guestKey: toBase64Url(guestKey.publicKey),
    gateKeyDigest,
    headerDigest,
    attestationKeyName: "",
    evidence: evidenceOf(made.report),
    ...(request === undefined ? {} : { request }),
    ...(boot.commandLine.length > longestCommandLine ? {} : { claimedBoot: boot }),
  };
  return { ok: true, bundle, binding };
}

function evidenceOf({ outblob, auxblob }: Report): EvidenceBundle["evidence"] {
  const report = toBase64(outblob);
  if (auxblob.length === 0 || auxblob.length > longestCertificateTable) return { technology: "sev-snp", report };
  return { technology: "sev-snp", report, certificateTable: toBase64(auxblob) };
}

/** The schemas have looked at these texts before. */
function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
