import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { encodePem, toHex, toUtf8 } from "@sekisho/encoding";
import { certificateOf, reissue } from "../amd/testing/issue.ts";
import { labPlatform, startKeyServer, type KeyServer } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { collectIntelEndorsements, createIntelService } from "./index.ts";
import { keepDocument, keepList, readKeptAnswer } from "./intel-kept.ts";
import { intelResourceAt } from "./intel-resources.ts";
import { intelBaseUrl, intelServiceUrl, intelUrls, pckListPath, rootListPath, tcbInfoPath } from "./intel-urls.ts";
import { startAnswering, type Answering, type TestAnswer } from "./testing/answering.ts";
import { clockwork } from "./testing/clockwork.ts";
import { quoteOfLab } from "./testing/lab-quote.ts";

const intel = await testIntelAuthority();
const platform = labPlatform();
const fmspc = toHex(platform.fmspc);
const nothing = { certificates: [], crls: [], collateral: { documents: [], certificates: [], crls: [] } };
const day = 24 * 3600 * 1000;

const running: (KeyServer | Answering)[] = [];
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-intel-"));
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function serve(): Promise<KeyServer> {
  const server = await startKeyServer({ authorities: [], intel: { authority: intel, platforms: [platform] } });
  running.push(server);
  return server;
}

async function answer(answers: Readonly<Record<string, TestAnswer>>): Promise<Answering> {
  const server = await startAnswering(answers);
  running.push(server);
  return server;
}

describe("addresses", () => {
  test("are those of Intel's service, its root's list apart", () => {
    expect(intelUrls(intelServiceUrl, tcbInfoPath("tdx", "b0c06f000000"))).toEqual([
      "https://api.trustedservices.intel.com/tdx/certification/v4/tcb?fmspc=B0C06F000000",
    ]);
    expect(intelUrls(intelServiceUrl, rootListPath)).toEqual([
      "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der",
    ]);
  });

  test("of a caching service may be of version 3, but for TDX, which that never had", () => {
    expect(intelUrls("http://host", rootListPath)).toEqual([
      "http://host/sgx/certification/v4/rootcacrl",
      "http://host/sgx/certification/v3/rootcacrl",
    ]);
    expect(intelUrls("http://host", tcbInfoPath("tdx", fmspc)).length).toBe(1);
  });

  test.each(["https://pccs:8081", "https://pccs:8081/", "https://pccs:8081/sgx/certification/v4/"])(
    "begin with %s as with the others",
    (url) => expect(intelBaseUrl(url)).toBe("https://pccs:8081"),
  );
});

describe("collecting what an appraisal needs", () => {
  test.each(["tdx", "sgx"] as const)("of a %s quote: four questions, once", async (technology) => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    for (let round = 0; round < 2; round++) {
      const collected = await collectIntelEndorsements({
        service,
        quote: quoteOfLab(intel, technology),
        given: nothing,
      });
      expect(collected.problems).toEqual([]);
      const { documents, certificates, crls } = collected.collateral;
      expect(documents.map(({ kind }) => kind)).toEqual(["tcb-info", "enclave-identity"]);
      expect(documents[0]?.content).toMatchObject({ technology, fmspc });
      expect(documents[1]?.content).toMatchObject({ id: technology === "tdx" ? "TD_QE" : "QE" });
      expect(crls.length).toBe(2);
      expect(certificates.map(toHex)).toContain(toHex(intel.tcbSigning.certificate));
      expect(collected.files.length).toBe(2);
    }
    expect(server.requests.length).toBe(4);
  });

  test("asks for nothing that was given", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const quote = quoteOfLab(intel, "tdx");
    const { collateral } = await collectIntelEndorsements({ service, quote, given: nothing });
    const silent = createIntelService({ baseUrl: "http://127.0.0.1:1", attempts: 1 });
    const given = { ...nothing, collateral };
    expect(await collectIntelEndorsements({ service: silent, quote, given })).toMatchObject({
      collateral,
      problems: [],
    });
  });

  test("asks for the list of the authority that issued the PCK certificate", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const quote = quoteOfLab(intel, "sgx", { issuer: "processor" });
    await collectIntelEndorsements({ service, quote, given: nothing });
    expect(server.requests).toContain("/sgx/certification/v4/pckcrl?ca=processor&encoding=der");
  });

  test("a stranger's certificate in front of the chain does not turn the questions to another platform", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const other = intel.pck({ ...platform, fmspc: Uint8Array.of(9, 9, 9, 9, 9, 9) }, { issuer: "processor" });
    const subject = certificateOf(intel.tcbSigning.certificate).subject.der;
    const stranger = reissue(other.certificate, { subject }, intel.processorCa.key.privateKey);
    const { technology, certificationData } = quoteOfLab(intel, "tdx");
    const own = certificationData.kind === "pck-chain" ? certificationData.certificates : [];
    const certificates = [stranger, intel.processorCa.certificate, ...own];
    const quote = { technology, certificationData: { kind: "pck-chain", certificates } } as const;
    const { collateral, problems } = await collectIntelEndorsements({ service, quote, given: nothing });
    expect(problems).toEqual([]);
    expect(collateral.documents[0]?.content).toMatchObject({ fmspc });
    expect(server.requests).toContain("/sgx/certification/v4/pckcrl?ca=platform&encoding=der");
  });

  test("asks for nothing without a PCK certificate, and says why", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const certificationData = { kind: "other", type: 3, bytes: new Uint8Array(400) } as const;
    const quote = { technology: "sgx", certificationData } as const;
    const { problems } = await collectIntelEndorsements({ service, quote, given: nothing });
    expect(problems).toMatchObject([{ id: "endorsements.fetch.pck-missing" }]);
    expect(server.requests).toEqual([]);
  });

  test("tells what the service does not have, and keeps the rest", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const other = { ...platform, fmspc: Uint8Array.of(9, 9, 9, 9, 9, 9) };
    const quote = quoteOfLab(intel, "tdx", { platform: other });
    const { problems, collateral } = await collectIntelEndorsements({ service, quote, given: nothing });
    expect(problems).toMatchObject([{ id: "endorsements.fetch.status", values: { status: 404 } }]);
    expect(collateral.documents.length).toBe(1);
    expect(collateral.crls.length).toBe(2);
  });
});

describe("keeping answers", () => {
  test("on disk they outlive the process; a TCB info is asked for again after a day, and serves until its nextUpdate", async () => {
    const server = await serve();
    const world = clockwork();
    const ask = () =>
      createIntelService({ ...world, baseUrl: server.url, directory, attempts: 1 }).tcbInfo("tdx", fmspc);
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(server.requests.length).toBe(1);
    world.skip(2 * day);
    server.misbehave({ status: 503 }, 1);
    expect(await ask()).toEqual(first);
    expect(server.requests.length).toBe(2);
    world.skip(29 * day);
    server.misbehave({ status: 503 }, 1);
    expect(await ask()).toMatchObject({ ok: false, error: { id: "endorsements.fetch.refused" } });
    expect(await readdir(directory)).toHaveLength(1);
  });

  test("callers at the same time share one request", async () => {
    const server = await serve();
    const service = createIntelService({ baseUrl: server.url });
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.qeIdentity("tdx")));
    expect(new Set(answers.map(({ ok }) => ok))).toEqual(new Set([true]));
    expect(server.requests.length).toBe(1);
  });

  test("a service that names a time is asked again then, and everything waits for it", async () => {
    const server = await serve();
    server.misbehave({ status: 429, retryAfterSeconds: 7 }, 1);
    const world = clockwork();
    expect(await createIntelService({ ...world, baseUrl: server.url }).rootList()).toMatchObject({ ok: true });
    expect(world.slept).toEqual([7000]);
  });
});

describe("what a service may answer", () => {
  const chain = encodeURIComponent(intel.tcbIssuerChain());
  const tcb = { body: intel.tcbInfo("sgx"), headers: { "SGX-TCB-Info-Issuer-Chain": chain } };

  test("version 3, with its own name for the header", async () => {
    const pccs = await answer({ [`/sgx/certification/v3/tcb?fmspc=${fmspc.toUpperCase()}`]: tcb });
    const had = await createIntelService({ baseUrl: pccs.url }).tcbInfo("sgx", fmspc);
    expect(had).toMatchObject({ ok: true, value: { documents: [{ kind: "tcb-info" }] } });
    expect(had.ok && had.value.certificates.map(toHex)).toEqual(
      [intel.tcbSigning, intel.root].map(({ certificate }) => toHex(certificate)),
    );
    expect(pccs.requests.length).toBe(2);
  });

  test.each([
    ["DER", (der: Uint8Array) => der],
    ["hexadecimal digits", (der: Uint8Array) => toHex(der)],
    ["PEM", (der: Uint8Array) => encodePem({ label: "X509 CRL", bytes: der })],
  ])("a list as %s", async (_, form) => {
    const der = intel.crl("root");
    const pccs = await answer({ [rootListPath]: { body: form(der) } });
    const had = await createIntelService({ baseUrl: pccs.url }).rootList();
    expect(had.ok && had.value.crls.map(toHex)).toEqual([toHex(der)]);
  });

  const path = tcbInfoPath("sgx", fmspc);
  test.each([
    ["a page", path, { body: "<html>captive portal</html>" }],
    ["nothing", path, { body: "" }],
    ["the TCB info of TDX", path, { body: intel.tcbInfo("tdx") }],
    ["an identity", path, { body: intel.enclaveIdentity("qe") }],
    [
      "another platform's",
      path,
      { body: intel.tcbInfo("sgx", { platform: { ...platform, fmspc: new Uint8Array(6) } }) },
    ],
    ["a chain that is none", path, { ...tcb, headers: { "TCB-Info-Issuer-Chain": "%zz" } }],
    ["a chain of something else", path, { ...tcb, headers: { "TCB-Info-Issuer-Chain": "BEGIN" } }],
    ["a certificate for a list", pckListPath("platform"), { body: intel.root.certificate }],
    ["digits for a list", pckListPath("platform"), { body: "30zz" }],
    ["the other authority's list", pckListPath("platform"), { body: intel.crl("processor") }],
    ["an authority's list for the root's", rootListPath, { body: intel.crl("platform") }],
    ["more than anybody needs", path, { body: "{".padEnd(3 << 20) }],
  ])("%s is refused, and not kept", async (_, at, given: TestAnswer) => {
    const pccs = await answer({ [at]: given });
    const own = await mkdtemp(join(directory, "refused-"));
    const service = createIntelService({ baseUrl: pccs.url, directory: own });
    const ofIssuer = () => (at === rootListPath ? service.rootList() : service.pckList("platform"));
    const had = await (at === path ? service.tcbInfo("sgx", fmspc) : ofIssuer());
    expect(had).toMatchObject({ ok: false, notFound: false });
    expect(await readdir(own)).toEqual([]);
  });
});

describe("an answer as it is kept", () => {
  const headers = { "tcb-info-issuer-chain": encodeURIComponent(intel.tcbIssuerChain()) };
  const response = (body: Uint8Array, names: Readonly<Record<string, string>> = headers) => ({
    body,
    header: (name: string) => names[name.toLowerCase()] ?? null,
  });
  const kept = keepDocument(["TCB-Info-Issuer-Chain"])(response(toUtf8(intel.tcbInfo("sgx"))));
  const bytes = kept.ok ? kept.value : new Uint8Array();
  const resource = intelResourceAt(tcbInfoPath("sgx", fmspc));

  test("gives chain and document back, byte for byte", () => {
    expect(readKeptAnswer(bytes)).toMatchObject({ ok: true, value: { crls: [], certificates: { length: 2 } } });
    fc.assert(
      fc.property(fc.uint8Array(), (tail) => {
        const body = Uint8Array.of(0x7b, ...tail);
        const again = keepDocument(["TCB-Info-Issuer-Chain"])(response(body));
        const read = again.ok ? readKeptAnswer(again.value) : again;
        expect(read).toMatchObject({ ok: true, value: { document: body } });
      }),
      { numRuns: 200 },
    );
  });

  test("damaged anywhere is an error or the same document, never a crash", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const damaged = cut ? bytes.slice(0, at) : bytes.slice();
        if (!cut) damaged[at] = (damaged[at] ?? 0) ^ flip;
        const read = resource?.read(damaged);
        expect(read?.ok === true ? read.value.value.documents.length : typeof read?.error.field).toBeOneOf([
          1,
          "string",
        ]);
      }),
      { numRuns: 300 },
    );
  });

  test("anything at all is read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (body, header) => {
        for (const keep of [keepDocument(["a"]), keepList(["a"])]) {
          const again = keep(response(body, { a: header }));
          expect(again.ok ? readKeptAnswer(again.value) : again).toHaveProperty("ok");
        }
        expect(readKeptAnswer(body)).toHaveProperty("ok");
        expect(resource?.read(body)).toMatchObject({ ok: false });
      }),
      { numRuns: 300 },
    );
  });
});
