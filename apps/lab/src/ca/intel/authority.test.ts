import { createHash, verify, X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate, parseCrl, verifyCrlSignature } from "@sekisho/encoding/x509";
import { describe, expect, it } from "vitest";
import { testIntelAuthority } from "../../testing.ts";
import { spkiOf } from "../certificate.ts";
import { intelAuthority } from "./authority.ts";
import { labPlatform, olderPlatform } from "./platform.ts";

describe("Intel's part of the lab's authority", () => {
  it("has a chain that another implementation accepts, and nobody takes for Intel's", async () => {
    const authority = await testIntelAuthority();
    const [root, platform, processor, signing] = [
      authority.root,
      authority.platformCa,
      authority.processorCa,
      authority.tcbSigning,
    ].map(({ certificate }) => new X509Certificate(certificate));
    if (!root || !platform || !processor || !signing) throw new Error("certificates");
    const ofPlatform = new X509Certificate(authority.pck().certificate);
    const ofProcessor = new X509Certificate(authority.pck(labPlatform(), { issuer: "processor" }).certificate);
    for (const [child, parent] of [
      [root, root],
      [platform, root],
      [processor, root],
      [signing, root],
      [ofPlatform, platform],
      [ofProcessor, processor],
    ] as const) {
      expect(child.issuer).toBe(parent.subject);
      expect(child.verify(parent.publicKey)).toBe(true);
      expect(child.checkIssued(parent)).toBe(true);
    }
    expect(ofPlatform.verify(processor.publicKey)).toBe(false);
    expect([root.ca, platform.ca, signing.ca, ofPlatform.ca]).toEqual([true, true, false, false]);
    expect(root.subject).toContain("O=Sekisho Lab (not Intel)");
    expect(authority.rootDigest).toBe(createHash("sha256").update(spkiOf(root.publicKey)).digest("hex"));
  });

  it("writes Intel's extensions as Intel encodes them", async () => {
    const authority = await testIntelAuthority();
    const platform = { ...labPlatform(), fmspc: Uint8Array.of(1, 2, 3, 4, 5, 6), pceSvn: 0x1234 };
    const parsed = parseCertificate(authority.pck(platform).certificate);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const extension = [...parsed.value.extensions.values()].find(({ oid }) => oid === "1.2.840.113741.1.13.1");
    const hex = toHex(extension?.value ?? new Uint8Array());
    // FMSPC, PCESVN, the first component and the configuration, each an object identifier and a value.
    expect(hex).toContain("3014060a2a864886f84d010d01040406010203040506");
    expect(hex).toContain("3011060b2a864886f84d010d01021102021234");
    expect(hex).toContain("3010060b2a864886f84d010d010201020103");
    expect(hex).toContain("300f060a2a864886f84d010d01050a0101");
    expect(hex).toContain("3010060b2a864886f84d010d0107030101ff");
  });

  it("signs CRLs with the issuer of what they revoke", async () => {
    const authority = await testIntelAuthority();
    for (const [issuer, { key }] of [
      ["root", authority.root],
      ["platform", authority.platformCa],
      ["processor", authority.processorCa],
    ] as const) {
      const parsed = parseCrl(authority.crl(issuer, { revoked: [0x77n] }));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
      expect([...parsed.value.revoked.keys()]).toEqual(["77"]);
      const signer = await importPublicKey(spkiOf(key.publicKey));
      const other = await importPublicKey(spkiOf(authority.tcbSigning.key.publicKey));
      if (signer === undefined || other === undefined) throw new Error("keys of the lab");
      expect(await verifyCrlSignature(parsed.value, signer)).toBe(true);
      expect(await verifyCrlSignature(parsed.value, other)).toBe(false);
    }
  });

  it("signs documents over the exact bytes of their inner object, and says of SVNs what it is told", async () => {
    const authority = await testIntelAuthority();
    const platform = labPlatform();
    const current = { status: "SWHardeningNeeded", advisories: ["INTEL-SA-00001"] } as const;
    const text = authority.tcbInfo("tdx", { platform, current });
    const { tcbInfo, signature } = JSON.parse(text) as { tcbInfo: object; signature: string };
    const inner = text.slice('{"tcbInfo":'.length, text.lastIndexOf(',"signature"'));
    expect(JSON.parse(inner)).toEqual(tcbInfo);
    const key = { key: authority.tcbSigning.key.publicKey, dsaEncoding: "ieee-p1363" } as const;
    const holds = (bytes: string): boolean => verify("sha256", Buffer.from(bytes), key, Buffer.from(signature, "hex"));
    expect([holds(inner), holds(`${inner} `)]).toEqual([true, false]);
    expect(tcbInfo).toMatchObject({
      id: "TDX",
      version: 3,
      fmspc: "90C06F000000",
      tdxModuleIdentities: [{ id: "TDX_01", tcbLevels: [{ tcb: { isvsvn: 6 }, tcbStatus: "UpToDate" }, {}] }],
      tcbLevels: [
        { tcbStatus: "SWHardeningNeeded", advisoryIDs: ["INTEL-SA-00001"], tcb: { pcesvn: 13 } },
        { tcbStatus: "OutOfDate" },
      ],
    });
    const sgx = JSON.parse(authority.tcbInfo("sgx")) as { tcbInfo: object };
    expect(sgx.tcbInfo).not.toHaveProperty("tdxModule");
    const identity = JSON.parse(
      authority.enclaveIdentity("td-qe", { change: (same) => ({ ...same, isvprodid: 7 }) }),
    ) as object;
    expect(identity).toMatchObject({ enclaveIdentity: { id: "TD_QE", isvprodid: 7, version: 2 } });
  });
});

it("a state directory gives the same keys for ever, a platform another key at another TCB", async () => {
  const directory = await mkdtemp(join(tmpdir(), "sekisho-lab-"));
  const [first, second] = await Promise.all([intelAuthority({ directory }), intelAuthority({ directory })]);
  expect(second.rootDigest).toBe(first.rootDigest);
  expect(second.root.certificate).toEqual(first.root.certificate);
  const pckKey = (platform = labPlatform()): string => toHex(spkiOf(first.pck(platform).key.publicKey));
  expect(toHex(spkiOf(second.pck().key.publicKey))).toBe(pckKey());
  expect(pckKey(olderPlatform(labPlatform()))).not.toBe(pckKey());
  expect(pckKey(labPlatform("platform 2"))).not.toBe(pckKey());
  await rm(directory, { recursive: true });
});
