import { base64UrlSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { logActorSchema } from "./actor.ts";

const messageSchema = z.strictObject({
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
const indexSchema = z.int().nonnegative();
const labelSchema = z.string().min(1).max(256);

const common = { version: z.literal(1), time: z.iso.datetime(), actor: logActorSchema };
const ofRequest = { request: z.uuid(), number: z.int().positive(), machineId: machineIdSchema };

/** How long an approval holds: for this boot, for so many boots, or for some hours. */
export const approvalScopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("this-boot") }),
  z.strictObject({ kind: z.literal("boots"), count: z.int().min(2).max(100) }),
  z.strictObject({ kind: z.literal("hours"), hours: z.int().min(1).max(720) }),
]);

/** Evidence was judged. Digests: SHA-256 over the canonical JSON of bundle, endorsements and machine, over the text of the policy. */
const verdictEntry = z.strictObject({
  kind: z.literal("verdict"),
  ...common,
  ...ofRequest,
  outcome: z.enum(["accepted", "rejected"]),
  evidence: sha256Schema,
  endorsements: sha256Schema,
  machine: sha256Schema,
  /** Null: the strict default. */
  policy: sha256Schema.nullable(),
  /** The LUKS2 header that was right then: it may be newer than the one in the machine. */
  headerDigest: sha256Schema,
  verdictDigest: sha256Schema.nullable(),
});

/** A person approved by passkey. `record`: SHA-256 over the canonical JSON of the approval record. */
const approvalEntry = z.strictObject({
  kind: z.literal("approval"),
  ...common,
  ...ofRequest,
  verdictDigest: sha256Schema,
  scope: approvalScopeSchema,
  record: sha256Schema,
});

/** A person sealed a secret to the guest. `sealed`: SHA-256 over the canonical JSON of what was sealed. */
const enteredEntry = z.strictObject({
  kind: z.literal("entered"),
  ...common,
  ...ofRequest,
  binding: base64UrlSchema({ length: 64 }),
  sealed: sha256Schema,
});

/** A key was released. */
const releaseEntry = z.strictObject({
  kind: z.literal("release"),
  ...common,
  ...ofRequest,
  mode: z.enum(["auto", "enter", "approve"]),
  /** What the secret is sealed under; it may be older than the evidence of `verdict`, for the same guest key. */
  binding: base64UrlSchema({ length: 64 }),
  /** Where the verdict stands that it rests on. */
  verdict: indexSchema,
  /** Where the approvals stand that it rests on; of a grant, those that made the grant. */
  approvals: z.array(indexSchema).max(64),
  grant: z.uuid().nullable(),
  /** SHA-256 over the canonical JSON of the signed release. */
  release: sha256Schema,
});

/** A request ended without a release. */
const refusalEntry = z.strictObject({
  kind: z.literal("refusal"),
  ...common,
  ...ofRequest,
  cause: z.enum(["evidence", "activation", "spent", "denied", "expired", "machine-removed"]),
  /** Null where a verdict says it. */
  reason: messageSchema.nullable(),
});

/** A person let a booted machine, which has had its key, have it once more. */
const allowanceEntry = z.strictObject({ kind: z.literal("allowance"), ...common, ...ofRequest });

/** Refusals of strangers that have no entry of their own, so that nobody makes the log grow by being refused. */
const strangersEntry = z.strictObject({
  kind: z.literal("strangers"),
  ...common,
  since: z.iso.datetime(),
  count: z.int().positive(),
  firstNumber: z.int().positive(),
  lastNumber: z.int().positive(),
});

/** Digests: SHA-256 over the canonical JSON of `machine.json` as the gate has it. */
const machineEntry = z.strictObject({
  kind: z.literal("machine"),
  ...common,
  machineId: machineIdSchema,
  machineName: labelSchema,
  action: z.enum(["registered", "changed", "removed"]),
  before: sha256Schema.nullable(),
  after: sha256Schema.nullable(),
  headerDigest: sha256Schema,
});

/** Digests: SHA-256 over the policy's text; null: the strict default. */
const policyEntry = z.strictObject({
  kind: z.literal("policy"),
  ...common,
  machineId: machineIdSchema,
  before: sha256Schema.nullable(),
  after: sha256Schema.nullable(),
});

const accountEntry = z.strictObject({
  kind: z.literal("account"),
  ...common,
  account: z.uuid(),
  name: labelSchema,
  action: z.enum([
    "added",
    "changed",
    "removed",
    "enrolment-issued",
    "passkey-added",
    "passkey-removed",
    "passkey-locked",
  ]),
  role: z.enum(["viewer", "approver", "administrator"]).nullable(),
  /** The credential that a passkey's addition or removal is about: SHA-256 over its identifier. */
  passkey: sha256Schema.nullable(),
});

const tokenEntry = z.strictObject({
  kind: z.literal("token"),
  ...common,
  token: z.uuid(),
  name: labelSchema,
  action: z.enum(["made", "removed"]),
  role: z.enum(["viewer", "approver", "administrator"]),
  expiresAt: z.iso.datetime().nullable(),
});

/** An approval that holds for more than one boot. */
const grantEntry = z.strictObject({
  kind: z.literal("grant"),
  ...common,
  grant: z.uuid(),
  machineId: machineIdSchema,
  action: z.enum(["made", "withdrawn"]),
  bootDigest: sha256Schema,
  /** Boots still to come, and when it ends; both hold where both are there. */
  boots: z.int().min(0).max(100).nullable(),
  until: z.iso.datetime().nullable(),
  /** Where the approvals stand. */
  approvals: z.array(indexSchema).max(64),
});

const webhookEntry = z.strictObject({
  kind: z.literal("webhook"),
  ...common,
  webhook: z.uuid(),
  action: z.enum(["added", "removed"]),
  /** Host and port only: paths of webhooks often are secrets. */
  host: labelSchema,
  events: z.array(labelSchema).max(32),
});

/** One entry of the gate's log. Its leaf is its canonical JSON in UTF-8. Entries hold digests and names, never a secret. */
export const logEntrySchema = z.discriminatedUnion("kind", [
  verdictEntry,
  approvalEntry,
  enteredEntry,
  releaseEntry,
  refusalEntry,
  allowanceEntry,
  strangersEntry,
  machineEntry,
  policyEntry,
  accountEntry,
  tokenEntry,
  grantEntry,
  webhookEntry,
]);
export type LogEntry = z.infer<typeof logEntrySchema>;
export type LogEntryKind = LogEntry["kind"];

/** The entry of one kind. */
export type LogEntryOf<Kind extends LogEntryKind> = Extract<LogEntry, { kind: Kind }>;

/** An entry that is to be written: the gate adds version and time. */
export type NewEntry = LogEntry extends infer Entry
  ? Entry extends LogEntry
    ? Omit<Entry, "version" | "time">
    : never
  : never;
