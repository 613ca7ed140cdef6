import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ByteWriter, concatBytes, toBase64, toHex, toUtf8 } from "@sekisho/encoding";
import { makeCredential, objectName, parsePublicArea } from "@sekisho/evidence/tpm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { gatherEvidence } from "../agent/gather-evidence.ts";
import type { VirtualTpm } from "../agent/ports.ts";
import { haveSwtpm, startSwtpm, type Swtpm } from "../testing/swtpm.ts";
import { emptyPassword, runCommand } from "../tpm/command.ts";
import {
  attestationKeyTemplate,
  connectSwtpm,
  createEndorsementPrimary,
  defineNvIndex,
  flushContext,
  readNvIndex,
  writeNvIndex,
  type TpmTransport,
} from "../tpm/index.ts";
import { createVirtualTpm } from "./virtual-tpm.ts";

const binding = Uint8Array.from({ length: 64 }, (_, index) => 200 - index);
const hardwareEnd = 32 + 1184;
const padding = 100;

/** A genuine report's hardware part with other runtime data, small enough for swtpm's NV memory. */
function hclReport(userData: Uint8Array): Uint8Array {
  const genuine = readVector("snp-vtpm/confidential-containers-trustee/hcl-report.hcl.bin");
  const json = toUtf8(JSON.stringify({ keys: [], "user-data": toHex(userData).toUpperCase() }));
  const head = genuine.slice(0, hardwareEnd);
  const size = 20 + json.length;
  new DataView(head.buffer).setUint32(8, hardwareEnd + size, true);
  const words = Uint32Array.of(size, 1, 2, 1, json.length);
  return concatBytes(head, new Uint8Array(words.buffer), json, new Uint8Array(padding));
}

/** TPM2_EvictControl: keeps a key in the TPM for good. */
function persist(tpm: TpmTransport, handle: number, persistent: number): Promise<void> {
  return runCommand(tpm, {
    name: "TPM2_EvictControl",
    code: 0x120,
    handles: [0x4000_0001, handle],
    authorizations: [emptyPassword],
    parameters: [new ByteWriter().u32be(persistent).finish()],
    answersHandle: false,
    read: () => undefined,
  });
}

describe.skipIf(!haveSwtpm || !haveVectors)("a TPM like Azure's", () => {
  let server: Swtpm;
  let tpm: VirtualTpm;
  let name: Uint8Array;
  let slept: number[];

  beforeEach(async () => {
    server = await startSwtpm();
    writeFileSync(join(server.folder, "log"), "firmware");
    slept = [];
    const raw = await connectSwtpm(server.path);
    const key = await createEndorsementPrimary(raw, attestationKeyTemplate(new Uint8Array(32)));
    name = await objectName(key.publicArea);
    await persist(raw, key.handle, 0x8100_0003);
    await flushContext(raw, key.handle);
    await raw.close();
    tpm = createVirtualTpm({
      provider: "azure-hcl",
      connection: { kind: "swtpm", path: server.path },
      logs: { firmware: join(server.folder, "log") },
      sleep: (seconds) => Promise.resolve(void slept.push(seconds)),
    });
  });
  afterEach(async () => {
    await tpm.close();
    await server.stop();
  });

  async function keepReport(report: Uint8Array): Promise<void> {
    const raw = await connectSwtpm(server.path);
    await defineNvIndex(raw, 0x0140_0001, report.length);
    await writeNvIndex(raw, 0x0140_0001, report);
    await raw.close();
  }

  test("gets the binding, and gives the report over it with a quote by the paravisor's key", async () => {
    const report = hclReport(binding);
    await keepReport(report);
    expect(await tpm.attestationKeyName()).toEqual({ ok: true, value: name });
    for (let time = 0; time < 2; time++) {
      const gathered = await gatherEvidence({ reports: null, vtpm: tpm }, binding);
      const hardware = toBase64(report.subarray(32, hardwareEnd));
      expect(gathered).toMatchObject({
        ok: true,
        value: {
          evidence: { technology: "sev-snp", report: hardware },
          vtpm: { provider: "azure-hcl", hclReport: toBase64(report) },
        },
      });
    }
    expect(slept).toEqual([3, 3]);
    await tpm.close();
    const raw = await connectSwtpm(server.path);
    expect(toHex(await readNvIndex(raw, 0x0140_0002))).toBe(toHex(binding));
    await raw.close();
  });

  test("opens credentials for the paravisor's key", async () => {
    const record = await tpm.record(binding);
    const endorsementKey = record.ok ? parsePublicArea(record.value.endorsementKey) : undefined;
    if (endorsementKey?.ok !== true) throw new Error("no endorsement key");
    const credential = new Uint8Array(32).fill(3);
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(9);
    const made = await makeCredential({ endorsementKey: endorsementKey.value, name, credential, random });
    if (made === undefined) throw new Error("no credential");
    expect(await tpm.activate(made)).toEqual({ ok: true, value: credential });
  });

  test("that goes on giving an older report is waited for, and given up", async () => {
    await keepReport(hclReport(new Uint8Array(64)));
    expect(await tpm.hclReport(binding)).toEqual({ ok: false, reason: { id: "guest.azure.stale", values: {} } });
    expect(slept).toEqual([3, 3, 3, 3, 3]);
  });

  test("with a report that can't be read, or none, is named in a sentence", async () => {
    expect(await tpm.hclReport(binding)).toMatchObject({ ok: false, reason: { id: "guest.tpm.refused" } });
    await tpm.close();
    await keepReport(hclReport(binding).fill(0, 0, 1));
    expect(await tpm.hclReport(binding)).toMatchObject({ ok: false, reason: { id: "malformed.value" } });
  });
});
