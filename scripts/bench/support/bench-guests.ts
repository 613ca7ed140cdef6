import { fromBase64Url, toBase64, toBase64Url, type Parsed } from "@sekisho/encoding";
import type { SecureProcessor } from "@sekisho/lab";
import {
  bindingOfEvidence,
  challengeSchema,
  generateGuestKey,
  openSecret,
  requestStatusSchema,
  type Challenge,
  type EvidenceBundle,
  type GateIdentity,
  type GuestKey,
  type SignedRelease,
} from "@sekisho/release";
import type { GateCaller } from "./gate-caller.ts";

/** The machine that all guests claim to be, on the processor that signs for them. */
export type GuestSetting = {
  readonly processor: SecureProcessor;
  readonly machineId: string;
  readonly launchDigest: Uint8Array;
  readonly headerDigest: string;
  readonly gate: GateIdentity;
};

/** Evidence with the key that its release will be sealed to. */
export type GuestEvidence = { readonly bundle: EvidenceBundle; readonly binding: Uint8Array; readonly key: GuestKey };

/** Guest keys are drawn from this many: a guest makes its own before it calls the gate. */
const keys = 64;

/** Guests as quick as they can be: freshly launched for each cycle, since a REPORT_ID gets one release. */
export class BenchGuests {
  readonly #setting: GuestSetting;
  readonly #keys: readonly GuestKey[];
  #turn = 0;

  private constructor(setting: GuestSetting, guestKeys: readonly GuestKey[]) {
    this.#setting = setting;
    this.#keys = guestKeys;
  }

  static async create(setting: GuestSetting): Promise<BenchGuests> {
    return new BenchGuests(setting, await Promise.all(Array.from({ length: keys }, generateGuestKey)));
  }

  /** Launches a guest, and has the processor sign its answer to a challenge. */
  async evidence({ nonce, gateKeyDigest }: Challenge): Promise<GuestEvidence> {
    const { processor, machineId, launchDigest, headerDigest, gate } = this.#setting;
    const key = this.#keys[this.#turn++ % this.#keys.length];
    const pinned = gateKeyDigest ?? gate.signingKeys[0]?.digest;
    if (key === undefined || pinned === undefined) throw new Error("no guest key, or no key of the gate");
    const unsigned: EvidenceBundle = {
      type: "sekisho-evidence",
      version: 1,
      machineId,
      nonce,
      guestKey: toBase64Url(key.publicKey),
      gateKeyDigest: pinned,
      headerDigest,
      attestationKeyName: "",
      evidence: { technology: "sev-snp", report: "" },
    };
    const binding = await bindingOfEvidence(unsigned);
    const { report } = processor.launch({ launchDigest }).report(binding, 0);
    return { bundle: { ...unsigned, evidence: { technology: "sev-snp", report: toBase64(report) } }, binding, key };
  }
}

/** One guest's whole way: challenge, evidence, release. It throws unless the gate releases the key. */
export async function cycle(
  gate: GateCaller,
  guests: BenchGuests,
): Promise<GuestEvidence & { release: SignedRelease }> {
  const challenge = await gate.post("/v1/challenge", {}, challengeSchema);
  const evidence = await guests.evidence(challenge);
  const status = await gate.post("/v1/evidence", evidence.bundle, requestStatusSchema);
  if (status.state !== "released") throw new Error(`the gate did not release: ${JSON.stringify(status)}`);
  return { ...evidence, release: status.release };
}

/** What a release has inside, as its guest sees it; undefined when it was sealed to somebody else. */
export function openRelease({ binding, key, release }: Awaited<ReturnType<typeof cycle>>) {
  const sealed = {
    encapsulatedKey: sound(fromBase64Url("encapsulatedKey", release.encapsulatedKey)),
    ciphertext: sound(fromBase64Url("ciphertext", release.ciphertext)),
  };
  return openSecret({ guestKey: key, binding, sealed });
}

function sound<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(`${parsed.error.field} is malformed`);
  return parsed.value;
}
