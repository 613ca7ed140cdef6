import { z } from "zod";

/** A message as it travels, to be rendered in its reader's language. */
export const messageSchema = z.strictObject({
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
