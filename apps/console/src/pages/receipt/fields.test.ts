import type { LogEntry } from "@sekisho/release/log";
import { expect, test } from "vitest";
import { fieldsOf } from "./fields.ts";

test("the fields of an entry are all told but those that the page words itself, and digests are known as such", () => {
  const machineId = "00000000-0000-4000-8000-000000000000";
  const after = "ab".repeat(32);
  const entry: LogEntry = {
    kind: "policy",
    version: 1,
    time: "2026-11-23T00:00:00.000Z",
    actor: { kind: "owner" },
    machineId,
    before: null,
    after,
  };
  expect(fieldsOf(entry)).toEqual([
    { name: "machineId", text: machineId, digest: false },
    { name: "after", text: after, digest: true },
  ]);
});
