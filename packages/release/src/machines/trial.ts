import { machineIdSchema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { checkSchema } from "../administration.ts";

/** `POST /v1/admin/policies/try`: judges stored evidence by a draft of a policy, which changes nothing. */
export const policyTrialSchema = z.strictObject({
  /** YAML; null: the strict default. */
  policy: z.string().max(65_536).nullable(),
  /** Only these machines; absent: all. */
  machines: z.array(machineIdSchema).min(1).max(500).optional(),
  /** The `next` of the answer before: goes on behind that machine. */
  after: machineIdSchema.optional(),
});
export type PolicyTrial = z.infer<typeof policyTrialSchema>;

/** `unreadable`: it can't be judged any more, by either policy. */
const outcomeSchema = z.strictObject({
  verdict: z.enum(["accepted", "rejected", "unreadable"]),
  /** The checks that refuse. */
  refusing: z.array(checkSchema),
});
export type TrialOutcome = z.infer<typeof outcomeSchema>;

const triedEvidenceSchema = z.strictObject({
  /** The request that brought it. */
  number: z.int().positive(),
  /** When it came; it is judged as of then. */
  at: z.iso.datetime(),
  /** Whether evidence of this request was accepted when it came. */
  proven: z.boolean(),
  /** By the policy that the machine has, and by the draft; both with what is known of the machine now. */
  before: outcomeSchema,
  after: outcomeSchema,
});

const triedMachineSchema = z.strictObject({
  machineId: machineIdSchema,
  name: z.string(),
  /** Of the newest evidence: by what the draft would change. `none`: the machine has no evidence. */
  effect: z.enum(["locked-out", "let-in", "stays-in", "stays-out", "none"]),
  /** The newest first. */
  evidence: z.array(triedEvidenceSchema),
});
export type TriedMachine = z.infer<typeof triedMachineSchema>;

/** One slice of the machines, by identifier; `next` until all were tried. */
export const policyTrialResultSchema = z.strictObject({
  machines: z.array(triedMachineSchema),
  next: machineIdSchema.nullable(),
  /** How many machines are left behind `next`. */
  left: z.int().nonnegative(),
});
export type PolicyTrialResult = z.infer<typeof policyTrialResultSchema>;
