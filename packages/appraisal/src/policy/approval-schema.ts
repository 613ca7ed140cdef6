import { z } from "zod";
import { oneOf, textSchema } from "./formats.ts";

/** What a passkey's maker can vouch for, by the names that approvals use. */
const hardwareSchema = z.enum(["security-key", "tee", "strongbox", "secure-enclave", "tpm"]);

/** What a policy demands of the people who approve a release. It says nothing about evidence, and no verdict looks at it. */
export const approvalPolicySchema = z
  .strictObject({
    approvals: z.int().min(1).max(16).optional().describe("How many people must approve. Absent: one."),
    approvers: oneOf(textSchema)
      .optional()
      .describe("Names of the accounts that may approve. Absent: every account whose role allows it."),
    "four-eyes": z
      .boolean()
      .optional()
      .describe(
        "true: who last registered or changed the machine, its known values or its policy can't approve, and two people are needed at least.",
      ),
    hardware: z
      .union([z.literal(["any", "required"]), oneOf(hardwareSchema)])
      .optional()
      .describe(
        "Which hardware an approver's passkey must be known to live in: any, one of these, or required for any of them. Absent: any.",
      ),
    longest: z
      .strictObject({
        boots: z.int().min(1).max(100).optional().describe("For how many boots at most. Absent: this boot alone."),
        hours: z.int().min(1).max(720).optional().describe("For how many hours at most. Absent: not for a time."),
      })
      .optional()
      .describe("The widest that one approval may reach. Absent: 100 boots, 720 hours."),
  })
  .describe("Who must approve before a key is released, where the machine's mode is approve.");

export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;
