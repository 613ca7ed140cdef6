import { narrowText } from "../components/text.ts";
import type { Description } from "../components/component.ts";
import { describeEvent } from "../components/describe.ts";
import { eventTypeName } from "../tcg/event-types.ts";
import { describeFields, readFields, templateFields } from "../ima/template.ts";
import { ByteReader, parseAll } from "@sekisho/encoding";
import { celContentTypes, celPair, type CelRecord } from "./log.ts";

/** What a record says about itself, and the type it is shown with. */
export function describeCelRecord(record: CelRecord): Description & { readonly type: string } {
  const { register, contentType, content, encodedContent } = record;
  const pair = celPair(content);
  if (contentType === celContentTypes.pcClient && pair?.kind.length === 4) {
    const type = eventTypeName(new ByteReader(pair.kind).u32be("event_type"));
    return { ...describeEvent({ register, typeName: type, data: pair.data }), type };
  }
  if (contentType === celContentTypes.imaTemplate && pair !== undefined) {
    const template = narrowText(pair.kind) ?? "";
    return { kind: "file", name: pathOf(template, pair.data), measured: [pair.data], type: template || "ima" };
  }
  const name = narrowText(content) ?? "";
  const type = contentType === celContentTypes.management ? "cel" : `content ${contentType}`;
  return { kind: "other", name, measured: name === "" ? [] : [content, encodedContent], type };
}

function pathOf(template: string, data: Uint8Array): string {
  const kinds = templateFields(template);
  if (kinds === undefined) return "";
  const fields = parseAll("template data", data, (reader) => readFields(reader, kinds));
  return fields.ok ? (describeFields(fields.value).path ?? "") : "";
}
