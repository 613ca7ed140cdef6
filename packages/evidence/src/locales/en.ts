export const en = {
  "evidence.azure-hcl.runtime-data.pass":
    "The hardware report vouches for the runtime data (vTPM keys, VM configuration): REPORT_DATA is its hash.",
  "evidence.azure-hcl.runtime-data.fail":
    "The hardware report does not vouch for the runtime data: REPORT_DATA is not its hash, so the vTPM keys may be anybody's.",
} as const;
