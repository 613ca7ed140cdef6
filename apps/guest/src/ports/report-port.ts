import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fromBase64, toBase64, type Parsed } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  encodeReportPortLine,
  LineSplitter,
  parseReportPortResponse,
  type ReportPortRequest,
  type ReportPortResponse,
} from "@sekisho/release";
import type { Answered, ReportProvider, ReportSource } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** A byte stream with the lab's secure processor at its other end. */
type Stream = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Some bytes, none when there are none yet. */
  readonly read: () => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

const pollMilliseconds = 20;

export type ReportPortOptions = {
  /** Whose reports are wanted: those of SEV-SNP unless told otherwise. */
  readonly provider?: ReportProvider;
  readonly timeoutSeconds?: number;
  /** Names each request; random unless a test wants to know the name. */
  readonly makeId?: () => string;
};

/** The port with what only a TD has. */
export type ReportPort = ReportSource & {
  /** Extends RTMR 3 with 48 bytes. */
  readonly extend: (digest: Uint8Array) => Promise<Answered<undefined>>;
  /** The data of the ACPI table CCEL. @param firmwareLog what the firmware measured into a TPM, where it has no such table */
  readonly eventLog: (firmwareLog: Uint8Array | undefined) => Promise<Answered<Uint8Array>>;
};

/**
 * Gets reports from the lab's report port: a virtio-serial port or a Unix socket. What comes from it is signed by the lab's
 * root alone, which no default policy accepts.
 *
 * The port is opened at the first report and stays open, since a virtio-serial port may be opened once.
 */
export function createReportPort(path: string, options: ReportPortOptions = {}): ReportPort {
  const { provider: expected = "sev_guest", timeoutSeconds = 30, makeId = randomUUID } = options;
  let stream: Stream | undefined;
  /** One request and what is taken of its answer; an answer of another kind is an error of the port's. */
  const exchange = async <T>(
    request: ReportPortRequest,
    take: (response: ReportPortResponse) => T | undefined,
  ): Promise<Answered<T>> => {
    const failed = (reason: string): Answered<T> => ({
      ok: false,
      reason: message("guest.port.error", { path, reason }),
    });
    try {
      stream ??= await openStream(path);
      const response = await ask(stream, request, timeoutSeconds);
      if (response === undefined) return { ok: false, reason: message("guest.port.silent", { path }) };
      if ("error" in response) return failed(response.error);
      if (response.provider !== expected) {
        const values = { expected, actual: response.provider };
        return { ok: false, reason: message("guest.tsm.provider", values) };
      }
      const value = take(response);
      return value === undefined ? failed("EIO") : { ok: true, value };
    } catch (error) {
      await stream?.close().catch(() => undefined);
      stream = undefined;
      return { ok: false, reason: message("guest.port.failed", { path, reason: errorCode(error) }) };
    }
  };
  return {
    report: async (binding, service) => {
      const request = { id: makeId(), inblob: toBase64(binding), ...(service === undefined ? {} : { service }) };
      const reported = await exchange(request, (response) =>
        "outblob" in response
          ? {
              provider: response.provider,
              outblob: sound(fromBase64("outblob", response.outblob)),
              auxblob: sound(fromBase64("auxblob", response.auxblob)),
              manifestblob: sound(fromBase64("manifestblob", response.manifestblob)),
            }
          : undefined,
      );
      return reported.ok ? { ok: true, report: reported.value } : reported;
    },
    extend: async (digest) => {
      const request = { id: makeId(), extend: { register: 3 as const, digest: toBase64(digest) } };
      const extended = await exchange(request, (response) => ("extended" in response ? true : undefined));
      return extended.ok ? { ok: true, value: undefined } : extended;
    },
    eventLog: (firmwareLog) => {
      const eventLog = firmwareLog === undefined ? {} : { firmwareLog: toBase64(firmwareLog) };
      return exchange({ id: makeId(), eventLog }, (response) =>
        "eventLog" in response ? sound(fromBase64("eventLog", response.eventLog)) : undefined,
      );
    },
    close: async () => {
      await stream?.close();
      stream = undefined;
    },
  };
}

/** The answer to this very request; lines that are none, or answer an earlier one, are skipped. */
async function ask(
  stream: Stream,
  request: ReportPortRequest,
  timeoutSeconds: number,
): Promise<ReportPortResponse | undefined> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  const lines = new LineSplitter();
  await stream.write(encodeReportPortLine(request));
  while (performance.now() < deadline) {
    const bytes = await stream.read();
    if (bytes.length === 0) await sleep(pollMilliseconds);
    for (const line of lines.push(bytes)) {
      const parsed = parseReportPortResponse(line);
      if (parsed.ok && parsed.value.id === request.id) return parsed.value;
    }
  }
  return undefined;
}

async function openStream(path: string): Promise<Stream> {
  return (await stat(path)).isSocket() ? openSocket(path) : openDevice(path);
}

/**
 * A character device without blocking: a read that waits would hold a thread that nothing can call back, and the program
 * could not even end.
 */
async function openDevice(path: string): Promise<Stream> {
  const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  const buffer = new Uint8Array(65_536);
  return {
    write: async (bytes) => {
      for (let offset = 0; offset < bytes.length;) {
        const written = await unlessBusy(file, (handle) => handle.write(bytes, offset, bytes.length - offset, null));
        if (written === undefined) await sleep(pollMilliseconds);
        else offset += written.bytesWritten;
      }
    },
    read: async () => {
      const read = await unlessBusy(file, (handle) => handle.read(buffer, 0, buffer.length, null));
      return buffer.slice(0, read?.bytesRead ?? 0);
    },
    close: () => file.close(),
  };
}

async function unlessBusy<T>(file: FileHandle, use: (file: FileHandle) => Promise<T>): Promise<T | undefined> {
  try {
    return await use(file);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return undefined;
    throw error;
  }
}

function openSocket(path: string): Promise<Stream> {
  const { promise, resolve, reject } = Promise.withResolvers<Stream>();
  const socket: Socket = createConnection(path);
  const arrived: Uint8Array[] = [];
  let broken: Error | undefined;
  socket.on("data", (bytes) => void arrived.push(new Uint8Array(bytes)));
  socket.on("error", (error) => {
    broken = error;
    reject(error);
  });
  socket.on("end", () => {
    broken ??= Object.assign(new Error("the port was closed"), { code: "EPIPE" });
  });
  socket.on("connect", () => {
    resolve({
      write: async (bytes) => {
        socket.write(bytes);
        return Promise.resolve();
      },
      read: () => {
        const bytes = arrived.shift();
        if (bytes !== undefined) return Promise.resolve(bytes);
        return broken === undefined ? Promise.resolve(new Uint8Array()) : Promise.reject(broken);
      },
      close: () => {
        socket.destroy();
        return Promise.resolve();
      },
    });
  });
  return promise;
}

/** The schema of the answer has looked at these texts before. */
function sound(decoded: Parsed<Uint8Array>): Uint8Array {
  if (!decoded.ok) throw new TypeError(`${decoded.error.field} was not checked before`);
  return decoded.value;
}
