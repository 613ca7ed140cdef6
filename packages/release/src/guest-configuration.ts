import { z } from "zod";
import { gateIdentitySchema } from "./gate-identity.ts";
import { vtpmProviderSchema } from "./vtpm-evidence.ts";

const absolutePathSchema = z.string().startsWith("/");

/**
 * `/etc/sekisho/guest.json` in the initrd, and so measured: what the agent trusts before it has seen anything else.
 * The machine's identifier is not here but on the measured command line (`sekisho.machine=UUID`), so that machines can
 * share an initrd.
 */
export const guestConfigurationSchema = z
  .strictObject({
    type: z.literal("sekisho-guest"),
    version: z.literal(1),
    gate: gateIdentitySchema,
    /** The encrypted disk, as the guest names it ("/dev/vda"), and the mapping that the agent opens ("root"). */
    disk: z.strictObject({ device: z.string().startsWith("/dev/"), mapping: z.string().regex(/^[a-z][a-z0-9-]*$/) }),
    /** Where reports come from: Linux's configfs-tsm, or the lab's port, which nothing but a lab root ever signs for. */
    reportSource: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("configfs-tsm") }),
      z.strictObject({ kind: z.literal("port"), path: z.string().startsWith("/") }),
      /** A machine without a confidential VM. */
      z.strictObject({ kind: z.literal("none") }),
      /**
       * A guest of SEV or SEV-ES, which gives no reports: its owner judged the launch, and injected the disk key. The folder is where
       * Linux publishes such secrets ("/sys/kernel/security/secrets/coco").
       */
      z.strictObject({ kind: z.literal("launch-secret"), folder: absolutePathSchema }),
    ]),
    /** The TPM that recorded the boot, and who holds it; null or absent: the boot is direct. */
    vtpm: z
      .strictObject({
        provider: vtpmProviderSchema,
        connection: z.discriminatedUnion("kind", [
          /** The kernel's resource manager ("/dev/tpmrm0"). */
          z.strictObject({ kind: z.literal("device"), path: z.string().startsWith("/dev/") }),
          /** The Unix socket of swtpm's data channel: a guest that is a process. */
          z.strictObject({ kind: z.literal("swtpm"), path: z.string().startsWith("/") }),
        ]),
      })
      .nullable()
      .optional(),
    /** Only of a TD, whose RTMRs record the boot. */
    tdx: z
      .strictObject({
        /**
         * The log that replays to the RTMRs. With configfs-tsm: the data of the ACPI table CCEL. With the report port: the log
         * of a firmware that has no such table, which the port takes to give the CCEL; null where the port needs none.
         */
        eventLog: absolutePathSchema.nullable(),
        /** What extends RTMR 3 before the initrd is left: a file that takes 48 bytes, or the report port. */
        initrdLeft: z.discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("sysfs"), path: absolutePathSchema }),
          z.strictObject({ kind: z.literal("port") }),
        ]),
      })
      .optional(),
    /** Whether a person may type the passphrase on the machine's console, which the host sees, when the gate can't be had. */
    allowPassphrasePrompt: z.boolean(),
  })
  .refine(({ tdx, reportSource }) => tdx?.initrdLeft.kind !== "port" || reportSource.kind === "port", {
    path: ["tdx", "initrdLeft"],
    message: "port only where reports come from one",
  })
  .refine(({ vtpm, tdx, reportSource }) => reportSource.kind !== "launch-secret" || (!vtpm && tdx === undefined), {
    path: ["reportSource"],
    message: "launch-secret only without a TPM and outside a TD",
  });
export type GuestConfiguration = z.infer<typeof guestConfigurationSchema>;
