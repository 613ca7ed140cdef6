import { describe, expect, test } from "vitest";
import { toUtf8 } from "@sekisho/encoding";
import { authenticateQuote, parseAttest, parsePublicArea, parseTpmSignature } from "./index.ts";
import { flipped, good } from "./testing/changed.ts";
import { eccKey, quoteAttest, rsaKey, signAs, type Scheme, type SoftwareKey } from "./testing/software-key.ts";

const attest = quoteAttest({
  extraData: toUtf8("nonce"),
  pcrSelect: [{ hash: "sha256", pcrs: [0] }],
  pcrDigest: new Uint8Array(32),
});

const signed = (key: SoftwareKey, signature: Uint8Array, bytes = attest) => ({
  attest: good(parseAttest(bytes)),
  signature: good(parseTpmSignature(signature)),
  attestationKey: good(parsePublicArea(key.publicArea)),
});

describe.each<[Scheme["kind"], string, (scheme: Scheme) => SoftwareKey]>([
  ["rsassa", "RSA-2048", (scheme) => rsaKey(2048, { scheme })],
  ["rsapss", "RSA-2048", (scheme) => rsaKey(2048, { scheme })],
  ["ecdsa", "P-256", (scheme) => eccKey("P-256", { scheme })],
  ["ecdsa", "P-384", (scheme) => eccKey("P-384", { scheme })],
])("%s with %s", (kind, _, makeKey) => {
  test.each(["sha1", "sha256", "sha384", "sha512"] as const)("and %s", async (hash) => {
    const scheme = { kind, hash };
    const key = makeKey(scheme);
    const signature = signAs(scheme, key.privateKey, attest);
    expect(await authenticateQuote(signed(key, signature))).toBe(true);
    expect(await authenticateQuote(signed(key, signature, flipped(attest, 8 * 46)))).toBe(false);
    expect(await authenticateQuote(signed(key, flipped(signature, 8 * 20)))).toBe(false);
    expect(await authenticateQuote(signed(makeKey(scheme), signature))).toBe(false);
  });

  test("a signature in another scheme than the key's own does not count", async () => {
    const key = makeKey({ kind, hash: "sha384" });
    const signature = signAs({ kind, hash: "sha256" }, key.privateKey, attest);
    expect(await authenticateQuote(signed(key, signature))).toBe(false);
  });
});

test("RSAPSS: a salt as long as the hash, as FIPS 186-4 wants it, counts too; any other does not", async () => {
  const scheme = { kind: "rsapss", hash: "sha256" } as const;
  const key = rsaKey(2048, { scheme });
  expect(await authenticateQuote(signed(key, signAs(scheme, key.privateKey, attest, 32)))).toBe(true);
  expect(await authenticateQuote(signed(key, signAs(scheme, key.privateKey, attest, 20)))).toBe(false);
});

test("a key without a scheme of its own signs no quote", async () => {
  const key = rsaKey(2048);
  const signature = signAs({ kind: "rsassa", hash: "sha256" }, key.privateKey, attest);
  expect(await authenticateQuote(signed(key, signature))).toBe(false);
});

test("ECDSA: numbers with zeros in front, or longer than the curve's order, are told apart", async () => {
  const scheme = { kind: "ecdsa", hash: "sha256" } as const;
  const key = eccKey("P-256", { scheme });
  const quote = signed(key, signAs(scheme, key.privateKey, attest));
  if (quote.signature.kind !== "ecdsa") throw new Error("no ECDSA");
  const longer = { ...quote.signature, r: Uint8Array.of(0, ...quote.signature.r) };
  expect(await authenticateQuote({ ...quote, signature: longer })).toBe(true);
  const tooLong = { ...quote.signature, r: Uint8Array.of(1, ...quote.signature.r) };
  expect(await authenticateQuote({ ...quote, signature: tooLong })).toBe(false);
});
