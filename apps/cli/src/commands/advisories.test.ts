import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  createSecureProcessor,
  labPlatform,
  startKeyServer,
  type IntelAuthority,
  type KeyServer,
  type LabAuthority,
} from "@sekisho/lab";
import { labTdQuote, testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sekisho } from "../testing.ts";

let directory: string;
let amd: LabAuthority;
let intel: IntelAuthority;
let server: KeyServer;
let report: string;
let quote: string;
let policy: string;
const builtIn = new URL("../../../../packages/appraisal/src/advisories/table.json", import.meta.url);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-advisories-"));
  process.env["XDG_CACHE_HOME"] = join(directory, "cache");
  [amd, intel] = [await testAuthority("Genoa"), await testIntelAuthority()];
  const older = { status: "SWHardeningNeeded", advisories: ["INTEL-SA-00615"] } as const;
  server = await startKeyServer({
    authorities: [amd],
    intel: { authority: intel, platforms: [labPlatform()], says: () => ({ tcbInfo: { current: older } }) },
  });
  const guest = createSecureProcessor(amd).launch({ launchDigest: new Uint8Array(48).fill(7) });
  report = await save("report.bin", guest.report(new Uint8Array(64), 0).report);
  quote = await save("quote.bin", await labTdQuote());
  policy = await save(
    "policy.yaml",
    `version: 1
sev-snp: { roots: { additional: ["${amd.rootDigest}"] } }
tdx: { roots: { additional: ["${intel.rootDigest}"] } }
`,
  );
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

const shownSchema = z.object({
  collectedAt: z.iso.date(),
  exposures: z.array(
    z.object({
      id: z.string(),
      attack: z.string().nullable(),
      status: z.enum(["fixed", "exposed", "unknown"]),
      source: z.url(),
      date: z.iso.date(),
      checked: z.string().optional(),
      summary: z.string().nullable(),
      reasons: z.array(z.object({ id: z.string(), text: z.string() })).min(1),
    }),
  ),
});

async function exposuresOf(...words: readonly string[]) {
  const { output, errors } = await sekisho("advisories", ...words, "--json");
  const { exposures } = shownSchema.parse(JSON.parse(output));
  return { exposures, errors, of: (id: string) => exposures.find((one) => one.id === id)?.status };
}

test("a report's exposures come with reason and source, worst first", async () => {
  const { status, output } = await sekisho("advisories", report);
  expect(status).toBe(1);
  expect(output).toMatch(/report\.bin: exposed to \d+, can't be known \d+, fixed \d+ \(table of \d{4}-\d\d-\d\d\)/);
  expect(output).toContain(
    "  ✓ RMPocalypse (AMD-SB-3020, CVE-2025-0033): REPORTED_TCB has SNP 28; the fix came with 27.",
  );
  expect(output).toMatch(/ {2}\? TEE\.fail: No report or quote shows it\.\n {6}.*\n {6}https:\/\/tee\.fail\//);
  expect(output.indexOf("\nExposed")).toBeLessThan(output.indexOf("\nCan't be known"));
  expect(output.indexOf("\nCan't be known")).toBeLessThan(output.indexOf("\nFixed"));
});

test("in Japanese too, as JSON and for people", async () => {
  const { output } = await sekisho("advisories", report, "--lang", "ja");
  expect(output).toContain("修正済み");
  expect(output).toContain("REPORTED_TCB の SNP は 28 です。");
  const { output: json } = await sekisho("advisories", report, "--lang", "ja", "--json");
  const { exposures } = shownSchema.parse(JSON.parse(json));
  expect(exposures.find(({ id }) => id === "CVE-2024-21944")?.summary).toContain("メモリーモジュール");
});

test("of a quote, Intel's own documents decide", async () => {
  const away = await exposuresOf(quote, "--policy", policy);
  expect(away.of("INTEL-SA-00615")).toBe("unknown");
  const services = ["--fetch", "--intel-service", server.url, "--key-server", server.url] as const;
  const { of, exposures, errors } = await exposuresOf(quote, "--policy", policy, ...services);
  expect(errors).toBe("");
  expect(of("INTEL-SA-00615")).toBe("exposed");
  expect(of("INTEL-SA-01036")).toBe("fixed");
  expect(exposures.find(({ id }) => id === "INTEL-SA-00615")).toMatchObject({
    attack: "Stale data of memory-mapped I/O",
    checked: expect.stringContaining("CVE-2022-21123") as string,
  });
});

test("what is to be said of many advisories is said once", async () => {
  const { output } = await sekisho("advisories", quote, "--policy", policy);
  expect(output.match(/Only Intel's TCB info says it/g)).toHaveLength(1);
  expect(output).toMatch(/\? \d+, all for the same reason: .*\n {6}.*Downfall \(INTEL-SA-00828\), /);
  const services = ["--fetch", "--intel-service", server.url] as const;
  const fetched = await sekisho("advisories", quote, "--policy", policy, ...services);
  expect(fetched.output.match(/Intel names it at lower levels only/g)).toHaveLength(1);
  expect(fetched.output).toContain("✗ Stale data of memory-mapped I/O (INTEL-SA-00615");
});

test("documents under a root that nobody trusts decide nothing", async () => {
  const { exposures } = await exposuresOf(quote, "--fetch", "--intel-service", server.url);
  expect(exposures.find(({ id }) => id === "INTEL-SA-00615")).toMatchObject({
    status: "unknown",
    reasons: [{ id: "endorsements.intel.root.foreign" }],
  });
});

test("a table of one's own is used here and in verify, and an older one is told", async () => {
  const text = await readFile(builtIn, "utf8");
  const old = await save("old.json", text.replace(/"collectedAt": "[^"]*"/, '"collectedAt": "2020-01-01"'));
  const { errors, of } = await exposuresOf(report, "--advisories", old);
  expect(errors).toContain("was collected on 2020-01-01");
  expect(of("CVE-2025-0033")).toBe("fixed");
  const strict = await save("strict.json", text.replaceAll('"minimum": 27', '"minimum": 200'));
  expect((await exposuresOf(report, "--advisories", strict)).of("CVE-2025-0033")).toBe("exposed");

  const published = await save(
    "published.yaml",
    `version: 1\nsev-snp: { roots: { additional: ["${amd.rootDigest}"] }, tcb: { reported: published } }\n`,
  );
  const judge = (...more: readonly string[]) =>
    sekisho("verify", report, "--policy", published, "--fetch", "--key-server", server.url, ...more);
  expect((await judge()).status).toBe(0);
  const { status, output } = await judge("--advisories", strict);
  expect(status).toBe(1);
  expect(output).toContain("SNP ≥ 200");
});

test("what is no table is refused by the field", async () => {
  const wrong = await save("wrong.json", '{ "format": "other" }');
  const { status, errors } = await sekisho("advisories", report, "--advisories", wrong);
  expect(status).toBe(2);
  expect(errors).toContain("is no table of advisories: format");
});
