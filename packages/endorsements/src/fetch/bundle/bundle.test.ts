import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, toHex, toUtf8 } from "@sekisho/encoding";
import { createSecureProcessor, labPlatform, startKeyServer, type KeyServer } from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { appraiseAmdEndorsements } from "../../amd/index.ts";
import { refusals, reportOf } from "../../amd/testing/checks.ts";
import { vcekPath } from "../amd-urls.ts";
import {
  collectAmdEndorsements,
  collectIntelEndorsements,
  createAmdKeyServer,
  createIntelService,
  endorsementsOf,
  gatherEndorsements,
  goodUntil,
  importEndorsements,
  importedEndorsements,
  isEndorsementBundle,
  parseEndorsementBundle,
  provenanceOf,
  writeEndorsementBundle,
  type BundleWish,
  type EndorsementBundle,
} from "../index.ts";
import { clockwork } from "../testing/clockwork.ts";
import { quoteOfLab } from "../testing/lab-quote.ts";

const day = 24 * 3600 * 1000;
const milan = await testAuthority("Milan");
const intel = await testIntelAuthority();
const fmspc = toHex(labPlatform().fmspc);
const chip = createSecureProcessor(milan);
const report = reportOf(chip.sign(chip.usualFields));
const quote = quoteOfLab(intel, "tdx");
const labRoots = [milan.rootDigest, intel.rootDigest];
const none = { certificates: [], crls: [] };
const noneOfIntel = { ...none, collateral: { documents: [], certificates: [], crls: [] } };
const ownReport: BundleWish = { kind: "report", report, certificates: [] };
const ownQuote: BundleWish = { kind: "quote", quote, certificates: [] };

let server: KeyServer;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-bundle-"));
  server = await startKeyServer({ authorities: [milan], intel: { authority: intel, platforms: [labPlatform()] } });
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function gather(wishes: readonly BundleWish[]) {
  return gatherEndorsements(wishes, { amd: server.url, intel: server.url });
}

async function bundleOf(
  wishes: readonly BundleWish[],
): Promise<{ readonly bytes: Uint8Array; readonly bundle: EndorsementBundle }> {
  const { entries, problems } = await gather(wishes);
  expect(problems).toEqual([]);
  const bytes = writeEndorsementBundle(new Date(), entries);
  const bundle = parseEndorsementBundle("bundle", bytes);
  if (!bundle.ok) throw new Error(JSON.stringify(bundle.error));
  return { bytes, bundle: bundle.value };
}

const both = await (async () => {
  const early = await startKeyServer({ authorities: [milan], intel: { authority: intel, platforms: [labPlatform()] } });
  const { entries } = await gatherEndorsements([ownReport, ownQuote], { amd: early.url, intel: early.url });
  await early.close();
  return writeEndorsementBundle(new Date(), entries);
})();

describe("gathering", () => {
  test("takes everything that the evidence needs, and writes until when it is good", async () => {
    const { bytes, bundle } = await bundleOf([ownReport, ownQuote]);
    expect(bundle.entries.map(({ resource }) => resource.kind)).toEqual([
      "vcek",
      "certificate-chain",
      "revocation-list",
      "tcb-info",
      "qe-identity",
      "pck-list",
      "root-list",
    ]);
    expect(isEndorsementBundle(bytes)).toBe(true);
    const text = fromUtf8("bundle", bytes);
    const { goodUntil: written } = JSON.parse(text.ok ? text.value : "") as { readonly goodUntil: string };
    expect(written).toBe(`${goodUntil(bundle.entries).toISOString().slice(0, 19)}Z`);
    const days = (goodUntil(bundle.entries).getTime() - Date.now()) / day;
    expect(days).toBeGreaterThan(28);
    expect(days).toBeLessThan(31);
  });

  test("two machines of one chip are asked for once", async () => {
    const before = server.requests.length;
    const { entries } = await gather([ownReport, ownReport]);
    expect(entries.length).toBe(3);
    expect(server.requests.length).toBe(before + 3);
  });

  test.each<readonly [string, BundleWish, readonly string[]]>([
    [
      "a product line",
      { kind: "product", product: "Milan" },
      ["certificate-chain", "revocation-list", "certificate-chain", "revocation-list"],
    ],
    [
      "a chip by its address",
      { kind: "chip", product: "Milan", path: vcekPath("Milan", report.chipId, report.reportedTcb) },
      ["vcek", "certificate-chain", "revocation-list"],
    ],
    [
      "a kind of platform",
      { kind: "fmspc", fmspc },
      ["tcb-info", "tcb-info", "qe-identity", "qe-identity", "pck-list", "pck-list", "root-list"],
    ],
  ])("for %s", async (_, wish, kinds) => {
    const { bundle } = await bundleOf([wish]);
    expect(bundle.entries.map(({ resource }) => resource.kind)).toEqual(kinds);
  });

  test("for a VLEK's report takes what is above the VLEK, which only its provider has", async () => {
    const provider = createSecureProcessor(milan, { cspId: "provider.example" });
    const wish: BundleWish = {
      kind: "report",
      report: reportOf(provider.sign(provider.usualFields)),
      certificates: [],
    };
    const { bundle } = await bundleOf([wish]);
    expect(bundle.entries.map(({ name }) => name)).toEqual(["amd/vlek/v1/Milan/cert_chain", "amd/vlek/v1/Milan/crl"]);
  });

  test("a kind of platform without TDX is no problem", async () => {
    const tdxLevels = `${server.url}/tdx/certification/v4/tcb?fmspc=${fmspc.toUpperCase()}`;
    const withoutTdx: typeof fetch = (input, init) =>
      input === tdxLevels ? Promise.resolve(new Response("", { status: 404 })) : fetch(input, init);
    const { entries, problems } = await gatherEndorsements([{ kind: "fmspc", fmspc }], {
      intel: server.url,
      fetch: withoutTdx,
    });
    expect(problems).toEqual([]);
    expect(entries.length).toBe(6);
  });

  test("says what a service does not have, and takes the rest", async () => {
    const { entries, problems } = await gather([{ kind: "fmspc", fmspc: "0102030405ff" }, ownReport]);
    expect(problems.map(({ id }) => id)).toEqual(["endorsements.fetch.status", "endorsements.fetch.status"]);
    expect(entries.length).toBe(8);
  });
});

describe("an imported bundle", () => {
  const offline = (folder: string, world = clockwork()) => ({
    amd: createAmdKeyServer({ ...world, directory: folder, offline: true }),
    intel: createIntelService({ ...world, directory: folder, offline: true }),
  });

  test("is all that an offline client of any address needs", async () => {
    const { bundle } = await bundleOf([ownReport, ownQuote]);
    const own = await mkdtemp(join(directory, "offline-"));
    expect((await importEndorsements(bundle, own, labRoots)).map(({ outcome }) => outcome)).not.toContain("older");
    const before = server.requests.length;
    const { amd, intel: intelService } = offline(own);
    const collected = await collectAmdEndorsements({ server: amd, report, given: none });
    expect(collected.problems).toEqual([]);
    const { checks } = await appraiseAmdEndorsements({
      report,
      ...collected,
      at: new Date(),
      additionalRoots: [milan.rootDigest],
    });
    expect(refusals(checks)).toEqual([]);
    expect(checks.find(({ id }) => id === "sev-snp.chain.revocation")).toMatchObject({ status: "pass" });
    const ofQuote = await collectIntelEndorsements({ service: intelService, quote, given: noneOfIntel });
    expect(ofQuote.problems).toEqual([]);
    expect(ofQuote.collateral.documents.length).toBe(2);
    expect(ofQuote.collateral.crls.length).toBe(2);
    expect(server.requests.length).toBe(before);
  });

  test("can be listed, whatever else lies in the folder", async () => {
    const { bundle } = await bundleOf([ownReport, ownQuote]);
    const own = await mkdtemp(join(directory, "listed-"));
    expect(await importedEndorsements(join(own, "absent"))).toEqual([]);
    await importEndorsements(bundle, own, labRoots);
    await writeFile(join(own, "notes"), "mine");
    await writeFile(join(own, "0".repeat(64)), "import:amd/vcek/v1/Milan/crl\nnothing");
    const listed = await importedEndorsements(own);
    expect(listed.map(({ name }) => name)).toEqual(bundle.entries.map(({ name }) => name).toSorted());
    expect(goodUntil(listed)).toEqual(goodUntil(bundle.entries));
  });

  test("that lacks something, or is over, is told by name; nothing of it passes for current", async () => {
    const { bundle } = await bundleOf([ownReport]);
    const own = await mkdtemp(join(directory, "stale-"));
    await importEndorsements(bundle, own, labRoots);
    const world = clockwork();
    const { amd, intel: intelService } = offline(own, world);
    expect(await intelService.rootList()).toMatchObject({
      ok: false,
      error: { id: "endorsements.fetch.offline-missing", values: { name: "intel/sgx/certification/v4/rootcacrl" } },
    });
    world.skip(60 * day);
    const { problems, crls, certificates } = await collectAmdEndorsements({ server: amd, report, given: none });
    expect(problems).toMatchObject([
      { id: "endorsements.fetch.offline-stale", values: { name: "amd/vcek/v1/Milan/crl" } },
    ]);
    expect([crls.length, certificates.length]).toEqual([0, 3]);
  });

  test("serves a client that can't reach its service", async () => {
    const { bundle } = await bundleOf([ownReport]);
    const own = await mkdtemp(join(directory, "away-"));
    await importEndorsements(bundle, own, labRoots);
    const away = createAmdKeyServer({ ...clockwork(), baseUrl: "http://127.0.0.1:1", directory: own, attempts: 1 });
    expect(await away.certificateChain("VCEK", "Milan")).toMatchObject({ ok: true });
    expect(await away.certificateChain("VCEK", "Genoa")).toMatchObject({ error: { id: "endorsements.fetch.broken" } });
  });

  test("counts before what an offline client kept, if it is newer, and what was kept counts where nothing was imported", async () => {
    const own = await mkdtemp(join(directory, "kept-"));
    const old = await startKeyServer({
      authorities: [],
      intel: {
        authority: intel,
        platforms: [labPlatform()],
        says: () => ({ tcbInfo: { issueDate: new Date(Date.now() - 20 * day) } }),
      },
    });
    const baseUrl = old.url;
    await createIntelService({ baseUrl, directory: own }).tcbInfo("tdx", fmspc);
    await old.close();
    const world = clockwork();
    const ask = async () => {
      const had = await createIntelService({ ...world, baseUrl, directory: own, offline: true }).tcbInfo("tdx", fmspc);
      return had.ok ? had.value.documents[0]?.content.issueDate.getTime() : had.error.id;
    };
    const kept = await ask();
    expect(kept).toBeTypeOf("number");
    const { bundle } = await bundleOf([ownQuote]);
    await importEndorsements(bundle, own, labRoots);
    expect(await ask()).toBeGreaterThan(Number(kept));
    world.skip(31 * day);
    expect(await ask()).toBe("endorsements.fetch.offline-stale");
  });

  test("of an older date does not replace a newer one", async () => {
    const own = await mkdtemp(join(directory, "older-"));
    const { bundle: newer } = await bundleOf([ownQuote]);
    const old = await startKeyServer({
      authorities: [],
      intel: {
        authority: intel,
        platforms: [labPlatform()],
        says: () => ({ tcbInfo: { issueDate: new Date(Date.now() - 20 * day) } }),
      },
    });
    const { entries } = await gatherEndorsements([ownQuote], { intel: old.url });
    await old.close();
    await importEndorsements(newer, own, labRoots);
    const outcomes = await importEndorsements({ gatheredAt: new Date(), entries }, own, labRoots);
    expect(outcomes.map(({ entry, outcome }) => [entry.resource.kind, outcome])).toContainEqual(["tcb-info", "older"]);
    const had = await offline(own).intel.tcbInfo("tdx", fmspc);
    const issued = had.ok ? had.value.documents[0]?.content.issueDate : undefined;
    expect(issued).toEqual(newer.entries[0]?.content.value.collateral.documents[0]?.content.issueDate);
  });
});

test("what a bundle holds is what an appraisal takes", () => {
  const bundle = parseEndorsementBundle("bundle", both);
  const { certificates, crls, collateral } = bundle.ok ? endorsementsOf(bundle.value) : noneOfIntel;
  expect([certificates.length > 4, crls.length, collateral.documents.length]).toEqual([true, 3, 2]);
});

describe("whose word a bundle is", () => {
  test("is told of each entry by its signatures; a lab's is not a vendor's", async () => {
    const { bundle } = await bundleOf([ownReport, ownQuote, { kind: "product", product: "Milan" }]);
    const provenances = await provenanceOf(bundle.entries);
    const roots = bundle.entries.map((entry) => provenances.get(entry));
    expect(roots.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ({ kind: "foreign", root: milan.rootDigest })));
    expect(roots.slice(3, 7)).toEqual(Array.from({ length: 4 }, () => ({ kind: "foreign", root: intel.rootDigest })));
    const own = await mkdtemp(join(directory, "foreign-"));
    const outcomes = await importEndorsements(bundle, own);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["foreign"]));
    expect(await readdir(own)).toEqual([]);
  });

  test("a TCB info that somebody else signed is left out", async () => {
    const says = () => ({ tcbInfo: { signedBy: intel.platformCa.key } });
    const forger = await startKeyServer({
      authorities: [milan],
      intel: { authority: intel, platforms: [labPlatform()], says },
    });
    const { entries } = await gatherEndorsements([ownReport, ownQuote], { amd: forger.url, intel: forger.url });
    await forger.close();
    const own = await mkdtemp(join(directory, "forged-"));
    const outcomes = await importEndorsements({ gatheredAt: new Date(), entries }, own, labRoots);
    const left = outcomes.filter(({ outcome }) => outcome !== "imported");
    expect(left.map(({ entry, outcome }) => [entry.resource.kind, outcome])).toEqual([["tcb-info", "unproven"]]);
  });

  test("a chip's certificate under another authority's chain is left out", async () => {
    const other = await testAuthority("Milan", "another");
    const { bundle } = await bundleOf([ownReport]);
    const forged = bundle.entries.map((entry) => {
      if (entry.resource.kind !== "vcek") return entry;
      const { certificate } = createSecureProcessor(other, { chipName: "chip 1" }).endorsement;
      const content = entry.resource.read(certificate);
      if (!content.ok) throw new Error(content.error.field);
      return { ...entry, bytes: certificate, content: content.value };
    });
    const own = await mkdtemp(join(directory, "vcek-"));
    const outcomes = await importEndorsements({ gatheredAt: new Date(), entries: forged }, own, labRoots);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unproven", "imported", "imported"]);
  });
});

describe("a bundle that is none", () => {
  const text = new TextDecoder().decode(both);
  const changed = (change: (json: { entries: Record<string, unknown>[] } & Record<string, unknown>) => void) => {
    const json = JSON.parse(text) as { entries: Record<string, unknown>[] };
    change(json);
    return parseEndorsementBundle("bundle", toUtf8(JSON.stringify(json)));
  };
  const entry = (fields: Record<string, unknown>) =>
    changed(({ entries: [first = {}] }) => void Object.assign(first, fields));

  test.each([
    ["another format", changed((json) => (json["format"] = "other")), "format"],
    ["a later version", changed((json) => (json["version"] = 2)), "version"],
    ["no date", changed((json) => (json["gatheredAt"] = "yesterday")), "gatheredAt"],
    ["no entries", changed((json) => Reflect.deleteProperty(json, "entries")), "entries"],
    ["a name that no vendor has", entry({ name: "amd/../../etc/passwd" }), "entries[0].name"],
    ["another vendor", entry({ name: "arm/x" }), "entries[0].name"],
    ["a service that is none", entry({ service: "file:///etc" }), "entries[0].service"],
    ["broken base64", entry({ content: "?" }), "entries[0].content"],
    ["a list under a certificate's name", entry({ name: "amd/vcek/v1/Milan/crl" }), "entries[0].content"],
    [
      "another chip's certificate",
      entry({ name: `amd${vcekPath("Milan", new Uint8Array(64).fill(1), report.reportedTcb)}` }),
      "entries[0].content",
    ],
  ])("%s is an error that names the field", (_, parsed, field) => {
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? "" : parsed.error.field).toContain(field);
  });

  test("cut short, lengthened or changed anywhere, it is read or refused, and never breaks", () => {
    fc.assert(
      fc.property(fc.nat(both.length - 1), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const damaged = both.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        expect(parseEndorsementBundle("bundle", damaged)).toHaveProperty("ok");
        expect(parseEndorsementBundle("bundle", both.subarray(0, Math.min(at, both.length - 2)))).toMatchObject({
          ok: false,
        });
      }),
      { numRuns: 150 },
    );
    expect(parseEndorsementBundle("bundle", Uint8Array.of(...both, 0x7d))).toMatchObject({
      error: { code: "trailing" },
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(parseEndorsementBundle("bundle", bytes)).toMatchObject({ ok: false });
      }),
      { numRuns: 200 },
    );
  });
});
