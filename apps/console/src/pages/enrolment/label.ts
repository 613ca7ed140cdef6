import { message, type Message } from "@sekisho/messages";
import { accountNameSchema } from "@sekisho/release";

/** A name that a person typed for a passkey, an account or a token: fit to be sent, or what is wrong with it. */
export function readLabel(
  typed: string,
): { readonly ok: true; readonly label: string } | { readonly ok: false; readonly problem: Message } {
  const label = typed.trim().normalize("NFC");
  if (label === "") return { ok: false, problem: message("console.name.empty") };
  if (label.length > 64) return { ok: false, problem: message("console.name.long", { length: label.length }) };
  return accountNameSchema.safeParse(label).success
    ? { ok: true, label }
    : { ok: false, problem: message("console.name.control") };
}
