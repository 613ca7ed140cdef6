import { ByteWriter } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { TdReport } from "../../tdx/td-report.ts";
import type { TdBody } from "../quote.ts";

/** The 584 bytes of a TDX 1.0 body, or the 648 of a TDX 1.5 one. Byte fields must have their full lengths. */
export function writeTdReport({ kind, report }: TdBody): Uint8Array {
  const writer = new ByteWriter();
  writer.bytes(report.teeTcbSvn).bytes(report.mrSeam).bytes(report.mrSignerSeam).u64le(report.seamAttributes);
  writeIdentity(writer, report);
  writer.bytes(report.reportData);
  if (kind === "td-1.5") writer.bytes(report.teeTcbSvn2).bytes(report.mrServiceTd);
  return writer.finish();
}

function writeIdentity(writer: ByteWriter, report: TdReport): void {
  writer.u64le(report.tdAttributes).u64le(report.xfam);
  writer.bytes(report.mrTd).bytes(report.mrConfigId).bytes(report.mrOwner).bytes(report.mrOwnerConfig);
  for (const register of report.rtmrs) writer.bytes(register);
}

/** What a TDREPORT_STRUCT holds beside the report itself. */
export type LocalTdReportFields = {
  readonly version: number;
  readonly cpuSvn: Uint8Array;
  readonly mac: Uint8Array;
  readonly teeTcbSvn2: Uint8Array;
  readonly servTdHash: Uint8Array;
};

const validOfTdx15 = 0x0301ffn;

/** The 1024 bytes of a TDREPORT_STRUCT, its hashes computed. */
export async function writeLocalTdReport(report: TdReport, fields: LocalTdReportFields): Promise<Uint8Array> {
  const teeTcbInfo = new ByteWriter()
    .u64le(validOfTdx15)
    .bytes(report.teeTcbSvn)
    .bytes(report.mrSeam)
    .bytes(report.mrSignerSeam)
    .u64le(report.seamAttributes)
    .bytes(fields.teeTcbSvn2)
    .padTo(239)
    .finish();
  const tdInfoWriter = new ByteWriter();
  writeIdentity(tdInfoWriter, report);
  const tdInfo = tdInfoWriter.bytes(fields.servTdHash).padTo(512).finish();
  return new ByteWriter()
    .bytes(Uint8Array.of(0x81, 0, fields.version, 0))
    .padTo(16)
    .bytes(fields.cpuSvn)
    .bytes(await hash("sha384", teeTcbInfo))
    .bytes(await hash("sha384", tdInfo))
    .bytes(report.reportData)
    .padTo(224)
    .bytes(fields.mac)
    .bytes(teeTcbInfo)
    .padTo(512)
    .bytes(tdInfo)
    .finish();
}
