import type { MeasuredBootPolicy } from "../policy/measured-boot-schema.ts";
import type { Policy } from "../policy/schema.ts";
import type { VtpmProvider } from "./input.ts";

/** What holds of a boot that a TPM recorded where the policy says nothing. */
const defaultPcrs: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];
const defaultProviders: readonly VtpmProvider[] = ["svsm", "azure-hcl"];

/** A policy's demands with the defaults filled in. */
export type Demands = {
  readonly providers: readonly VtpmProvider[];
  readonly pcrs: readonly number[];
  readonly secureBoot: "required" | "any";
  readonly unmeasuredSvsm: "warn" | "refuse";
  readonly components: NonNullable<MeasuredBootPolicy["components"]>;
};

/**
 * The demands of a policy, whether it has a section about measured boots or not.
 *
 * @param expected who holds the machine's TPM, as its owner says: accepted unless the policy names others
 */
export function demandsOf(policy: Policy, expected: VtpmProvider | undefined): Demands {
  const section = policy["measured-boot"] ?? {};
  const namesLab = (policy["sev-snp"]?.roots?.additional ?? []).length > 0;
  return {
    providers: section.providers ?? [...defaultProviders, ...(expected === undefined ? [] : [expected])],
    pcrs: section.pcrs ?? defaultPcrs,
    secureBoot: section["secure-boot"] ?? "any",
    unmeasuredSvsm: section["unmeasured-svsm"] ?? (namesLab ? "warn" : "refuse"),
    components: section.components ?? {},
  };
}
