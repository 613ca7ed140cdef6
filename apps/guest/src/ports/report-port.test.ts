import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toBase64 } from "@sekisho/encoding";
import {
  LineSplitter,
  encodeReportPortLine,
  parseReportPortRequest,
  type ReportPortReportRequest,
  type ReportPortResponse,
} from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createReportPort } from "./report-port.ts";

const binding = Uint8Array.from({ length: 64 }, (_, index) => index);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

function reportFor(id: string, inblob: string, generation = 1): ReportPortResponse {
  return {
    id,
    provider: "sev_guest",
    generation,
    outblob: inblob,
    auxblob: toBase64(Uint8Array.of(9)),
    manifestblob: "",
  };
}

/** A lab's port: answers each request with what `reply` makes of it. */
function serve(
  path: string,
  reply: (id: string, inblob: string, request: ReportPortReportRequest) => readonly Uint8Array[],
): Promise<Server> {
  const server = createServer((socket) => {
    const lines = new LineSplitter();
    socket.on("data", (bytes) => {
      for (const line of lines.push(bytes)) {
        const parsed = parseReportPortRequest(line);
        if (!parsed.ok || !("inblob" in parsed.value)) continue;
        const { id, inblob } = parsed.value;
        for (const part of reply(id, inblob, parsed.value)) socket.write(part);
      }
    });
  });
  return new Promise((resolve) => server.listen(path, () => resolve(server)));
}

describe("a port that is a Unix socket", () => {
  test("gives reports over the binding, one after the other", async () => {
    const path = join(folder, "port");
    const server = await serve(path, (id, inblob) => [encodeReportPortLine(reportFor(id, inblob))]);
    const source = createReportPort(path);
    for (const data of [binding, new Uint8Array(64)]) {
      const report = {
        provider: "sev_guest",
        outblob: data,
        auxblob: Uint8Array.of(9),
        manifestblob: new Uint8Array(),
      };
      expect(await source.report(data)).toEqual({ ok: true, report });
    }
    await source.close();
    server.close();
  });

  test("is asked for a service of the SVSM, and its manifest is given", async () => {
    const path = join(folder, "port");
    const service = { provider: "svsm", guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3", manifestVersion: 0 } as const;
    const asked: unknown[] = [];
    const server = await serve(path, (id, inblob, request) => {
      asked.push(request.service);
      return [encodeReportPortLine({ ...reportFor(id, inblob), manifestblob: toBase64(Uint8Array.of(7)) })];
    });
    const source = createReportPort(path);
    expect(await source.report(binding, service)).toMatchObject({ report: { manifestblob: Uint8Array.of(7) } });
    expect(await source.report(binding)).toMatchObject({ ok: true });
    expect(asked).toEqual([service, undefined]);
    await source.close();
    server.close();
  });

  test("may hold answers to earlier requests and other rubbish, which are skipped", async () => {
    const path = join(folder, "port");
    const server = await serve(path, (id, inblob) => [
      encodeReportPortLine(reportFor("stale", toBase64(new Uint8Array(64)))),
      Buffer.from("rubbish\n{}\n\n"),
      encodeReportPortLine({ id: null, error: "EINVAL" }),
      encodeReportPortLine(reportFor(id, inblob)).subarray(0, 50),
      encodeReportPortLine(reportFor(id, inblob)).subarray(50),
    ]);
    const source = createReportPort(path);
    expect(await source.report(binding)).toMatchObject({ ok: true, report: { outblob: binding } });
    await source.close();
    server.close();
  });

  test("names the error that it answers, and says when it does not answer or went away", async () => {
    const path = join(folder, "port");
    const refusing = await serve(path, (id) => [encodeReportPortLine({ id, error: "EPERM" })]);
    const source = createReportPort(path, { timeoutSeconds: 0.2 });
    const values = { path, reason: "EPERM" };
    expect(await source.report(binding)).toEqual({ ok: false, reason: { id: "guest.port.error", values } });
    await source.close();
    refusing.close();
    expect(await source.report(binding)).toMatchObject({
      reason: { id: "guest.port.failed", values: { reason: "ENOENT" } },
    });
    const silent = await serve(path, () => []);
    expect(await source.report(binding)).toEqual({ ok: false, reason: { id: "guest.port.silent", values: { path } } });
    await source.close();
    silent.close();
    const closing = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => closing.listen(path, resolve));
    expect(await source.report(binding)).toMatchObject({ ok: false, reason: { id: "guest.port.failed" } });
    closing.close();
  });
});

describe("a port that is a device", () => {
  test("is read without blocking, and its answer found among older bytes", async () => {
    const { path, host } = await makeDevice();
    await host.write(encodeReportPortLine(reportFor("stale", toBase64(new Uint8Array(64)))));
    const source = createReportPort(path, { timeoutSeconds: 5, makeId: () => "mine" });
    const reporting = source.report(binding);
    await sleep(100);
    await host.write(encodeReportPortLine(reportFor("mine", toBase64(binding))));
    expect(await reporting).toMatchObject({ ok: true, report: { outblob: binding } });
    await source.close();
    await host.close();
  });

  test("is given up when nothing comes, without a read that hangs for ever", async () => {
    const { path, host } = await makeDevice();
    const source = createReportPort(path, { timeoutSeconds: 0.2 });
    expect(await source.report(binding)).toEqual({ ok: false, reason: { id: "guest.port.silent", values: { path } } });
    await source.close();
    await host.close();
  }, 5000);

  /** A named pipe that is open at both ends: like the character device, it has EAGAIN for a read until something comes. */
  async function makeDevice() {
    const path = join(folder, "device");
    execFileSync("mkfifo", [path]);
    return { path, host: await open(path, constants.O_RDWR | constants.O_NONBLOCK) };
  }
});
