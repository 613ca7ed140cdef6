import { parseQuote } from "@sekisho/evidence/dcap";
import { labEnclaveQuote, labTdQuote } from "@sekisho/lab/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { appraiseLabEnclave, appraiseLabTd } from "../testing/lab-quote.ts";

/** Whether bytes that claim to be a quote are accepted under a policy that demands nothing but what every policy implies. */
async function isAccepted(bytes: Uint8Array): Promise<boolean> {
  const quote = parseQuote(bytes);
  if (!quote.ok) return false;
  const { value } = quote;
  const verdict = await (value.technology === "tdx" ? appraiseLabTd(value, {}) : appraiseLabEnclave(value, {}));
  return verdict.verdict === "accepted";
}

/** Where the certificates begin: changed white space between them changes nothing. */
const beforeCertificates = (bytes: Uint8Array): number => Buffer.from(bytes).indexOf("-----BEGIN");

describe.each([
  ["a TD's of version 4", () => labTdQuote()],
  ["a TD's of version 5", () => labTdQuote({ version: 5 })],
  ["an enclave's", () => labEnclaveQuote()],
])("a quote, %s", (_, make) => {
  let whole: Uint8Array;
  beforeAll(async () => {
    whole = await make();
  });

  test("is accepted as it is", async () => expect(await isAccepted(whole)).toBe(true));

  test("is never accepted with any bit before the certificates changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * beforeCertificates(whole) - 1), async (bit) => {
        expect(await isAccepted(whole.with(bit >> 3, (whole[bit >> 3] ?? 0) ^ (1 << (bit & 7))))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("is never accepted cut short, or with anything but zeros behind it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        // What a PEM block is followed by is white space and a zero.
        expect(length < whole.length - 2 && (await isAccepted(whole.slice(0, length)))).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect(await isAccepted(new Uint8Array([...whole, 0, 0, 1]))).toBe(false);
    expect(await isAccepted(new Uint8Array([...whole, 0, 0, 0]))).toBe(true);
  });
});
