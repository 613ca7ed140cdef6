import {
  approvalOptionsRequestSchema,
  approvalOptionsSchema,
  approvalSubmissionSchema,
  grantFilterSchema,
  grantListSchema,
  grantViewSchema,
  requestViewSchema,
} from "@sekisho/release";
import { z } from "zod";
import { approvalOptions, giveApproval } from "../approvals/approve.ts";
import { endGrant, viewGrants } from "../approvals/grants.ts";
import { logActor } from "../people/log-entries.ts";
import type { Gate } from "../requests/gate.ts";
import { viewRequest } from "../requests/view.ts";
import { demandRequest, requestByIdSchema } from "./request-by-id.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

/** A statement and what a passkey said of it, with room for RSA's long signatures. */
const submissionLimit = 64 * 1024;

/** Approvals by passkey, and the grants that they become. */
export function administerApprovals(routes: Routes, gate: Gate): void {
  routes.post(
    "/v1/admin/requests/:id/approvals/options",
    {
      ...forRole("approver"),
      schema: {
        summary: "Ask for the statement that a person may sign to approve a request",
        params: requestByIdSchema,
        body: approvalOptionsRequestSchema,
        response: { 200: approvalOptionsSchema },
      },
    },
    async ({ params, body, actor }) => approvalOptions(gate, actor, await demandRequest(gate, params.id), body.scope),
  );

  routes.post(
    "/v1/admin/requests/:id/approvals",
    {
      ...forRole("approver"),
      bodyLimit: submissionLimit,
      schema: {
        summary: "Approve a request by passkey",
        params: requestByIdSchema,
        body: approvalSubmissionSchema,
        response: { 200: requestViewSchema },
      },
    },
    async ({ params, body, actor }) =>
      viewRequest(gate, await giveApproval(gate, actor, await demandRequest(gate, params.id), body)),
  );

  routes.get(
    "/v1/admin/grants",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Approvals that reach beyond one boot, the newest first",
        querystring: grantFilterSchema,
        response: { 200: grantListSchema },
      },
    },
    async ({ query: { machine } }) => ({ grants: await viewGrants(gate, machine) }),
  );

  routes.delete(
    "/v1/admin/grants/:id",
    {
      ...forRole("approver"),
      schema: {
        summary: "Withdraw a grant",
        params: z.strictObject({ id: z.uuid() }),
        response: { 200: grantViewSchema },
      },
    },
    ({ params, actor }) => endGrant(gate, logActor(actor), params.id),
  );
}
