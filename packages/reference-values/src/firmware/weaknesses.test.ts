import { expect, test } from "vitest";
import { firmwareWeaknesses } from "./weaknesses.ts";

test("a firmware that is known to start unhashed code is named, another is not", () => {
  const [weakness] = firmwareWeaknesses("3e4fd0b3fe3b2dbe481c3d9e99418a034174f26cbe1f55aa212b0f18c12d2d6f");
  expect(weakness?.detail.id).toBe("firmware.unverified-shim");
  expect(firmwareWeaknesses("00".repeat(32))).toEqual([]);
});
