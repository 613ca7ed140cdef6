import { expect, test } from "vitest";
import { statusWord } from "./status-word.ts";

const [pass, fail, unknown] = [{ status: "pass" }, { status: "fail" }, { status: "unknown" }] as const;

test("what is unknown beside a failure is called not checked", () => {
  expect(statusWord(unknown, [unknown, fail])).toBe("console.request.node.not-checked");
});

test("what is unknown where nothing failed stays unknown, and every other status keeps its word", () => {
  expect(statusWord(unknown, [unknown, pass])).toBeUndefined();
  expect(statusWord(fail, [fail])).toBeUndefined();
  expect(statusWord(pass, [pass, fail])).toBeUndefined();
});
