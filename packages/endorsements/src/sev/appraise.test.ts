import { concatBytes } from "@sekisho/encoding";
import { parseSevCertificates } from "@sekisho/evidence/sev";
import { createSevPlatform, type SevPlatform, type SevPlatformOptions } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { describe, expect, test } from "vitest";
import { appraiseSevEndorsements, sevRootKeys } from "./index.ts";

const authority = await testAuthority("Milan");
const lab = (options: SevPlatformOptions = {}): SevPlatform => createSevPlatform(authority, options);
const { certificates } = lab();

async function appraise(bytes: Uint8Array, additionalRoots: readonly string[] = [authority.rootDigest]) {
  const parsed = parseSevCertificates(bytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return appraiseSevEndorsements({ certificates: parsed.value, additionalRoots });
}

async function outcome(bytes: Uint8Array, roots?: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { checks } = await appraise(bytes, roots);
  return Object.fromEntries(checks.map(({ id, status, detail }) => [id, [status, ...Object.values(detail.values)]]));
}

const fine = {
  "sev.chain.certificates": ["pass"],
  "sev.chain.root": ["pass"],
  "sev.chain.signatures": ["pass"],
  "sev.chain.algorithms": ["pass"],
  "sev.chain.revocation": ["unknown"],
};

describe("a platform", () => {
  test("of the lab passes where its root is named, in either case", async () => {
    expect(await outcome(lab().chain)).toEqual(fine);
    expect(await outcome(lab().chain, [authority.rootDigest.toUpperCase()])).toEqual(fine);
  });

  test("is refused where its root is not named", async () => {
    expect(await outcome(lab().chain, [])).toEqual({ ...fine, "sev.chain.root": ["fail"] });
  });

  test("has a chip of its own, by its CEK", async () => {
    const [one, again, other] = await Promise.all(
      [lab(), lab(), lab({ name: "other" })].map(({ chain }) => appraise(chain)),
    );
    expect(one?.chip).toMatch(/^[0-9a-f]{64}$/);
    expect(again?.chip).toBe(one?.chip);
    expect(other?.chip).not.toBe(one?.chip);
  });

  test.each([
    ["PDH", "PEK", { forge: "PDH" }],
    ["PEK", "CEK", { forge: "PEK" }],
    ["OCA", "OCA", { forge: "OCA" }],
    ["CEK", "ASK", { forge: "CEK" }],
    ["ASK", "ARK", { forge: "ASK" }],
    ["ARK", "ARK", { forge: "ARK" }],
  ] as const)("with a forged %s is refused: it is not signed by %s", async (subject, issuer, options) => {
    const broken = { ...fine, "sev.chain.signatures": ["fail", subject, issuer] };
    expect(await outcome(lab(options).chain)).toEqual(broken);
  });

  test("with another platform's PEK, OCA or CEK is refused", async () => {
    const other = lab({ name: "other" }).certificates;
    const { pdh, pek, oca, cek, ask, ark } = certificates;
    const broken = (subject: string, issuer: string) => ({
      ...fine,
      "sev.chain.signatures": ["fail", subject, issuer],
    });
    expect(await outcome(concatBytes(other.pdh, pek, oca, cek, ask, ark))).toEqual(broken("PDH", "PEK"));
    expect(await outcome(concatBytes(pdh, pek, other.oca, cek, ask, ark))).toEqual(broken("PEK", "OCA"));
    expect(await outcome(concatBytes(pdh, pek, oca, other.cek, ask, ark))).toEqual(broken("PEK", "CEK"));
  });

  test.each([
    ["PDH", { kind: "ecdsa", hash: "sha256" }],
    ["PEK", { kind: "ecdh", hash: "sha256" }],
  ] as const)("with a %s that can't do what it is for is refused", async (usage, algorithm) => {
    const change: SevPlatformOptions["change"] = (content) =>
      content.usage === usage ? { ...content, algorithm } : content;
    expect(await outcome(lab({ change }).chain)).toMatchObject({ "sev.chain.algorithms": ["fail", usage] });
  });

  test.each(["pdh", "pek", "oca", "cek", "ask", "ark"] as const)("without its %s is not known", async (missing) => {
    const rest = Object.entries(certificates).filter(([name]) => name !== missing);
    expect(await outcome(concatBytes(...rest.map(([, bytes]) => bytes)))).toMatchObject({
      "sev.chain.certificates": ["unknown", missing.toUpperCase()],
      "sev.chain.signatures": ["unknown"],
    });
  });

  test("is found among the certificates of others", async () => {
    const stranger = createSevPlatform(await testAuthority("Genoa")).certificates;
    const { pdh, pek, oca, cek, ask, ark } = certificates;
    const all = concatBytes(stranger.ark, stranger.ask, stranger.cek, pdh, stranger.pek, pek, oca, cek, ask, ark);
    expect(await outcome(all)).toEqual(fine);
  });

  test("whose ASK names another root than the one given is refused", async () => {
    const { pdh, pek, oca, cek, ask, ark } = certificates;
    const renamed = ark.slice(0, ark.length - 512);
    renamed[4] = (renamed[4] ?? 0) ^ 1;
    const broken = { ...fine, "sev.chain.signatures": ["fail", "ASK", "ARK"] };
    expect(await outcome(concatBytes(pdh, pek, oca, cek, ask, renamed))).toEqual(broken);
  });

  test("is held against the roots of the accepted products alone", async () => {
    const parsed = parseSevCertificates(lab().chain);
    if (!parsed.ok) throw new Error(parsed.error.field);
    const { checks } = await appraiseSevEndorsements({
      certificates: parsed.value,
      products: ["Rome"],
      additionalRoots: [],
    });
    const root = checks.find(({ id }) => id === "sev.chain.root");
    expect(root).toMatchObject({ status: "fail", expected: sevRootKeys.Rome, actual: authority.rootDigest });
  });

  test("whose ARK has no signature in its file passes by the pin alone", async () => {
    expect(await outcome(lab().chain.subarray(0, lab().chain.length - 512))).toEqual(fine);
  });
});
