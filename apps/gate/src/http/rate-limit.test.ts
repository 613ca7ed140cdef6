import { expect, test } from "vitest";
import { callerOf, createRateLimiter } from "./rate-limit.ts";

test("a caller that owns a whole network of IPv6 addresses has no more than one", () => {
  const limit = createRateLimiter({ burst: 2, perSecond: 1 });
  const addresses = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2:1:2:3:4"];
  expect(addresses.map((address) => limit(callerOf(address), 0))).toEqual([0, 0, 1]);
  expect(limit(callerOf("2001:db8:1:3::1"), 0)).toBe(0);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["2001:db8::", "2001:db8:0:0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
])("%s counts as %s", (address, caller) => expect(callerOf(address)).toBe(caller));
