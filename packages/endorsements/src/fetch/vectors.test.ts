import { describe, expect, test } from "vitest";
import { fromHex, toUtf8 } from "@sekisho/encoding";
import { parseQuote, type Quote } from "@sekisho/evidence/dcap";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { appraiseAmdEndorsements } from "../amd/index.ts";
import { appraiseIntelEndorsements } from "../intel/index.ts";
import {
  collectIntelEndorsements,
  createIntelService,
  endorsementsOf,
  gatherEndorsements,
  parseEndorsementBundle,
  provenanceOf,
  writeEndorsementBundle,
} from "./index.ts";
import { vcekPath } from "./amd-urls.ts";
import { pckListPath, qeIdentityPath, rootListPath, tcbInfoPath } from "./intel-urls.ts";
import { startAnswering } from "./testing/answering.ts";
import { clockwork } from "./testing/clockwork.ts";

const folder = "tdx/Phala-Network-dcap-qvl";
const at = new Date("2025-06-20T00:00:00Z");
const nothing = { certificates: [], crls: [], collateral: { documents: [], certificates: [], crls: [] } };

/** What Intel's service answered in June 2025 for the platform of a real quote, header and body apart as it sends them. */
async function startPcs(form: "der" | "hex") {
  const recorded = JSON.parse(readVectorText(`${folder}/tdx_quote_collateral.json`)) as Record<string, string>;
  const of = (name: string): string => recorded[name] ?? "";
  const headers = (name: string, chain: string) => ({ [name]: encodeURIComponent(of(chain)) });
  const list = (name: string) => (form === "hex" ? of(name) : bytesOf(of(name)));
  return startAnswering({
    [tcbInfoPath("tdx", "B0C06F000000")]: {
      body: `{"tcbInfo":${of("tcb_info")},"signature":"${of("tcb_info_signature")}"}`,
      headers: headers("TCB-Info-Issuer-Chain", "tcb_info_issuer_chain"),
    },
    [qeIdentityPath("tdx")]: {
      body: `{"enclaveIdentity":${of("qe_identity")},"signature":"${of("qe_identity_signature")}"}`,
      headers: headers("SGX-Enclave-Identity-Issuer-Chain", "qe_identity_issuer_chain"),
    },
    [pckListPath("platform")]: {
      body: list("pck_crl"),
      headers: headers("SGX-PCK-CRL-Issuer-Chain", "pck_crl_issuer_chain"),
    },
    [rootListPath]: { body: list("root_ca_crl") },
  });
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex("list", hex);
  if (!bytes.ok) throw new Error(bytes.error.field);
  return bytes.value;
}

function realQuote(): Quote {
  const quote = parseQuote(readVector(`${folder}/tdx_quote`));
  if (!quote.ok) throw new Error(quote.error.field);
  return quote.value;
}

describe.skipIf(!haveVectors)("a real SEV-SNP report", () => {
  test.each([
    ["Milan", "ask_ark_milan.pem"],
    ["Genoa", "ask_ark_genoa.pem"],
    ["Turin", "ask_ark_turin_vcek.pem"],
  ] as const)("of %s is endorsed by a bundle, all of which leads to AMD's root", async (product, chain) => {
    const line = product.toLowerCase();
    const folder = "snp/microsoft-TEE-Attestation-Verification";
    const parsed = parseAttestationReport(readVector(`${folder}/${line}_attestation_report.bin`));
    if (!parsed.ok) throw new Error(parsed.error.field);
    const report = parsed.value;
    const kds = await startAnswering({
      [vcekPath(product, report.chipId, report.reportedTcb)]: { body: readVector(`${folder}/${line}_vcek.pem`) },
      [`/vcek/v1/${product}/cert_chain`]: { body: readVector(`snp-ca/google-go-sev-guest/${chain}`) },
      [`/vcek/v1/${product}/crl`]: { body: readVector(`snp-ca/amd-kds-kdsintf.amd.com/vcek_${line}.crl`) },
    });
    const { entries, problems } = await gatherEndorsements([{ kind: "report", report, certificates: [] }], {
      amd: kds.url,
    });
    await kds.close();
    expect(problems).toEqual([]);
    const provenances = await provenanceOf(entries);
    expect([...provenances.values()].map(({ kind }) => kind)).toEqual(["vendor", "vendor", "vendor"]);
    const { certificates, crls } = endorsementsOf({ gatheredAt: at, entries });
    const window = entries[2]?.content.window;
    const moment = window === undefined ? at : window.from;
    const { checks } = await appraiseAmdEndorsements({ report, certificates, crls, at: moment, additionalRoots: [] });
    expect(checks.filter(({ status }) => status !== "pass").map(({ id }) => id)).toEqual([]);
  });
});

describe.skipIf(!haveVectors)("a real TDX quote", () => {
  test.each(["der", "hex"] as const)("is endorsed by what a service gives, its lists as %s", async (form) => {
    const pcs = await startPcs(form);
    const service = createIntelService({ ...clockwork(at), baseUrl: pcs.url });
    const quote = realQuote();
    const collected = await collectIntelEndorsements({ service, quote, given: nothing });
    await pcs.close();
    expect(collected.problems).toEqual([]);
    const input = { quote, ...collected, at, vendorRoot: true, additionalRoots: [] };
    const { checks, tcb } = await appraiseIntelEndorsements(input);
    expect(checks.filter(({ status }) => status !== "pass").map(({ id }) => id)).toEqual([]);
    expect(tcb).toMatchObject({ status: "UpToDate", advisories: [] });
  });

  test("is endorsed by a bundle, which is good until the first of its lists ends", async () => {
    const pcs = await startPcs("der");
    const quote = realQuote();
    const world = clockwork(at);
    const wish = { kind: "quote", quote, certificates: [] } as const;
    const { entries, problems } = await gatherEndorsements([wish], { ...world, intel: pcs.url });
    await pcs.close();
    expect(problems).toEqual([]);
    const text = new TextDecoder().decode(writeEndorsementBundle(at, entries));
    expect((JSON.parse(text) as { readonly goodUntil: string }).goodUntil).toBe("2025-07-19T10:00:35Z");
    const bundle = parseEndorsementBundle("bundle", toUtf8(text));
    const provenances = await provenanceOf(bundle.ok ? bundle.value.entries : []);
    expect([...provenances.values()].map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => "vendor"));
    const bundled = bundle.ok ? endorsementsOf(bundle.value) : nothing;
    const appraise = (moment: Date) =>
      appraiseIntelEndorsements({ quote, ...bundled, at: moment, vendorRoot: true, additionalRoots: [] });
    const now = await appraise(at);
    expect(now.checks.filter(({ status }) => status !== "pass")).toEqual([]);
    const later = await appraise(new Date("2025-07-20T00:00:00Z"));
    expect(later.checks.filter(({ status }) => status === "fail").length).toBeGreaterThan(0);
  });
});
