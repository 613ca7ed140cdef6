import { expect, test } from "vitest";
import { canonicalJson, longestEntry, logEntrySchema, type LogEntry } from "./index.ts";

const release: LogEntry = {
  kind: "release",
  version: 1,
  time: "2026-11-23T16:00:00.000Z",
  actor: { kind: "guest" },
  request: "0b7f5f1e-8d0a-4b3c-9f65-4a1a2c8f9d10",
  number: 7,
  machineId: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
  mode: "approve",
  binding: Buffer.alloc(64, 7).toString("base64url"),
  verdict: 3,
  approvals: Array.from({ length: 64 }, (_, at) => 1_000_000 + at),
  grant: "0b7f5f1e-8d0a-4b3c-9f65-4a1a2c8f9d11",
  release: "ab".repeat(32),
};

test("an entry is read as it was written, and one with more or less in it is none", () => {
  expect(logEntrySchema.parse(JSON.parse(canonicalJson(release)))).toEqual(release);
  for (const wrong of [
    { ...release, version: 2 },
    { ...release, kind: "released" },
    { ...release, secret: "" },
    { ...release, actor: { kind: "account", id: release.request } },
    { ...release, verdict: -1 },
    { ...release, time: "yesterday" },
  ]) {
    expect(logEntrySchema.safeParse(wrong).success).toBe(false);
  }
});

test("the largest entries fit into a bundle", () => {
  expect(Buffer.byteLength(canonicalJson(release))).toBeLessThan(longestEntry / 8);
});
