import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { isCcel, parseTcgEventLog, replayTcgEventLog, type TcgEventLog } from "@sekisho/evidence/boot-log";
import { writeCryptoAgileLog } from "@sekisho/evidence/boot-log/testing";
import { parseQuote, type TdReport } from "@sekisho/evidence/dcap";
import { createReportPort, type ReportPort as GuestPort } from "@sekisho/guest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BootArtifacts } from "../cloud/boot-artifacts.ts";
import { directBootEvents } from "../tdx/firmware-events.ts";
import { playedTd, recordedTd, type PortTd } from "../tdx/port-td.ts";
import { createQuotingEnclave } from "../tdx/quoting-enclave.ts";
import { createTdxModule, type LaunchedTd } from "../tdx/tdx-module.ts";
import { testIntelAuthority } from "../testing.ts";
import { serveReportPort, type ReportPort } from "./report-port.ts";

const artifacts: BootArtifacts = {
  firmware: new Uint8Array(),
  kernel: writePe({ sections: [{ name: ".text", content: new Uint8Array(600).fill(1) }] }),
  initrd: new Uint8Array(100).fill(2),
  commandLine: "root=/dev/mapper/root",
  shape: { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
};
const binding = new Uint8Array(64).fill(9);
const zero = "00".repeat(48);

let directory: string;
let serving: ReportPort;
let guest: GuestPort;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-td-"));
});
afterEach(async () => {
  await guest.close();
  await serving.close();
  await rm(directory, { recursive: true });
});

async function launched(): Promise<LaunchedTd> {
  const module = createTdxModule(createQuotingEnclave(await testIntelAuthority()));
  return module.launch({ mrTd: new Uint8Array(48).fill(1) });
}

async function serve(td: PortTd): Promise<void> {
  serving = await serveReportPort(join(directory, "port"), td);
  guest = createReportPort(serving.path, { provider: "tdx_guest" });
}

async function reported(): Promise<TdReport> {
  const made = await guest.report(binding);
  const quote = made.ok ? parseQuote(made.report.outblob) : undefined;
  if (quote?.ok !== true || quote.value.body.kind === "sgx") throw new Error(JSON.stringify(made));
  return quote.value.body.report;
}

async function log(firmwareLog?: Uint8Array): Promise<TcgEventLog | undefined> {
  const answered = await guest.eventLog(firmwareLog);
  if (!answered.ok) return undefined;
  const parsed = parseTcgEventLog(answered.value);
  if (!parsed.ok) throw new Error(parsed.error.field);
  return parsed.value;
}

async function replayed(of: TcgEventLog): Promise<string[]> {
  const values = (await replayTcgEventLog(of)).get("sha384");
  return [1, 2, 3, 4].map((register) => toHex(values?.get(register) ?? new Uint8Array(48)));
}

describe("the report port of a TD that is a process", () => {
  it("gives a quote over what the guest wrote, and the log that replays to its registers", async () => {
    await serve(playedTd(await launched(), await directBootEvents(artifacts, 1024)));
    const report = await reported();
    expect(toHex(report.reportData)).toBe(toHex(binding));
    const ccel = await log();
    if (ccel === undefined) throw new Error("no log");
    expect(isCcel(ccel)).toBe(true);
    expect(await replayed(ccel)).toEqual(report.rtmrs.map(toHex));
    expect(report.rtmrs.map(toHex).filter((value) => value === zero)).toEqual([zero]);
    expect(serving.generation()).toBe(1);
  });

  it("measures what a machine would: kernel, command line and initrd each in its place", async () => {
    const digests = async (changes: Partial<BootArtifacts>, memoryMiB = 1024): Promise<string[]> => {
      const td = await launched();
      playedTd(td, await directBootEvents({ ...artifacts, ...changes }, memoryMiB));
      return td.registers().map(toHex);
    };
    const genuine = await digests({});
    const differing = async (changes: Partial<BootArtifacts>, memoryMiB?: number): Promise<number[]> => {
      const other = await digests(changes, memoryMiB);
      return [0, 1, 2, 3].filter((register) => other[register] !== genuine[register]);
    };
    const kernel = writePe({ sections: [{ name: ".text", content: new Uint8Array(600).fill(3) }] });
    expect(await differing({ kernel })).toEqual([1]);
    expect(await differing({ commandLine: "root=/dev/mapper/root quiet" })).toEqual([2]);
    expect(await differing({ initrd: new Uint8Array(100).fill(3) })).toEqual([2]);
    expect(await differing({ shape: { ...artifacts.shape, vcpus: 3 } })).toEqual([0]);
    expect(await differing({}, 2048)).toEqual([0]);
    const events = await directBootEvents(artifacts, 1024);
    const options = Buffer.from("root=/dev/mapper/root initrd=initrd\0", "utf16le");
    expect(events.map(({ digest }) => toHex(digest))).toContain(createHash("sha384").update(options).digest("hex"));
    await expect(directBootEvents({ ...artifacts, kernel: new Uint8Array(9) }, 1024)).rejects.toThrow("kernel");
    await serve(playedTd(await launched(), events));
  });

  it("extends RTMR 3, and no quote is as before", async () => {
    await serve(playedTd(await launched(), []));
    expect(toHex((await reported()).rtmrs[3])).toBe(zero);
    const digest = new Uint8Array(48).fill(5);
    expect(await guest.extend(digest)).toEqual({ ok: true, value: undefined });
    const extended = createHash("sha384").update(new Uint8Array(48)).update(digest).digest("hex");
    expect(toHex((await reported()).rtmrs[3])).toBe(extended);
  });

  it("has no services", async () => {
    await serve(playedTd(await launched(), []));
    const guid = "c476f1eb-0123-45a5-9641-b4e7dde5bfe3";
    const refused = await guest.report(binding, { provider: "svsm", guid, manifestVersion: 0 });
    expect(refused).toMatchObject({ ok: false, reason: { values: { reason: "ENOENT" } } });
  });
});

describe("the report port of a TD whose firmware measured into a TPM", () => {
  const digest = new Uint8Array(48).fill(0x22);
  const firmwareLog = (data: Uint8Array): Uint8Array =>
    writeCryptoAgileLog(
      [[0x0c, 48]],
      [
        { register: 0, type: 8, digests: [[0x0c, digest]], data: new Uint8Array() },
        { register: 4, type: 0x8000_0003, digests: [[0x0c, data]], data: new Uint8Array() },
      ],
    );
  /** TPM2_PCR_Extend of PCR 4's SHA-384 bank, as swtpm writes it down. */
  const record = ` SWTPM_IO_Read: length 81\n ${"80 02 00 00 00 51 00 00 01 82 00 00 00 04 00 00 00 09 40 00 00 09 00 00 00 00 00 00 00 00 01 00 0C "}${"22 ".repeat(48)}\n`;

  it("has them from the TPM's own record, and takes a log that agrees", async () => {
    await serve(recordedTd(await launched(), () => Promise.resolve(record)));
    const expected = createHash("sha384").update(new Uint8Array(48)).update(digest).digest("hex");
    expect((await reported()).rtmrs.map(toHex)).toEqual([zero, expected, zero, zero]);
    const ccel = await log(firmwareLog(digest));
    if (ccel === undefined) throw new Error("no log");
    expect(isCcel(ccel)).toBe(true);
    expect(await replayed(ccel)).toEqual([zero, expected, zero, zero]);
    expect((await reported()).rtmrs.map(toHex)).toEqual([zero, expected, zero, zero]);
  });

  it("has them once, also for two that ask at the same time", async () => {
    const td = recordedTd(await launched(), () => Promise.resolve(record));
    await serve(td);
    const other = createReportPort(serving.path, { provider: "tdx_guest" });
    const [first, second] = await Promise.all([reported(), other.report(binding)]);
    await other.close();
    const quote = second.ok ? parseQuote(second.report.outblob) : undefined;
    expect(quote?.ok === true && quote.value.body.report).toMatchObject({ rtmrs: first.rtmrs });
    const expected = createHash("sha384").update(new Uint8Array(48)).update(digest).digest("hex");
    expect(toHex(first.rtmrs[1])).toBe(expected);
  });

  it("refuses another log, none, and what is none", async () => {
    await serve(recordedTd(await launched(), () => Promise.resolve(record)));
    expect(await log(firmwareLog(new Uint8Array(48)))).toBeUndefined();
    expect(await log()).toBeUndefined();
    expect(await log(new Uint8Array(7))).toBeUndefined();
  });
});
