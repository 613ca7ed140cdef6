/** Approvals by passkey: whether one holds, what stands against one, and what became of it. */
export const approvalEn = {
  "approval.fault.malformed": "What the passkey gave can't be read: {part}.",
  "approval.fault.type": "This is no sign-in with a passkey, but '{actual}'.",
  "approval.fault.challenge": "The passkey signed something else than this statement.",
  "approval.fault.origin": "The passkey was used at {actual}, and the gate's page is at {expected}.",
  "approval.fault.crossOrigin": "The passkey was used inside a page of somebody else's.",
  "approval.fault.originOfOtherName":
    "The page's address {origin} is not the one that passkeys of '{rpId}' are used at, or nothing protects it.",
  "approval.fault.rpId": "The passkey is for another name than '{rpId}'.",
  "approval.fault.userPresent": "Nobody touched the authenticator.",
  "approval.fault.userVerified": "The authenticator did not ask who is there (PIN, fingerprint, face).",
  "approval.fault.key": "The passkey's public key can't be read, or is none of ES256, EdDSA and RS256.",
  "approval.fault.signature": "The signature is not this passkey's.",

  "gate.problem.approvalUnwanted": "Request {number} needs no approval: its machine's mode of release is '{mode}'.",
  "gate.problem.enterUnwanted":
    "Nobody enters a passphrase for request {number}: its machine's mode of release is '{mode}'.",
  "gate.problem.approvalComplete":
    "Request {number} has all the approvals it needs. Its guest is asked for fresh evidence, and gets the key with that.",
  "gate.problem.approvedAlready":
    "You have approved request {number} already. The other approvals must be other people's.",
  "gate.problem.approvalStale":
    "The evidence of request {number} says something else than what you approved: the machine, its policy or a check has changed meanwhile. Look at the request again, and approve what it shows now.",
  "gate.problem.notDigested":
    "Request {number} can't be approved: its evidence does not say what a later boot could be compared with.",
  "gate.problem.statementUnknown":
    "This gate did not issue the statement that was signed, or has forgotten it. Ask for a new one: load the page again.",
  "gate.problem.statementChanged":
    "The statement that came back is not the one that this gate issued. Load the page again, and approve anew.",
  "gate.problem.statementOfOtherRequest":
    "The statement is about request {other}, not about request {number}. An approval can't be moved from one request to another.",
  "gate.problem.statementOfOtherAccount":
    "The statement was issued for {name}. Everybody approves with a statement and a passkey of their own.",
  "gate.problem.statementUsed": "The statement was used already. Load the page of request {number} again.",
  "gate.problem.statementExpired": "The statement has expired: it can be signed for {minutes} minutes. Approve anew.",
  "gate.problem.passkeyOfOther":
    "The passkey belongs to another account. {name} approves with a passkey of {name}'s own.",
  "gate.problem.notNamedApprover": "The machine's policy names its approvers, and {name} is not among them.",
  "gate.problem.fourEyes":
    "{name} changed this machine, its known values or its policy last, so somebody else must approve (four-eyes rule).",
  "gate.problem.noPasskey": "{name} has no passkey that can be used.",
  "gate.problem.hardwareSynced":
    "The policy demands a passkey that proves its hardware ({wanted}). This one can be copied to other devices, so nobody attests where it lives. Use a security key, or a passkey that stays on its device.",
  "gate.problem.hardwareUnknown":
    "The policy demands a passkey that proves its hardware ({wanted}), and nothing is proven of this one's. Ask an administrator for a link, and register one that attests its hardware.",
  "gate.problem.hardwareOther": "The policy demands a passkey that lives in {wanted}; this one lives in {actual}.",
  "gate.problem.scopeTooWide":
    "The machine's policy allows an approval for {boots} boots and {hours} hours at most (1 boot: this boot alone; 0 hours: not for a time).",
  "gate.problem.grantUnknown": "The gate has no grant {grant}.",
  "gate.problem.grantEnded": "Grant {grant} has ended already: withdrawn, used up, or over.",
  "approval.void.verdict": "Fresh evidence says something else than what was approved.",
  "approval.void.registration": "The machine, its known values or its policy were changed after it was approved.",
  "approval.void.accountGone": "{name}'s account was removed.",
  "approval.void.passkeyGone": "The passkey with which {name} approved was removed or locked.",
  "approval.grant.withdrawn": "Withdrawn by {name}.",
  "approval.grant.usedUp": "All its boots are used.",
  "approval.grant.over": "Its time is over.",
  "approval.grant.machineChanged": "The machine or its policy was changed since, so it covers no boot any more.",
  "approval.grant.approverGone":
    "One of those who gave it could not give it now: account, role or passkey is gone, or a rule excludes that person.",
} as const;
