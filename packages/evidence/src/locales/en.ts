export const en = {
  "evidence.azure-hcl.runtime-data.pass":
    "The hardware report vouches for the runtime data (vTPM keys, VM configuration): REPORT_DATA is its hash.",
  "evidence.azure-hcl.runtime-data.fail":
    "The hardware report does not vouch for the runtime data: REPORT_DATA is not its hash, so the vTPM keys may be anybody's.",
  "evidence.svsm.vmpl.pass": "The report was asked for at VMPL 0, where the SVSM runs.",
  "evidence.svsm.vmpl.fail":
    "The report was not asked for at VMPL 0, so no SVSM did: whoever runs in the guest can have written its manifest.",
  "evidence.svsm.report-data.pass":
    "The SVSM vouches for the vTPM: REPORT_DATA is the hash of the binding and the services manifest.",
  "evidence.svsm.report-data.fail":
    "REPORT_DATA is not the hash of this binding and this services manifest: the report is about another request or another vTPM.",
} as const;
