import { machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { messageSchema } from "../message-schema.ts";
import { accountNameSchema } from "../people/roles.ts";
import { authenticationResponseSchema, requestOptionsSchema } from "../people/webauthn.ts";
import { scopeSchema, widestScope } from "./scope.ts";
import { approvalStatementSchema, hardwareLevelSchema } from "./statement.ts";

/** An approval that counts. */
const givenApprovalSchema = z.strictObject({
  account: accountNameSchema,
  at: z.iso.datetime(),
  scope: scopeSchema,
  hardware: hardwareLevelSchema.nullable(),
});

/** Who must approve a request, and who has. Only of a request whose machine's mode is `approve`. */
export const approvalViewSchema = z.strictObject({
  /** How many people. */
  needed: z.int().positive(),
  /** Names of those who may, and have not yet. */
  approvers: z.array(accountNameSchema),
  fourEyes: z.boolean(),
  /** Whether a passkey must prove its hardware, and which kinds do; empty with `any`. */
  hardware: z.enum(["any", "required"]),
  hardwareLevels: z.array(hardwareLevelSchema),
  /** The widest scopes that the policy allows: 1 boot is this boot alone, 0 hours are none. */
  longest: z.strictObject({
    boots: z.int().min(1).max(widestScope.boots),
    hours: z.int().min(0).max(widestScope.hours),
  }),
  given: z.array(givenApprovalSchema),
  /** Approvals that count no more, each with the reason. */
  voided: z.array(z.strictObject({ account: accountNameSchema, at: z.iso.datetime(), reason: messageSchema })),
  /** Approvers who may not approve this one, each with the reason. */
  excluded: z.array(z.strictObject({ account: accountNameSchema, reason: messageSchema })),
  /** The grant under which it was released, without anybody being asked. */
  grant: z.uuid().nullable(),
});
export type ApprovalView = z.infer<typeof approvalViewSchema>;

/** `POST /v1/admin/requests/:id/approvals/options` */
export const approvalOptionsRequestSchema = z.strictObject({ scope: scopeSchema });

/** What it answers: the statement to be signed, and what the browser needs for that. */
export const approvalOptionsSchema = z.strictObject({
  statement: approvalStatementSchema,
  options: requestOptionsSchema,
});
export type ApprovalOptions = z.infer<typeof approvalOptionsSchema>;

/** `POST /v1/admin/requests/:id/approvals`; answers with the request. */
export const approvalSubmissionSchema = z.strictObject({
  statement: approvalStatementSchema,
  credential: authenticationResponseSchema,
});
export type ApprovalSubmission = z.infer<typeof approvalSubmissionSchema>;

/**
 * A grant: what people approved beyond one boot. A later boot with the same boot digest is released without asking again, as
 * long as boots remain, its time has not run out, and nobody withdrew it.
 */
export const grantViewSchema = z.strictObject({
  id: z.uuid(),
  machineId: machineIdSchema,
  machineName: z.string().nullable(),
  bootDigest: sha256Schema,
  /** The request that was approved. */
  request: z.uuid(),
  number: z.int().positive(),
  createdAt: z.iso.datetime(),
  approvals: z.array(givenApprovalSchema),
  /** Boots still to come; null: not counted. */
  remaining: z.int().min(0).nullable(),
  /** Null: no end. */
  until: z.iso.datetime().nullable(),
  /** Numbers of the requests released under it, the first of them the approved one. */
  released: z.array(z.int().positive()),
  withdrawn: z.strictObject({ at: z.iso.datetime(), by: z.string().nullable() }).nullable(),
  /** Why it lets no boot through any more; null while it would. */
  ended: messageSchema.nullable(),
});
export type GrantView = z.infer<typeof grantViewSchema>;

/** `GET /v1/admin/grants`: the newest first. */
export const grantFilterSchema = z.strictObject({ machine: machineIdSchema.optional() });
export const grantListSchema = z.strictObject({ grants: z.array(grantViewSchema) });
