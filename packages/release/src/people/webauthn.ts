import { base64UrlSchema } from "@sekisho/encoding/schemas";
import { z } from "zod";

/** A credential's identifier has at most 1023 bytes (WebAuthn Level 3, section 5.1). */
export const credentialIdSchema = base64UrlSchema({ limit: 1023 }).min(1);

const transportsSchema = z.array(z.string().max(32)).max(16);
const attachmentSchema = z.enum(["platform", "cross-platform"]);
const descriptorSchema = z.strictObject({
  id: credentialIdSchema,
  type: z.literal("public-key"),
  transports: transportsSchema.optional(),
});

/**
 * PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3, section 5.1.9), as far as the gate sets it. The browser's `parseCreationOptionsFromJSON`
 * takes it as it is.
 */
export const creationOptionsSchema = z.strictObject({
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: base64UrlSchema({ limit: 128 }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal("public-key"), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptorSchema),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal("required"),
    requireResidentKey: z.literal(true),
    userVerification: z.literal("required"),
  }),
  attestation: z.literal("direct"),
});
export type CreationOptions = z.infer<typeof creationOptionsSchema>;

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3, section 5.1.10). Without `allowCredentials` the person chooses among the passkeys of this gate. */
export const requestOptionsSchema = z.strictObject({
  challenge: base64UrlSchema({ limit: 128 }),
  timeout: z.int(),
  rpId: z.string(),
  allowCredentials: z.array(descriptorSchema).optional(),
  userVerification: z.literal("required"),
});
export type RequestOptions = z.infer<typeof requestOptionsSchema>;

/** What browsers add beside the members below differs and is not looked at, so it is dropped rather than refused. */
const credentialMembers = {
  id: credentialIdSchema,
  rawId: credentialIdSchema,
  type: z.literal("public-key"),
  authenticatorAttachment: attachmentSchema.nullish(),
};

/** RegistrationResponseJSON: what `navigator.credentials.create` gave, as JSON. */
export const registrationResponseSchema = z.object({
  ...credentialMembers,
  response: z.object({
    clientDataJSON: base64UrlSchema({ limit: 4096 }),
    attestationObject: base64UrlSchema({ limit: 32_768 }),
    transports: transportsSchema.optional(),
  }),
});
export type RegistrationResponse = z.infer<typeof registrationResponseSchema>;

/** AuthenticationResponseJSON: what `navigator.credentials.get` gave, as JSON. */
export const authenticationResponseSchema = z.object({
  ...credentialMembers,
  response: z.object({
    clientDataJSON: base64UrlSchema({ limit: 4096 }),
    authenticatorData: base64UrlSchema({ limit: 4096 }),
    signature: base64UrlSchema({ limit: 8192 }),
    userHandle: base64UrlSchema({ limit: 64 }).nullish(),
  }),
});
export type AuthenticationResponse = z.infer<typeof authenticationResponseSchema>;
