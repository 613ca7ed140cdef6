import { machineIdSchema } from "@sekisho/encoding/schemas";
import { z } from "zod";

/** What the lab tells a guest that is a process: everything that a virtual machine would find around it. */
export const softwareGuestSchema = z.strictObject({
  /** The initramfs, a file: the guest takes its configuration out of it, as a machine would. */
  initrd: z.string(),
  commandLine: z.string(),
  /** In whose name it asks, where that is not the machine of its command line: what root in a booted machine could try. */
  machineId: machineIdSchema.optional(),
  kernelVersion: z.string(),
  /** The disk's image, a file. */
  disk: z.string(),
  /** The Unix socket of the report port; null without a confidential VM. */
  reportPort: z.string().nullable(),
  /**
   * Where the TPM of its configuration really is: the Unix socket of swtpm's data channel, to which the boot was played, and
   * the firmware's log that tells of it, a file.
   */
  vtpm: z.strictObject({ socket: z.string(), firmwareLog: z.string() }).optional(),
  /** Where the copy of the disk's header stands while it is tried. */
  folder: z.string(),
  memoryKiB: z.int().positive(),
  /** How often it calls a gate that does not answer, or that it does not know, before it gives up. */
  attempts: z.int().positive(),
});
export type SoftwareGuest = z.infer<typeof softwareGuestSchema>;

const messageSchema = z.strictObject({
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** How the guest's agent ended, as `@sekisho/guest` names it. */
const guestEndSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("opened") }),
  z.strictObject({ kind: z.literal("refused"), number: z.int().positive() }),
  z.strictObject({ kind: z.literal("disk-refused"), reasons: z.array(messageSchema) }),
  z.strictObject({ kind: z.literal("gate-not-pinned") }),
  z.strictObject({ kind: z.literal("gate-unavailable") }),
  z.strictObject({ kind: z.literal("misconfigured"), reason: messageSchema }),
  z.strictObject({ kind: z.literal("release-refused"), reason: messageSchema }),
  z.strictObject({ kind: z.literal("no-report"), reason: messageSchema }),
  z.strictObject({ kind: z.literal("not-opened"), reason: messageSchema }),
]);
export type GuestEnd = z.infer<typeof guestEndSchema>;

/** One line of the guest's standard output: what it says on its console, and at last how it ended. */
export const softwareGuestLineSchema = z.union([
  z.strictObject({ say: messageSchema }),
  z.strictObject({ end: guestEndSchema }),
]);
