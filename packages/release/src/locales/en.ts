export const en = {
  "gate.problem.invalid": "{field}: {expected}.",
  "gate.problem.notJson": "The body is not JSON.",
  "gate.problem.badRequest": "The request is not proper HTTP, or its address can't be decoded.",
  "gate.problem.policyInvalid": "The policy can't be used: {problem}",
  "gate.problem.keyMissing": "A machine with release mode '{mode}' needs its disk key: --key-file FILE.",
  "gate.problem.keyUnwanted":
    "A machine with release mode 'enter' must not leave its disk key with the gate. Register it without --key-file.",
  "gate.problem.otherMachineNamed":
    "The known good boot {name} is not this machine's alone: its command line must say sekisho.machine={machineId}, once. Build the machine with 'sekisho image build' instead of editing its machine.json.",
  "gate.problem.otherBootKind":
    "The machine is one of '{technology}' whose way to boot is '{kind}', and the known good boots are of the other kind: measured launches and boots belong to a boot that registers record (from disk, or of a TD), reference values to any other. Take them from the machine.json of this machine.",
  "gate.problem.launchSecret":
    "A machine of '{technology}' never talks with a gate: its owner injects the key at launch, see 'sekisho sev session --help'.",
  "gate.problem.otherGate":
    "The machine's image pins another gate. Build it with this gate's gate.json (signing key {expected}).",
  "gate.problem.unauthorized":
    "This needs the administrator's token ('Authorization: Bearer …'), or the gate's Unix socket.",
  "gate.problem.roleTooLow":
    "Your role is '{role}', and this needs '{wanted}'. Ask an administrator to do it, or to change your role.",
  "gate.problem.personNeeded":
    "Only a person signed in with a passkey can do this, neither a program nor the gate's owner by socket or token.",
  "gate.problem.notFound": "There is nothing at this address.",
  "gate.problem.requestUnknown": "The gate has no request {request}.",
  "gate.problem.machineUnknown": "The gate has no machine {machineId}. 'sekisho machine list' shows those it has.",
  "gate.problem.requestTimeout": "The request did not arrive in time.",
  "gate.problem.machineExists":
    "A machine with identifier {machineId} or name {name} is registered already. Remove it first, or choose another name.",
  "gate.problem.requestClosed": "Request {number} has ended already: {state}.",
  "gate.problem.alreadyEntered": "Somebody has entered a passphrase for request {number} already.",
  "gate.problem.stillActivating":
    "The TPM of request {number} has not proven yet that it is there. Wait until 'sekisho requests' shows the request as waiting.",
  "gate.problem.credentialMissing":
    "The secret must come with a credential exactly if the guest has a TPM, which request {number} decides. Enter it anew with a 'sekisho' as new as this gate.",
  "gate.problem.bindingUnknown":
    "The secret is not sealed under accepted evidence of request {number}. Look at the request again, and enter it anew.",
  "gate.problem.notReleased": "Nothing was released to request {number} yet, so there is nothing to allow again.",
  "gate.problem.tooManyReferenceValues":
    "A machine can have {limit} known good boots. Remove old ones first: 'sekisho machine reference-values ID --remove DIGEST'.",
  "gate.problem.lastReferenceValue":
    "Machine {machineId} would have no known good boot left. Add the new one first, or remove the machine.",
  "gate.problem.tooLarge": "The body is longer than this address accepts ({limit} bytes).",
  "gate.problem.mediaType": "The body must be 'application/json'.",
  "gate.problem.tooMany": "Too many requests from this address. Try again in {seconds} seconds.",
  "gate.problem.internal": "The gate has failed; its log says why.",
  "gate.problem.endorsementsUnavailable":
    "The certificates of the processor can't be had at the moment. Ask for a new challenge, and try again.",

  "gate.refusal.nonceForeign": "The nonce was not made by this gate.",
  "gate.refusal.nonceExpired": "The nonce has expired: the evidence came too late, or is an old one.",
  "gate.refusal.nonceUsed": "The nonce was used before: this evidence is a replay.",
  "gate.refusal.machineUnknown": "No machine {machineId} is registered here.",
  "gate.refusal.gateKeyUnknown": "The guest pins another gate's key ({actual}). Its image was built for that gate.",
  "gate.refusal.bindingDiffers":
    "The report was not made for this request: REPORT_DATA should be {expected}, but is {actual}. Machine, nonce, guest key, disk or gate differ from what the guest says.",
  "gate.refusal.technologyDiffers":
    "The evidence is of another technology than the machine's: expected {expected}, found {actual}.",
  "gate.refusal.vtpmMissing":
    "The machine boots from its disk, so what it booted must be told by its TPM ({expected}); the evidence comes without.",
  "gate.refusal.vtpmProviderDiffers":
    "The TPM is another one than the machine's: expected one of kind {expected}, but the evidence says {actual}.",
  "gate.refusal.vtpmUnexpected":
    "The evidence comes from a TPM, but the machine is registered as one that boots directly.",
  "gate.refusal.endorsementKeyUnusable":
    "No credential can be made for the TPM: its endorsement key is no storage key (restricted, decrypt, AES), or a key can't be read.",
  "gate.refusal.activationFailed":
    "The TPM did not open the credential that was made for it ({failures} wrong answers): endorsement key and attestation key are not in one TPM, or the guest does not have that TPM.",
  "gate.refusal.headerDiffers":
    "The disk's LUKS2 header is not the registered one: expected {expected}, found {actual}. After a change of key slots, 'sekisho machine header' registers it; else the disk was swapped.",
  "gate.refusal.otherGuest":
    "The evidence names request {number}, but comes with another machine, guest key, disk, TPM or gate key.",
  "gate.refusal.reportIdDiffers":
    "The fresh evidence comes from another boot: its identifier (REPORT_ID, or that of the TPM or the guest key) should be {expected}, but is {actual}.",
  "gate.refusal.reportIdSpent":
    "This boot (REPORT_ID, TPM or guest key: {reportId}) was given a key before. Boot it anew, or run 'sekisho requests allow-again'.",
  "gate.refusal.denied": "Denied by a person: {reason}",
  "gate.refusal.machineRemoved": "The machine {machineId} was removed while the request waited.",
} as const;
