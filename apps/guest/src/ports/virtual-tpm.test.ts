import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes, toHex } from "@sekisho/encoding";
import {
  checkAttestationKey,
  checkQuote,
  makeCredential,
  parseAttest,
  parsePublicArea,
  parseTpmSignature,
} from "@sekisho/evidence/tpm";
import { quotedPcrs } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answered, BootRecord, VirtualTpm } from "../agent/ports.ts";
import { haveSwtpm, startSwtpm, type Swtpm } from "../testing/swtpm.ts";
import { connectSwtpm, defineNvIndex, ekChainIndex, rsaEkCertificateIndex, writeNvIndex } from "../tpm/index.ts";
import { createVirtualTpm } from "./virtual-tpm.ts";

const binding = new Uint8Array(64).fill(5);
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const zero = new Uint8Array(32);

function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  const made = createHash("sha256");
  for (const part of parts) made.update(part);
  return new Uint8Array(made.digest());
}

function valueOf<T>(answered: Answered<T>): T {
  if (!answered.ok) throw new Error(JSON.stringify(answered.reason));
  return answered.value;
}

/** What is wrong with a record as a quote of `pcr15`, all others zero. */
async function faults(record: BootRecord, name: Uint8Array, pcr15: Uint8Array): Promise<string[]> {
  const [attest, signature] = [parseAttest(record.quote), parseTpmSignature(record.signature)];
  const attestationKey = parsePublicArea(record.attestationKey);
  if (!attest.ok || !signature.ok || !attestationKey.ok) throw new Error("unreadable");
  const values = new Map(quotedPcrs.map((pcr) => [pcr, pcr === 15 ? pcr15 : zero] as const));
  const quote = { attest: attest.value, signature: signature.value, attestationKey: attestationKey.value };
  const checks = [
    ...(await checkAttestationKey(attestationKey.value, name)),
    ...(await checkQuote(quote, { extraData: sha256(binding), pcrs: [{ hash: "sha256", values }] })),
  ];
  return checks.filter(({ status }) => status !== "pass").map(({ id }) => id);
}

describe.skipIf(!haveSwtpm)("a guest's TPM", () => {
  let server: Swtpm;
  let firmware: string;
  const tpms: VirtualTpm[] = [];

  beforeEach(async () => {
    server = await startSwtpm();
    firmware = join(server.folder, "firmware.log");
    writeFileSync(firmware, "the firmware's log");
  });
  afterEach(async () => {
    for (const tpm of tpms.splice(0)) await tpm.close();
    await server.stop();
  });

  function make(logs: { readonly userspace?: string; readonly ima?: string } = {}): VirtualTpm {
    const connection = { kind: "swtpm", path: server.path } as const;
    const tpm = createVirtualTpm({ provider: "device", connection, logs: { firmware, ...logs } });
    tpms.push(tpm);
    return tpm;
  }

  test("quotes PCRs 0 to 15 over SHA-256 of the binding, with the key whose name it gave", async () => {
    const tpm = make();
    const name = valueOf(await tpm.attestationKeyName());
    const record = valueOf(await tpm.record(binding));
    expect(await faults(record, name, zero)).toEqual([]);
    expect(new TextDecoder().decode(record.firmwareLog)).toBe("the firmware's log");
    expect(record).toMatchObject({ userspaceLog: undefined, imaLog: undefined, endorsementCertificate: undefined });
  });

  test("once left has another PCR 15", async () => {
    const tpm = make();
    valueOf(await tpm.leave());
    const name = valueOf(await tpm.attestationKeyName());
    const record = valueOf(await tpm.record(binding));
    expect(await faults(record, name, zero)).not.toEqual([]);
    expect(await faults(record, name, sha256(zero, sha256("sekisho: the initrd is left")))).toEqual([]);
  });

  test("opens a credential for its own keys, and none for another key", async () => {
    const tpm = make();
    const name = valueOf(await tpm.attestationKeyName());
    const area = parsePublicArea(valueOf(await tpm.record(binding)).endorsementKey);
    if (!area.ok) throw new Error("unreadable");
    const credential = random(32);
    const own = await makeCredential({ endorsementKey: area.value, name, credential, random });
    const foreign = await makeCredential({
      endorsementKey: area.value,
      name: Uint8Array.of(0, 11, ...random(32)),
      credential,
      random,
    });
    if (own === undefined || foreign === undefined) throw new Error("no credential");
    expect(toHex(valueOf(await tpm.activate(own)) ?? zero)).toBe(toHex(credential));
    expect(await tpm.activate(foreign)).toEqual({ ok: true, value: undefined });
    expect(await tpm.activate({ credentialBlob: Uint8Array.of(0, 1, 2), secret: own.secret })).toEqual({
      ok: true,
      value: undefined,
    });
  });

  test("has the same endorsement key and another attestation key each time, and leaves no key in the TPM's few slots", async () => {
    const names = new Set<string>();
    const endorsementKeys = new Set<string>();
    for (let time = 0; time < 4; time++) {
      const tpm = make();
      names.add(toHex(valueOf(await tpm.attestationKeyName())));
      endorsementKeys.add(toHex(valueOf(await tpm.record(binding)).endorsementKey));
      await tpm.close();
    }
    expect([names.size, endorsementKeys.size]).toEqual([4, 1]);
  });

  test("gives the endorsement key's certificate without the padding behind it", async () => {
    const certificate = Uint8Array.of(0x30, 0x82, 0x01, 0x02, ...random(0x102));
    const raw = await connectSwtpm(server.path);
    await defineNvIndex(raw, rsaEkCertificateIndex, 400);
    await writeNvIndex(raw, rsaEkCertificateIndex, concatBytes(certificate, new Uint8Array(400 - certificate.length)));
    await raw.close();
    const { endorsementCertificate } = valueOf(await make().record(binding));
    expect(toHex(endorsementCertificate ?? zero)).toBe(toHex(certificate));
  });

  test("gives the certificates above it, over as many indexes as they take", async () => {
    const chain = [200, 300].map((length) => Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff, ...random(length)));
    const content = concatBytes(...chain, new Uint8Array(8));
    const before = make();
    expect(valueOf(await before.record(binding)).endorsementChain).toEqual([]);
    await before.close();
    const raw = await connectSwtpm(server.path);
    const parts = [
      [rsaEkCertificateIndex, chain[0] ?? zero],
      [ekChainIndex, content.subarray(0, 256)],
      [ekChainIndex + 1, content.subarray(256)],
    ] as const;
    for (const [index, part] of parts) {
      await defineNvIndex(raw, index, part.length);
      await writeNvIndex(raw, index, part);
    }
    await raw.close();
    const { endorsementChain } = valueOf(await make().record(binding));
    expect(endorsementChain.map((der) => toHex(der))).toEqual(chain.map((der) => toHex(der)));
  });

  test("gives the other logs where there are some, and says which log can't be used", async () => {
    const [userspace, ima] = [join(server.folder, "userspace.log"), join(server.folder, "ima.log")];
    writeFileSync(userspace, "u");
    const tpm = make({ userspace, ima });
    expect(valueOf(await tpm.record(binding))).toMatchObject({ imaLog: undefined, userspaceLog: Uint8Array.of(0x75) });
    writeFileSync(ima, "i");
    expect(valueOf(await tpm.record(binding))).toMatchObject({ imaLog: Uint8Array.of(0x69) });
    writeFileSync(ima, new Uint8Array(256 * 1024));
    expect(valueOf(await tpm.record(binding)).imaLog).toHaveLength(256 * 1024);
    appendFileSync(ima, "x");
    expect(await tpm.record(binding)).toEqual({
      ok: false,
      reason: { id: "guest.log.tooLong", values: { path: ima, limit: 256 * 1024 } },
    });
    const [absent, folder] = [join(server.folder, "absent"), server.folder];
    const connection = { kind: "swtpm", path: server.path } as const;
    await tpm.close();
    const without = createVirtualTpm({ provider: "device", connection, logs: { firmware: absent } });
    tpms.push(without);
    expect(await without.record(binding)).toMatchObject({ reason: { id: "guest.log.missing" } });
    await without.close();
    const broken = createVirtualTpm({ provider: "device", connection, logs: { firmware: folder } });
    tpms.push(broken);
    expect(await broken.record(binding)).toMatchObject({
      reason: { id: "guest.log.failed", values: { reason: "EISDIR" } },
    });
  });

  test("is given up when a log is another one each time that it is read, and quoted once it stays", async () => {
    const ima = join(server.folder, "ima.log");
    // The kernel gives another text to each reader of this file.
    symlinkSync("/proc/sys/kernel/random/uuid", ima);
    const tpm = make({ ima });
    expect(await tpm.record(binding)).toEqual({ ok: false, reason: { id: "guest.log.changing", values: {} } });
    rmSync(ima);
    writeFileSync(ima, "x");
    expect(await tpm.record(binding)).toMatchObject({ ok: true });
  });

  test("that went away is named in a sentence, by every call", async () => {
    const tpm = make();
    valueOf(await tpm.attestationKeyName());
    await server.stop();
    for (const call of [() => tpm.record(binding), () => tpm.leave()]) {
      expect(await call()).toMatchObject({ ok: false, reason: { id: "guest.tpm.closed" } });
    }
    const absent = make();
    expect(await absent.leave()).toEqual({
      ok: false,
      reason: { id: "guest.tpm.connection", values: { path: server.path, reason: "ENOENT" } },
    });
  });
});
