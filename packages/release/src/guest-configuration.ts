import { z } from "zod";
import { gateIdentitySchema } from "./gate-identity.ts";

/**
 * `/etc/sekisho/guest.json` in the initrd, and so measured: what the agent trusts before it has seen anything else.
 * The machine's identifier is not here but on the measured command line (`sekisho.machine=UUID`), so that machines can
 * share an initrd.
 */
export const guestConfigurationSchema = z.strictObject({
  type: z.literal("sekisho-guest"),
  version: z.literal(1),
  gate: gateIdentitySchema,
  /** The encrypted disk, as the guest names it ("/dev/vda"), and the mapping that the agent opens ("root"). */
  disk: z.strictObject({ device: z.string().startsWith("/dev/"), mapping: z.string().regex(/^[a-z][a-z0-9-]*$/) }),
  /** Where reports come from: Linux's configfs-tsm, or the lab's port, which nothing but a lab root ever signs for. */
  reportSource: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("configfs-tsm") }),
    z.strictObject({ kind: z.literal("port"), path: z.string().startsWith("/") }),
  ]),
  /** Whether a person may type the passphrase on the machine's console, which the host sees, when the gate can't be had. */
  allowPassphrasePrompt: z.boolean(),
});
export type GuestConfiguration = z.infer<typeof guestConfigurationSchema>;
