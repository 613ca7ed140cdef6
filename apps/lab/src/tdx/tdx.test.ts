import { createHash } from "node:crypto";
import { toHex } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { authenticateQuote, parseQuote, type Quote } from "@sekisho/evidence/dcap";
import { describe, expect, it } from "vitest";
import { spkiOf } from "../ca/certificate.ts";
import { deriveKey } from "../ca/derived-key.ts";
import { labEnclaveQuote, labTdQuote, testIntelAuthority } from "../testing.ts";
import { createQuotingEnclave } from "./quoting-enclave.ts";
import { createTdxModule, tdAttributes, usualTdAttributes } from "./tdx-module.ts";

const reportData = Uint8Array.from({ length: 64 }, (_, index) => index);
const mrTd = new Uint8Array(48).fill(0x4d);

function parsed(bytes: Uint8Array): Quote {
  const quote = parseQuote(bytes);
  if (!quote.ok) throw new Error(JSON.stringify(quote.error));
  return quote.value;
}

async function authenticated(bytes: Uint8Array): Promise<Awaited<ReturnType<typeof authenticateQuote>>> {
  const authority = await testIntelAuthority();
  const key = await importPublicKey(spkiOf(authority.pck().key.publicKey));
  if (key === undefined) throw new Error("key of the lab");
  return authenticateQuote(parsed(bytes), key);
}
const genuine = { quoteSignature: true, attestationKeyBinding: true, qeReportSignature: true };

describe.each([4, 5] as const)("a quote of version %i of a TD", (version) => {
  it("says what was launched and is signed all the way", async () => {
    const authority = await testIntelAuthority();
    const module = createTdxModule(createQuotingEnclave(authority), { quoteVersion: version });
    const attributes = usualTdAttributes | tdAttributes.debug;
    const mrOwner = new Uint8Array(48).fill(7);
    const bytes = module.launch({ mrTd, attributes, mrOwner }).quote(reportData);
    const { body, certificationData } = parsed(bytes);
    if (body.kind === "sgx") throw new Error("another body");
    expect(body.kind).toBe(version === 5 ? "td-1.5" : "td-1.0");
    expect(body.report).toMatchObject({ mrTd, reportData, mrOwner, tdAttributes: attributes });
    expect(certificationData).toMatchObject({
      certificates: [{}, authority.platformCa.certificate, authority.root.certificate],
    });
    expect(await authenticated(bytes)).toEqual(genuine);
  });
});

describe("a TD's registers", () => {
  it("are extended one by one, and quoted as they are then", async () => {
    const module = createTdxModule(createQuotingEnclave(await testIntelAuthority()));
    const [td, other] = [module.launch({ mrTd }), module.launch({ mrTd })];
    const digest = new Uint8Array(48).fill(1);
    td.extend(3, digest);
    td.extend(3, digest);
    const once = createHash("sha384").update(new Uint8Array(48)).update(digest).digest();
    const twice = createHash("sha384").update(once).update(digest).digest("hex");
    const { body } = parsed(td.quote(reportData));
    if (body.kind === "sgx") throw new Error("another body");
    expect(body.report.rtmrs.map(toHex)).toEqual([...Array.from({ length: 3 }, () => "00".repeat(48)), twice]);
    expect(toHex(other.registers()[3])).toBe("00".repeat(48));
    expect(() => td.extend(0, new Uint8Array(32))).toThrow("32 bytes");
  });
});

describe.each([3, 4, 5] as const)("a quote of version %i of an enclave", (version) => {
  it("says what the enclave is and is signed all the way", async () => {
    const bytes = await labEnclaveQuote({ version, report: { isvProdId: 0x1234, reportData } });
    const { body, technology } = parsed(bytes);
    expect(technology).toBe("sgx");
    expect(body.report).toMatchObject({ isvProdId: 0x1234, reportData });
    expect(await authenticated(bytes)).toEqual(genuine);
  });
});

describe("what a test wants otherwise", () => {
  it("stands in the TD's report under genuine signatures", async () => {
    const bytes = await labTdQuote({ report: { seamAttributes: 5n, rtmrs: [mrTd, mrTd, mrTd, mrTd] } });
    expect(parsed(bytes).body.report).toMatchObject({ seamAttributes: 5n, rtmrs: [mrTd, mrTd, mrTd, mrTd] });
    expect(await authenticated(bytes)).toEqual(genuine);
  });

  it("breaks just that signature which it is about", async () => {
    const stranger = deriveKey(new Uint8Array(32), "stranger", "P-256");
    const otherKey = await labTdQuote({ enclave: { attestationKey: stranger } });
    expect(await authenticated(otherKey)).toEqual({ ...genuine, attestationKeyBinding: false });
    const otherReport = await labTdQuote({ enclave: { changeQeReport: (report) => ({ ...report, isvSvn: 9 }) } });
    expect(await authenticated(otherReport)).toEqual(genuine);
    const unsigned = await labTdQuote({
      enclave: { changeSigned: (quote) => ({ ...quote, signature: new Uint8Array(64).fill(1) }) },
    });
    expect(await authenticated(unsigned)).toEqual({ ...genuine, quoteSignature: false });
  });
});
