import { message } from "@sekisho/messages";
import { releaseCatalogue } from "@sekisho/release/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";
import { describe, expect, test } from "vitest";
import { nextStepOf } from "./next-step.ts";

const refused = { state: "refused", reason: null } as const;

describe("what to do about a refused request", () => {
  test.each([
    ["verifier.headline.command-line.adds", "command-line"],
    ["verifier.headline.started-other", "files"],
    ["verifier.headline.firmware", "files"],
    ["verifier.headline.debug", "settings"],
    ["verifier.headline.unmeasured", "settings"],
    ["verifier.headline.unmeasured-svsm", "not-genuine"],
    ["verifier.headline.foreign-root", "not-genuine"],
    ["verifier.headline.other-disk", "disk"],
    ["gate.refusal.headerDiffers", "disk"],
    ["gate.refusal.nonceExpired", "late"],
    ["verifier.headline.borrowed", "borrowed"],
    ["verifier.headline.image-of-another", "image-of-another"],
    ["verifier.headline.tcb-old", "refused"],
  ])("after %s it is %s", (id, step) => {
    expect({ ...verifierCatalogue.en, ...releaseCatalogue.en }).toHaveProperty([id]);
    expect(nextStepOf(refused, message(id))).toBe(step);
  });

  test("without a sentence that tells, the gate's reason is what there is", () => {
    const reason = { id: "gate.refusal.machineRemoved", values: {} };
    expect(nextStepOf({ state: "refused", reason }, reason)).toBe("reason");
    expect(nextStepOf(refused, null)).toBe("refused");
  });

  test("only a request that has ended has a next step", () => {
    expect(nextStepOf({ state: "released", reason: null }, null)).toBe("released");
    expect(nextStepOf({ state: "expired", reason: null }, null)).toBeUndefined();
    expect(nextStepOf({ state: "waiting", reason: null }, null)).toBeUndefined();
  });
});
