/**
 * The lab's report port: what Linux's configfs-tsm offers, over a byte stream.
 *
 * A guest without a secure processor reaches the lab's through a virtio-serial port or a Unix socket. One request is one
 * line of JSON, and so is its answer; blobs are base64. A request carries everything that a guest would write into one
 * entry of `/sys/kernel/config/tsm/report`, its answer everything that it would then read, so that no two users of the
 * port can mix their entries up.
 *
 * A virtio-serial port outlives the program that uses it: an answer that nobody fetched is still there for the next one.
 * So a request has an `id` that its answer repeats, and a guest skips answers with another.
 */
import { concatBytes, fromUtf8, toUtf8, type Malformed, type Parsed } from "@sekisho/encoding";
import { base64Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";

/** SEV-SNP and TDX take exactly 64 bytes of REPORT_DATA: in base64 these end with two characters of padding. */
const inblobSchema = base64Schema(64).regex(/^.{86}==$/, "64 bytes as base64");

/** No line of the protocol is longer, its newline included: 1 MiB, as a boot log of 512 KiB in base64 needs. */
export const longestReportPortLine = 1_048_576;

const longestEventLog = 524_288;

const idSchema = z.string().regex(/^[0-9a-zA-Z-]{1,64}$/, "1 to 64 letters, digits and hyphens");

/** A report over 64 bytes; the names are configfs-tsm's attributes. */
const reportRequestSchema = z.strictObject({
  id: idSchema,
  /** REPORT_DATA: 64 bytes. */
  inblob: inblobSchema,
  /** The VMPL that the report shall name, as the guest may choose it: its own or a less privileged one. */
  privlevel: z.int().min(0).max(3).optional(),
  /** Asks the SVSM for a report over a service's manifest; the lab answers ENOENT where it runs none. */
  service: z
    .strictObject({
      provider: z.literal("svsm"),
      guid: z.uuid().optional(),
      manifestVersion: z.int().nonnegative().optional(),
    })
    .optional(),
});

/** Extends a register of a TD, as Linux's `rtmr3:sha384` does when 48 bytes are written to it. */
const extendRequestSchema = z.strictObject({
  id: idSchema,
  extend: z.strictObject({
    register: z.literal(3),
    digest: base64Schema(48).regex(/^[^=]{64}$/, "48 bytes as base64"),
  }),
});

/**
 * The log that replays to the RTMRs of a TD, as the data of the ACPI table CCEL. A firmware without such a table measures into a TPM:
 * then the guest hands its log over (TCG PC Client format), and the lab's TD makes registers and CCEL of it.
 */
const eventLogRequestSchema = z.strictObject({
  id: idSchema,
  eventLog: z.strictObject({ firmwareLog: base64Schema(longestEventLog).optional() }),
});

/** What a guest asks for. Only a TD has registers and an event log: others answer EINVAL. */
export const reportPortRequestSchema = z.union([reportRequestSchema, extendRequestSchema, eventLogRequestSchema]);
export type ReportPortReportRequest = z.infer<typeof reportRequestSchema>;
export type ReportPortRequest = z.infer<typeof reportPortRequestSchema>;

/** What the port answers: the attributes that the guest would read, or the error that reading them would give. */
export const reportPortResponseSchema = z.union([
  z.strictObject({
    id: idSchema,
    provider: z.enum(["sev_guest", "tdx_guest"]),
    /** How many reports the port has made; configfs-tsm counts writes, which comes to the same here. */
    generation: z.int().nonnegative(),
    /** The attestation report, or the quote. */
    outblob: base64Schema(16_384),
    /** The certificate table; empty where the host gives none. */
    auxblob: base64Schema(65_536),
    /** The manifest of the SVSM's services; empty without a service. */
    manifestblob: base64Schema(65_536),
  }),
  /** The register was extended. */
  z.strictObject({ id: idSchema, provider: z.literal("tdx_guest"), extended: z.literal(3) }),
  /** The data of the ACPI table CCEL. */
  z.strictObject({ id: idSchema, provider: z.literal("tdx_guest"), eventLog: base64Schema(longestEventLog) }),
  z.strictObject({
    /** Null where the request was so broken that it had none. */
    id: idSchema.nullable(),
    /** Named as Linux names it: EINVAL for a request that is not one, ENOENT for an absent service, EPERM for a VMPL above the guest's. */
    error: z.enum(["EINVAL", "ENOENT", "EPERM", "EIO"]),
  }),
]);
export type ReportPortResponse = z.infer<typeof reportPortResponseSchema>;

/** A request or an answer as it stands on the wire: JSON and a newline. */
export function encodeReportPortLine(value: ReportPortRequest | ReportPortResponse): Uint8Array {
  return toUtf8(`${JSON.stringify(value)}\n`);
}

/** Reads one request; `line` comes without its newline. */
export function parseReportPortRequest(line: Uint8Array): Parsed<ReportPortRequest> {
  return parseLine("report port request", line, reportPortRequestSchema);
}

/** Reads one answer; `line` comes without its newline. */
export function parseReportPortResponse(line: Uint8Array): Parsed<ReportPortResponse> {
  return parseLine("report port response", line, reportPortResponseSchema);
}

/**
 * Cuts a byte stream into lines.
 *
 * Keep one for each stream; `push` gives the lines that the new bytes complete, without their newlines. A line above
 * {@link longestReportPortLine} is dropped up to its newline and comes out as an empty one, which no parser accepts.
 */
export class LineSplitter {
  #pending: Uint8Array[] = [];
  #length = 0;

  push(bytes: Uint8Array): readonly Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.#append(bytes.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    this.#append(bytes.subarray(start));
    return lines;
  }

  #append(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length >= longestReportPortLine) this.#pending = [];
    else if (bytes.length > 0) this.#pending.push(bytes.slice());
  }

  #take(): Uint8Array {
    const line = this.#length >= longestReportPortLine ? new Uint8Array() : concatBytes(...this.#pending);
    this.#pending = [];
    this.#length = 0;
    return line;
  }
}

const newline = 0x0a;

function parseLine<T>(name: string, line: Uint8Array, schema: z.ZodType<T>): Parsed<T> {
  const text = fromUtf8(name, line);
  if (!text.ok) return text;
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch {
    return broken({ code: "encoding", field: name, expected: "a line of JSON", actual: `${line.length} other bytes` });
  }
  const checked = schema.safeParse(json);
  if (checked.success) return { ok: true, value: checked.data };
  const [issue] = checked.error.issues;
  const field = [name, ...(issue?.path ?? [])].join(".");
  return broken({ code: "value", field, expected: issue?.message ?? "the schema", actual: "other JSON" });
}

/** JSON carries no offsets: the field's path says where. */
function broken(malformed: Omit<Malformed, "offset">): Parsed<never> {
  return { ok: false, error: { ...malformed, offset: 0 } };
}
