import fc from "fast-check";
import { expect, test } from "vitest";
import { addressProblem, mayConnect } from "./address.ts";

test.each([
  ["https://chat.example/hooks/abc", false, undefined],
  ["https://10.1.2.3:8443/x", false, undefined],
  ["http://127.0.0.1:9000/x", false, undefined],
  ["http://[::1]:9000/x", false, undefined],
  ["http://localhost:9000/x", false, undefined],
  ["http://chat.example/x", false, "plain"],
  ["http://10.1.2.3/x", false, "plain"],
  ["http://10.1.2.3/x", true, undefined],
  ["http://localhost.example/x", false, "plain"],
  ["ftp://chat.example/x", true, "scheme"],
  ["file:///etc/passwd", true, "scheme"],
  ["chat.example", false, "not-a-url"],
  ["", false, "not-a-url"],
  ["https://user:password@chat.example/", false, "credentials"],
  ["https://chat.example/#part", false, "fragment"],
  ["http://169.254.169.254/latest/meta-data", true, "forbidden"],
  ["https://169.254.169.254/", false, "forbidden"],
  // The same address, as browsers and resolvers read it.
  ["https://0xa9fea9fe/", false, "forbidden"],
  ["https://2852039166/", false, "forbidden"],
  ["https://[::ffff:169.254.169.254]/", false, "forbidden"],
  ["https://[fd00:ec2::254]/", false, "forbidden"],
  ["https://[fe80::1]/", false, "forbidden"],
  ["https://0.0.0.0/", false, "forbidden"],
  ["https://[::]/", false, "forbidden"],
  ["https://255.255.255.255/", false, "forbidden"],
] as const)("%s (plain: %s): %s", (url, plain, problem) => {
  expect(addressProblem(url, plain)).toBe(problem);
});

test("a name that leads to this machine or to a metadata service is not followed there", () => {
  const url = new URL("https://chat.example/");
  for (const address of [
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "::ffff:127.0.0.1",
    "169.254.169.254",
    "fe80::1",
    "0.0.0.0",
  ]) {
    expect(mayConnect(url, address)).toBe(false);
  }
  for (const address of ["203.0.113.7", "10.0.0.1", "2001:db8::1", "fd12::1"])
    expect(mayConnect(url, address)).toBe(true);
  expect(mayConnect(new URL("http://localhost:1/"), "127.0.0.1")).toBe(true);
  expect(mayConnect(new URL("http://localhost:1/"), "169.254.169.254")).toBe(false);
});

test("whatever is written is allowed or a problem, and never both link-local and allowed", () => {
  const linkLocal = fc
    .tuple(fc.nat(255), fc.nat(255))
    .map(([high, low]) => (169 * 2 ** 24 + 254 * 2 ** 16 + high * 256 + low).toString());
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), linkLocal, fc.boolean(), (text, number, plain) => {
      expect(["undefined", "string"]).toContain(typeof addressProblem(text, plain));
      expect(addressProblem(`https://${number}/x`, plain)).toBe("forbidden");
    }),
    { numRuns: 300 },
  );
});
