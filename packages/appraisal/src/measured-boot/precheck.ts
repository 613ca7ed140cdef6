import type { Check } from "@sekisho/evidence";
import { checkAttestationKey, checkEndorsementKey } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { registersOf } from "@sekisho/reference-values";
import { decided } from "../outcome.ts";
import { demandsOf, type Demands } from "./demands.ts";
import { knownBootChecks } from "./known-boots.ts";
import type { MeasuredBootInput, VtpmProvider } from "./input.ts";
import { logChecks } from "./log-checks.ts";
import { quoteChecks } from "./quote.ts";
import { readVtpm, type ReadVtpm } from "./read.ts";
import { anyRefuses, tieChecks } from "./tie.ts";

/**
 * Everything about a TPM's evidence that needs no signature, cheapest first: structures, keys, provider, what ties the TPM to
 * the report, the quote's content, the logs, and at last the known boots.
 *
 * Nothing here is authenticated yet: a pass means nothing without the quote's signature and the report's, but a refusal is
 * final. Whoever sends another's quote can't make the comparison with known boots run.
 */
export async function precheckMeasuredBoot(input: MeasuredBootInput): Promise<readonly Check[]> {
  const reading = await readVtpm(input.vtpm);
  return reading.ok ? precheckRead(input, reading.vtpm) : reading.checks;
}

/** The same for evidence that is read already. */
export async function precheckRead(input: MeasuredBootInput, read: ReadVtpm): Promise<readonly Check[]> {
  const { policy, machine, binding, attestationKeyName } = input;
  const demands = demandsOf(policy, machine?.vtpm.provider);
  const who = [
    ...(await checkAttestationKey(read.attestationKey, attestationKeyName)),
    ...checkEndorsementKey(read.endorsementKey),
    ...providerChecks(input, demands),
    ...(await tieChecks(input, read, demands)),
  ];
  if (anyRefuses(who)) return who;
  const known = (machine?.knownBoots ?? []).filter((boot) => registersOf(boot) === "pcr");
  const quoted = await quoteChecks(read, binding, known);
  const logged = await logChecks(read.log, demands);
  const others = [...who, ...quoted, ...logged];
  // Only a log that does not replay is still compared: what is missing in it is the likeliest reason.
  const untrue = (id: string) => id === "tpm.quote.pcr-digest" || id.startsWith("measured-boot.");
  if (anyRefuses(others.filter(({ id }) => !untrue(id)))) return others;
  const replays = !anyRefuses(quoted);
  const asked = { ...input, knownBoots: known };
  return [...others, ...(await knownBootChecks(asked, read.log, { ...demands, registers: "pcr" }, replays))];
}

function providerChecks({ vtpm, machine }: MeasuredBootInput, demands: Demands): readonly Check[] {
  const { provider } = vtpm;
  const accepted = demands.providers.includes(provider);
  const sides = { expected: demands.providers.join(" | "), actual: provider };
  const checks = [
    decided(
      "measured-boot.policy.provider",
      accepted,
      sides,
      message(accepted ? "vtpm.provider.pass" : "vtpm.provider.fail", { provider }),
    ),
    insideCheck(provider),
  ];
  if (machine === undefined) return checks;
  const expected = machine.vtpm.provider;
  const same = expected === provider;
  const detail = message(same ? "vtpm.provider.expected" : "vtpm.provider.unexpected", { expected, actual: provider });
  return [...checks, decided("vtpm.provider", same, { expected, actual: provider }, detail)];
}

const holders: Readonly<Record<VtpmProvider, string>> = {
  svsm: "SVSM",
  "azure-hcl": "Microsoft's paravisor",
  google: "Google's hypervisor",
  device: "TPM device",
};

/** Says who could forge the record, and never decides: the policy's `providers` does. */
function insideCheck(provider: VtpmProvider): Check {
  const inside = provider === "svsm" || provider === "azure-hcl";
  return {
    id: "vtpm.inside-tcb",
    status: inside ? "pass" : "unknown",
    required: false,
    expected: "inside the confidential VM",
    actual: holders[provider],
    detail: message(`vtpm.inside-tcb.${provider}`),
  };
}
