import { message, type MessageValues } from "@sekisho/messages";
import type { Check, CheckStatus } from "../check.ts";
import type { en } from "./locales/en.ts";

type Rule =
  | "signature"
  | "key"
  | "challenge"
  | "certificate"
  | "generated"
  | "device"
  | "tpm"
  | "chain"
  | "authorities"
  | "dates";

/** A rule of an attestation, held or broken; the texts stand under the same name. */
export function rule(name: Rule, holds: boolean, values: MessageValues = {}): Check {
  return finding(`passkey.${name}`, holds ? "pass" : "fail", `passkey.${name}.${holds ? "pass" : "fail"}`, values);
}

export function finding(id: string, status: CheckStatus, detail: keyof typeof en, values: MessageValues = {}): Check {
  return { id, status, required: true, expected: null, actual: null, detail: message(detail, values) };
}
