export const peopleEn = {
  "gate.problem.challengeForeign":
    "The passkey answered something else than what this gate asked for here. Load the page again, and try once more.",
  "gate.problem.challengeExpired": "The passkey's answer came too late. Try again; there are five minutes for it.",
  "gate.problem.challengeUsed": "This answer of the passkey was used already. Try again.",
  "gate.problem.passkeyInvalid":
    "The passkey's answer is not in order, or its signature does not hold. Try again, or use another passkey.",
  "gate.problem.passkeyOrigin":
    "The passkey was used on {actual}, but this gate's page is at {expected}. If you came here by a link, open {expected} yourself: the other page may be somebody's copy.",
  "gate.problem.passkeyRpId": "The passkey is one of another site: this gate takes those that were made for {rpId}.",
  "gate.problem.passkeyUnverified":
    "The passkey was used without a fingerprint, a face or a PIN. Set one up on it, and try again.",
  "gate.problem.passkeyUnknown":
    "This gate does not know the passkey. Take another one, or ask an administrator for a one-time link.",
  "gate.problem.passkeyCopied":
    "The passkey '{label}' is locked: its counter went back, so somebody has a copy of it. Ask an administrator to remove it, and for a link to register another one.",
  "gate.problem.passkeyExists": "This passkey is registered already. Sign in with it, or take another one.",
  "gate.problem.passkeyAbsent": "Account {name} has no such passkey.",
  "gate.problem.enrolmentUnknown":
    "This link is not valid: a newer one has taken its place, its account was removed, or its address is incomplete. Ask an administrator for a new one.",
  "gate.problem.enrolmentUsed":
    "This link was used already; each is good for one passkey. Ask an administrator for a new one.",
  "gate.problem.enrolmentExpired": "This link has expired. Ask an administrator for a new one.",
  "gate.problem.noPeopleDoor":
    "The gate has no page for people. Start it with 'sekisho gate serve --console HOST:PORT --origin URL'.",
  "gate.problem.signInNeeded": "You are not signed in.",
  "gate.problem.sessionOver": "The session has reached its end. Sign in again.",
  "gate.problem.sessionIdle": "Nobody used the session for an hour, so it has ended. Sign in again.",
  "gate.problem.csrfMissing":
    "The call does not carry the session's token (header x-sekisho-csrf). Load the page again, and try once more.",
  "gate.problem.originForeign":
    "The call comes from a page of {actual}, not of {expected}. Open the gate's page by its own address.",
  "gate.problem.tokenForeign": "The gate does not know this token. 'sekisho token add' makes one for a program.",
  "gate.problem.tokenExpired": "The token '{name}' has run out. 'sekisho token add' makes a new one.",
  "gate.problem.accountUnknown": "The gate has no account {account}. 'sekisho account list' shows those it has.",
  "gate.problem.accountExists": "There is an account named {name} already. Choose another name.",
  "gate.problem.lastAdministrator":
    "{name} is the last administrator who can sign in. Make another one first; the gate's owner can do it by 'sekisho account' in any case.",
  "gate.problem.tokenUnknown": "The gate has no token {token}. 'sekisho token list' shows those it has.",
  "gate.problem.tokenExists": "There is a token named {name} already. Choose another name, or remove that one first.",
  "gate.problem.tooManyStreams": "Too many pages are open at once. Close some of them.",
  "gate.problem.tooManyOfMachine": "Too much evidence about machine {machineId}. Try again in {seconds} seconds.",
} as const;
