import { parsePolicy } from "@sekisho/appraisal";
import { policyDigest, type BootFacts, type EvidenceBundle } from "@sekisho/release";
import type { Json } from "@sekisho/release/log";

type Claims = Readonly<Record<string, unknown>>;

/**
 * What the claims of a report say besides the launch digest that has to be the same for a boot to be like another: all but nonces
 * and identifiers of one boot (REPORT_DATA, REPORT_ID), and the chip, as a cloud may start a machine on any of its hosts.
 */
const ofReport: readonly string[] = [
  "guestSvn",
  "policy",
  "familyId",
  "imageId",
  "vmpl",
  "platformInfo",
  "authorKeyEn",
  "maskChipKey",
  "signingKey",
  "hostData",
  "idKeyDigest",
  "authorKeyDigest",
  "cpuidFamId",
  "cpuidModId",
  "cpuidStep",
  "product",
  "currentTcb",
  "reportedTcb",
  "committedTcb",
  "launchTcb",
  "currentMajor",
  "currentMinor",
  "currentBuild",
  "committedMajor",
  "committedMinor",
  "committedBuild",
  "launchMitVector",
  "currentMitVector",
];

const ofQuote: readonly string[] = [
  "version",
  "body",
  "attestationKeyType",
  "qeSvn",
  "pceSvn",
  "qeVendorId",
  "teeTcbSvn",
  "teeTcbSvn2",
  "mrSeam",
  "mrSignerSeam",
  "seamAttributes",
  "tdAttributes",
  "xfam",
  "mrConfigId",
  "mrOwner",
  "mrOwnerConfig",
  "mrServiceTd",
];

/** Of the platform's certificate what its TCB is compared by; identifiers of the one platform are left out. */
const ofPck: readonly string[] = ["fmspc", "pceId", "pceSvn", "cpuSvn", "components", "sgxType", "configuration"];

/** IMA goes on extending it while a guest waits, so it counts only where a policy demands it to be known. */
const pcrOfIma = 10;

/**
 * The facts that a grant stands on, of evidence that was accepted: see `BootFacts`. Where the TPM is the SVSM's, its endorsement key is
 * made at each launch, by software that the launch digest covers; any other TPM must be the same one.
 *
 * @param claims those of the verdict
 * @param policy YAML, as it was judged with; null: the strict default
 * @returns undefined where the claims are not such of accepted evidence
 */
export async function bootFactsOf(
  bundle: Pick<EvidenceBundle, "machineId" | "headerDigest" | "evidence" | "vtpm">,
  claims: Claims,
  policy: string | null,
): Promise<BootFacts | undefined> {
  const { technology } = bundle.evidence;
  const launch = launchOf(technology, claims);
  const tpm = bundle.vtpm === undefined ? { registers: {}, facts: null } : tpmOf(claims, demandsIma(policy));
  if (launch === undefined || tpm === undefined) return undefined;
  return {
    machineId: bundle.machineId,
    technology,
    launchDigest: launch.digest,
    registers: { ...launch.registers, ...tpm.registers },
    platform: { ...launch.facts, tpm: tpm.facts },
    headerDigest: bundle.headerDigest,
    policyDigest: await policyDigest(policy),
  };
}

type Facts = { readonly [name: string]: Json };
type Registers = Readonly<Record<string, string>>;
type Launch = { readonly digest: string | null; readonly registers: Registers; readonly facts: Facts };

function launchOf(technology: EvidenceBundle["evidence"]["technology"], claims: Claims): Launch | undefined {
  switch (technology) {
    case "tpm":
      return { digest: null, registers: {}, facts: {} };
    case "sev-snp": {
      const digest = textOf(claims["measurement"]);
      if (digest === undefined || claims["reportedTcb"] === undefined) return undefined;
      return { digest, registers: {}, facts: pick(claims, ofReport) };
    }
    case "tdx": {
      const digest = textOf(claims["mrTd"]);
      const registers = registersOf(claims, (number) => `rtmr${number}`, [0, 1, 2, 3]);
      const pck = recordOf(claims["pck"]);
      if (digest === undefined || registers === undefined || pck === undefined) return undefined;
      const facts = {
        ...pick(claims, ofQuote),
        pck: pick(pck, ofPck),
        tcb: pick(recordOf(claims["tcb"]) ?? {}, ["status"]),
      };
      return { digest, registers, facts };
    }
  }
}

function tpmOf(claims: Claims, withIma: boolean): { readonly registers: Registers; readonly facts: Facts } | undefined {
  const measured = recordOf(claims["measuredBoot"]);
  const pcrs = recordOf(measured?.["pcrs"]);
  const provider = textOf(measured?.["provider"]);
  const endorsementKey = textOf(recordOf(measured?.["endorsementKey"])?.["sha256"]);
  if (pcrs === undefined || provider === undefined || endorsementKey === undefined) return undefined;
  const numbers = Array.from({ length: 16 }, (_, pcr) => pcr).filter((pcr) => withIma || pcr !== pcrOfIma);
  const registers = registersOf(pcrs, (pcr) => `${pcr}`, numbers);
  if (registers === undefined) return undefined;
  return { registers, facts: { provider, endorsementKey: provider === "svsm" ? null : endorsementKey } };
}

function registersOf(
  claims: Claims,
  nameOf: (number: number) => string,
  numbers: readonly number[],
): Registers | undefined {
  const found = numbers.flatMap((number) => {
    const value = textOf(claims[nameOf(number)]);
    return value === undefined ? [] : [[`${number}`, value] as const];
  });
  return found.length === numbers.length ? Object.fromEntries(found) : undefined;
}

function demandsIma(policy: string | null): boolean {
  const parsed = policy === null ? undefined : parsePolicy(policy);
  return parsed?.ok === true && (parsed.policy["measured-boot"]?.pcrs ?? []).includes(pcrOfIma);
}

/** What a report of an older version does not say is null. Claims are JSON. */
function pick(claims: Claims, names: readonly string[]): Facts {
  return Object.fromEntries(names.map((name) => [name, (claims[name] ?? null) as Json]));
}

function recordOf(value: unknown): Claims | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
