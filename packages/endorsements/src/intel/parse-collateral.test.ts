import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { parseCollateral } from "./index.ts";

const authority = await testIntelAuthority();
const tcbInfo = toUtf8(authority.tcbInfo("tdx"));
const identity = toUtf8(authority.enclaveIdentity("td-qe"));

/** The same response with one member of the inner object replaced, or left out. */
function edited(text: Uint8Array, change: Readonly<Record<string, unknown>>): Uint8Array {
  const response = JSON.parse(Buffer.from(text).toString()) as Record<string, object>;
  const name = "tcbInfo" in response ? "tcbInfo" : "enclaveIdentity";
  return toUtf8(JSON.stringify({ ...response, [name]: { ...response[name], ...change } }));
}

/** A response's inner object as text, and its signature. */
function document(name: string, response: Uint8Array): { readonly text: string; readonly signature: string } {
  const all = Buffer.from(response).toString();
  const { signature } = JSON.parse(all) as { readonly signature: string };
  return { text: all.slice(`{"${name}":`.length, all.lastIndexOf(',"signature"')), signature };
}

function fieldOf(text: Uint8Array): string {
  const parsed = parseCollateral("file", text);
  return parsed.ok ? "read" : parsed.error.field;
}

describe("one file of collateral", () => {
  test("gives the bytes that are signed, exactly", () => {
    const parsed = parseCollateral("file", tcbInfo);
    const [document] = parsed.ok ? parsed.value.documents : [];
    const text = Buffer.from(tcbInfo).toString();
    expect(Buffer.from(document?.signedBytes ?? []).toString()).toBe(
      text.slice('{"tcbInfo":'.length, text.lastIndexOf(',"signature"')),
    );
    expect(document?.content).toMatchObject({ version: 3, technology: "tdx", fmspc: "90c06f000000" });
  });

  test.each([
    [tcbInfo, { version: 1 }, "tcbInfo.version"],
    [tcbInfo, { version: 4 }, "tcbInfo.version"],
    [tcbInfo, { id: "QE" }, "tcbInfo.id"],
    [tcbInfo, { tcbType: 1 }, "tcbInfo.tcbType"],
    [tcbInfo, { fmspc: "90C06F0000" }, "tcbInfo.fmspc"],
    [tcbInfo, { pceId: 0 }, "tcbInfo.pceId"],
    [tcbInfo, { issueDate: "yesterday" }, "tcbInfo.issueDate"],
    [tcbInfo, { nextUpdate: undefined }, "tcbInfo.nextUpdate"],
    [tcbInfo, { tcbEvaluationDataNumber: -1 }, "tcbInfo.tcbEvaluationDataNumber"],
    [tcbInfo, { tdxModule: undefined }, "tcbInfo.tdxModule"],
    [tcbInfo, { tcbLevels: [{}] }, "tcbInfo.tcbLevels[0].tcb"],
    [tcbInfo, { tcbLevels: [{ tcb: { sgxtcbcomponents: [] } }] }, "tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents"],
    [identity, { version: 1 }, "enclaveIdentity.version"],
    [identity, { id: "TDX" }, "enclaveIdentity.id"],
    [identity, { mrsigner: "00" }, "enclaveIdentity.mrsigner"],
    [identity, { isvprodid: 65536 }, "enclaveIdentity.isvprodid"],
    [identity, { attributesMask: "F" }, "enclaveIdentity.attributesMask"],
  ])("with one wrong member is refused by its path (%#)", (text, change, field) => {
    expect(fieldOf(edited(text, change))).toBe(field);
  });

  test("with a status that no document has is refused", () => {
    const levels = [{ tcb: { isvsvn: 1 }, tcbDate: "2024-01-01T00:00:00Z", tcbStatus: "TDRelaunchAdvised" }];
    expect(fieldOf(edited(identity, { tcbLevels: levels }))).toBe("enclaveIdentity.tcbLevels[0].tcbStatus");
  });

  test("for one quote may have bytes as numbers, a PCK chain, and null for what is absent", () => {
    const tcb = document("tcbInfo", tcbInfo);
    const [crl, chain] = [authority.crl("root"), authority.pckIssuerChain()];
    const combined = (changes: object): Uint8Array =>
      toUtf8(
        JSON.stringify({
          tcb_info: tcb.text,
          tcb_info_signature: tcb.signature,
          tcb_info_issuer_chain: authority.tcbIssuerChain(),
          qe_identity: null,
          root_ca_crl: toHex(crl),
          pck_certificate_chain: null,
          ...changes,
        }),
      );
    const usual = parseCollateral("file", combined({}));
    expect(usual).toMatchObject({ ok: true, value: { certificates: [], crls: [crl] } });
    const numbers = { root_ca_crl: [...crl], tcb_info_signature: [...Buffer.from(tcb.signature, "hex")] };
    expect(parseCollateral("file", combined(numbers))).toEqual(usual);
    const [ca, root] = [authority.platformCa.certificate, authority.root.certificate];
    const withChain = parseCollateral("file", combined({ pck_certificate_chain: chain }));
    expect(withChain).toMatchObject({ ok: true, value: { certificates: [ca, root] } });
    expect(fieldOf(combined({ root_ca_crl: [256] }))).toBe("root_ca_crl[0]");
    expect(fieldOf(combined({ tcb_info_signature: "00" }))).toBe("tcb_info_signature");
    expect(fieldOf(combined({ tcb_info_issuer_chain: "none" }))).toBe("tcb_info_issuer_chain");
  });

  test("of no known form is refused, and so is a signature of another length", () => {
    expect(fieldOf(toUtf8("{}"))).toBe("file");
    expect(fieldOf(toUtf8("[]"))).toBe("");
    const short = Buffer.from(tcbInfo).toString().replace(/.."}$/, '"}');
    expect(fieldOf(toUtf8(short))).toBe("signature");
    expect(fieldOf(toUtf8('{"tcb_info":"{","tcb_info_signature":""}'))).toBe("tcb_info_signature");
    expect(
      fieldOf(toUtf8(`{"tcb_info":"{","tcb_info_signature":"${"00".repeat(64)}","tcb_info_issuer_chain":""}`)),
    ).not.toBe("read");
  });

  test("cut off, lengthened or changed is an error with its place, or still a document; never a crash", () => {
    for (let length = 0; length < tcbInfo.length; length += 11)
      expect(fieldOf(tcbInfo.slice(0, length))).not.toBe("read");
    expect(fieldOf(toUtf8(`${Buffer.from(tcbInfo).toString()}}`))).toBe("file");
    fc.assert(
      fc.property(fc.nat(identity.length - 1), fc.nat(7), (index, bit) => {
        const changed = identity.slice();
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        const parsed = parseCollateral("file", changed);
        expect(parsed.ok ? parsed.value.documents.length === 1 : parsed.error.offset <= changed.length).toBe(true);
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(fieldOf(bytes)).not.toBe("read");
      }),
    );
  });
});

describe.skipIf(!haveVectors)("collateral of Intel's services in all its forms", () => {
  test.each([
    ["sgx/fortanix-rust-sgx/pcs_00906ed50000-19.tcb", 1, 0],
    ["sgx/fortanix-rust-sgx/pcs_90806f000000-19.tcb", 1, 0],
    ["sgx/fortanix-rust-sgx/pcs_qe3_identity.id", 1, 0],
    ["sgx/fortanix-rust-sgx/pcs_platform.crl", 0, 1],
    ["sgx/fortanix-rust-sgx/pcs_processor.crl", 0, 1],
    ["sgx/fortanix-rust-sgx/pcs_tcb-json_tcb-sgx.json", 1, 0],
    ["sgx/fortanix-rust-sgx/pcs_qe-identity_qeid-sgx.json", 1, 0],
    ["tdx/fortanix-rust-sgx/pcs_tcb-json_tcb-tdx.json", 1, 0],
    ["tdx/fortanix-rust-sgx/pcs_tcb-json_tcb-tdx-2.json", 1, 0],
    ["tdx/fortanix-rust-sgx/pcs_qe-identity_qeid-tdx.json", 1, 0],
    ["tdx/google-go-tdx-guest/sample_tcbInfo_response", 1, 0],
    ["tdx/google-go-tdx-guest/sample_qeIdentity_response", 1, 0],
    ["tdx/Phala-Network-dcap-qvl/tdx_quote_collateral.json", 2, 2],
  ] as const)("%s is read", (path, documents, crls) => {
    const parsed = parseCollateral(path, readVector(path));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect([parsed.value.documents.length, parsed.value.crls.length]).toEqual([documents, crls]);
  });
});
