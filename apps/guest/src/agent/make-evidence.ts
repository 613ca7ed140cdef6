import { fromBase64Url, fromHex, toBase64Url, type Parsed } from "@sekisho/encoding";
import { computeBinding, type Challenge, type EvidenceBundle, type GuestKey } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import type { AgentConfiguration } from "./configuration.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import type { AgentPorts } from "./ports.ts";

/** A bundle that is ready to be sent, and the binding that it is about. */
export type Evidence =
  | { readonly ok: true; readonly bundle: EvidenceBundle; readonly binding: Uint8Array }
  | { readonly ok: false; readonly reason: Message };

const longestCommandLine = 8192;

/**
 * Binds machine, gate, challenge, guest key, disk and TPM together, and has secure processor and TPM sign it.
 *
 * @param request names the request that this refreshes, if it does
 */
export async function makeEvidence(input: {
  readonly configuration: AgentConfiguration;
  readonly ports: Pick<AgentPorts, "reports" | "vtpm" | "trustDomain">;
  readonly challenge: Challenge;
  readonly gateKeyDigest: string;
  readonly guestKey: GuestKey;
  readonly headerDigest: string;
  readonly request: string | undefined;
}): Promise<Evidence> {
  const { configuration, ports, challenge, gateKeyDigest, guestKey, headerDigest, request } = input;
  const { machineId, boot } = configuration;
  const named = await ports.vtpm?.attestationKeyName();
  if (named?.ok === false) return named;
  const attestationKeyName = named?.value ?? new Uint8Array();
  const binding = await computeBinding({
    machineId,
    gateKeyDigest: sound(fromHex("gateKeyDigest", gateKeyDigest)),
    nonce: sound(fromBase64Url("nonce", challenge.nonce)),
    guestKey: guestKey.publicKey,
    headerDigest: sound(fromHex("headerDigest", headerDigest)),
    attestationKeyName,
  });
  const gathered = await gatherEvidence(ports, binding);
  if (!gathered.ok) return gathered;
  const bundle: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId,
    nonce: challenge.nonce,
    guestKey: toBase64Url(guestKey.publicKey),
    gateKeyDigest,
    headerDigest,
    attestationKeyName: toBase64Url(attestationKeyName),
    ...gathered.value,
    ...(request === undefined ? {} : { request }),
    ...(boot.commandLine.length > longestCommandLine ? {} : { claimedBoot: boot }),
  };
  return { ok: true, bundle, binding };
}

/** The schemas have looked at these texts before. */
function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
