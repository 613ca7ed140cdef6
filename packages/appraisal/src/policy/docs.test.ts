import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { strictPolicy } from "./built-in.ts";
import { parsePolicy } from "./parse.ts";
import { policySchema } from "./schema.ts";

describe.each(["en", "ja"])("docs/%s/policy.md", (language) => {
  const read = () => readFile(new URL(`../../../../docs/${language}/policy.md`, import.meta.url), "utf8");

  test("shows policies that can be read, the strict one among them", async () => {
    const blocks = Array.from((await read()).matchAll(/```yaml\n([^`]*)```/g), ([, text = ""]) => parsePolicy(text));
    expect(blocks).toHaveLength(6);
    expect(blocks.every(({ ok }) => ok)).toBe(true);
    expect(blocks).toContainEqual({ ok: true, policy: strictPolicy });
  });

  test("names every key of the schema", async () => {
    const text = await read();
    const sections = [
      ...Object.entries(policySchema.shape["sev-snp"].unwrap().shape),
      ...Object.entries(policySchema.shape.tdx.unwrap().shape),
      ...Object.entries(policySchema.shape.sgx.unwrap().shape),
      ...Object.entries(policySchema.shape["measured-boot"].unwrap().shape),
    ];
    const keys = sections.flatMap(([name, schema]) => {
      if (name === "rtmrs") return [name];
      const inner = schema.unwrap();
      return "shape" in inner ? [name, ...Object.keys(inner.shape)] : [name];
    });
    expect(keys.filter((key) => !new RegExp(`[\`.]${key}[\`.]`).test(text))).toEqual([]);
  });
});

test.each(["en", "ja"])(
  "docs/%s/approvals.md shows a section that can be read, and names every key of it",
  async (language) => {
    const text = await readFile(new URL(`../../../../docs/${language}/approvals.md`, import.meta.url), "utf8");
    const [, block = ""] = /```yaml\n([^`]*)```/.exec(text) ?? [];
    const parsed = parsePolicy(block);
    const keys = Object.keys(policySchema.shape.approval.unwrap().shape);
    expect(Object.keys(parsed.ok ? (parsed.policy.approval ?? {}) : {}).toSorted()).toEqual(keys.toSorted());
    expect(keys.filter((key) => !new RegExp(`[\`.]${key}[\`.]`).test(text))).toEqual([]);
  },
);
