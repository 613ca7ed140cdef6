import fc from "fast-check";
import { expect, test } from "vitest";
import { cutCertificate, cutCertificates } from "./tpm-keys.ts";

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

test("certificates that stand one after the other are told apart, up to what is none", () => {
  const one = (length: number) =>
    Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff, ...new Uint8Array(length).fill(7));
  const [first, second] = [one(300), one(600)];
  expect(cutCertificates(Uint8Array.of(...first, ...second, 0, 0, 0))).toEqual([first, second]);
  expect(cutCertificates(Uint8Array.of(...first, ...second.subarray(1)))).toEqual([first]);
  expect(cutCertificates(Uint8Array.of(...first, ...second.subarray(0, -1)))).toEqual([first]);
  expect(cutCertificates(new Uint8Array(0))).toEqual([]);
  const twenty = Uint8Array.from(Array.from({ length: 20 }, () => [...one(256)]).flat());
  expect(cutCertificates(twenty).length).toBe(8);
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
