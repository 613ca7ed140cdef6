/** The page of one request: its top, what can be done, and what happened meanwhile. */
export const en = {
  "console.request.eyebrow": "Request {number}",
  "console.request.back": "All requests",
  "console.request.machine-gone": "machine {machineId}, which is not registered any more",
  "console.request.unknown.title": "There is no request {number}",
  "console.request.unknown.text": "The number may be mistyped, or the request so old that the gate has forgotten it.",
  "console.request.boot": "Boot {count} of this machine",
  "console.request.evidence-at": "Evidence {time}",
  "console.request.expires": "Open until {time}",
  "console.request.technology.sev-snp": "AMD SEV-SNP",
  "console.request.technology.tdx": "Intel TDX",
  "console.request.technology.sev-es": "AMD SEV-ES",
  "console.request.technology.sev": "AMD SEV",
  "console.request.technology.tpm": "TPM without a confidential VM",
  "console.request.mode.auto": "The gate releases the key by itself",
  "console.request.mode.enter": "A person types the passphrase",
  "console.request.mode.approve": "People approve by passkey",

  "console.request.lead.safe": "Safe to unlock",
  "console.request.lead.approvable": "Safe to approve",
  "console.request.lead.as-prepared": "As you prepared it, but nothing protects its memory",
  "console.request.lead.as-prepared-approvable": "As you prepared it, but nothing protects its memory",
  "console.request.lead.withhold": "Do not hand over the key",
  "console.request.lead.looking": "Being verified",
  "console.request.lead.looking.why": "This page is checking the evidence by itself. That takes a moment.",
  "console.request.lead.not-verified": "Not verified here",
  "console.request.lead.activating": "The VM's TPM has yet to answer",
  "console.request.lead.decided": "Decided: waiting for the VM's last evidence",
  "console.request.lead.released": "The key was handed over",
  "console.request.lead.refused": "Stopped: no key was handed over",
  "console.request.lead.refused.here-accepted":
    "The gate refused this VM, though this page finds nothing wrong with it. See “Verified here”.",
  "console.request.lead.denied": "Denied: no key was handed over",
  "console.request.lead.expired": "Expired: no key was handed over",
  "console.request.lead.expired.why": "Nobody decided in time. When the VM starts again, it makes a new request.",
  "console.request.lead.differs": "This page and the gate come to different verdicts about the same evidence.",
  "console.request.sentence.found": "This page found: {found}",
  "console.request.sentence.more": "The chain of trust below shows where.",

  "console.request.acts": "What you can do",
  "console.request.acts.auto":
    "This machine's key is released by the gate itself as soon as its evidence is accepted; nobody is asked.",
  "console.request.will-happen": "What will happen",
  "console.request.go-there": "Open the gate's page",
  "console.request.role-too-low":
    "Your role is “{role}”: you may look, but not decide. An approver or an administrator can.",
  "console.request.look-first": "Wait until this page has verified the evidence by itself.",
  "console.request.verdicts-differ":
    "Blocked, because this page's verdict differs from the gate's. “Verified here” below says what to do.",
  "console.request.evidence-refused": "Blocked, because the evidence does not pass. Nobody can hand this VM a key.",
  "console.request.not-verified": "Blocked, because this page could not verify the evidence.",
  "console.request.too-late": "The time to decide is over. When the VM starts again, it makes a new request.",
  "console.request.tpm-first":
    "The VM's TPM must first prove that it is there. That takes seconds; this page goes on by itself.",

  "console.request.approve": "Approve with your passkey",
  "console.request.approve.again": "Try again with your passkey",
  "console.request.approve.working": "Waiting for your passkey",
  "console.request.approve.signs": "Your passkey signs this verdict of request {number}, and nothing else.",
  "console.request.approve.then-others": "Then {missing} more must approve before the key is handed over.",
  "console.request.approve.then-released":
    "The VM sends fresh evidence once more. If it is the same, the gate seals the disk key to this very VM, and it starts.",
  "console.request.approve.given": "You have approved. {missing} more must approve.",
  "console.request.approve.all-given": "You have approved, and nobody else is missing.",
  "console.request.approve.not-named": "The policy of this machine names other people to approve it.",
  "console.request.approve.not-yet": "Nothing can be approved before evidence was accepted.",
  "console.request.approve.program": "A program can't approve: an approval is a person's passkey.",
  "console.request.approve.elsewhere":
    "Passkeys belong to the gate's address, so they can't be used on this page. Open {page}, compare the code shown here, and approve there.",
  "console.request.approve.no-page":
    "An approval is a person's passkey, and this gate has no page for people: 'sekisho gate serve --console' opens one.",
  "console.request.approve.other-code":
    "Don't approve yet: by what this page found, the code is {here}, but the gate's is {gate}. The gate judged by another machine.json or policy, or by other evidence. Compare the files, and load the page again.",
  "console.request.approve.statement-differs":
    "The gate asked your passkey to sign something else than what this page shows ({what}). Nothing was signed. Do not go on: tell the gate's administrator.",

  "console.request.people": "Who approves",
  "console.request.people.count": "{given} of {needed}",
  "console.request.people.has": "Approved",
  "console.request.people.may": "May approve",
  "console.request.people.may-not": "May not approve",
  "console.request.people.void": "Void",
  "console.request.hardware.security-key": "security key",
  "console.request.hardware.tee": "Android TEE",
  "console.request.hardware.strongbox": "StrongBox",
  "console.request.hardware.secure-enclave": "Secure Enclave",
  "console.request.hardware.tpm": "TPM",
  "console.request.people.nobody": "Nobody else may approve. The policy or the accounts must change first.",
  "console.request.people.grant": "Nobody was asked: an earlier approval covers boots that are exactly like this one.",
  "console.request.people.four-eyes":
    "Four eyes: whoever last changed this machine or its policy can't approve it, and two people are needed at least.",
  "console.request.people.hardware": "The passkey must prove its hardware: {levels}.",
  "console.request.people.hardware-any": "any kind",

  "console.request.scope": "For how long?",
  "console.request.scope.this-boot": "This boot only",
  "console.request.scope.boots": "This boot and like ones after it",
  "console.request.scope.hours": "For some hours",
  "console.request.scope.boots.label": "Boots altogether",
  "console.request.scope.hours.label": "Hours from now",
  "console.request.scope.this-boot.means": "The next boot asks again.",
  "console.request.scope.boots.means":
    "{more} later boots get the key without anybody being asked, if they are exactly like this one: {count} altogether.",
  "console.request.scope.hours.means":
    "For {hours} hours every boot that is exactly like this one gets the key without anybody being asked.",
  "console.request.scope.narrowest": "Where approvers choose differently, the least of it counts.",
  "console.request.scope.outside": "A whole number from {least} to {most}.",
  "console.request.scope.given.this-boot": "this boot",
  "console.request.scope.given.boots": "{count} boots",
  "console.request.scope.given.hours": "{hours} hours",

  "console.request.enter": "Type the passphrase",
  "console.request.enter.label": "Passphrase of the disk",
  "console.request.enter.button": "Seal and hand over",
  "console.request.enter.working": "Sealing",
  "console.request.enter.show": "Show",
  "console.request.enter.hide": "Hide",
  "console.request.enter.sealed":
    "The passphrase is encrypted here, in this page, for the key inside the verified VM. The field is cleared at once.",
  "console.request.enter.passed-on": "The gate passes it on and can't read it; neither can the cloud.",
  "console.request.enter.then": "The VM unlocks its disk with it and starts.",
  "console.request.enter.leaks-only":
    "The gate served this page. It keeps the passphrase from leaking, but a gate that somebody changed could serve another page: “sekisho console” on your own device excludes that.",
  "console.request.enter.empty": "Type the passphrase first.",
  "console.request.enter.too-long": "At most {limit} bytes; LUKS2 takes no more.",
  "console.request.enter.not-sealable": "Nothing was sent: the VM's TPM has no key that a passphrase can be sealed to.",

  "console.request.deny": "Deny",
  "console.request.deny.open": "Deny this request",
  "console.request.deny.label": "Reason",
  "console.request.deny.hint": "It stands in the record. The VM does not learn it.",
  "console.request.deny.button": "Deny, with this reason",
  "console.request.deny.cancel": "Don't deny",
  "console.request.deny.empty": "Give a reason: others will want to know.",
  "console.request.deny.too-long": "At most 1000 characters.",
  "console.request.deny.no-key": "The VM gets no key and stops; it learns only the number of this request.",
  "console.request.deny.reason-kept": "Your name and the reason stand in the record, and can't be taken back.",

  "console.request.code": "Code of this verdict",
  "console.request.code.what":
    "Whoever sees the same code, on another device or with “sekisho approve”, sees the same verdict about the same boot.",

  "console.request.meanwhile": "Meanwhile",
  "console.request.meanwhile.understood": "Understood",
  "console.request.meanwhile.activating": "The request waits for the VM's TPM.",
  "console.request.meanwhile.waiting": "The VM's TPM has answered: the request can be decided.",
  "console.request.meanwhile.decided":
    "Request {number} was decided meanwhile. The VM now sends its last evidence; nothing is left for you to do.",
  "console.request.meanwhile.released": "The key was handed over meanwhile.",
  "console.request.meanwhile.refused":
    "The VM sent new evidence meanwhile, and it was refused. No key was handed over.",
  "console.request.meanwhile.denied": "Somebody denied request {number} meanwhile. No key was handed over.",
  "console.request.meanwhile.expired":
    "Request {number} has expired meanwhile. When the VM starts again, it makes a new one.",
  "console.request.meanwhile.other-evidence":
    "The VM sent other evidence meanwhile. What you saw before counts no more: look at the verdict again before you decide.",
  "console.request.meanwhile.approved": "{name} has approved.",
  "console.request.meanwhile.approval-void":
    "The approval of {name} counts no more, as the evidence is another one now.",
  "console.request.not-shown": "The newest state could not be had: {problem} What you see is older.",
} as const;
