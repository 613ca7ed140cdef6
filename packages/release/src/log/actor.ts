import { z } from "zod";

const namedFields = { id: z.uuid(), name: z.string().min(1).max(128) };

/**
 * Who did what an entry tells.
 *
 * - `owner`: whoever reaches the gate's socket, or has the administrator's token
 * - `account`: a person, signed in by passkey; `token`: a program
 * - `guest`: a machine, by what it sent; `gate`: nobody, as when time runs out
 */
export const logActorSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("owner") }),
  z.strictObject({ kind: z.literal("account"), ...namedFields }),
  z.strictObject({ kind: z.literal("token"), ...namedFields }),
  z.strictObject({ kind: z.literal("guest") }),
  z.strictObject({ kind: z.literal("gate") }),
]);
export type LogActor = z.infer<typeof logActorSchema>;
