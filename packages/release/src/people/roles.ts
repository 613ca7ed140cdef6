import { z } from "zod";

/** What a person or a program may do; each role includes the ones before it. */
export const roles = ["viewer", "approver", "administrator"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Whether a role includes another one. */
export function includesRole(present: Role, wanted: Role): boolean {
  return roles.indexOf(present) >= roles.indexOf(wanted);
}

/** How people are called: what fits a line, with neither control characters nor space around it. */
export const accountNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(
    /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u,
    "a name without control characters or space around it",
  );

/** Who does something, as it is shown and logged. The owner came in by the gate's own socket or with its administrator's token. */
export const actorSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("owner") }),
  z.strictObject({ kind: z.literal("account"), id: z.uuid(), name: accountNameSchema, role: roleSchema }),
  z.strictObject({ kind: z.literal("token"), id: z.uuid(), name: accountNameSchema, role: roleSchema }),
]);
export type Actor = z.infer<typeof actorSchema>;
