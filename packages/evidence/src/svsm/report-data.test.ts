import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { svsmReportData, svsmReportDataCheck } from "./index.ts";

const nonce = new Uint8Array(64).fill(5);
const servicesManifest = Uint8Array.of(0, 1, 0, 0x0b);
const reportData = new Uint8Array(createHash("sha512").update(nonce).update(servicesManifest).digest());

async function statuses(report: { readonly vmpl: number; readonly reportData: Uint8Array }) {
  const checks = await svsmReportDataCheck(report, { nonce, servicesManifest });
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
}

test("REPORT_DATA is SHA-512 over nonce and manifest", async () => {
  expect(await svsmReportData({ nonce, servicesManifest })).toEqual(reportData);
  expect(await statuses({ vmpl: 0, reportData })).toEqual({ "svsm.vmpl": "pass", "svsm.report-data": "pass" });
});

test("a report over nonce or manifest alone is another", async () => {
  for (const part of [nonce, servicesManifest]) {
    const other = new Uint8Array(createHash("sha512").update(part).digest());
    expect(await statuses({ vmpl: 0, reportData: other })).toEqual({ "svsm.vmpl": "pass", "svsm.report-data": "fail" });
  }
});

test.each([
  [1, "VMPL 1"],
  [3, "VMPL 3"],
  [0xffff_ffff, "VMPL 0xffffffff"],
])("a report of VMPL %i is not the SVSM's", async (vmpl, actual) => {
  const checks = await svsmReportDataCheck({ vmpl, reportData }, { nonce, servicesManifest });
  expect(checks[0]).toMatchObject({ id: "svsm.vmpl", status: "fail", actual });
});
