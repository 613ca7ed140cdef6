import { gateIdentitySchema } from "@sekisho/release";
import { parseCheckpoint, receiptSchema } from "@sekisho/release/log";
import { verifyReceipt } from "@sekisho/verifier";
import { need } from "./need.ts";

/** Verify a receipt. */
export type ReceiptTask = {
  readonly kind: "receipt";
  /** The files as text. */
  readonly receipt: string;
  readonly gate: string;
  readonly since: string;
};

export async function verified({ receipt, gate, since }: ReceiptTask) {
  const { checkpoint } = need(parseCheckpoint(since));
  const ground = { gate: gateIdentitySchema.parse(JSON.parse(gate)), since: checkpoint };
  const { verdict, evidence } = await verifyReceipt(receiptSchema.parse(JSON.parse(receipt)), ground);
  return { verdict: verdict.verdict, checks: [...verdict.checks, ...(evidence?.checks ?? [])] };
}
