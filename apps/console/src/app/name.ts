import { message, type Message } from "@sekisho/messages";
import { accountNameSchema } from "@sekisho/release";

/** A name that a person typed for a passkey, an account or a token: fit to be sent, or what is wrong with it. */
export function readName(
  typed: string,
): { readonly ok: true; readonly name: string } | { readonly ok: false; readonly problem: Message } {
  const name = typed.trim().normalize("NFC");
  if (name === "") return { ok: false, problem: message("console.name.empty") };
  if (name.length > 64) return { ok: false, problem: message("console.name.long", { length: name.length }) };
  return accountNameSchema.safeParse(name).success
    ? { ok: true, name }
    : { ok: false, problem: message("console.name.control") };
}
