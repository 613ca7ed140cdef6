import { equalBytes, fromBase64, fromHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message, type Message } from "@sekisho/messages";
import { guestConfigurationSchema, type GuestConfiguration } from "@sekisho/release";

type Read =
  | { readonly ok: true; readonly configuration: GuestConfiguration }
  | { readonly ok: false; readonly reason: Message };

/** Reads guest.json. A signing key whose digest is not its own would be pinned by name only, and is refused. */
export async function readGuestConfiguration(text: string): Promise<Read> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused("guest.json", "JSON");
  }
  const checked = guestConfigurationSchema.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return refused(issue?.path.join(".") ?? "", issue?.message ?? "");
  }
  for (const [index, { spki, digest }] of checked.data.gate.signingKeys.entries()) {
    const [key, expected] = [fromBase64("spki", spki), fromHex("digest", digest)];
    if (!key.ok || !expected.ok || !equalBytes(await hash("sha256", key.value), expected.value)) {
      return refused(`gate.signingKeys.${index}.digest`, "SHA-256(spki)");
    }
  }
  return { ok: true, configuration: checked.data };
}

function refused(field: string, expected: string): Read {
  return { ok: false, reason: message("guest.configuration", { field, expected }) };
}
