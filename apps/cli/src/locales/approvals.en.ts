export const approvalsEn = {
  "cli.approve.not-waiting":
    "Request {number} does not wait for approvals (it is {state}). 'sekisho requests' shows those that do.",
  "cli.approve.rejected": "The evidence is not good enough. Do not approve it: 'sekisho deny' refuses the request.",
  "cli.approve.differs":
    "The gate asks for approvals of something else (code {gate}) than this device found: it judged other evidence, or by another policy than yours (--policy). Do not approve it before you know which.",
  "cli.approve.where":
    "Open {page} and approve there with your passkey. The page must show this code: {code}. If it shows another one, do not approve.",

  "cli.approval.needed": "Approvals: {given} of {needed}.",
  "cli.approval.given": "  {name} approved at {at}: {scope} (hardware of the passkey: {hardware}).",
  "cli.approval.void": "  {name}'s approval counts no more. {reason}",
  "cli.approval.approvers": "  May approve: {names}.",
  "cli.approval.excluded": "  May not: {name}. {reason}",
  "cli.approval.grant": "  Released under grant {grant}, without asking anybody.",
  "cli.approval.scope.this-boot": "this boot",
  "cli.approval.scope.boots": "{count} boots",
  "cli.approval.scope.hours": "{hours} hours",
  "cli.requests.approvals": "waiting for approvals ({given} of {needed})",

  "cli.grants.none": "There are no grants.",
  "cli.grants.withdrawn": "Grant {grant} is withdrawn. No further boot is released under it.",
  "cli.grants.remaining": "boots left: {boots}",
  "cli.grants.until": "until {until}",
} as const;
