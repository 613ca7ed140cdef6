import { z } from "zod";
import { guestConfigurationSchema } from "@sekisho/release";

/** `image.json`: how an image was made, so that `sekisho image refresh` makes its next kernel and initrd the same way. */
export const imageRecordSchema = z.strictObject({
  type: z.literal("sekisho-image"),
  version: z.literal(1),
  source: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("suite"),
      suite: z.string().min(1),
      mirror: z.string().optional(),
      packages: z.array(z.string()),
    }),
    z.strictObject({ kind: z.literal("folder"), path: z.string().min(1) }),
    z.strictObject({ kind: z.literal("archive"), path: z.string().min(1) }),
  ]),
  guest: guestConfigurationSchema,
});
export type ImageRecord = z.infer<typeof imageRecordSchema>;
