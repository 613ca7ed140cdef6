import { expect, test } from "vitest";
import { sealedTo } from "./sealed-to.ts";

const evidence = { machineId: "7b0c2f5e-94a1-4a55-9d0c-3f4f4c1f2a10", guestKey: "abc" };

test("a passphrase that was typed does not stay for another machine, guest or verdict, whatever the gate leaves as it was", () => {
  const shown = sealedTo({ evidence }, "d1");
  expect(sealedTo({ evidence: { ...evidence } }, "d1")).toBe(shown);
  const others = [
    sealedTo({ evidence: { ...evidence, machineId: "another" } }, "d1"),
    sealedTo({ evidence: { ...evidence, guestKey: "def" } }, "d1"),
    sealedTo({ evidence }, "d2"),
    sealedTo({ evidence }, null),
  ];
  expect(new Set([shown, ...others]).size).toBe(5);
});
