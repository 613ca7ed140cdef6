import { z } from "zod";
import { accountNameSchema, roleSchema } from "./roles.ts";

/** A program's access as people see it: the token itself was shown once, when it was made. */
export const tokenViewSchema = z.strictObject({
  id: z.uuid(),
  name: accountNameSchema,
  role: roleSchema,
  createdAt: z.iso.datetime(),
  /** Who made it, by name. */
  createdBy: z.string(),
  /** Null: it does not run out by itself. */
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof tokenViewSchema>;

/** `GET /v1/admin/tokens`: by name. */
export const tokenListSchema = z.strictObject({ tokens: z.array(tokenViewSchema) });

/** `POST /v1/admin/tokens`: a program never approves, so `approver` is what may enter secrets and deny. */
export const newTokenSchema = z.strictObject({
  name: accountNameSchema,
  role: roleSchema,
  /** Days until it runs out; null: never. */
  days: z.int().min(1).max(3650).nullable(),
});
export type NewToken = z.infer<typeof newTokenSchema>;

/** What it answers; the secret is in no other answer ever again. */
export const createdTokenSchema = z.strictObject({ token: tokenViewSchema, secret: z.string() });
export type CreatedToken = z.infer<typeof createdTokenSchema>;
