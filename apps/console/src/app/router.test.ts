import { describe, expect, test } from "vitest";
import { matchPath, placeOf } from "./router.ts";

describe("a path", () => {
  test.each([
    ["/", "/", {}],
    ["/requests/:number", "/requests/12", { number: "12" }],
    ["/machines/:id", "/machines/a%20b", { id: "a b" }],
    ["/machines/:id", "/machines", undefined],
    ["/machines/:id", "/machines/", undefined],
    ["/machines/:id", "/machines/a/b", undefined],
    ["/machines/:id", "/machines/%E0%A4%A", undefined],
    ["/machines", "/policies", undefined],
  ])("%s against %s", (pattern, path, found) => {
    expect(matchPath(pattern, path)).toEqual(found);
  });
});

test("an address is read into path, query and fragment", () => {
  const { path, query, fragment } = placeOf(new URL("https://gate.example/enrol/?next=%2Fpeople#abc_-"));
  expect([path, query.get("next"), fragment]).toEqual(["/enrol", "/people", "abc_-"]);
  expect(placeOf(new URL("https://gate.example")).path).toBe("/");
});
