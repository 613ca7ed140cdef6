import { join } from "node:path";
import { sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { products } from "../ca/product.ts";

/** What a running lab says of itself. */
export const labStatusSchema = z.strictObject({
  type: z.literal("sekisho-lab"),
  version: z.literal(1),
  product: z.enum(products),
  /** What `additionalRoots` of a machine must name so that a gate believes this lab: AMD's part of it, and Intel's. */
  rootDigest: sha256Schema,
  intelRootDigest: sha256Schema,
  /** Speaks the interfaces of both vendors' services. */
  keyServer: z.url(),
  /** How many requests the key server has answered. */
  keyServerRequests: z.int().nonnegative(),
  startedAt: z.iso.datetime(),
});
export type LabStatus = z.infer<typeof labStatusSchema>;

/** Where a running lab can be asked and stopped. */
export function controlSocket(directory: string): string {
  return join(directory, "control.sock");
}
