import { message } from "@sekisho/messages";
import { expect, test } from "vitest";
import { firstShown } from "./first-shown.ts";

const headline = message("verifier.headline.borrowed");
const summary = message("verifier.headline.started-other");

test("what fails is open from the start, before what is unknown", () => {
  const nodes = [
    { id: "report", status: "pass", summary },
    { id: "vtpm", status: "unknown", summary },
    { id: "kernel", status: "fail", summary },
    { id: "initrd", status: "fail", summary },
  ] as const;
  expect(firstShown(nodes, headline)).toBe("kernel");
});

test("of several that fail it is the one that the headline is about", () => {
  const nodes = [
    { id: "report", status: "fail", summary },
    { id: "guest-key", status: "fail", summary: headline },
  ] as const;
  expect(firstShown(nodes, headline)).toBe("guest-key");
});

test("without a failure it is what can't be told by itself, not what merely stands on it", () => {
  const nodes = [
    { id: "report", status: "pass", summary },
    { id: "kernel", status: "unknown", because: "report", summary: headline },
    { id: "initrd", status: "unknown", summary },
  ] as const;
  expect(firstShown(nodes, headline)).toBe("initrd");
});

test("where all is well nothing is open", () => {
  const nodes = [
    { id: "report", status: "pass", summary: headline },
    { id: "svsm", status: "absent", summary },
  ] as const;
  expect(firstShown(nodes, headline)).toBeUndefined();
});
