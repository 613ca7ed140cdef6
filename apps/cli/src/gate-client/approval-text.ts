import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { ApprovalView, Scope } from "@sekisho/release";

/** Who must approve a request, who has, whose approvals are void, and who may not; each in a line. */
export function approvalLines(
  { needed, given, approvers, excluded, voided, grant }: ApprovalView,
  render: Renderer,
): string[] {
  const lines = [render(message("cli.approval.needed", { given: given.length, needed }))];
  if (grant !== null) lines.push(render(message("cli.approval.grant", { grant })));
  for (const { account, at, scope, hardware } of given) {
    const values = { name: spelledOut(account), at, scope: scopeText(scope, render), hardware: hardware ?? "-" };
    lines.push(render(message("cli.approval.given", values)));
  }
  for (const { account, reason } of voided) {
    lines.push(render(message("cli.approval.void", { name: spelledOut(account), reason: render(reason) })));
  }
  if (approvers.length > 0) {
    lines.push(render(message("cli.approval.approvers", { names: approvers.map(spelledOut).join(", ") })));
  }
  for (const { account, reason } of excluded) {
    lines.push(render(message("cli.approval.excluded", { name: spelledOut(account), reason: render(reason) })));
  }
  return lines;
}

/** How far an approval reaches. */
export function scopeText(scope: Scope, render: Renderer): string {
  switch (scope.kind) {
    case "this-boot":
      return render(message("cli.approval.scope.this-boot"));
    case "boots":
      return render(message("cli.approval.scope.boots", { count: scope.count }));
    case "hours":
      return render(message("cli.approval.scope.hours", { hours: scope.hours }));
  }
}
