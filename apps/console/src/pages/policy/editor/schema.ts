/** What of a JSON Schema (draft 2020-12) is looked at. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
};

/** A schema and all that it may be instead, without references. */
function alternativesOf(schema: JsonSchema, root: JsonSchema, depth = 0): readonly JsonSchema[] {
  if (depth > 8) return [];
  const { $ref: reference, anyOf = [], oneOf = [], allOf = [] } = schema;
  const named = reference === undefined ? undefined : root.$defs?.[reference.replace("#/$defs/", "")];
  const inner = [...anyOf, ...oneOf, ...allOf, ...(named === undefined ? [] : [named])];
  return [schema, ...inner.flatMap((one) => alternativesOf(one, root, depth + 1))];
}

/** The schemas that may hold at a path: "[]" is an item of a list. */
export function schemasAt(root: JsonSchema, path: readonly string[]): readonly JsonSchema[] {
  let found = alternativesOf(root, root);
  for (const step of path) {
    found = found.flatMap((schema) => {
      const next = step === "[]" ? schema.items : (schema.properties?.[step] ?? additional(schema));
      return next === undefined ? [] : alternativesOf(next, root);
    });
  }
  return found;
}

function additional({ additionalProperties: any }: JsonSchema): JsonSchema | undefined {
  return typeof any === "object" ? any : undefined;
}

/** What the schemas of a place say of it, for people. */
export function descriptionOf(schemas: readonly JsonSchema[]): string | undefined {
  return schemas.find(({ description }) => description !== undefined)?.description;
}

/** Something that may be typed. `opens`: a key with keys of its own below it. */
export type Choice = { readonly text: string; readonly about: string | undefined; readonly opens: boolean };

/** The keys that may stand in an object of one of these schemas, in the schema's order. */
export function keysOf(schemas: readonly JsonSchema[], root: JsonSchema): readonly Choice[] {
  const choices = new Map<string, Choice>();
  for (const { properties = {} } of schemas) {
    for (const [text, schema] of Object.entries(properties)) {
      const all = alternativesOf(schema, root);
      const opens = all.some((one) => one.properties !== undefined) && valuesOf(all).length === 0;
      if (!choices.has(text)) choices.set(text, { text, about: descriptionOf(all), opens });
    }
  }
  return [...choices.values()];
}

/** The values that one of these schemas names: those of an enumeration, a constant, true and false. */
export function valuesOf(schemas: readonly JsonSchema[]): readonly Choice[] {
  const values = schemas.flatMap((schema) => {
    const { type, const: constant } = schema;
    if (schema.enum !== undefined) return schema.enum;
    if (constant !== undefined) return [constant];
    return type === "boolean" ? [true, false] : [];
  });
  const texts = new Set(values.filter((value) => typeof value !== "object").map(String));
  return [...texts].map((text) => ({ text, about: undefined, opens: false }));
}
