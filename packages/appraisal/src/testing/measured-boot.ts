import { createHash } from "node:crypto";
import { refuses, type Check } from "@sekisho/evidence";
import { objectName, parsePublicArea, type ObjectAttribute, type PcrSelection } from "@sekisho/evidence/tpm";
import { eccKey, quoteAttest, rsaKey, signAs, type SoftwareKey } from "@sekisho/evidence/tpm/testing";
import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import type { MeasuredBootInput, VtpmBytes } from "../measured-boot/index.ts";
import { readMeasuredLog } from "../measured-boot/log.ts";
import type { Policy } from "../policy/schema.ts";
import { labReport } from "./lab-report.ts";
import { commandLine, logOf, machineId, pcrsAfter, sha256, usualEvents, type TestEvent } from "./measured-log.ts";

const storage: readonly ObjectAttribute[] = ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt"];
const scheme = { kind: "ecdsa", hash: "sha256" } as const;

export const binding = new Uint8Array(64).fill(0xb1);
export const launchDigest = "1a".repeat(48);
/** Keys are made once; a test that needs another makes its own. */
export const endorsementKey = rsaKey(2048, { attributes: storage, symmetric: 128 });
export const attestationKey = eccKey("P-256", { scheme });

/** What a test wants otherwise. Whatever is not named is as in a good boot. */
export type Changes = {
  /** What really happened: the quote is over it. */
  readonly events?: readonly TestEvent[];
  /** What the log says, where that is not what happened. */
  readonly logged?: readonly TestEvent[];
  readonly ek?: SoftwareKey;
  readonly ak?: SoftwareKey;
  /** The key whose name is in the binding, where that is another than the one in the evidence. */
  readonly boundKey?: SoftwareKey;
  readonly manifest?: Uint8Array;
  readonly select?: readonly PcrSelection[];
  readonly vmpl?: number;
  readonly reportData?: Uint8Array;
  readonly extraData?: Uint8Array;
  readonly provider?: "svsm" | "device";
  readonly policy?: Policy;
  readonly known?: readonly MeasuredBoot[];
  readonly svsm?: { readonly version: string } | null;
  readonly claimed?: string;
  readonly pins?: readonly string[];
};

/** The known boots of {@link usualEvents}: PCR 0 and 1 learned, the rest predicted, as a machine has them. */
export async function usualBoots(events: readonly TestEvent[] = usualEvents): Promise<readonly MeasuredBoot[]> {
  const { parsed } = await readMeasuredLog({ firmwareLog: logOf(events) });
  if (!parsed.ok) throw new Error(parsed.error.field);
  const known = parsed.value.events.map(({ pcr, component, name, digest }): MeasuredEvent => {
    const text = component === "command-line" && pcr === 9 ? `BOOT_IMAGE=${commandLine}` : name;
    return { pcr, component, name: text, digest };
  });
  const value = (name: string, origin: MeasuredBoot["origin"], pcrs: number[]): MeasuredBoot => {
    const own = known.filter(({ pcr }) => pcrs.includes(pcr));
    return { name, addedAt: "2026-11-23T00:00:00Z", origin, pcrs, events: own };
  };
  return [value("shape", "learned", [0, 1]), value("files", "predicted", [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14])];
}

/** Evidence of a boot with an SVSM (or a device), and everything it is judged by. */
export async function bootEvidence(changes: Changes = {}): Promise<MeasuredBootInput> {
  const { events = usualEvents, logged = events, ek = endorsementKey, ak = attestationKey } = changes;
  const { provider = "svsm", manifest = ek.publicArea, policy = { version: 1 } } = changes;
  const boundReportData = new Uint8Array(createHash("sha512").update(binding).update(manifest).digest());
  const usualReportData = provider === "svsm" ? boundReportData : binding;
  const { report } = await labReport({
    fields: {
      reportData: changes.reportData ?? usualReportData,
      vmpl: changes.vmpl ?? 0,
      measurement: new Uint8Array(Buffer.from(launchDigest, "hex")),
    },
  });
  const select = changes.select ?? [{ hash: "sha256", pcrs: Array.from({ length: 16 }, (_, pcr) => pcr) }];
  const pcrDigest = sha256(...pcrsAfter(events));
  const quote = quoteAttest({ extraData: changes.extraData ?? sha256(binding), pcrSelect: select, pcrDigest });
  const fields = {
    endorsementKey: ek.publicArea,
    attestationKey: ak.publicArea,
    quote,
    signature: signAs(scheme, ak.privateKey, quote),
    firmwareLog: logOf(logged),
  };
  const vtpm: VtpmBytes =
    provider === "svsm" ? { provider, ...fields, servicesManifest: manifest } : { provider, ...fields };
  const { pins = [] } = changes;
  return {
    policy,
    vtpm,
    binding,
    attestationKeyName: await nameOf(changes.boundKey ?? ak),
    report,
    machine: {
      id: machineId,
      vtpm: provider === "svsm" ? { provider } : { provider, endorsementKeys: pins, roots: [] },
      knownBoots: changes.known ?? (await usualBoots()),
      knownLaunches: [
        { name: "launch", launchDigest, svsm: changes.svsm === undefined ? { version: "1.0" } : changes.svsm },
      ],
      namesMachine: (text, id) => text.split(" ").includes(`sekisho.machine=${id}`),
    },
    ...(changes.claimed === undefined ? {} : { claimedBoot: { commandLine: changes.claimed, kernelVersion: "6.12" } }),
  };
}

async function nameOf({ publicArea }: SoftwareKey): Promise<Uint8Array> {
  const area = parsePublicArea(publicArea);
  if (!area.ok) throw new Error(area.error.field);
  return objectName(area.value);
}

/** The refusing checks, by identifier. */
export function refused(checks: readonly Check[]): readonly string[] {
  return checks.filter(refuses).map(({ id }) => id);
}
