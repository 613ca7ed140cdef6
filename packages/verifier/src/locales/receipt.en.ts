export const receiptEn = {
  "verifier.receipt.checkpoint.pass": "This gate signed the checkpoint of its log {origin}, which has {size} entries.",
  "verifier.receipt.checkpoint.malformed":
    "The receipt's checkpoint can't be read ({field}, at character {offset}). Fetch the receipt again: 'sekisho receipt fetch'.",
  "verifier.receipt.checkpoint.forged":
    "The checkpoint of {origin} was changed after this gate signed it. Don't trust this receipt; fetch one from the gate itself.",
  "verifier.receipt.checkpoint.unknown-key":
    "No key of your gate signed the checkpoint of {origin}. Either the receipt is of another gate, or your gate.json is older than the gate's key: ask the gate's owner for the gate.json of that time.",
  "verifier.receipt.origin.moved":
    "The log calls itself {actual}; a gate at the address in your gate.json would call it {expected}. The key is your gate's, so the gate has moved.",
  "verifier.receipt.inclusion.pass": "All {count} entries stand in the log of {size} entries.",
  "verifier.receipt.inclusion.fail":
    "Entry {index} does not stand in the log of {size} entries: entry, place or proof was changed. Don't trust this receipt; fetch one from the gate itself.",
  "verifier.receipt.since.same": "The log is the one of your older checkpoint, and has not grown since.",
  "verifier.receipt.since.pass":
    "The log continues the one of your older checkpoint: all its {since} entries are unchanged, and it now has {size}.",
  "verifier.receipt.since.newer":
    "Your checkpoint has {since} entries, and the receipt's only {size}, so the receipt is the older one. Fetch it again: 'sekisho receipt fetch --since'.",
  "verifier.receipt.since.no-proof":
    "The receipt does not show that its log of {size} entries continues yours of {since}. Fetch it again with 'sekisho receipt fetch --since', naming your older checkpoint.",
  "verifier.receipt.since.fail":
    "The log does not continue the one of your older checkpoint: entries among the first {since} were changed or removed. Keep both files as evidence, and ask the gate's owner; a restored backup looks like this, too.",
  "verifier.receipt.entries.broken":
    "Entry {index} is none that this version of Sekisho knows. Try a newer version; else the receipt was changed.",
  "verifier.receipt.entries.no-release":
    "The receipt does not tell of exactly one release. Fetch it again: 'sekisho receipt fetch'.",
  "verifier.receipt.story.pass":
    "The entries tell of the release to request {number} at {time}, and of what led to it.",
  "verifier.receipt.story.no-verdict":
    "The release names entry {index} as its verdict, and the receipt has no verdict there. Fetch it again: 'sekisho receipt fetch'.",
  "verifier.receipt.story.rejected":
    "The release rests on entry {index}, in which the gate rejected the evidence. The gate released against its own verdict: stop using it, and look into it.",
  "verifier.receipt.story.other-request":
    "Entry {index} is about another request or machine than the release. Don't trust this receipt; fetch one from the gate itself.",
  "verifier.receipt.story.other-machine":
    "Evidence, machine and signed release are not all of machine {machineId}, to which the log says that the key was released. Don't trust this receipt; fetch one from the gate itself.",
  "verifier.receipt.story.order":
    "Entry {index} was written after the release that rests on it. The gate released before it had a reason: stop using it, and look into it.",
  "verifier.receipt.evidence.pass": "The evidence is the one that the log names.",
  "verifier.receipt.evidence.fail":
    "The evidence is not the one that the log names: it was changed, or is of another request. Fetch the receipt again.",
  "verifier.receipt.endorsements.pass": "Certificates and revocation lists are those that the log names.",
  "verifier.receipt.endorsements.fail":
    "Certificates and revocation lists are not those that the log names: some were changed, added or left out. Fetch the receipt again.",
  "verifier.receipt.machine.pass": "The machine is as the gate had it registered, by the log.",
  "verifier.receipt.machine.fail":
    "The machine is not as the gate had it registered, by the log: its known good boots may have been changed in the receipt. Fetch the receipt again.",
  "verifier.receipt.own-machine.pass": "Your machine.json is what the gate had registered.",
  "verifier.receipt.own-machine.differs":
    "Your machine.json is another one than the gate had registered then. The evidence was judged by yours.",
  "verifier.receipt.mode.pass": "The key was released in the machine's mode, {mode}.",
  "verifier.receipt.mode.fail":
    "The key was released in mode {actual}, and the machine's is {expected}: those whom that mode asks may not have been asked. If your machine.json has changed since, verify with the one of that time; else stop using the gate, and look into it.",
  "verifier.receipt.policy.pass": "The policy is the one that the log names.",
  "verifier.receipt.policy.fail":
    "The policy is not the one that the log names, so it was changed in the receipt. Fetch the receipt again.",
  "verifier.receipt.own-policy.pass": "Your policy is the one that the gate judged by.",
  "verifier.receipt.own-policy.fail":
    "The gate judged by another policy than yours. If yours has changed since, verify with the file of that time; else somebody changed the policy at the gate: 'sekisho audit --kind policy' says who.",
  "verifier.receipt.verdict.pass": "The evidence, judged here again as of the release, is accepted.",
  "verifier.receipt.verdict.fail":
    "The evidence, judged here again as of the release, is rejected. The reasons stand below; if they surprise you, the gate judged by other known good boots or another policy than you do.",
  "verifier.receipt.same-verdict.pass": "Check for check, this is the verdict that the gate wrote into its log.",
  "verifier.receipt.same-verdict.differs":
    "The gate's verdict was made of other checks than the one made here: it ran another version of Sekisho, or judged by other files.",
  "verifier.receipt.release.pass": "This gate signed the release, and the log names it.",
  "verifier.receipt.release.differs":
    "The release is not the one that the log names: it was changed, or is of another request. Fetch the receipt again.",
  "verifier.receipt.release.unknown-key":
    "The release names a signing key ({digest}) that your gate.json doesn't. Ask the gate's owner for the gate.json of that time.",
  "verifier.receipt.release.forged":
    "The gate's signature does not fit the release, though the log names it. Don't trust this receipt.",
  "verifier.receipt.release.header":
    "The release is for a disk with another LUKS2 header than the evidence speaks of. The gate released to the wrong disk: look into it.",
  "verifier.receipt.binding.pass": "The key was sealed to the very guest that the evidence is about.",
  "verifier.receipt.binding.fail":
    "The key was sealed under a binding that is not of this guest, so somebody else may have been able to open it. Change the disk's key, and look into it.",
  "verifier.receipt.entered.pass": "What was released is what a person ({who}) had sealed to the guest.",
  "verifier.receipt.entered.missing":
    "The machine's mode is enter, and the receipt has no entry of anybody who entered a passphrase. Fetch it again: 'sekisho receipt fetch'.",
  "verifier.receipt.entered.fail":
    "What was released is not what the person ({who}) had sealed. The gate exchanged it: stop using it, and look into it.",
  "verifier.receipt.approval.pass": "Approved by passkey: {names}. Each approval proves itself.",
  "verifier.receipt.approval.missing":
    "The release rests on the approval in entry {index}, and the receipt does not have it. Fetch it again: 'sekisho receipt fetch'.",
  "verifier.receipt.approval.forged":
    "The approval of {who} (entry {index}) does not prove itself: its passkey's signature, origin or challenge is not right. Don't trust this release; ask {who}.",
  "verifier.receipt.approval.other":
    "What {who} signed is not what entry {index} says: another request, machine, verdict or person. Don't trust this release; ask {who}.",
  "verifier.receipt.approval.expired":
    "{who} signed a statement that had expired when the gate took it (entry {index}). Don't trust this release; ask {who}.",
  "verifier.receipt.approval-rules.pass": "{people} approved; the policy asks for {needed}.",
  "verifier.receipt.approval-rules.policy": "The policy can't be read by this version of Sekisho. Try a newer one.",
  "verifier.receipt.approval-rules.too-few":
    "Only {people} approved, and the policy asks for {needed}. The gate released too early: stop using it, and look into it.",
  "verifier.receipt.approval-rules.not-named":
    "{who} approved, whom the policy does not name as an approver. Look into it: 'sekisho audit --kind policy' says whether the policy was changed.",
  "verifier.receipt.approval-rules.too-wide":
    "{who} approved for more boots or hours than the policy allows. Look into it at the gate.",
  "verifier.receipt.approval-rules.hardware":
    "The passkey of {who} was not known to live in hardware that the policy asks for. Look into it at the gate.",
  "verifier.receipt.approved.pass": "What the people approved is this verdict about this guest.",
  "verifier.receipt.approved.other-request":
    "{who} approved another request, and no grant covers this one. Don't trust this release; ask {who}.",
  "verifier.receipt.approved.fail":
    "What the people approved is not the verdict made here: the gate showed them another one, or ran another version of Sekisho. Verify with the version that the gate ran; if it still differs, don't trust this release.",
  "verifier.receipt.grant.pass":
    "The approvals made a grant ({time}) that covers this boot: it measured the same. How many boots it had left, only the gate's log tells.",
  "verifier.receipt.grant.missing":
    "The release rests on a grant that the receipt does not have. Fetch it again: 'sekisho receipt fetch'.",
  "verifier.receipt.grant.other-machine": "The grant is for another machine. Don't trust this release; look into it.",
  "verifier.receipt.grant.other-approvals":
    "The grant was made by other approvals than the release names. Don't trust this release; look into it.",
  "verifier.receipt.grant.other-boot":
    "The grant is for another boot than the one that was released to: something measured differs. Don't trust this release; look into it.",
  "verifier.receipt.grant.this-boot":
    "{who} approved one boot only, so no grant could follow. Don't trust this release; ask {who}.",
  "verifier.receipt.grant.over":
    "The grant of {time} had run out when the key was released. Don't trust this release; look into it.",
} as const;
