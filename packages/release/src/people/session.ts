import { base64UrlSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { passkeyViewSchema } from "./accounts.ts";
import { accountNameSchema, actorSchema, roleSchema } from "./roles.ts";
import {
  authenticationResponseSchema,
  creationOptionsSchema,
  registrationResponseSchema,
  requestOptionsSchema,
} from "./webauthn.ts";

/** `GET /v1/session`, and what signing in answers: who is there, and what the page needs to act. */
export const sessionViewSchema = z.strictObject({
  actor: actorSchema,
  /** Goes into the header `x-sekisho-csrf` of every call that changes something; null where no cookie signs the caller in. */
  csrf: base64UrlSchema({ length: 32 }).nullable(),
  /** When it ends at the latest, and when it would end if nobody did anything from now on; null without a session. */
  expiresAt: z.iso.datetime().nullable(),
  idleAt: z.iso.datetime().nullable(),
  gate: z.strictObject({ url: z.string(), signingKeyDigest: sha256Schema }),
  /** The page's own origin and the name under which passkeys are made; null where the gate has no people's door. */
  origin: z.string().nullable(),
  rpId: z.string().nullable(),
  /** The passkeys of the account; empty for the owner and for programs. */
  passkeys: z.array(passkeyViewSchema),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** `POST /v1/session` */
export const signInSchema = z.strictObject({ credential: authenticationResponseSchema });
export type SignIn = z.infer<typeof signInSchema>;

/** `POST /v1/session/options` answers with it. */
export const signInOptionsSchema = requestOptionsSchema;

/** The secret of a one-time link: what stands behind the `#` of `/enrol#…`. */
export const enrolmentTokenSchema = base64UrlSchema({ length: 32 });

/** `POST /v1/enrolment/options` */
export const enrolmentQuestionSchema = z.strictObject({ token: enrolmentTokenSchema });

/** What it answers: whose link this is, and what the browser makes a passkey from. */
export const enrolmentOptionsSchema = z.strictObject({
  account: z.strictObject({ name: accountNameSchema, role: roleSchema }),
  options: creationOptionsSchema,
});
export type EnrolmentOptions = z.infer<typeof enrolmentOptionsSchema>;

/** `POST /v1/enrolment`: answers with a session, as the person is signed in with it. */
export const enrolmentSchema = z.strictObject({
  token: enrolmentTokenSchema,
  credential: registrationResponseSchema,
  /** How the person calls this passkey ("blue key", "phone"). */
  label: accountNameSchema,
});
export type Enrolment = z.infer<typeof enrolmentSchema>;
