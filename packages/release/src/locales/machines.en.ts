/** What the gate answers about machines, policies and webhooks. */
export const machinesEn = {
  "gate.problem.policyStale":
    "The policy of {name} was changed meanwhile. Load it again, and make your change to the one that is there now.",
  "gate.problem.trialBusy": "Another policy is being tried at the moment. Wait some seconds, and try again.",
  "gate.problem.webhookUnknown": "The gate has no webhook {id}. 'sekisho webhook list' shows those it has.",
  "gate.problem.tooManyWebhooks": "A gate can have {limit} webhooks. Remove one first.",
  "gate.problem.webhookUrl.not-a-url":
    "The address of a webhook must be a whole URL, such as https://chat.example/hooks/sekisho.",
  "gate.problem.webhookUrl.scheme": "The address of a webhook must begin with https://.",
  "gate.problem.webhookUrl.plain":
    "Over http:// everybody on the way could read the notices. Use https://; or say with '--plain' (in the interface: plain) that you want it all the same.",
  "gate.problem.webhookUrl.credentials":
    "The address of a webhook must hold no user name and password. Receivers recognize the gate by the signature of its notices.",
  "gate.problem.webhookUrl.fragment": "The address of a webhook must have no part behind '#': it would not be sent.",
  "gate.problem.webhookUrl.forbidden":
    "The gate does not call this address: it stands for no machine, for many, or for a cloud's metadata service.",
} as const;
