import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { toHex } from "@sekisho/encoding";
import {
  createSecureProcessor,
  olderTcb,
  productFacts,
  startKeyServer,
  type KeyServer,
  type KeyServerInput,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { appraiseAmdEndorsements } from "../amd/index.ts";
import { refusals, reportOf } from "../amd/testing/checks.ts";
import { collectAmdEndorsements, createAmdKeyServer } from "./index.ts";
import { amdKeyServiceUrl, certificateChainPath, revocationListPath, vcekPath } from "./amd-urls.ts";
import { retryAfter } from "./retry-after.ts";
import { createDiskStore } from "./store.ts";
import { clockwork } from "./testing/clockwork.ts";

const milan = await testAuthority("Milan");
const turin = await testAuthority("Turin");
const chip = createSecureProcessor(milan);
const report = reportOf(chip.sign(chip.usualFields));
const nothing = { certificates: [], crls: [] };

const running: KeyServer[] = [];
let keyServer: KeyServer;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-fetch-"));
});
afterAll(() => rm(directory, { recursive: true }));

afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function serve(input: Partial<KeyServerInput> = {}): Promise<string> {
  keyServer = await startKeyServer({ authorities: [milan, turin], ...input });
  running.push(keyServer);
  return keyServer.url;
}

describe("addresses", () => {
  const { chipId, reportedTcb } = report;

  test("are those of AMD's interface", () => {
    expect(`${amdKeyServiceUrl}${vcekPath("Milan", chipId, reportedTcb)}`).toBe(
      `https://kdsintf.amd.com/vcek/v1/Milan/${toHex(chipId)}?blSPL=4&teeSPL=0&snpSPL=29&ucodeSPL=222`,
    );
    expect(certificateChainPath("VLEK", "Genoa")).toBe("/vlek/v1/Genoa/cert_chain");
    expect(revocationListPath("VCEK", "Turin")).toBe("/vcek/v1/Turin/crl");
  });

  test("Turin's has the FMC and eight bytes of hwID", () => {
    const processor = createSecureProcessor(turin);
    const { chipId: id, reportedTcb: tcb } = reportOf(processor.sign(processor.usualFields));
    expect(vcekPath("Turin", id, tcb)).toBe(
      `/vcek/v1/Turin/${toHex(processor.hardwareId)}?fmcSPL=1&blSPL=1&teeSPL=1&snpSPL=5&ucodeSPL=90`,
    );
    expect(processor.hardwareId.length).toBe(8);
  });
});

describe("collecting what an appraisal needs", () => {
  test.each([milan, turin])(
    "asks for certificate, chain and list, once each, and the report is endorsed",
    async (own) => {
      const processor = createSecureProcessor(own);
      const bare = reportOf(processor.sign(processor.usualFields));
      const server = createAmdKeyServer({ baseUrl: await serve() });
      for (let round = 0; round < 2; round++) {
        const collected = await collectAmdEndorsements({ server, report: bare, given: nothing });
        expect(collected.problems).toEqual([]);
        const input = { report: bare, ...collected, at: new Date(), additionalRoots: [own.rootDigest] };
        const { checks } = await appraiseAmdEndorsements(input);
        expect(refusals(checks)).toEqual([]);
        expect(checks.find(({ id }) => id === "sev-snp.chain.revocation")).toMatchObject({ status: "pass" });
      }
      expect(keyServer.requests.length).toBe(3);
    },
  );

  test("asks for nothing that was given", async () => {
    const server = createAmdKeyServer({ baseUrl: await serve() });
    const certificates = [chip.endorsement, milan.ask, milan.ark].map(({ certificate }) => certificate);
    const given = { certificates, crls: [milan.crl()] };
    expect(await collectAmdEndorsements({ server, report, given })).toEqual({ ...given, problems: [] });
    expect(keyServer.requests).toEqual([]);
  });

  test("asks for the right VCEK where another chip's was given", async () => {
    const other = createSecureProcessor(milan, { chipName: "chip 2" });
    const server = createAmdKeyServer({ baseUrl: await serve() });
    const given = { certificates: [other.endorsement.certificate], crls: [milan.crl()] };
    const { certificates } = await collectAmdEndorsements({ server, report, given });
    expect(certificates.map(toHex).filter((der) => der === toHex(chip.endorsement.certificate)).length).toBeLessThan(2);
    expect(keyServer.requests[0]).toContain(toHex(chip.hardwareId));
    expect(certificates.length).toBe(4);
  });

  test("tries Milan and Genoa for a version 2 report, which does not name its processor", async () => {
    const genoa = await testAuthority("Genoa");
    const old = createSecureProcessor(genoa, { reportVersion: 2 });
    const unnamed = reportOf(old.sign(old.usualFields));
    const server = createAmdKeyServer({ baseUrl: await serve({ authorities: [genoa] }) });
    const { problems, certificates } = await collectAmdEndorsements({ server, report: unnamed, given: nothing });
    expect(problems).toEqual([]);
    expect(certificates.length).toBe(3);
    expect(keyServer.requests.map((path) => path.split("/")[3])).toEqual(["Milan", "Genoa", "Genoa", "Genoa"]);
  });

  test.each([
    ["a VLEK's certificate", { signingKey: 1, chipId: new Uint8Array(64) }, "endorsements.fetch.vlek"],
    ["a masked chip's certificate", { chipId: new Uint8Array(64) }, "endorsements.fetch.masked"],
    [
      "an unknown processor's",
      { cpuid: { family: 0x1b, model: 0, stepping: 0 } },
      "endorsements.fetch.unknown-processor",
    ],
  ])("says why %s can't be asked for", async (_, fields, id) => {
    const server = createAmdKeyServer({ baseUrl: await serve() });
    const hidden = reportOf(chip.sign({ ...chip.usualFields, ...fields }));
    const { problems } = await collectAmdEndorsements({ server, report: hidden, given: nothing });
    expect(problems).toMatchObject([{ id }]);
    expect(keyServer.requests.filter((path) => path.includes("SPL"))).toEqual([]);
  });
});

describe("keeping answers", () => {
  test("on disk they outlive the process, and are asked for again when a list ends", async () => {
    const baseUrl = await serve();
    const world = clockwork();
    const ask = () => createAmdKeyServer({ ...world, baseUrl, directory }).revocationList("VCEK", "Milan");
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(keyServer.requests.length).toBe(1);
    world.skip(46 * 24 * 3600 * 1000);
    await ask();
    expect(keyServer.requests.length).toBe(2);
  });

  test("a list is asked for again after a day, though it says that it is valid for longer", async () => {
    const baseUrl = await serve();
    const world = clockwork();
    const own = await mkdtemp(join(directory, "daily-"));
    for (const place of [{}, { directory: own }]) {
      const server = createAmdKeyServer({ ...world, ...place, baseUrl });
      const before = keyServer.requests.length;
      const first = await server.revocationList("VCEK", "Milan");
      world.skip(23 * 3600 * 1000);
      expect(await server.revocationList("VCEK", "Milan")).toEqual(first);
      expect(keyServer.requests.length).toBe(before + 1);
      world.skip(2 * 3600 * 1000);
      expect(await server.revocationList("VCEK", "Milan")).not.toEqual(first);
      await server.revocationList("VCEK", "Milan");
      expect(keyServer.requests.length).toBe(before + 2);
    }
  });

  test("a list of yesterday serves while the service is away, which is asked now and then only", async () => {
    const baseUrl = await serve();
    const world = clockwork();
    const server = createAmdKeyServer({ ...world, baseUrl, attempts: 1 });
    const first = await server.revocationList("VCEK", "Milan");
    world.skip(25 * 3600 * 1000);
    keyServer.misbehave({ status: 503 }, 2);
    expect(await server.revocationList("VCEK", "Milan")).toEqual(first);
    expect(await server.revocationList("VCEK", "Milan")).toEqual(first);
    expect(keyServer.requests.length).toBe(2);
    world.skip(11 * 60 * 1000);
    expect(await server.revocationList("VCEK", "Milan")).toEqual(first);
    expect(keyServer.requests.length).toBe(3);
    world.skip(45 * 24 * 3600 * 1000);
    keyServer.misbehave({ status: 503 }, 1);
    expect(await server.revocationList("VCEK", "Milan")).toMatchObject({ ok: false });
  });

  test("a certificate is used again only within its dates", async () => {
    const baseUrl = await serve();
    const world = clockwork();
    const server = createAmdKeyServer({ ...world, baseUrl });
    const ask = () => server.vcek("Milan", report.chipId, report.reportedTcb);
    await ask();
    await ask();
    expect(keyServer.requests.length).toBe(1);
    world.skip(8 * 366 * 24 * 3600 * 1000);
    await ask();
    expect(keyServer.requests.length).toBe(2);
    world.skip(-16 * 366 * 24 * 3600 * 1000);
    await ask();
    expect(keyServer.requests.length).toBe(3);
  });

  test("a file under another address's name is not taken for it", async () => {
    const own = await mkdtemp(join(directory, "renamed-"));
    const store = createDiskStore(own);
    await store.put("http://host/a", { bytes: Uint8Array.of(1), at: new Date() });
    const [name = ""] = await readdir(own);
    const content = await readFile(join(own, name));
    await rm(join(own, name));
    await store.put("http://host/b", { bytes: Uint8Array.of(2), at: new Date() });
    const [other = ""] = await readdir(own);
    await writeFile(join(own, other), content);
    expect(await store.get("http://host/b")).toBeUndefined();
  });

  test("a broken file is as good as none", async () => {
    const baseUrl = await serve();
    const own = await mkdtemp(join(directory, "broken-"));
    const ask = () => createAmdKeyServer({ baseUrl, directory: own }).certificateChain("VCEK", "Milan");
    const first = await ask();
    const [name = ""] = await readdir(own);
    const content = await readFile(join(own, name));
    for (const broken of [content.subarray(0, content.length - 9), Buffer.from("x"), Buffer.alloc(0)]) {
      await writeFile(join(own, name), broken);
      expect(await ask()).toEqual(first);
    }
    expect(keyServer.requests.length).toBe(4);
    expect(await readdir(own)).toEqual([name]);
  });

  test("callers at the same time share one request", async () => {
    const server = createAmdKeyServer({ baseUrl: await serve() });
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.certificateChain("VCEK", "Milan")));
    expect(new Set(answers.map(({ ok }) => ok))).toEqual(new Set([true]));
    expect(keyServer.requests.length).toBe(1);
  });
});

describe("a key service that does not want to", () => {
  test("is asked again after the time that it names", async () => {
    const baseUrl = await serve();
    keyServer.misbehave({ status: 429, retryAfterSeconds: 11 }, 2);
    const world = clockwork();
    const answer = await createAmdKeyServer({ ...world, baseUrl }).certificateChain("VCEK", "Milan");
    expect(answer.ok).toBe(true);
    expect(world.slept).toEqual([11_000, 11_000]);
  });

  test("is asked ever more rarely where it names none, and at last not again", async () => {
    const baseUrl = await serve();
    keyServer.misbehave({ status: 503 }, 9);
    const world = clockwork();
    const answer = await createAmdKeyServer({ ...world, baseUrl }).certificateChain("VCEK", "Milan");
    expect(answer).toMatchObject({ ok: false, error: { id: "endorsements.fetch.refused", values: { status: 503 } } });
    expect(world.slept).toEqual([1000, 2000, 4000]);
    expect(keyServer.requests.length).toBe(4);
  });

  test("holds back every question while it wants none, and nobody waits for ever", async () => {
    const baseUrl = await serve();
    keyServer.misbehave({ status: 429, retryAfterSeconds: 3600 }, 1);
    const world = clockwork();
    const server = createAmdKeyServer({ ...world, baseUrl });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({
      ok: false,
      error: { id: "endorsements.fetch.held-back", values: { seconds: 3600 } },
    });
    expect(await server.revocationList("VCEK", "Milan")).toMatchObject({ ok: false });
    expect(world.slept).toEqual([]);
    expect(keyServer.requests.length).toBe(1);
    world.skip(3600_000);
    expect(await server.revocationList("VCEK", "Milan")).toMatchObject({ ok: true });
  });

  test("that wants none for years is asked again after an hour", async () => {
    const baseUrl = await serve();
    keyServer.misbehave({ status: 429, retryAfterSeconds: 999_999_999 }, 1);
    const world = clockwork();
    const server = createAmdKeyServer({ ...world, baseUrl });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({ ok: false });
    world.skip(3600_000);
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({ ok: true });
  });

  test("that does not know a chip is not asked twice", async () => {
    const server = createAmdKeyServer({ ...clockwork(), baseUrl: await serve({ chips: new Set() }) });
    expect(await server.vcek("Milan", report.chipId, report.reportedTcb)).toMatchObject({ ok: false, notFound: true });
    expect(keyServer.requests.length).toBe(1);
  });
});

describe("an answer that is none", () => {
  const answering = (respond: () => Promise<Response>, maximumBytes = 1000) =>
    createAmdKeyServer({ ...clockwork(), fetch: respond, maximumBytes, attempts: 2, timeoutMs: 100 });

  test("because it is too long is given up", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 400;
        controller.enqueue(new Uint8Array(400));
      },
    });
    const server = answering(() => Promise.resolve(new Response(endless)));
    expect(await server.revocationList("VCEK", "Milan")).toMatchObject({
      ok: false,
      error: { id: "endorsements.fetch.too-large" },
    });
    expect(sent).toBeLessThan(3000);
  });

  test("because it is no certificate is not kept", async () => {
    let asked = 0;
    const server = answering(() => {
      asked += 1;
      return Promise.resolve(new Response("<html>"));
    });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({ ok: false, notFound: false });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({ ok: false });
    expect(asked).toBe(2);
  });

  test.each([
    ["another chip", { chipName: "chip 2" }, "hwID"],
    ["another TCB", { tcb: olderTcb(productFacts.Milan.currentTcb) }, "SPLs"],
  ])("because it is the VCEK of %s is not kept", async (_, options, field) => {
    const other = createSecureProcessor(milan, options);
    let asked = 0;
    const server = answering(() => {
      asked += 1;
      return Promise.resolve(new Response(Buffer.from(other.endorsement.certificate)));
    }, 10_000);
    const ask = () => server.vcek("Milan", report.chipId, report.reportedTcb);
    expect(await ask()).toMatchObject({ ok: false, error: { id: "malformed.value", values: { field } } });
    expect(await ask()).toMatchObject({ ok: false });
    expect(asked).toBe(2);
  });

  test("because it is the chain of another kind of key is not kept", async () => {
    const answers = [milan.certificateChain("vlek"), milan.certificateChain("vcek")];
    const server = answering(() => Promise.resolve(new Response(answers.shift())), 10_000);
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({
      ok: false,
      error: { id: "malformed.value", values: { field: "certificate chain" } },
    });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({ ok: true });
  });

  test("because the connection breaks is tried again", async () => {
    let asked = 0;
    const server = answering(() => {
      asked += 1;
      return Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }));
    });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({
      ok: false,
      error: { id: "endorsements.fetch.broken", values: { reason: "fetch failed: ECONNREFUSED" } },
    });
    expect(asked).toBe(2);
  });

  test("because nobody can be reached costs the next addresses one attempt each, until one is answered", async () => {
    let asked = 0;
    let reachable = false;
    const broken = new TypeError("fetch failed");
    const server = answering(() => {
      asked += 1;
      return reachable ? Promise.resolve(new Response("", { status: 404 })) : Promise.reject(broken);
    });
    const attemptsFor = async (product: "Milan" | "Genoa" | "Turin") => {
      const before = asked;
      await server.certificateChain("VCEK", product);
      return asked - before;
    };
    expect([await attemptsFor("Milan"), await attemptsFor("Genoa"), await attemptsFor("Turin")]).toEqual([2, 1, 1]);
    reachable = true;
    await attemptsFor("Milan");
    reachable = false;
    expect([await attemptsFor("Genoa"), await attemptsFor("Turin")]).toEqual([2, 1]);
  });

  test("because nothing comes is given up after the time limit", async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("timed out")));
      });
    const server = createAmdKeyServer({ ...clockwork(), fetch: silent, attempts: 1, timeoutMs: 20 });
    expect(await server.certificateChain("VCEK", "Milan")).toMatchObject({
      ok: false,
      error: { id: "endorsements.fetch.broken" },
    });
  });
});

test("Retry-After is seconds or a date, and nonsense is passed over", () => {
  const now = new Date("2026-11-23T00:00:00Z");
  expect(retryAfter("10", now)).toBe(10_000);
  expect(retryAfter("Mon, 23 Nov 2026 00:00:30 GMT", now)).toBe(30_000);
  expect(retryAfter("Sun, 22 Nov 2026 00:00:00 GMT", now)).toBe(0);
  expect(retryAfter("soon", now)).toBeUndefined();
  expect(retryAfter(null, now)).toBeUndefined();
});

test("no header makes anybody wait a negative time, or for ever", () => {
  const now = new Date("2026-11-23T00:00:00Z");
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.integer().map(String), fc.date({ noInvalidDate: true }).map(String)),
      (header) => {
        const wait = retryAfter(header, now) ?? 0;
        expect(wait >= 0 && Number.isFinite(wait)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
