import { createHash, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuote, type Quote } from "@sekisho/evidence/dcap";
import { parseCrlBundle } from "@sekisho/encoding/x509";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { certificatesOf } from "../amd/testing/checks.ts";
import {
  appraiseIntelEndorsements,
  createIntelChainCache,
  joinCollateral,
  type IntelEndorsementInput,
} from "./index.ts";
import { collateralOf, open, refused } from "./testing/inputs.ts";

const folders = {
  phala: "tdx/Phala-Network-dcap-qvl",
  phalaSgx: "sgx/Phala-Network-dcap-qvl",
  cmc: "tdx/Fraunhofer-AISEC-cmc",
  cmcSgx: "sgx/Fraunhofer-AISEC-cmc",
  azure: "tdx-vtpm/Fraunhofer-AISEC-cmc",
  lunal: "tdx/lunal-dev-attestation-rs",
  google: "tdx/google-go-tdx-guest",
  trustee: "tdx/confidential-containers-trustee",
  fortanix: "sgx/fortanix-rust-sgx",
  intelTdx: "tdx/intel-confidential-computing.tee.dcap.qvl/tdx",
  intelSgx: "sgx/intel-confidential-computing.tee.dcap.qvl/sgx",
} as const;

function quoteOf(path: string): Quote {
  const quote = parseQuote(readVector(path));
  if (!quote.ok) throw new Error(`${path}: ${JSON.stringify(quote.error)}`);
  return quote.value;
}

/** A quote with files told apart by their names. */
function input(
  folder: keyof typeof folders,
  quote: string,
  files: readonly string[],
  at: string,
): IntelEndorsementInput {
  const paths = files.map((file) => (file.includes("/") ? file : `${folders[folder]}/${file}`));
  const lists = paths.filter((path) => /crl[^/]*$/i.test(path) && !path.includes("fortanix"));
  const certificates = paths.filter((path) => /(cert|chain)[^/]*$/i.test(path) && !lists.includes(path));
  const documents = paths.filter((path) => !lists.includes(path) && !certificates.includes(path));
  return {
    quote: quoteOf(quote.includes("/") ? quote : `${folders[folder]}/${quote}`),
    certificates: certificatesOf(certificates),
    crls: lists.flatMap((path) => {
      const bundle = parseCrlBundle(path, readVector(path));
      if (!bundle.ok) throw new Error(path);
      return bundle.value;
    }),
    collateral: collateralOf(...documents.map((path) => readVector(path))),
    at: new Date(at),
    vendorRoot: true,
    additionalRoots: [],
  };
}

const cmcFiles = [
  "qe_identity.json",
  "root_ca_crl.der",
  "pck_crl.der",
  "TcbInfoIntermediateCert.der",
  "TcbInfoRootCert.der",
];
const cmc = (tcbInfo: string): readonly string[] => [...cmcFiles, tcbInfo].map((file) => `tdx_${file}`);
const cmcSgx = [...cmcFiles, "tcb_info.json"].map((file) => `sgx_${file}`);
const lunal = [
  ["td_qe_identity.json", "tcb_info_50806f000000.json", "tcb_info_90c06f000000.json", "root_ca_crl.der"],
  ["pck_crl_platform.der", "tcb_signing_chain.pem", "qe_identity_signing_chain.pem"],
].flat();
const azure = [
  ["azureTdxTcbInfo.json", "azureTdxQeIdentity.json", "azure_root_ca_crl.der", "azure_pck_crl_platform.der"],
  ["azure_azureTdxTcbInfoIntermediateCert.der", "azure_azureTdxTcbInfoRootCert.der"],
].flat();

describe.skipIf(!haveVectors)("quotes of real platforms with their collateral", () => {
  test.each([
    ["Phala TDX", () => input("phala", "tdx_quote", ["tdx_quote_collateral.json"], "2025-07-01"), "UpToDate"],
    [
      "Phala SGX",
      () => input("phalaSgx", "sgx_quote", ["sgx_quote_collateral.json"], "2025-07-01"),
      "ConfigurationAndSWHardeningNeeded",
    ],
    ["cmc TDX", () => input("cmc", "tdx_valid.quote.bin", cmc("tcb_info.json"), "2026-04-01"), "OutOfDate"],
    ["cmc SGX", () => input("cmcSgx", "sgx_valid.quote.bin", cmcSgx, "2026-04-01"), "OutOfDate"],
    ["Azure TDX", () => input("azure", "azure_tdxQuoteAzure.bin", azure, "2026-03-25"), "UpToDate"],
    ["lunal TDX", () => input("lunal", "tdx_quote_4.dat", lunal, "2026-04-01"), "OutOfDate"],
    [
      "google TDX 1.5",
      () => {
        const other = `${folders.phala}/tdx_quote_outdated_collateral.json`;
        return input("google", "quote_v5_sample.dat", ["sample_tcbinfo_response_v5", other], "2026-02-20");
      },
      "UpToDate",
    ],
  ] as const)("%s: every check passes", async (_, make, status) => {
    expect(await open(make())).toEqual([]);
    expect((await appraiseIntelEndorsements(make())).tcb?.status).toBe(status);
  });

  test("Intel's own root is refused where the policy does not want it", async () => {
    const genuine = input("phala", "tdx_quote", ["tdx_quote_collateral.json"], "2025-07-01");
    expect(await refused({ ...genuine, vendorRoot: false })).toEqual(["tdx.chain.root fail root.foreign"]);
  });

  test("advisories are those that Intel names for the level", async () => {
    const { tcb } = await appraiseIntelEndorsements(
      input("phalaSgx", "sgx_quote", ["sgx_quote_collateral.json"], "2025-07-01"),
    );
    expect(tcb).toMatchObject({ advisories: ["INTEL-SA-00289", "INTEL-SA-00615"], evaluationDataNumber: 17 });
  });

  test("without revocation lists, and with the signers' chain from elsewhere", async () => {
    const files = ["tcbInfo.json", "enclaveIdentity.json", `${folders.lunal}/tcb_signing_chain.pem`];
    const own = input("trustee", "tdx_quote_6.dat", files, "2025-11-10");
    expect(await refused(own)).toEqual([]);
    expect((await appraiseIntelEndorsements(own)).tcb?.status).toBe("OutOfDate");
  });

  test.each([
    [
      "Phala, outdated",
      () => input("phala", "tdx_quote_outdated", ["tdx_quote_outdated_collateral.json"], "2026-03-01"),
    ],
    ["lunal, older than its collateral", () => input("lunal", "tdx_quote_5.dat", lunal, "2026-04-01")],
  ] as const)("%s: below every level", async (_, make) => {
    expect(await refused(make())).toEqual(["tdx.tcb fail tcb.no-level"]);
  });

  test("stale collateral, changed TCB info and changed quotes are refused", async () => {
    const late = input("cmc", "tdx_valid.quote.bin", cmc("outdated_tcb_info.json"), "2026-05-01");
    expect(await refused(late)).toEqual([
      "tdx.pck.revocation fail crl.stale",
      "tdx.tcb-info.dates fail document.dates.fail",
      "tdx.qe-identity.dates fail document.dates.fail",
    ]);
    const changed = input("cmc", "tdx_valid.quote.bin", cmc("invalid_tcb_info.json"), "2026-04-01");
    expect(await refused(changed)).toContain("tdx.tcb-info.signature fail document.signature.fail");
    const tdx = input("cmc", "tdx_invalid.quote.bin", cmc("tcb_info.json"), "2026-04-01");
    expect(await refused(tdx)).toEqual(["tdx.signature fail quote-signature.fail"]);
    const sgx = input("cmcSgx", "sgx_invalid.quote.bin", cmcSgx, "2026-04-01");
    expect(await refused(sgx)).toEqual(["sgx.signature fail quote-signature.fail"]);
  });

  test("an identity of 2020 with its chain in another order, and one that was changed", async () => {
    const fortanix = (...files: readonly string[]): IntelEndorsementInput =>
      input("fortanix", "quote_pck_cert_chain.bin", files, "2020-05-20");
    expect(await refused(fortanix("pcs_qe3_identity.id"))).toEqual([]);
    expect(await open(fortanix("pcs_qe3_identity.id"))).not.toContain("sgx.qe-identity.enclave");
    expect(await refused(fortanix("pcs_qe3_identity.id", "corrupt_qe3_identity.json"))).toEqual([]);
    expect(await refused(fortanix("pcs_corrupted_qe3_identity.id"))).toContain(
      "sgx.qe-identity.signature fail document.signature.fail",
    );
  });
});

const sampleFiles = ["intermediateCaCrl.der", "pckCert.pem", "pckSignChain.pem", "qeIdentity.json", "rootCaCrl.der"];

describe.skipIf(!haveVectors)("Intel's own samples, under a root of their own", () => {
  const sample = (folder: "intelSgx" | "intelTdx"): IntelEndorsementInput => {
    const files = [...sampleFiles, "tcbInfo.json", "tcbSignChain.pem", "trustedRootCaCert.pem"];
    const certificate = new X509Certificate(readVector(`${folders[folder]}/trustedRootCaCert.pem`));
    const spki = certificate.publicKey.export({ type: "spki", format: "der" });
    const additionalRoots = [createHash("sha256").update(spki).digest("hex")];
    return { ...input(folder, "quote.dat", files, "2025-01-01"), additionalRoots };
  };

  test("SGX: a quote without certificates, TCB info of version 2", async () => {
    expect(await open(sample("intelSgx"))).toEqual([]);
    expect((await appraiseIntelEndorsements(sample("intelSgx"))).tcb?.status).toBe("UpToDate");
  });

  test("TDX: genuine in all signatures; made of random numbers, so nothing of it fits Intel's documents", async () => {
    expect(await refused(sample("intelTdx"))).toEqual([
      "tdx.qe-identity.enclave fail enclave.fail",
      "tdx.tdx-module fail module.unknown",
      "tdx.tcb fail tcb.module",
    ]);
  });
});

describe.skipIf(!haveVectors)("a flipped bit", () => {
  const cache = createIntelChainCache();
  const flip = (original: Uint8Array, place: number, bit: number): Uint8Array => {
    const copy = original.slice();
    const index = place % copy.length;
    copy[index] = (copy[index] ?? 0) ^ (1 << bit);
    return copy;
  };
  const whole = (): IntelEndorsementInput => input("phala", "tdx_quote", ["tdx_quote_collateral.json"], "2025-07-01");

  test("anywhere in the quote or its certificates never ends in acceptance", async () => {
    const bytes = readVector(`${folders.phala}/tdx_quote`).subarray(0, 4936);
    const alone = { ...whole(), certificates: [], collateral: joinCollateral([]), cache };
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (index, bit) => {
        const quote = parseQuote(flip(bytes, index, bit));
        if (!quote.ok) return;
        const found = await refused({ ...alone, quote: quote.value });
        expect(found.length > 0 || sameQuote(quote.value, alone.quote)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("anywhere in lists or documents never ends in acceptance with them", async () => {
    const genuine = whole();
    const { crls, documents } = genuine.collateral;
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(), fc.nat(7), async (part, place, bit) => {
        const collateral = {
          ...genuine.collateral,
          crls: crls.map((crl, index) => (index === part ? flip(crl, place, bit) : crl)),
          documents: documents.map((document, index) =>
            index + 2 === part ? { ...document, signedBytes: flip(document.signedBytes, place, bit) } : document,
          ),
        };
        const found = await open({ ...genuine, collateral, cache });
        expect(found.length).toBeGreaterThan(0);
        const unknownOnly = found.every((text) => text.endsWith("revocation unknown crl.missing"));
        expect(unknownOnly || (await refused({ ...genuine, collateral, cache })).length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether only the spelling of certificates differs. */
function sameQuote(left: Quote, right: Quote): boolean {
  const text = (quote: Quote): string =>
    JSON.stringify(quote, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  return text(left) === text(right);
}
