import type { Malformed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import type { FoundChain, Link } from "./find-chain.ts";
import { check, type Finding } from "./result.ts";

/** Whether the certificates below the root are there. A missing one is unknown: it says nothing against the evidence. */
export function presenceChecks(report: AttestationReport, chain: FoundChain): readonly Check[] {
  const { leaf, intermediate, unreadable } = chain;
  const signer = report.signingKey === "VLEK" ? "VLEK" : "VCEK";
  const above = leaf?.certificate.issuer.commonName ?? (signer === "VCEK" ? "ASK" : "ASVK");
  return [
    check("sev-snp.chain.leaf", presence(leaf, `SEV-${signer}`)),
    check("sev-snp.chain.intermediate", presence(intermediate, above)),
    ...unreadable.slice(0, 1).map((first) => check("sev-snp.chain.unreadable", unreadableFinding(first, unreadable))),
  ];
}

function presence(link: Link | undefined, name: string): Finding {
  const values = { name };
  if (link === undefined) {
    return { status: "unknown", expected: name, detail: "endorsements.amd.certificate.missing", values };
  }
  const actual = link.certificate.subject.text;
  return { status: "pass", expected: name, actual, detail: "endorsements.amd.certificate.found", values };
}

function unreadableFinding({ field, offset, expected, actual }: Malformed, all: readonly Malformed[]): Finding {
  const values = { count: all.length, field, offset };
  return { status: "unknown", optional: true, expected, actual, detail: "endorsements.amd.unreadable", values };
}
