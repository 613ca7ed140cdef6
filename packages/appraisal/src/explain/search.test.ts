import type { ReferenceValue } from "@sekisho/reference-values";
import { expect, test } from "vitest";
import { searchLaunch } from "./search.ts";

const hex = (number: number, bytes: number): string => number.toString(16).padStart(2, "0").repeat(bytes);

/** A machine that was refreshed many times. */
const known = Array.from({ length: 20 }, (_, index): ReferenceValue => {
  return {
    name: `boot ${index}`,
    addedAt: "2026-11-23T00:00:00Z",
    launchDigest: hex(index, 48),
    firmware: {
      sha256: hex(0, 32),
      version: "1",
      volumeDigest: hex(0, 48),
      sections: [{ address: 0x81_0000, size: 4096, type: 0x10 }],
      hashTableAddress: 0x81_0c00,
      resetAddress: 0,
    },
    kernel: { sha256: hex(index, 32), version: "6.12" },
    initrd: { sha256: hex(index, 32) },
    commandLine: `quiet boot=${index}`,
    shape: { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
  };
});

test("a report that nobody has authenticated makes the gate compute few digests, whatever it claims", async () => {
  const search = { digest: hex(255, 48), known, claimedCommandLine: "x ".repeat(4000) } as const;
  const { found, tried } = await searchLaunch({ ...search, effort: "near" });
  expect(found).toBeUndefined();
  expect(tried).toBe(128);
  expect((await searchLaunch({ ...search, effort: "far" })).tried).toBeGreaterThan(1000);
});
