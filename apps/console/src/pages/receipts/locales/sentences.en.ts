/** What the entries of the log tell, one sentence for each. */
export const sentencesEn = {
  "console.receipts.tells.verdict.accepted": "The evidence of {machine} was good (request {number}).",
  "console.receipts.tells.verdict.rejected": "The evidence of {machine} was not good (request {number}).",
  "console.receipts.tells.approval": "{actor} approved {machine} (request {number}).",
  "console.receipts.tells.entered": "{actor} typed the passphrase for {machine} (request {number}).",
  "console.receipts.tells.release.auto": "{machine} was given its key, as its evidence was good (request {number}).",
  "console.receipts.tells.release.enter": "{machine} was given the key that a person typed (request {number}).",
  "console.receipts.tells.release.approve": "{machine} was given its key, as people approved (request {number}).",
  "console.receipts.tells.release.grant":
    "{machine} was given its key under an earlier approval for several boots (request {number}).",
  "console.receipts.tells.refusal.evidence": "{machine} was refused: its evidence was not good (request {number}).",
  "console.receipts.tells.refusal.activation":
    "{machine} was refused: its TPM did not prove itself (request {number}).",
  "console.receipts.tells.refusal.spent":
    "{machine} was refused: this boot had been given a key before (request {number}).",
  "console.receipts.tells.refusal.denied": "{actor} refused {machine} (request {number}).",
  "console.receipts.tells.refusal.expired": "The request of {machine} expired (request {number}).",
  "console.receipts.tells.refusal.machine-removed":
    "The request of {machine} ended, as the machine was removed (request {number}).",
  "console.receipts.tells.allowance":
    "{actor} allowed this boot of {machine} to have its key once more (request {number}).",
  "console.receipts.tells.strangers": "{count} requests that proved nothing were refused ({first} to {last}).",
  "console.receipts.tells.machine.registered": "{actor} registered {machine}.",
  "console.receipts.tells.machine.changed": "{actor} changed what is known of {machine}.",
  "console.receipts.tells.machine.removed": "{actor} removed {machine}.",
  "console.receipts.tells.policy.changed": "{actor} changed the policy of {machine}.",
  "console.receipts.tells.policy.default": "{actor} let the strict default judge {machine} again.",
  "console.receipts.tells.account.added": "{actor} added the account {name}.",
  "console.receipts.tells.account.changed": "{actor} changed the account {name}.",
  "console.receipts.tells.account.removed": "{actor} removed the account {name}.",
  "console.receipts.tells.account.enrolment-issued": "{actor} made a one-time link for {name}.",
  "console.receipts.tells.account.passkey-added": "{name} registered a passkey.",
  "console.receipts.tells.account.passkey-removed": "{actor} removed a passkey of {name}.",
  "console.receipts.tells.token.made": "{actor} made the token {name} for a program.",
  "console.receipts.tells.token.removed": "{actor} removed the token {name}.",
  "console.receipts.tells.grant.made": "Boots of {machine} like this one are approved ahead.",
  "console.receipts.tells.grant.withdrawn": "{actor} withdrew an approval ahead for {machine}.",
  "console.receipts.tells.webhook.added": "{actor} added a webhook to {name}.",
  "console.receipts.tells.webhook.removed": "{actor} removed the webhook to {name}.",
  "console.receipts.actor.owner": "The gate's owner",
  "console.receipts.actor.guest": "The machine",
  "console.receipts.actor.gate": "The gate",
} as const;
