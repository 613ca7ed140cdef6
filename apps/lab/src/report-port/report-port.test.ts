import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64, toBase64 } from "@sekisho/encoding";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { encodeReportPortLine, LineSplitter, parseReportPortResponse, type ReportPortResponse } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecureProcessor } from "../secure-processor/secure-processor.ts";
import { testAuthority } from "../testing.ts";
import type { PortGuest } from "./answer.ts";
import { connectReportPort, serveReportPort } from "./report-port.ts";

const inblob = toBase64(Uint8Array.from({ length: 64 }, (_, index) => index));
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-port-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function guestAt(vmpl: number): Promise<PortGuest> {
  const processor = createSecureProcessor(await testAuthority());
  return { guest: processor.launch({ launchDigest: new Uint8Array(48).fill(9) }), vmpl };
}

async function nextAnswer(socket: Socket): Promise<ReportPortResponse> {
  const splitter = new LineSplitter();
  for (;;) {
    const [bytes] = (await once(socket, "data")) as [Buffer];
    const [line] = splitter.push(bytes);
    if (line === undefined) continue;
    const parsed = parseReportPortResponse(line);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return parsed.value;
  }
}

async function ask(path: string, line: Uint8Array): Promise<ReportPortResponse> {
  const socket = createConnection(path);
  try {
    socket.write(line);
    return await nextAnswer(socket);
  } finally {
    socket.destroy();
  }
}

function reportIn(answer: ReportPortResponse): { readonly vmpl: number; readonly reportData: string } {
  if (!("outblob" in answer)) throw new Error(JSON.stringify(answer));
  const outblob = fromBase64("outblob", answer.outblob);
  const report = outblob.ok ? parseAttestationReport(outblob.value) : outblob;
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return { vmpl: report.value.vmpl, reportData: toBase64(report.value.reportData) };
}

describe("a report port", () => {
  it("answers with a report over what the guest wrote, at the guest's own VMPL", async () => {
    const port = await serveReportPort(join(directory, "port"), await guestAt(2));
    const answer = await ask(port.path, encodeReportPortLine({ id: "one", inblob }));
    expect(answer.id).toBe("one");
    expect(reportIn(answer)).toEqual({ vmpl: 2, reportData: inblob });
    expect(port.generation()).toBe(1);
    await port.close();
  });

  it("lets the SVSM report at VMPL 0 over its manifest, for the vTPM alone", async () => {
    const manifest = Uint8Array.of(1, 2, 3);
    const port = await serveReportPort(join(directory, "port"), { ...(await guestAt(2)), svsm: { manifest } });
    const service = { provider: "svsm", guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3" } as const;
    const answer = await ask(port.path, encodeReportPortLine({ id: "x", inblob, service }));
    const reportData = createHash("sha512").update(Buffer.from(inblob, "base64")).update(manifest).digest("base64");
    expect(reportIn(answer)).toEqual({ vmpl: 0, reportData });
    expect(answer).toMatchObject({ manifestblob: toBase64(manifest) });
    expect(reportIn(await ask(port.path, encodeReportPortLine({ id: "x", inblob })))).toEqual({
      vmpl: 2,
      reportData: inblob,
    });
    for (const other of [{ provider: "svsm" }, { ...service, manifestVersion: 1 }] as const) {
      const refused = await ask(port.path, encodeReportPortLine({ id: "x", inblob, service: other }));
      expect(refused).toEqual({ id: "x", error: "ENOENT" });
    }
    await port.close();
  });

  it.each([
    ["a VMPL above the guest's", { id: "x", inblob, privlevel: 1 }, { id: "x", error: "EPERM" }],
    ["an SVSM that is not there", { id: "x", inblob, service: { provider: "svsm" } }, { id: "x", error: "ENOENT" }],
    ["63 bytes", { id: "x", inblob: toBase64(new Uint8Array(63)) }, { id: "x", error: "EINVAL" }],
    ["no request at all", 7, { id: null, error: "EINVAL" }],
  ])("names the error of %s", async (_, request, expected) => {
    const port = await serveReportPort(join(directory, "port"), await guestAt(2));
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    expect(await ask(port.path, line)).toEqual(expected);
    expect(port.generation()).toBe(0);
    await port.close();
  });

  it("also serves a machine whose chardev listens", async () => {
    const path = join(directory, "chardev");
    const chardev = createServer().listen(path);
    const accepted = once(chardev, "connection") as Promise<[Socket]>;
    const port = await connectReportPort(path, await guestAt(0));
    const [socket] = await accepted;
    socket.write(encodeReportPortLine({ id: "vm", inblob, privlevel: 3 }));
    expect(reportIn(await nextAnswer(socket)).vmpl).toBe(3);
    await port.close();
    chardev.close();
  });
});
