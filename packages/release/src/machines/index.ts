/** Machines as people look at them: lists, boots and what changed between them, and a policy tried on stored evidence. */
export {
  machineSummaryListSchema,
  machineSummarySchema,
  policyChangeSchema,
  type MachineSummary,
  type PolicyChange,
} from "./summary.ts";
export {
  bootRecordSchema,
  machineBootFilterSchema,
  machineBootListSchema,
  machineBootSchema,
  type BootRecord,
  type MachineBoot,
} from "./boots.ts";
export { changesBetween, type BootChange } from "./changes.ts";
export {
  policyTrialResultSchema,
  policyTrialSchema,
  type PolicyTrial,
  type PolicyTrialResult,
  type TrialOutcome,
  type TriedMachine,
} from "./trial.ts";
