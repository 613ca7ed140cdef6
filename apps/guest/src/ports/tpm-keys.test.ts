import fc from "fast-check";
import { expect, test } from "vitest";
import { cutCertificate } from "./tpm-keys.ts";

test("a certificate is cut at its own length, whatever follows", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 256, maxLength: 2000 }),
      fc.uint8Array({ maxLength: 300 }),
      (body, after) => {
        const certificate = Uint8Array.of(0x30, 0x82, body.length >> 8, body.length & 0xff, ...body);
        expect(cutCertificate(Uint8Array.of(...certificate, ...after))).toEqual(certificate);
        expect(cutCertificate(certificate.subarray(0, -1))).toBeUndefined();
      },
    ),
    { numRuns: 200 },
  );
});

test("what is no certificate is none", () => {
  for (const [tag, form] of [
    [0x31, 0x82],
    [0x30, 0x81],
    [0xff, 0xff],
    [0, 0],
  ] as const) {
    expect(cutCertificate(Uint8Array.of(tag, form, 0, 2, 1, 1, 0, 0))).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3 }), (bytes) => {
      expect(cutCertificate(bytes)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
