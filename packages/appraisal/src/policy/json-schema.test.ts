import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { policyJsonSchema } from "./schema.ts";

test("policy.schema.json is the schema that policies are read with (else: node scripts/policy-schema.ts)", async () => {
  const file = await readFile(new URL("../../policy.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(file)).toEqual(policyJsonSchema());
});
