import { expect, test } from "vitest";
import { adviceFor } from "./advice.ts";

const trial = (effect: "locked-out" | "let-in" | "stays-in" | "none") => ({
  policy: "version: 1\n",
  machines: [{ machineId: "a", name: "a", effect, evidence: [] }],
  whole: true,
});

test("a trial speaks for the text and the machine that it was of, and for no other", () => {
  expect(adviceFor(trial("locked-out"), "version: 1\n", "a")).toBe("locked");
  expect(adviceFor(trial("let-in"), "version: 1\n", "a")).toBe("letIn");
  expect(adviceFor(trial("stays-in"), "version: 1\n", "a")).toBe("fine");
  expect(adviceFor(trial("none"), "version: 1\n", "a")).toBe("untried");
  expect(adviceFor(trial("stays-in"), "version: 1", "a")).toBe("untried");
  expect(adviceFor(trial("stays-in"), "version: 1\n", "b")).toBe("untried");
  expect(adviceFor(undefined, null, "a")).toBe("untried");
});
