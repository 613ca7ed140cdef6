/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * JSON in its one canonical form (RFC 8785, JCS): no white space, members by the UTF-16 code units of their names, strings and
 * numbers as ECMAScript writes them. Members that are `undefined` are not there, as in `JSON.stringify`.
 *
 * @throws TypeError for what JSON can't hold (other numbers than finite ones, functions, dates) and for broken surrogate pairs
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`JSON can't hold ${value}`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : canonicalContainer(value);
    default:
      throw new TypeError(`JSON can't hold a ${typeof value}`);
  }
}

function canonicalContainer(value: Exclude<Json, string | number | boolean | null>): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError("JSON can't hold an object with a class");
  // The default order of `sort` is that of UTF-16 code units, which RFC 8785, section 3.2.3 asks for.
  const members = Object.keys(value)
    .toSorted()
    .flatMap((name) => {
      const member = value[name];
      return member === undefined ? [] : [`${canonicalString(name)}:${canonicalJson(member)}`];
    });
  return `{${members.join(",")}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("JSON can't hold half a surrogate pair");
  return JSON.stringify(text);
}
