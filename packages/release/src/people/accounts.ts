import { z } from "zod";
import { hardwareLevelSchema } from "../approval/statement.ts";
import { accountNameSchema, roleSchema } from "./roles.ts";
import { credentialIdSchema } from "./webauthn.ts";

/** A passkey as people see it. */
export const passkeyViewSchema = z.strictObject({
  /** The credential's identifier. */
  id: credentialIdSchema,
  label: accountNameSchema,
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** When its counter showed that somebody has a copy of it; it signs nobody in from then on. */
  lockedAt: z.iso.datetime().nullable(),
  /** The format of the attestation it came with ("none", "packed", "android-key", …), and the model of its authenticator. */
  attestationFormat: z.string(),
  aaguid: z.guid(),
  /** Whether it can be copied to other devices, and whether it was when it was last used: such a passkey proves no hardware. */
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  /** What its maker attests that it lives in; null: nobody whom the gate trusts says so. */
  hardware: hardwareLevelSchema.nullable(),
});
export type PasskeyView = z.infer<typeof passkeyViewSchema>;

/** An account as people see it. */
export const accountViewSchema = z.strictObject({
  id: z.uuid(),
  name: accountNameSchema,
  role: roleSchema,
  createdAt: z.iso.datetime(),
  /** When somebody last signed in with one of its passkeys. */
  lastSignInAt: z.iso.datetime().nullable(),
  passkeys: z.array(passkeyViewSchema),
  /** Until when a one-time link can still be used; null where there is none. */
  enrolmentExpiresAt: z.iso.datetime().nullable(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** `GET /v1/admin/accounts`: by name. */
export const accountListSchema = z.strictObject({ accounts: z.array(accountViewSchema) });

/** A link with which one passkey can be registered, once. Its secret is behind the `#`, so no server sees it in an address. */
export const enrolmentLinkSchema = z.strictObject({ url: z.url().max(2048), expiresAt: z.iso.datetime() });
export type EnrolmentLink = z.infer<typeof enrolmentLinkSchema>;

/** `POST /v1/admin/accounts` */
export const newAccountSchema = z.strictObject({ name: accountNameSchema, role: roleSchema });
export type NewAccount = z.infer<typeof newAccountSchema>;

/** What it answers: the account, and the link for its first passkey. */
export const createdAccountSchema = z.strictObject({ account: accountViewSchema, enrolment: enrolmentLinkSchema });
export type CreatedAccount = z.infer<typeof createdAccountSchema>;

/** `PATCH /v1/admin/accounts/:id`: the name stays, since approvals and policies say it. */
export const accountChangeSchema = z.strictObject({ role: roleSchema });
