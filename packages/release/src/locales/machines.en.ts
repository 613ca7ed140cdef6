/** What the gate answers about machines, policies and webhooks. */
export const machinesEn = {
  "gate.problem.policyStale":
    "The policy of {name} was changed meanwhile. Load it again, and make your change to the one that is there now.",
  "gate.problem.trialBusy": "Another policy is being tried at the moment. Wait some seconds, and try again.",
} as const;
