import { fromHex } from "@sekisho/encoding";
import { z } from "zod";

export const verdictSchema = z.object({ verdict: z.string(), checks: z.array(z.unknown()) });
export const logSchema = z.object({
  banks: z.array(z.tuple([z.string(), z.array(z.tuple([z.number(), z.string()]))])),
});
const bytesSchema = z.string().transform((digits) => {
  const bytes = fromHex("page", digits);
  if (!bytes.ok) throw new Error(bytes.error.field);
  return bytes.value;
});
export const sessionSchema = z.object({
  certificate: bytesSchema,
  session: bytesSchema,
  keys: z.object({ tek: bytesSchema, tik: bytesSchema }),
});
export const launchSchema = z.object({
  verdict: z.object({ verdict: z.string() }),
  packet: z.object({ header: bytesSchema, payload: bytesSchema }),
});
export const credentialSchema = z.object({ credentialBlob: bytesSchema, secret: bytesSchema });
export const sealedSchema = z.object({
  binding: bytesSchema,
  sealed: z.object({ encapsulatedKey: bytesSchema, ciphertext: bytesSchema }),
});

/** What `sekisho verify` ends with for such an outcome. */
export function exitStatus(outcome: unknown): number {
  const { verdict } = verdictSchema.partial().parse(outcome);
  if (verdict === undefined) return 2;
  return verdict === "accepted" ? 0 : 1;
}
