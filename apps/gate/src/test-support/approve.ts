import { approvalOptionsSchema, type ApprovalOptions, type Scope } from "@sekisho/release";
import type { Misbehaviour } from "./authenticator.ts";
import type { Answer } from "./client.ts";
import type { TestPerson } from "./people.ts";

export const thisBoot: Scope = { kind: "this-boot" };

/** Where a request's approvals are. */
export function approvalsAt(request: string | number): string {
  return `/v1/admin/requests/${request}/approvals`;
}

/** Asks for the statement that this person may sign. */
export async function approvalOptionsFor(
  { browser }: TestPerson,
  request: string | number,
  scope: Scope = thisBoot,
): Promise<ApprovalOptions> {
  const answer = await browser.call({ path: `${approvalsAt(request)}/options`, body: { scope } });
  if (answer.status !== 200) throw new Error(`options: ${answer.status} ${JSON.stringify(answer.body)}`);
  return approvalOptionsSchema.parse(answer.body);
}

/** Signs a statement with this person's passkey, and hands it in. */
export async function submitApproval(
  { browser, authenticator }: TestPerson,
  request: string | number,
  { statement, options }: ApprovalOptions,
  misbehaviour?: Misbehaviour,
): Promise<Answer> {
  const credential = await authenticator.get(options, browser.origin, misbehaviour);
  return browser.call({ path: approvalsAt(request), body: { statement, credential } });
}

/** Approves a request as the page does. */
export async function approve(
  person: TestPerson,
  request: string | number,
  scope: Scope = thisBoot,
  misbehaviour?: Misbehaviour,
): Promise<Answer> {
  return submitApproval(person, request, await approvalOptionsFor(person, request, scope), misbehaviour);
}
