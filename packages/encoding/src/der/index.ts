/** Strict DER (ITU-T X.690): one encoding for one value, anything else is an error with its place. */
export { parseDer } from "./parse.ts";
export { DerElement, DerReader } from "./reader.ts";
export { tags, contextTag } from "./tags.ts";
export * as derWriter from "./writer.ts";
