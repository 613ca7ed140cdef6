/** Boot artifacts in, expected launch digests out. */
export {
  firmwareSummarySchema,
  referenceValueSchema,
  shapeSchema,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "./schema.ts";
