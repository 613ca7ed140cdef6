export const en = {
  "console.policies.title": "Policies",
  "console.policies.lead":
    "What machines must prove before they get their keys. A machine without a policy of its own is judged by the strict default.",
  "console.policies.draft": "Try a draft",
  "console.policies.find": "Machine",
  "console.policies.none": "No machine is registered yet",
  "console.policies.list": "Machines and their policies",
  "console.policies.own": "Policy of its own",
  "console.policies.strict": "Strict default",
  "console.policies.count": "{own} of {count} machines have a policy of their own",
} as const;
