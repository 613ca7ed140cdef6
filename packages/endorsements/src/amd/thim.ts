import { fromUtf8, parsePem, type Malformed, type Parsed } from "@sekisho/encoding";

/** Whether bytes look like the JSON that Azure's THIM service answers with. */
export function isThimResponse(bytes: Uint8Array): boolean {
  const text = fromUtf8("THIM response", bytes);
  return text.ok && text.value.trimStart().startsWith("{") && text.value.includes('"vcekCert"');
}

/**
 * DER of the VCEK, ASK and ARK in a response of Azure's THIM service (`/metadata/THIM/amd/certification`): a JSON object whose
 * `vcekCert` and `certificateChain` are PEM texts.
 */
export function parseThimResponse(bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  const text = fromUtf8("THIM response", bytes);
  if (!text.ok) return text;
  const fields = readObject(text.value);
  if (fields === undefined) return broken("THIM response", "a JSON object");
  const certificates: Uint8Array[] = [];
  for (const field of ["vcekCert", "certificateChain"]) {
    const value = fields[field];
    if (typeof value !== "string") return broken(field, "a PEM text");
    const blocks = parsePem(field, value);
    if (!blocks.ok) return blocks;
    certificates.push(...blocks.value.map((block) => block.bytes));
  }
  return { ok: true, value: certificates };
}

function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function broken(field: string, expected: string): Parsed<never> {
  const error: Malformed = { code: "encoding", field, offset: 0, expected, actual: "something else" };
  return { ok: false, error };
}
