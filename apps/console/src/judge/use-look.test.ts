import type { RequestDetail } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { momentOf, subjectOf } from "./use-look.ts";

type Detail = Parameters<typeof subjectOf>[0];

const then = "2026-01-02T03:04:05.000Z";
const now = new Date("2026-11-23T00:00:00.000Z");
// Of the evidence only its nonce matters here.
const evidence = { nonce: "abc" } as RequestDetail["evidence"];
const detail: Detail = { id: "r", state: "waiting", evidenceAt: then, updatedAt: then, evidence };

describe("a look", () => {
  test("is as of now while the request is open, and else as of the day of its evidence", () => {
    expect(momentOf(detail, now)).toEqual(now);
    expect(momentOf({ ...detail, state: "expired" }, now)).toEqual(new Date(then));
  });

  test("stays while the same evidence is only asked for again", () => {
    expect(subjectOf({ ...detail, updatedAt: now.toISOString() })).toBe(subjectOf(detail));
    expect(subjectOf({ ...detail, state: "decided" })).toBe(subjectOf(detail));
  });

  test("does not stay for other evidence, or another request", () => {
    expect(subjectOf({ ...detail, id: "other" })).not.toBe(subjectOf(detail));
    expect(subjectOf({ ...detail, evidence: null })).not.toBe(subjectOf(detail));
  });

  test("as of an earlier day does not stay when the gate says that the request is open after all", () => {
    const ended: Detail = { ...detail, state: "expired" };
    expect(subjectOf(ended)).not.toBe(subjectOf(detail));
    expect(subjectOf({ ...ended, evidenceAt: now.toISOString() })).not.toBe(subjectOf(ended));
  });
});
