import { fromBase64 } from "@sekisho/encoding";

/** The identifier of a request that is wrong elsewhere, so that the guest recognises the answer. */
export function identifierOf(line: Uint8Array): string | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(line));
    const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
    return typeof id === "string" && /^[0-9a-zA-Z-]{1,64}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}

/** A blob that the protocol's schema has looked at. */
export function blobOf(name: string, text: string): Uint8Array {
  const decoded = fromBase64(name, text);
  if (!decoded.ok) throw new RangeError(`the schema let a broken ${name} pass`);
  return decoded.value;
}
