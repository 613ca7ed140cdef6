import { describe, expect, test } from "vitest";
import { parseQuote } from "../dcap/index.ts";
import { sampleBodies, sampleQuote } from "../dcap/testing/sample.ts";
import { readEnclaveFlags, sgxClaims } from "./index.ts";

describe("ATTRIBUTES.FLAGS", () => {
  const places = { init: 0, debug: 1, mode64Bit: 2, provisionKey: 4, einitTokenKey: 5, cet: 6, kss: 7, aexNotify: 10 };

  test.each(Object.entries(places))("%s is bit %i", (name, place) => {
    const flags = readEnclaveFlags(1n << BigInt(place));
    expect(Object.entries(flags).filter(([, value]) => value === true)).toEqual([[name, true]]);
    expect(flags.reserved).toBe(0n);
  });

  test("bits without a name stay in their places", () => {
    expect(readEnclaveFlags(0x802n)).toMatchObject({ debug: true, reserved: 0x800n });
  });
});

test("claims of a quote are plain JSON with Intel's names", () => {
  const quote = parseQuote(sampleQuote({ version: 3, body: sampleBodies.sgx, qeSvn: 7, pceSvn: 13 }));
  if (!quote.ok || quote.value.technology !== "sgx") throw new Error("no SGX quote");
  const claims = sgxClaims(quote.value);
  expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
  expect(claims).toMatchObject({
    technology: "sgx",
    version: 3,
    qeSvn: 7,
    pceSvn: 13,
    certificationDataType: 5,
    mrEnclave: "14".repeat(32),
    mrSigner: "15".repeat(32),
    isvProdId: 0x1718,
    isvSvn: 0x191a,
    configSvn: 0x1b1c,
    miscSelect: "0x01020304",
    attributes: { flags: { init: true, debug: false, mode64Bit: true }, xfrm: "0x00000000000000e7" },
  });
});
