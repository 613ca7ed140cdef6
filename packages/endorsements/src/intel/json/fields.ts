import { fromHex, MalformedError, type MalformedCode } from "@sekisho/encoding";
import type { JsonNode } from "./scan.ts";

/**
 * The members of a JSON object, read by name with their types. Members that are not asked for are passed over. Errors name the
 * whole path ("tcbInfo.tcbLevels[0].tcb.pcesvn") and the offset in the bytes. @throws MalformedError
 */
export class JsonFields {
  readonly path: string;
  readonly #node: JsonNode & { readonly kind: "object" };

  constructor(path: string, node: JsonNode) {
    this.path = path;
    this.#node = node.kind === "object" ? node : fail("value", path, "an object", node);
  }

  /** Whether there is a member of this name that is not null. */
  has(name: string): boolean {
    const node = this.#node.members.get(name);
    return node !== undefined && (node.kind !== "literal" || node.value !== null);
  }

  /** Whether this member is an array. */
  isArray(name: string): boolean {
    return this.#node.members.get(name)?.kind === "array";
  }

  /** Where this object begins and ends in the bytes. */
  get span(): readonly [start: number, end: number] {
    return [this.#node.start, this.#node.end];
  }

  object(name: string): JsonFields {
    return new JsonFields(this.#path(name), this.#member(name));
  }

  /** The objects of an array. */
  objects(name: string, limit: number): readonly JsonFields[] {
    return this.#array(name, limit).map((item, index) => new JsonFields(`${this.#path(name)}[${index}]`, item));
  }

  /** The texts of an array. */
  texts(name: string, limit: number): readonly string[] {
    return this.#array(name, limit).map((item, index) =>
      item.kind === "string" ? item.value : fail("value", `${this.#path(name)}[${index}]`, "a text", item),
    );
  }

  /** The whole numbers of an array. */
  integers(name: string, limit: number, highest: number): readonly number[] {
    return this.#array(name, limit).map((item, index) => wholeNumber(`${this.#path(name)}[${index}]`, item, highest));
  }

  text(name: string): string {
    const node = this.#member(name);
    return node.kind === "string" ? node.value : fail("value", this.#path(name), "a text", node);
  }

  /** One of these texts. */
  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const text = this.text(name);
    return values.find((value) => value === text) ?? this.fail(name, values.join(", "));
  }

  /** A whole number between 0 and `highest`. */
  integer(name: string, highest: number): number {
    return wholeNumber(this.#path(name), this.#member(name), highest);
  }

  /** Hexadecimal text, of this many bytes. */
  hex(name: string, length: number): Uint8Array {
    const text = this.text(name);
    const bytes = text.length === 2 * length ? fromHex(name, text) : undefined;
    return bytes?.ok === true ? bytes.value : this.fail(name, `${length} bytes in hexadecimal`);
  }

  /** "2026-03-17T10:47:42Z": ISO 8601 in whole seconds and UTC. */
  date(name: string): Date {
    const text = this.text(name);
    const date = new Date(text);
    const exact = !Number.isNaN(date.getTime()) && date.toISOString().replace(".000Z", "Z") === text;
    return exact ? date : this.fail(name, "a date and time in UTC");
  }

  /** Stops reading with an error about this member. */
  fail(name: string, expected: string, code: MalformedCode = "value"): never {
    return fail(code, this.#path(name), expected, this.#member(name));
  }

  #member(name: string): JsonNode {
    return this.#node.members.get(name) ?? fail("value", this.#path(name), "a value", this.#node, "none");
  }

  #array(name: string, limit: number): readonly JsonNode[] {
    const node = this.#member(name);
    if (node.kind !== "array") return fail("value", this.#path(name), "an array", node);
    if (node.items.length > limit)
      fail("limit", this.#path(name), `at most ${limit} items`, node, `${node.items.length}`);
    return node.items;
  }

  #path(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

function wholeNumber(path: string, node: JsonNode, highest: number): number {
  const expected = `a whole number up to ${highest}`;
  if (node.kind !== "number") return fail("value", path, expected, node);
  const fits = Number.isSafeInteger(node.value) && node.value >= 0 && node.value <= highest;
  return fits ? node.value : fail("value", path, expected, node);
}

function fail(code: MalformedCode, field: string, expected: string, node: JsonNode, actual = shown(node)): never {
  throw new MalformedError({ code, field, offset: node.start, expected, actual });
}

function shown(node: JsonNode): string {
  if (node.kind === "object" || node.kind === "array") return `an ${node.kind}`;
  const text = JSON.stringify(node.value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
