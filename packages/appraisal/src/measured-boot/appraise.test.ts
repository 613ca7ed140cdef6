import { fromHex, toHex } from "@sekisho/encoding";
import { refuses } from "@sekisho/evidence";
import { parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { parseQuote, type TdxQuote } from "@sekisho/evidence/dcap";
import { parsePublicArea, subjectPublicKeyInfo } from "@sekisho/evidence/tpm";
import {
  authorityKey,
  basicConstraints,
  eccKey,
  issueCertificate,
  keyUsage,
  rsaKey,
} from "@sekisho/evidence/tpm/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { bootEvidence, endorsementKey, refused, usualBoots } from "../testing/measured-boot.ts";
import { sha256, usualEvents } from "../testing/measured-log.ts";
import { appraiseMeasuredBoot, type MeasuredBootAppraisalInput } from "./appraise.ts";
import { expectedReportData } from "./report-data.ts";
import type { MeasuredBootInput } from "./input.ts";
import { precheckMeasuredBoot } from "./precheck.ts";

const at = new Date("2026-11-23T12:00:00Z");

test("a known boot is accepted, and its claims say who holds the TPM", async () => {
  const { checks, claims } = await appraiseMeasuredBoot({ ...(await bootEvidence()), at });
  expect(refused(checks)).toEqual([]);
  expect(checks[0]).toMatchObject({ id: "tpm.quote.signature", status: "pass" });
  expect(claims).toMatchObject({ provider: "svsm", insideTcb: true, quote: { resetCount: 7 } });
  expect((claims["events"] as readonly unknown[]).length).toBe(usualEvents.length);
});

test("a quote that another key signed is refused", async () => {
  const input = await bootEvidence();
  const other = await bootEvidence({ ak: eccKey("P-256", { scheme: { kind: "ecdsa", hash: "sha256" } }) });
  const mixed = { ...input, vtpm: { ...input.vtpm, signature: other.vtpm.signature } };
  expect(refused((await appraiseMeasuredBoot({ ...mixed, at })).checks)).toEqual(["tpm.quote.signature"]);
  expect(refused(await precheckMeasuredBoot(mixed))).toEqual([]);
});

test("a certificate says nothing where another key is pinned, and must be one where roots are named", async () => {
  const pinned = toHex(sha256(endorsementKey.publicArea));
  const checks = async (pin: string, endorsementCertificate?: Uint8Array, roots: readonly string[] = []) => {
    const { vtpm, ...input } = await bootEvidence({ provider: "device", pins: [pin] });
    const certificate = endorsementCertificate === undefined ? {} : { endorsementCertificate };
    return refused((await appraiseMeasuredBoot({ ...input, vtpm: { ...vtpm, ...certificate }, roots, at })).checks);
  };
  const forged = new Uint8Array(64);
  const root = ["00".repeat(32)];
  expect(await checks("00".repeat(32), forged)).toEqual(["vtpm.endorsement-key.known"]);
  expect(await checks(pinned, forged)).toEqual([]);
  expect(await checks(pinned, forged, root)).toEqual(["vtpm.readable.endorsement-certificate"]);
  expect(await checks(pinned, undefined, root)).toEqual(["vtpm.endorsement-certificate"]);
});

test("a certificate that leads to a given root is demanded beside the pin, and never in its place", async () => {
  const root = authorityKey();
  const ek = parsePublicArea(endorsementKey.publicArea);
  if (!ek.ok) throw new Error(ek.error.field);
  const names = { subject: "TPM EK", issuer: "TPM root" };
  const endorsementCertificate = issueCertificate(
    { ...names, spki: subjectPublicKeyInfo(ek.value), extensions: [keyUsage(0x20, 5)] },
    root.privateKey,
  );
  const rootCertificate = issueCertificate(
    {
      subject: names.issuer,
      issuer: names.issuer,
      spki: root.spki,
      extensions: [keyUsage(0x04, 2), basicConstraints(true)],
    },
    root.privateKey,
  );
  const input = await bootEvidence({ provider: "device", pins: [toHex(sha256(endorsementKey.publicArea))] });
  const vtpm = { ...input.vtpm, endorsementCertificate, certificates: [rootCertificate] };
  const roots = [toHex(sha256(root.spki))];
  const ids = async (more: Partial<MeasuredBootAppraisalInput>) =>
    refused((await appraiseMeasuredBoot({ ...input, vtpm, at, roots, ...more })).checks);
  expect(await ids({})).toEqual([]);
  expect(await ids({ roots: ["00".repeat(32)] })).toEqual(["tpm.ek-certificate.chain"]);
  const { machine } = await bootEvidence({ provider: "device" });
  expect(await ids(machine === undefined ? {} : { machine })).toEqual(["vtpm.endorsement-key.known"]);
  expect(await ids({ at: new Date("2028-01-01T00:00:00Z") })).toEqual(["tpm.ek-certificate.dates"]);
});

test("a key that may sign as well as decrypt is no endorsement key", async () => {
  const attributes = ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt", "sign"] as const;
  const ek = rsaKey(2048, { attributes, symmetric: 128 });
  expect(refused(await precheckMeasuredBoot(await bootEvidence({ ek })))).toEqual(["tpm.endorsement-key.attributes"]);
});

test("required Secure Boot must have been measured", async () => {
  const without = usualEvents.filter(
    (event) => event.register !== 7 || event.measured.length === 4 || event.measured.length > 60,
  );
  expect(without.length).toBe(usualEvents.length - 1);
  const known = await usualBoots(without);
  const policy = { version: 1, "measured-boot": { "secure-boot": "required" } } as const;
  const input = await bootEvidence({ events: without, known, policy });
  expect(refused(await precheckMeasuredBoot(input))).toEqual(["measured-boot.policy.secure-boot"]);
});

describe("evidence with one bit flipped", () => {
  test.each(["endorsementKey", "attestationKey", "quote", "signature", "firmwareLog", "servicesManifest"] as const)(
    "in %s is never accepted, unless nothing measured it",
    async (field) => {
      const input = await bootEvidence();
      const original = (input.vtpm as unknown as Readonly<Record<string, Uint8Array>>)[field] ?? new Uint8Array(0);
      const pcrs = JSON.stringify((await appraiseMeasuredBoot({ ...input, at })).claims["pcrs"]);
      await fc.assert(
        fc.asyncProperty(fc.nat(8 * original.length - 1), async (bit) => {
          const bytes = new Uint8Array(original);
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          const changed = { ...input, vtpm: { ...input.vtpm, [field]: bytes }, at };
          const { checks, claims } = await appraiseMeasuredBoot(changed);
          // Types and texts of a log's events are in no register; whatever is, refuses.
          const harmless = field === "firmwareLog" && JSON.stringify(claims["pcrs"]) === pcrs;
          expect(checks.some(refuses)).toBe(!harmless);
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe.skipIf(!haveVectors)("Azure's vTPM", () => {
  const ofVector = (path: string) => (haveVectors ? readVector(path) : new Uint8Array());
  const snpReport = ofVector("snp-vtpm/confidential-containers-trustee/evidence-genoa.hcl.bin");
  const td = "tdx-vtpm/confidential-containers-trustee/evidence-v1";

  async function azure(hclReport = snpReport): Promise<MeasuredBootInput> {
    const { report: _, ...input } = await bootEvidence();
    const hcl = parseAzureHclReport(hclReport);
    if (!hcl.ok) throw new Error("no HCL report");
    const { hardware } = hcl.value;
    const userData = fromHex("user-data", String(hcl.value.runtimeData.json["user-data"]));
    if (!userData.ok || input.machine === undefined) throw new Error("no user-data");
    const { endorsementKey: ek, attestationKey, quote, signature, firmwareLog } = input.vtpm;
    const keys = hcl.value.runtimeData.json["keys"] as readonly { readonly kid: string; readonly n: string }[];
    const areaOf = (kid: string, like: Uint8Array) => withModulus(like, keys.find((key) => key.kid === kid)?.n ?? "");
    const ak = rsaKey(2048, { scheme: { kind: "rsassa", hash: "sha256" } });
    const vtpm = {
      provider: "azure-hcl",
      endorsementKey: areaOf("HCLEkPub", ek),
      attestationKey: areaOf("HCLAkPub", ak.publicArea),
      quote,
      signature,
      firmwareLog,
      hclReport,
    } as const;
    expect(attestationKey).not.toEqual(vtpm.attestationKey);
    return {
      ...input,
      vtpm,
      binding: userData.value,
      attestationKeyName: Uint8Array.of(0, 0x0b, ...sha256(vtpm.attestationKey)),
      ...(hardware.kind === "sev-snp" ? { report: hardware.report } : {}),
      machine: { ...input.machine, vtpm: { provider: "azure-hcl" } },
    };
  }

  /** A public area ends with its modulus. */
  function withModulus(area: Uint8Array, modulus: string): Uint8Array {
    const bytes = new Uint8Array(Buffer.from(modulus, "base64url"));
    return new Uint8Array([...area.subarray(0, area.length - bytes.length), ...bytes]);
  }

  const ofTie = (id: string) =>
    id.startsWith("vtpm.azure-hcl") || id.startsWith("azure-hcl") || id.startsWith("tpm.att");

  test("is tied to a genuine report by its attestation key, endorsement key and user-data", async () => {
    const input = await azure();
    const checks = (await precheckMeasuredBoot(input)).filter(({ id }) => ofTie(id));
    expect(checks.map(({ id, status }) => [id, status])).toEqual([
      ["tpm.attestation-key.name", "pass"],
      ["tpm.attestation-key.attributes", "pass"],
      ["tpm.attestation-key.scheme", "pass"],
      ["vtpm.azure-hcl.vmpl", "pass"],
      ["vtpm.azure-hcl.report", "pass"],
      ["azure-hcl.runtime-data", "pass"],
      ["vtpm.azure-hcl.user-data", "pass"],
      ["vtpm.azure-hcl.attestation-key", "pass"],
      ["vtpm.azure-hcl.endorsement-key", "pass"],
    ]);
    const expected = await expectedReportData(input.vtpm, input.binding);
    expect(toHex(expected ?? new Uint8Array())).toBe(toHex(input.report?.reportData ?? new Uint8Array(1)));
  });

  function quoteOf(bytes: Uint8Array): TdxQuote {
    const quote = parseQuote(bytes);
    if (!quote.ok || quote.value.technology !== "tdx") throw new Error("no quote");
    return quote.value;
  }

  test("of a TD is tied to the quote", async () => {
    const quote = quoteOf(ofVector(`${td}.td-quote.bin`));
    const input = { ...(await azure(ofVector(`${td}.hcl.bin`))), quote };
    const tied = (await precheckMeasuredBoot(input)).filter(({ id }) => ofTie(id));
    expect(tied.map(({ status }) => status)).toEqual(Array<string>(10).fill("pass"));
    expect(await expectedReportData(input.vtpm, input.binding)).toEqual(quote.body.report.reportData);
    const other = quoteOf(ofVector("tdx-vtpm/lunal-dev-attestation-rs/live-evidence.td-quote.bin"));
    expect(refused(await precheckMeasuredBoot({ ...input, quote: other }))).toEqual([
      "azure-hcl.quote.runtime-data",
      "azure-hcl.td-report.same",
    ]);
    const { quote: _, ...alone } = input;
    expect(refused(await precheckMeasuredBoot(alone))).toEqual(["vtpm.report"]);
    expect(refused(await precheckMeasuredBoot({ ...(await azure()), quote }))).toContain("azure-hcl.quote");
  });

  test.each<readonly [string, (input: MeasuredBootInput) => Promise<Partial<MeasuredBootInput>>]>([
    ["vtpm.azure-hcl.user-data", async () => ({ binding: new Uint8Array(64).fill(1) })],
    ["vtpm.azure-hcl.vmpl", async ({ report }) => ({ report: { ...report, vmpl: 2 } as never })],
    ["vtpm.azure-hcl.report", async () => ({ report: (await bootEvidence()).report as never })],
    [
      "vtpm.azure-hcl.endorsement-key",
      async ({ vtpm }) => ({ vtpm: { ...vtpm, endorsementKey: endorsementKey.publicArea } }),
    ],
    [
      "vtpm.azure-hcl.attestation-key",
      async ({ vtpm }) => {
        const attestationKey = rsaKey(2048, { scheme: { kind: "rsassa", hash: "sha256" } }).publicArea;
        const attestationKeyName = Uint8Array.of(0, 0x0b, ...sha256(attestationKey));
        return { vtpm: { ...vtpm, attestationKey }, attestationKeyName };
      },
    ],
  ])("is refused by %s where that is another's", async (id, change) => {
    const input = await azure();
    expect(refused(await precheckMeasuredBoot({ ...input, ...(await change(input)) }))).toEqual([id]);
  });
});
