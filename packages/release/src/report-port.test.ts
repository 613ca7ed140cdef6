import { toBase64 } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodeReportPortLine,
  LineSplitter,
  longestReportPortLine,
  parseReportPortRequest,
  parseReportPortResponse,
  type ReportPortRequest,
} from "./report-port.ts";

const request: ReportPortRequest = { id: "a1", inblob: toBase64(new Uint8Array(64).fill(7)), privlevel: 0 };

function withoutNewline(line: Uint8Array): Uint8Array {
  return line.subarray(0, -1);
}

describe("a request", () => {
  it("comes back as it was written", () => {
    expect(parseReportPortRequest(withoutNewline(encodeReportPortLine(request)))).toEqual({ ok: true, value: request });
  });

  it.each([
    ["63 bytes", { ...request, inblob: toBase64(new Uint8Array(63)) }],
    ["66 bytes", { ...request, inblob: toBase64(new Uint8Array(66)) }],
    ["VMPL 4", { ...request, privlevel: 4 }],
    ["a field nobody knows", { ...request, extra: true }],
    ["no identifier", { inblob: request.inblob }],
  ])("is refused with %s", (_, value) => {
    const parsed = parseReportPortRequest(new TextEncoder().encode(JSON.stringify(value)));
    expect(parsed).toMatchObject({ ok: false, error: { code: "value" } });
  });

  it("never crashes the parsers, whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(parseReportPortRequest(bytes).ok).toBe(false);
        expect(parseReportPortResponse(bytes).ok).toBe(false);
      }),
    );
  });

  it("is refused when it is cut anywhere", () => {
    const line = withoutNewline(encodeReportPortLine(request));
    for (let length = 0; length < line.length; length++) {
      expect(parseReportPortRequest(line.subarray(0, length)).ok).toBe(false);
    }
  });
});

describe("an answer", () => {
  it("is either blobs or an error, never a mixture", () => {
    const blobs = { id: "a1", provider: "sev_guest", generation: 1, outblob: "AAAA", auxblob: "", manifestblob: "" };
    const read = (value: object) => parseReportPortResponse(new TextEncoder().encode(JSON.stringify(value))).ok;
    expect(read(blobs)).toBe(true);
    expect(read({ id: null, error: "EINVAL" })).toBe(true);
    expect(read({ ...blobs, error: "EIO" })).toBe(false);
    expect(read({ id: "a1", error: "lost" })).toBe(false);
  });
});

describe("the line splitter", () => {
  it("gives the same lines however the stream is cut", () => {
    const line = fc.uint8Array({ maxLength: 30 }).map((bytes) => bytes.filter((byte) => byte !== 0x0a));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, steps) => {
        const stream = Uint8Array.from(lines.flatMap((bytes) => [...bytes, 0x0a]));
        const splitter = new LineSplitter();
        const seen: Uint8Array[] = [];
        for (let offset = 0, turn = 0; offset < stream.length; turn++) {
          const step = steps[turn % steps.length] ?? 1;
          seen.push(...splitter.push(stream.subarray(offset, offset + step)));
          offset += step;
        }
        expect(seen.map((bytes) => [...bytes])).toEqual(lines.map((bytes) => [...bytes]));
      }),
    );
  });

  it("drops a line that has no end in sight, and reads on after it", () => {
    const splitter = new LineSplitter();
    const chunk = new Uint8Array(longestReportPortLine).fill(0x61);
    expect(splitter.push(chunk)).toEqual([]);
    expect(splitter.push(chunk)).toEqual([]);
    expect(splitter.push(Uint8Array.of(0x0a, 0x62, 0x0a))).toEqual([new Uint8Array(), Uint8Array.of(0x62)]);
  });
});
