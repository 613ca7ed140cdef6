import type { Check } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";

/** @param others all checks of the verdict */
type Sentence = (check: Check, others: readonly Check[]) => Message | undefined;
type Rule = readonly [RegExp, Sentence];

const says =
  (id: string): Sentence =>
  () =>
    message(`verifier.headline.${id}`);
const failing =
  (id: string): Sentence =>
  ({ status }) =>
    status === "fail" ? message(`verifier.headline.${id}`) : undefined;

/** In plain words what a refusing check means; the first rule that has something to say is taken. */
const rules: readonly Rule[] = [
  [/^request\.machine$/, says("other-machine")],
  [/^request\.gate-key$/, says("other-gate")],
  [/^request\.header$/, says("other-disk")],
  [/^request\.binding$|^(?:sev-snp|tdx|svsm|vtpm)\.report-data$|^tpm\.quote\.extra-data$/, says("borrowed")],
  [/^vtpm\.azure-hcl\.user-data$/, says("borrowed")],
  [/^(?:sev-snp|tdx)\.signature$|^tdx\.qe-(?:report|binding)$/, failing("forged")],
  [/^(?:sev-snp|tdx)\.chain\.(?:signatures|names|authority)$/, failing("forged-certificates")],
  [/^(?:sev-snp|tdx)\.chain\.root$/, failing("foreign-root")],
  [/^(?:sev-snp\.chain|tdx\.(?:chain|pck))\.revocation$/, revocation],
  [/^(?:sev-snp|tdx)\.chain\.dates$/, failing("expired")],
  [/^(?:sev-snp|tdx)\.(?:chain\.|signature$|certificate\.|qe-)/, unseen],
  [/^(?:sev-snp|tdx)\.policy\.debug$/, says("debug")],
  [/^sev-snp\.guest-policy$|^tdx\.attributes$/, says("other-settings")],
  [/^sev-snp\.tcb\./, tcb],
  [/^tdx\.(?:policy\.tcb(?:$|\.statuses$)|tcb$|tcb-info\.found$)/, tcbStatus],
  [/^sev-snp\.(?:policy\.)?measurement$/, launch],
  [/^(?:sev-snp\.policy\.measurement|measured-boot)\.command-line$/, commandLine],
  [/^sev-snp\.policy\.measurement\.kernel$/, kernel],
  [/^(?:sev-snp\.policy\.measurement|measured-boot)\.initrd$/, says("initrd")],
  [/^sev-snp\.policy\.measurement\.firmware$|^tdx\.(?:policy\.)?mr-td$|^measured-boot\.firmware$/, says("firmware")],
  [/^sev-snp\.policy\.measurement\.kernel-hashes$/, says("unmeasured")],
  [/^sev-snp\.policy\.measurement\.(?:vcpus|vcpu-type)$/, shape],
  [/^sev-snp\.policy\.measurement\.(?:vmm|guest-features)$/, says("other-form")],
  [/^measured-boot\.known/, knownBoot],
  [/^measured-boot\.kernel$/, says("kernel")],
  [/^measured-boot\.(?:shim|boot-loader)$/, says("boot-loader")],
  [/^measured-boot\.grub-(?:command|file)$/, says("boot-loader-input")],
  [/^measured-boot\.uki-section$/, says("kernel-image")],
  [/^measured-boot\.secure-boot$/, secureBoot],
  [/^measured-boot\.policy\.secure-boot$/, says("secure-boot-off")],
  [/^measured-boot\.machine$/, failing("image-of-another")],
  [/^measured-boot\.initrd-left$|^tdx\.policy\.rtmrs\.3$/, says("initrd-left")],
  [/^tdx\.event-log\.rtmr-|^tpm\.quote\.pcr-digest$/, says("untrue-log")],
  [/^tpm\.quote\.signature$/, says("forged-quote")],
  [/^vtpm\.svsm\.measured$/, says("unmeasured-svsm")],
  [
    /^vtpm\.(?:endorsement-key\.known|provider|svsm\.|azure-hcl\.)|^tpm\.(?:attestation-key|ek-certificate)\./,
    says("foreign-tpm"),
  ],
];

/**
 * A refusing check in a sentence for somebody who has never seen the specification. Where there are no plainer words, it is what the check
 * itself says.
 *
 * @param others all checks of the verdict: with them some sentences are more exact
 */
export function sentenceOf(check: Check, others: readonly Check[] = [check]): Message {
  for (const [pattern, sentence] of rules) {
    const said = pattern.test(check.id) ? sentence(check, others) : undefined;
    if (said !== undefined) return said;
  }
  return check.detail;
}

function revocation({ status, detail }: Check): Message | undefined {
  if (status === "unknown") return message("verifier.headline.revocation-unknown");
  if (detail.id.endsWith(".forged")) return message("verifier.headline.revocation-forged");
  if (detail.id.endsWith(".stale")) return message("verifier.headline.revocation-stale");
  return detail.id.endsWith(".revoked") ? message("verifier.headline.revoked") : undefined;
}

/** Whether a check is about what only the chip maker can tell. */
export function isOfChipMaker({ id }: Check): boolean {
  return /^(?:sev-snp|tdx)\.(?:chain\.|pck\.|certificate\.|signature$|qe-|tcb(?:$|[.-])|policy\.tcb(?:$|\.))/.test(id);
}

function isOfTpm({ id }: Check): boolean {
  return /^(?:tpm|vtpm)\./.test(id);
}

/** What could not be looked at, as something is missing. */
function unseen({ status }: Check): Message | undefined {
  return status === "unknown" ? message("verifier.headline.certificates-missing") : undefined;
}

function tcb({ status, detail: { values } }: Check): Message | undefined {
  if (status !== "fail") return message("verifier.headline.tcb-unknown");
  const { advisory } = values;
  if (advisory === undefined) return message("verifier.headline.tcb-old");
  return message("verifier.headline.tcb-hole", { advisory });
}

function tcbStatus({ status, detail: { values } }: Check): Message | undefined {
  if (status !== "fail") return message("verifier.headline.tcb-unknown");
  const { status: rating } = values;
  return rating === undefined ? undefined : message("verifier.headline.tcb-status", { status: rating });
}

function launch({ status, detail: { id, values } }: Check, others: readonly Check[]): Message | undefined {
  if (status === "unknown") return message("verifier.headline.nothing-known");
  switch (id) {
    case "explain.several":
      return message("verifier.headline.several");
    case "explain.nothing.initrd-likely":
      return message("verifier.headline.file-exchanged");
    case "explain.nothing.kernel-claimed":
      return message("verifier.headline.kernel-claimed", values);
    case "explain.nothing.command-line-claimed":
      return message("verifier.headline.command-line-claimed", values);
    default:
      if (/^explain\.(?!nothing)/.test(id)) return undefined;
      // Where the disk is booted from, the digest covers the firmware alone.
      return message(others.some(isOfTpm) ? "verifier.headline.firmware" : "verifier.headline.started-other");
  }
}

function commandLine({ detail: { id, values } }: Check): Message {
  // Every boot of an image names one machine: another name means another machine's boot.
  if (String(values["added"] ?? "").includes("sekisho.machine=")) return message("verifier.headline.image-of-another");
  const how = /^explain\.command-line\.(adds|drops|changes|moves|spaces)$/.exec(id)?.[1];
  return how === undefined
    ? message("verifier.headline.command-line")
    : message(`verifier.headline.command-line.${how}`, values);
}

/** Two builds can have one version. */
function kernel({ detail: { values } }: Check): Message {
  const { expected = "", actual = "" } = values;
  return expected === actual
    ? message("verifier.headline.kernel")
    : message("verifier.headline.kernel-version", { expected, actual });
}

function shape({ id, expected, actual }: Check): Message {
  const what = id.endsWith(".vcpus") ? "vcpus" : "vcpu-type";
  return message(`verifier.headline.${what}`, { expected: expected ?? "", actual: actual ?? "" });
}

function knownBoot({ detail: { id, values } }: Check): Message {
  if (id !== "known-boot.silent") return message("verifier.headline.boot-other");
  return message("verifier.headline.never-seen", { registers: values["registers"] ?? "" });
}

function secureBoot({ detail: { id } }: Check): Message {
  return message(
    id === "known-boot.secure-boot.off" ? "verifier.headline.secure-boot-off" : "verifier.headline.secure-boot-keys",
  );
}
