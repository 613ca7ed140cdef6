import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64, toBase64 } from "@sekisho/encoding";
import {
  encodeReportPortLine,
  LineSplitter,
  parseReportPortRequest,
  type ReportPortRequest,
  type ReportPortResponse,
} from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createReportPort } from "./report-port.ts";
import { createTrustDomain } from "./trust-domain.ts";

const digest = createHash("sha384").update("sekisho: the initrd is left").digest();
const kernelVersion = "6.12.0";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-td-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a TD that Linux knows", () => {
  const trustDomain = (eventLog: string | null, register: string) =>
    createTrustDomain({
      tdx: { eventLog, initrdLeft: { kind: "sysfs", path: register } },
      port: undefined,
      kernelVersion,
    });

  test("gives the data of CCEL; without that table there is no log, which is for the gate to judge", async () => {
    const path = join(folder, "CCEL");
    await writeFile(path, "events");
    const read = await trustDomain(path, "/x").eventLog();
    expect(read.ok && Buffer.from(read.value ?? []).toString()).toBe("events");
    expect(await trustDomain(join(folder, "absent"), "/x").eventLog()).toEqual({ ok: true, value: undefined });
    expect(await trustDomain(null, "/x").eventLog()).toEqual({ ok: true, value: undefined });
    await writeFile(path, Buffer.alloc(512 * 1024 + 1));
    expect(await trustDomain(path, "/x").eventLog()).toMatchObject({ reason: { id: "guest.log.tooLong" } });
  });

  test("extends RTMR 3 with 48 bytes, and says which kernel can where this one can't", async () => {
    const path = join(folder, "rtmr3:sha384");
    const missing = await trustDomain(null, path).leave();
    expect(missing).toEqual({ ok: false, reason: { id: "guest.tdx.noRegister", values: { path, kernelVersion } } });
    await writeFile(path, Buffer.alloc(48));
    expect(await trustDomain(null, path).leave()).toEqual({ ok: true, value: undefined });
    expect(await readFile(path)).toEqual(digest);
    const refused = await trustDomain(null, folder).leave();
    expect(refused).toMatchObject({ reason: { id: "guest.tdx.register", values: { reason: "EISDIR" } } });
  });
});

describe("a TD of the lab", () => {
  let asked: ReportPortRequest[];
  let servers: Server[];
  beforeEach(() => {
    asked = [];
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) server.close();
  });

  /** A port that gives each request the answer that `reply` makes. */
  async function trustDomain(
    eventLog: string | null,
    reply: (request: ReportPortRequest) => Omit<Extract<ReportPortResponse, { provider: string }>, "id"> | "EIO",
  ) {
    const path = join(folder, "port");
    const server = createServer((socket) => {
      const lines = new LineSplitter();
      socket.on("data", (bytes) => {
        for (const line of lines.push(bytes)) {
          const parsed = parseReportPortRequest(line);
          if (!parsed.ok) continue;
          asked.push(parsed.value);
          const answer = reply(parsed.value);
          const { id } = parsed.value;
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of the answer looks at it again
          const response = (answer === "EIO" ? { id, error: answer } : { id, ...answer }) as ReportPortResponse;
          socket.write(encodeReportPortLine(response));
        }
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const port = createReportPort(path, { provider: "tdx_guest", timeoutSeconds: 2 });
    const tdx = { eventLog, initrdLeft: { kind: "port" } } as const;
    return { port, td: createTrustDomain({ tdx, port, kernelVersion }) };
  }

  const ccel = { provider: "tdx_guest", eventLog: toBase64(Buffer.from("CCEL")) } as const;

  test("makes its log of the firmware's where it has one to hand over", async () => {
    const path = join(folder, "log");
    await writeFile(path, Buffer.alloc(300_000, 7));
    const { port, td } = await trustDomain(path, () => ccel);
    const log = await td.eventLog();
    expect(log.ok && Buffer.from(log.value ?? []).toString()).toBe("CCEL");
    const [request] = asked;
    const handed = request !== undefined && "eventLog" in request ? (request.eventLog.firmwareLog ?? "") : "";
    const decoded = fromBase64("log", handed);
    expect(decoded.ok && decoded.value.length).toBe(300_000);
    await port.close();
  });

  test("has its own log where there is none to hand over, but a log that should be there must be", async () => {
    const own = await trustDomain(null, () => ccel);
    expect(await own.td.eventLog()).toMatchObject({ ok: true });
    expect(asked[0]).toMatchObject({ eventLog: {} });
    await own.port.close();
    const absent = createTrustDomain({
      tdx: { eventLog: join(folder, "absent"), initrdLeft: { kind: "port" } },
      port: own.port,
      kernelVersion,
    });
    expect(await absent.eventLog()).toMatchObject({ ok: false, reason: { id: "guest.log.missing" } });
  });

  test("extends RTMR 3 on request, and an answer of another kind or provider is none", async () => {
    const { port, td } = await trustDomain(null, () => ({ provider: "tdx_guest", extended: 3 }));
    expect(await td.leave()).toEqual({ ok: true, value: undefined });
    expect(asked).toMatchObject([{ extend: { register: 3, digest: digest.toString("base64") } }]);
    expect(await td.eventLog()).toMatchObject({ ok: false, reason: { id: "guest.port.error" } });
    await port.close();
    servers.pop()?.close();

    const failing = await trustDomain(null, () => "EIO");
    expect(await failing.td.leave()).toMatchObject({ reason: { id: "guest.port.error", values: { reason: "EIO" } } });
    await failing.port.close();
    servers.pop()?.close();

    const blobs = { generation: 1, outblob: "", auxblob: "", manifestblob: "" };
    const other = await trustDomain(null, () => ({ provider: "sev_guest", ...blobs }));
    expect(await other.port.report(new Uint8Array(64))).toMatchObject({ reason: { id: "guest.tsm.provider" } });
    await other.port.close();
  });
});
