import { z } from "zod";
import { fromUtf8 } from "../text/utf8.ts";

/** What the browser says of the ceremony (WebAuthn Level 3, section 5.8.1). It may say more than these. */
const clientDataSchema = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});
export type ClientData = z.infer<typeof clientDataSchema>;

/** Reads clientDataJSON; undefined for anything else. */
export function parseClientData(bytes: Uint8Array): ClientData | undefined {
  const text = fromUtf8("clientDataJSON", bytes);
  if (!text.ok) return undefined;
  try {
    const parsed = clientDataSchema.safeParse(JSON.parse(text.value));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
