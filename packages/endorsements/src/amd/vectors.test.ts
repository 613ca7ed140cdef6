import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "@sekisho/encoding";
import { hash, importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate, verifyCertificateSignature, type Certificate } from "@sekisho/encoding/x509";
import { refuses } from "@sekisho/evidence";
import { parseAttestationReport, type Product } from "@sekisho/evidence/sev-snp";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import {
  amdRootKeys,
  appraiseAmdEndorsements,
  createAmdChainCache,
  isThimResponse,
  parseThimResponse,
  readEndorsementExtensions,
  type AmdEndorsementInput,
} from "./index.ts";
import { publishedSignatures } from "./published.ts";
import { certificatesOf, checkOf, refusals, reportOf, reportOfCase, snpCases } from "./testing/checks.ts";
import { certificateOf, reissue } from "./testing/issue.ts";

const cases = haveVectors ? snpCases() : [];
const authorities = "snp-ca/confidential-containers-trustee";

function input(path: string, certs: readonly string[], at: string, crls: readonly string[] = []): AmdEndorsementInput {
  return {
    report: reportOf(readVector(path)),
    certificates: certificatesOf(certs),
    crls: crls.map(readVector),
    at: new Date(at),
    additionalRoots: [],
  };
}

const milan = (at = "2026-03-01T00:00:00Z", crls: readonly string[] = []): AmdEndorsementInput =>
  input(
    "snp/microsoft-TEE-Attestation-Verification/milan_attestation_report.bin",
    ["snp/microsoft-TEE-Attestation-Verification/milan_vcek.pem", `${authorities}/milan_ask_ark_asvk.pem`],
    at,
    crls,
  );

describe.skipIf(!haveVectors)("reports of real chips", () => {
  test("there are many", () => expect(cases.length).toBeGreaterThan(25));

  test.each(cases.filter(({ expect: status }) => status === 0))("$id is endorsed", async (one) => {
    const report = reportOfCase(one);
    if (report === undefined) throw new Error("unreadable");
    const certificates = certificatesOf(one.certs);
    for (const order of [certificates, certificates.toReversed()]) {
      const at = new Date(one.at ?? 0);
      const result = await appraiseAmdEndorsements({ report, certificates: order, crls: [], at, additionalRoots: [] });
      expect(refusals(result.checks)).toEqual([]);
      expect(result.signer).toBe(report.signingKey);
      expect(report.product ?? result.product).toBe(result.product);
      expect(checkOf(result.checks, "sev-snp.chain.revocation")).toMatchObject({ status: "unknown", required: false });
    }
  });

  test("an altered report is not signed by its VCEK, and all else is well", async () => {
    const one = cases.find(({ id }) => id.endsWith("invalidReportSignature.bin"));
    const report = one && reportOfCase(one);
    if (report === undefined) throw new Error("unreadable");
    const certificates = certificatesOf(one?.certs ?? []);
    const at = new Date(one?.at ?? 0);
    const result = await appraiseAmdEndorsements({ report, certificates, crls: [], at, additionalRoots: [] });
    expect(refusals(result.checks)).toEqual(["sev-snp.signature fail endorsements.amd.report-signature.fail"]);
  });

  test.each(["legacy", "new"])("a tampered VCEK (%s) is not signed by the ASK", async (kind) => {
    const certs = [
      `snp/confidential-containers-trustee/test-vcek-invalid-${kind}.der`,
      `${authorities}/milan_ask_ark_asvk.pem`,
    ];
    const path = "snp/confidential-containers-trustee/test-report.bin";
    const { checks } = await appraiseAmdEndorsements(input(path, certs, "2024-06-01T00:00:00Z"));
    expect(checkOf(checks, "sev-snp.chain.signatures")).toMatchObject({ status: "fail" });
    expect(checkOf(checks, "sev-snp.chain.root")).toMatchObject({ status: "pass" });
  });

  test("a VLEK belongs to a cloud provider, so no chip can be compared", async () => {
    const certs = ["snp/confidential-containers-trustee/test-vlek.der", `${authorities}/milan_ask_ark_asvk.pem`];
    const path = "snp/confidential-containers-trustee/test-vlek-report.bin";
    const result = await appraiseAmdEndorsements(input(path, certs, "2024-12-30T00:00:00Z"));
    expect(result).toMatchObject({ signer: "VLEK", cspId: "CN=cc-us-east-2.amazonaws.com", product: "Milan" });
    expect(checkOf(result.checks, "sev-snp.certificate.chip-id")).toMatchObject({ status: "unknown", required: false });
  });

  test("the right VCEK is picked out of a bundle for all chips", async () => {
    const every = [...new Set(cases.flatMap(({ certs }) => certs))].filter((path) => !path.includes("invalid"));
    const certificates = certificatesOf(every);
    for (const one of cases.filter(({ expect: status }) => status === 0)) {
      const report = reportOfCase(one);
      if (report === undefined) throw new Error("unreadable");
      const at = new Date(one.at ?? 0);
      const { checks } = await appraiseAmdEndorsements({ report, certificates, crls: [], at, additionalRoots: [] });
      expect([one.id, ...refusals(checks)]).toEqual([one.id]);
    }
  });
});

describe.skipIf(!haveVectors)("AMD's certificates", () => {
  test.each(["Milan", "Genoa", "Turin"] as const)("the pin of %s is its ARK's key", async (product: Product) => {
    const ark = parseCertificate(readVector(`snp-ca/lunal-dev-attestation-rs/${product.toLowerCase()}/ark.der`));
    if (!ark.ok) throw new Error(JSON.stringify(ark.error));
    expect(toHex(await hash("sha256", ark.value.subjectPublicKeyInfo))).toBe(amdRootKeys[product]);
  });

  test("every certificate that is listed as published is there, and signed by the one that is listed for it", async () => {
    const certificates = new Map<string, Certificate>();
    for (const der of certificatesOf(
      ["milan", "genoa", "turin"].map((name) => `${authorities}/${name}_ask_ark_asvk.pem`),
    )) {
      certificates.set(toHex(await hash("sha256", der)), certificateOf(der));
    }
    expect([...publishedSignatures.keys()].toSorted()).toEqual([...certificates.keys()].toSorted());
    for (const [subject, issuer] of publishedSignatures) {
      const [signed, signer] = [certificates.get(subject), certificates.get(issuer)];
      const key = signer && (await importPublicKey(signer.subjectPublicKeyInfo));
      if (signed === undefined || key === undefined) throw new Error(subject);
      expect(await verifyCertificateSignature(signed, key)).toBe(true);
    }
  });

  test("a published ASK is not taken as signed by another ARK of the same name", async () => {
    const genuine = milan();
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const spki = new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
    const certificates = genuine.certificates.map((certificate, index) =>
      index === 2 ? reissue(certificate, { spki }, privateKey) : certificate,
    );
    const { checks } = await appraiseAmdEndorsements({ ...genuine, certificates });
    expect(checkOf(checks, "sev-snp.chain.signatures")).toMatchObject({ status: "fail" });
    expect(checkOf(checks, "sev-snp.chain.root")).toMatchObject({ status: "fail" });
  });

  test("extensions are read: Milan's, Turin's short hwID and FMC, a VLEK's provider", () => {
    const extensions = (path: string) => {
      const certificate = parseCertificate(certificatesOf([path])[0] ?? new Uint8Array());
      return certificate.ok ? readEndorsementExtensions(certificate.value) : certificate;
    };
    const folder = "snp/microsoft-TEE-Attestation-Verification";
    expect(extensions(`${folder}/milan_vcek.pem`)).toMatchObject({
      ok: true,
      value: { productName: "Milan-B0", tcb: { fmc: undefined, bootLoader: 4, tee: 0, snp: 24, microcode: 219 } },
    });
    const turin = extensions(`${folder}/turin_vcek.pem`);
    expect(turin).toMatchObject({
      ok: true,
      value: { productName: "Turin", tcb: { fmc: 1, bootLoader: 1, tee: 1, snp: 4, microcode: 81 }, cspId: undefined },
    });
    expect(turin.ok && toHex(turin.value.hwId ?? new Uint8Array())).toBe("59790fb1c39f35c1");
    expect(extensions("snp/confidential-containers-trustee/test-vlek.der")).toMatchObject({
      ok: true,
      value: { productName: "Milan", hwId: undefined, cspId: "CN=cc-us-east-2.amazonaws.com" },
    });
    expect(extensions("snp-ca/lunal-dev-attestation-rs/milan/ask.der")).toMatchObject({ ok: false });
  });

  test("Azure's THIM answer gives VCEK, ASK and ARK", async () => {
    const bytes = readVector("snp/microsoft-confidential-sidecar-containers/uvm_host_amd_certificate.json");
    const certificates = parseThimResponse(bytes);
    if (!certificates.ok) throw new Error(JSON.stringify(certificates.error));
    const report = reportOf(readVector("snp/microsoft-confidential-sidecar-containers/snp_report.bin"));
    const at = new Date("2024-06-01T00:00:00Z");
    const given = { report, certificates: certificates.value, crls: [], at, additionalRoots: [] };
    expect(refusals((await appraiseAmdEndorsements(given)).checks)).toEqual([]);
    expect(isThimResponse(bytes)).toBe(true);
    expect(isThimResponse(report.bytes)).toBe(false);
    expect(parseThimResponse(bytes.subarray(0, 200))).toMatchObject({ ok: false });
  });
});

describe.skipIf(!haveVectors)("AMD's revocation lists", () => {
  const list = (product: string) => `snp-ca/amd-kds-kdsintf.amd.com/vcek_${product}.crl`;
  const genoa = (at: string, crls: readonly string[]) =>
    input(
      "snp/lunal-dev-attestation-rs/live-report-v5-genoa.bin",
      ["snp/lunal-dev-attestation-rs/live-vcek-genoa.der", `${authorities}/genoa_ask_ark_asvk.pem`],
      at,
      crls,
    );
  const revocation = async (given: AmdEndorsementInput) =>
    checkOf((await appraiseAmdEndorsements(given)).checks, "sev-snp.chain.revocation");

  test("a current one that names other serials passes", async () => {
    // Genoa's list revokes ASK 020001; today's ASK is 020002.
    expect(await revocation(genoa("2026-09-01T00:00:00Z", [list("genoa")]))).toMatchObject({ status: "pass" });
    expect(await revocation(milan("2026-09-01T00:00:00Z", [list("milan")]))).toMatchObject({ status: "pass" });
  });

  test.each(["2026-10-05T00:00:00Z", "2026-08-01T00:00:00Z"])("at %s, outside its time, it refuses", async (at) => {
    expect(await revocation(milan(at, [list("milan")]))).toMatchObject({
      status: "fail",
      detail: { id: "endorsements.amd.crl.stale" },
    });
  });

  test("another root's list says nothing", async () => {
    const check = await revocation(milan("2026-09-01T00:00:00Z", [list("genoa")]));
    expect(check).toMatchObject({ status: "unknown", required: false });
  });

  test("a list that was changed, or can't be read, refuses", async () => {
    const given = milan("2026-09-01T00:00:00Z", [list("milan")]);
    const crl = given.crls[0] ?? new Uint8Array();
    const changed = crl.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await revocation({ ...given, crls: [changed] })).toMatchObject({
      status: "fail",
      detail: { id: "endorsements.amd.crl.forged" },
    });
    expect(await revocation({ ...given, crls: [crl.subarray(1)] })).toMatchObject({
      status: "fail",
      detail: { id: "endorsements.amd.crl.unreadable" },
    });
  });
});

describe.skipIf(!haveVectors)("a flipped bit", () => {
  const flip = (bytes: Uint8Array, position: number): Uint8Array => {
    const copy = bytes.slice();
    copy[position >> 3] = (copy[position >> 3] ?? 0) ^ (1 << (position & 7));
    return copy;
  };

  test("anywhere in report, VCEK, ASK or ARK never ends in acceptance", async () => {
    const genuine = milan();
    const [vcek, ask, ark] = genuine.certificates;
    if (vcek === undefined || ask === undefined || ark === undefined) throw new Error("no chain");
    const cache = createAmdChainCache();
    expect(refusals((await appraiseAmdEndorsements({ ...genuine, cache })).checks)).toEqual([]);
    const parts = [genuine.report.bytes, vcek, ask, ark];
    const places = fc.nat(3).chain((part) => fc.tuple(fc.constant(part), fc.nat(8 * (parts[part]?.length ?? 1) - 1)));
    await fc.assert(
      fc.asyncProperty(places, async ([part, position]) => {
        const changed = parts.map((bytes, index) => (index === part ? flip(bytes, position) : bytes));
        const report = parseAttestationReport(changed[0] ?? new Uint8Array());
        const certificates = changed.slice(1);
        const accepted =
          report.ok &&
          !(await appraiseAmdEndorsements({ ...genuine, report: report.value, certificates, cache })).checks.some(
            refuses,
          );
        expect(accepted).toBe(false);
      }),
      { numRuns: 600 },
    );
  });
});
