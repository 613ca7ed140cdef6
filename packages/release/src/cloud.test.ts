import { describe, expect, test } from "vitest";
import { cloudOf } from "./index.ts";

describe("where a machine runs", () => {
  const tpm = { endorsementKeys: [], roots: [] };
  test.each([
    ["what its owner says", { cloud: "sakura", additionalRoots: ["r"] }, "sakura"],
    [
      "the owner's word, before that of its TPM",
      { cloud: "own", vtpm: { provider: "google" as const }, additionalRoots: [] },
      "own",
    ],
    ["Azure, by its paravisor", { vtpm: { provider: "azure-hcl" as const }, additionalRoots: [] }, "azure"],
    [
      "Google, by its hypervisor's TPM",
      { vtpm: { provider: "google" as const, ...tpm }, additionalRoots: ["r"] },
      "google",
    ],
    [
      "a lab, by a root that is no chip maker's",
      { vtpm: { provider: "svsm" as const }, additionalRoots: ["r"] },
      "lab",
    ],
    ["nobody knows where", { additionalRoots: [] }, null],
  ])("%s", (_, machine, expected) => {
    expect(cloudOf(machine)).toBe(expected);
  });
});
