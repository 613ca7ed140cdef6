import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { toBase64, toBase64Url, toHex } from "@sekisho/encoding";
import { knownFirmware, recordedTd, tdCommandLine, tdFirmwareDigest } from "@sekisho/gate/testing";
import {
  createQuotingEnclave,
  createTdxModule,
  labPlatform,
  playedTd,
  startKeyServer,
  type IntelAuthority,
  type KeyServer,
  type TdEvent,
} from "@sekisho/lab";
import { labCollateral, labEnclaveQuote, testIntelAuthority } from "@sekisho/lab/testing";
import { computeBinding, type Machine } from "@sekisho/release";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sekisho } from "../testing.ts";

const id = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";
const commandLine = `quiet sekisho.machine=${id}`;
const own = recordedTd(commandLine);
const headerDigest = new Uint8Array(32).fill(4);
const artifact = { file: "x", sha256: "11".repeat(32), version: "1" };

let directory: string;
let authority: IntelAuthority;
let service: KeyServer;

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-verify-td-"));
  process.env["XDG_CACHE_HOME"] = join(directory, "cache");
  authority = await testIntelAuthority();
  service = await startKeyServer({ authorities: [], intel: { authority, platforms: [labPlatform()] } });
  const { documents, crls } = await labCollateral("tdx");
  const [tcbInfo = "", qeIdentity = ""] = documents;
  await save("tcb-info.json", tcbInfo);
  await save("qe-identity.json", qeIdentity);
  await Promise.all(crls.map((crl, index) => save(`${index}.crl`, crl)));
});
afterAll(async () => {
  await service.close();
  await rm(directory, { recursive: true });
});

/** A `machine.json` of this TD, but for some fields. */
function machineFile(changes: Partial<Machine> = {}): Promise<string> {
  const machine: Machine = {
    type: "sekisho-machine",
    version: 1,
    id,
    name: "web-1",
    createdAt: "2026-11-23T00:00:00.000Z",
    technology: "tdx",
    shape: { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x0" },
    memoryMiB: 1024,
    guestPolicy: "0x10000000",
    boot: { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine },
    disk: { file: "disk.img", headerDigest: toHex(headerDigest), headerBytes: 16_777_216 },
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: toBase64(new Uint8Array(44)), digest: "22".repeat(32) }],
      tlsKeyDigests: ["22".repeat(32)],
    },
    releaseMode: "auto",
    referenceValues: [],
    measuredLaunches: [knownFirmware],
    measuredBoots: [own.known],
    additionalRoots: [authority.rootDigest],
    ...changes,
  };
  return save("machine.json", JSON.stringify(machine));
}

type Plan = { readonly events?: readonly TdEvent[]; readonly nonce?: number; readonly log?: boolean };

/** A bundle of a TD that booted these events. */
async function bundleFile({ events = own.events, nonce = 2, log = true }: Plan = {}): Promise<string> {
  const fields = {
    machineId: id,
    gateKeyDigest: new Uint8Array(32).fill(1),
    nonce: new Uint8Array(64).fill(2),
    guestKey: new Uint8Array(32).fill(3),
    headerDigest,
    attestationKeyName: new Uint8Array(),
  };
  const { td, eventLog } = playedTd(
    createTdxModule(createQuotingEnclave(authority)).launch({ mrTd: tdFirmwareDigest }),
    events,
  );
  const ccel = (await eventLog(undefined)) ?? new Uint8Array();
  const bundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId: id,
    nonce: toBase64Url(new Uint8Array(64).fill(nonce)),
    guestKey: toBase64Url(fields.guestKey),
    gateKeyDigest: toHex(fields.gateKeyDigest),
    headerDigest: toHex(headerDigest),
    attestationKeyName: "",
    evidence: {
      technology: "tdx",
      quote: toBase64(td.quote(await computeBinding(fields))),
      ...(log ? { eventLog: toBase64(ccel) } : {}),
    },
  };
  return save("bundle.json", JSON.stringify(bundle));
}

const outputSchema = z.object({
  checks: z.array(z.object({ id: z.string(), status: z.string(), required: z.boolean() })),
});

async function verify(...words: readonly string[]): Promise<{ status: number; refusing: readonly string[] }> {
  const { status, output, errors } = await sekisho("verify", ...words, "--json");
  if (status === 2) throw new Error(errors);
  const { checks } = outputSchema.parse(JSON.parse(output));
  const refusing = checks.filter((one) => one.status === "fail" || (one.required && one.status !== "pass"));
  return { status, refusing: refusing.map(({ id: name }) => name) };
}

const fetching = (): readonly string[] => ["--fetch", "--intel-service", service.url];

test("a TD's bundle is held against its machine under the strict policy, with what --fetch brings", async () => {
  const words = [await bundleFile(), "--machine", await machineFile(), ...fetching()];
  expect(await verify(...words)).toEqual({ status: 0, refusing: [] });
  const asked = service.requests.length;
  expect(asked).toBeGreaterThan(0);
  expect(await verify(...words)).toEqual({ status: 0, refusing: [] });
  expect(service.requests).toHaveLength(asked);
});

test("or with what stands in a directory", async () => {
  const words = [await bundleFile(), "--machine", await machineFile(), "--collateral", directory];
  const { certificates } = await labCollateral("tdx");
  const chain = await Promise.all(certificates.map((der, index) => save(`${index}.der`, der)));
  expect(await verify(...words, ...chain.flatMap((path) => ["--cert", path]))).toEqual({ status: 0, refusing: [] });
});

test("without its log the known boot's registers suffice", async () => {
  const words = ["--machine", await machineFile(), ...fetching()];
  expect(await verify(await bundleFile({ log: false }), ...words)).toEqual({ status: 0, refusing: [] });
});

test("another command line is refused by component, in words of both languages", async () => {
  const events = [...own.events.slice(0, -1), tdCommandLine(`${commandLine} init=/bin/sh`)];
  const words = [await bundleFile({ events }), "--machine", await machineFile(), ...fetching()];
  expect(await verify(...words)).toEqual({
    status: 1,
    refusing: ["measured-boot.known", "measured-boot.command-line"],
  });
  const { output } = await sekisho("verify", ...words, "--lang", "ja");
  expect(output).toMatch(/不合格[^]*RTMR 2[^]*\[measured-boot\.command-line\]/);
});

test.each<[string, Plan, Partial<Machine>]>([
  ["tdx.report-data", { nonce: 3 }, {}],
  ["bundle.header", {}, { disk: { file: "d", headerDigest: "00".repeat(32), headerBytes: 16_777_216 } }],
  ["tdx.attributes", {}, { guestPolicy: "0x0" }],
  ["tdx.policy.mr-td", {}, { measuredLaunches: [{ ...knownFirmware, launchDigest: "00".repeat(48) }] }],
])("%s alone refuses", async (check, plan, changes) => {
  const words = [await bundleFile(plan), "--machine", await machineFile(changes), ...fetching()];
  const { refusing } = await verify(...words);
  expect(refusing[0]).toBe(check);
  expect(refusing.filter((name) => !name.startsWith("measured-boot"))).toHaveLength(1);
});

test("an enclave is no evidence of a TD", async () => {
  const enclave = await save("enclave.bin", await labEnclaveQuote());
  const words = ["--machine", await machineFile(), ...fetching()];
  expect((await verify(enclave, ...words)).refusing).toEqual(["policy.section", "bundle.report"]);
});

test("a bundle of a TD holds no enclave's quote", async () => {
  const bundle = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(await bundleFile(), "utf8")));
  const evidence = { technology: "tdx", quote: toBase64(await labEnclaveQuote()) };
  const path = await save("bundle.json", JSON.stringify({ ...bundle, evidence }));
  const { status, errors } = await sekisho("verify", path);
  expect(status).toBe(2);
  expect(errors).toContain("evidence.quote: TDX ≠ SGX");
});

test("--measurement is MRTD of a TD and MRENCLAVE of an enclave, each of its own length", async () => {
  const roots = `{ roots: { additional: ["${authority.rootDigest}"] } }`;
  const policy = await save("policy.yaml", `version: 1\ntdx: ${roots}\nsgx: ${roots}\n`);
  const [td, enclave] = [await bundleFile(), await save("enclave.bin", await labEnclaveQuote())];
  const given = (file: string, digest: string) => [file, "--policy", policy, "--measurement", digest];
  expect(await verify(...given(td, toHex(tdFirmwareDigest)))).toEqual({ status: 0, refusing: [] });
  expect(await verify(...given(td, "00".repeat(48)))).toEqual({ status: 1, refusing: ["tdx.mr-td"] });
  expect(await verify(...given(enclave, "11".repeat(32)))).toEqual({ status: 0, refusing: [] });
  expect(await verify(...given(enclave, "00".repeat(32)))).toEqual({ status: 1, refusing: ["sgx.mr-enclave"] });
  const { status, errors } = await sekisho("verify", ...given(enclave, "00".repeat(48)));
  expect({ status, errors }).toMatchObject({ status: 2, errors: expect.stringContaining("32 bytes") as string });
});
