import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSigningKey } from "../testing/fake-gate.ts";
import { makeConfiguration } from "../testing/machine.ts";
import { readGuestConfiguration } from "./guest-json.ts";

const { guest } = makeConfiguration([makeSigningKey(), makeSigningKey()]);
const text = JSON.stringify(guest);

describe("guest.json", () => {
  test("is read as it was written", async () => {
    expect(await readGuestConfiguration(text)).toEqual({ ok: true, configuration: guest });
  });

  test("is refused when a signing key is not the one that its digest names", async () => {
    const [first, second] = guest.gate.signingKeys;
    const swapped = text.replace(first?.spki ?? "", second?.spki ?? "");
    const values = { field: "gate.signingKeys.0.digest", expected: "SHA-256(spki)" };
    expect(await readGuestConfiguration(swapped)).toEqual({ ok: false, reason: { id: "guest.configuration", values } });
  });

  test.each([
    ["https", '"https:', '"http:', "gate.url"],
    ["the device", "/dev/vda", "vda", "disk.device"],
    ["the type", "sekisho-guest", "sekisho", "type"],
    ["the pins", /"tlsKeyDigests":\[[^\]]*\]/, '"tlsKeyDigests":[]', "gate.tlsKeyDigests"],
  ])("is refused with the name of the field that is wrong: %s", async (_, from, to, field) => {
    expect(await readGuestConfiguration(text.replace(from, to))).toMatchObject({
      ok: false,
      reason: { values: { field } },
    });
  });

  test("is refused when it is cut anywhere, and never crashes the reader", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.nat(text.length - 1).map((end) => text.slice(0, end)),
          fc.json(),
        ),
        async (broken) => {
          expect((await readGuestConfiguration(broken)).ok).toBe(false);
        },
      ),
    );
  });
});
