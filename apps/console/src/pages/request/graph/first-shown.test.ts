import { expect, test } from "vitest";
import { firstShown } from "./first-shown.ts";

test("what fails is open from the start, before what is unknown", () => {
  expect(
    firstShown([
      { id: "report", status: "pass" },
      { id: "vtpm", status: "unknown" },
      { id: "kernel", status: "fail" },
      { id: "initrd", status: "fail" },
    ]),
  ).toBe("kernel");
});

test("without a failure it is what can't be told by itself, not what merely stands on it", () => {
  expect(
    firstShown([
      { id: "report", status: "pass" },
      { id: "kernel", status: "unknown", because: "report" },
      { id: "initrd", status: "unknown" },
    ]),
  ).toBe("initrd");
});

test("where all is well nothing is open", () => {
  expect(
    firstShown([
      { id: "report", status: "pass" },
      { id: "svsm", status: "absent" },
    ]),
  ).toBeUndefined();
});
