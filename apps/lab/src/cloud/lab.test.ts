import { fileURLToPath } from "node:url";
import { toHex } from "@sekisho/encoding";
import { parseAttestationReport, parseCertificateTable } from "@sekisho/evidence/sev-snp";
import { writePe } from "@sekisho/encoding/pe/testing";
import { parseQuote } from "@sekisho/evidence/dcap";
import { buildSyntheticFirmware, buildTdxFirmware } from "@sekisho/reference-values/testing";
import {
  computeMrTd,
  computeSnpLaunchDigest,
  computeSvsmLaunchDigest,
  describeFirmware,
  vcpuSignature,
} from "@sekisho/reference-values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labPlatform, olderPlatform } from "../ca/intel/platform.ts";
import { usualPolicy } from "../secure-processor/report-fields.ts";
import { measureLaunch, type BootArtifacts, type DiskArtifacts } from "./boot-artifacts.ts";
import { startLab, type Lab, type LaunchPlan } from "./lab.ts";

const artifacts: BootArtifacts = {
  firmware: buildSyntheticFirmware(),
  kernel: new Uint8Array(100).fill(1),
  initrd: new Uint8Array(100).fill(2),
  commandLine: "root=/dev/mapper/root",
  shape: { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ directory: fileURLToPath(new URL("../../../../.cache/lab-ca/cloud", import.meta.url)) });
}, 120_000);
afterAll(() => lab.close());

async function reportOf(change: Partial<LaunchPlan> = {}) {
  const { guest, vmpl } = await lab.launch({ artifacts, policy: usualPolicy, ...change });
  const { report, certificateTable } = guest.report(new Uint8Array(64), vmpl);
  const parsed = parseAttestationReport(report);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { report: parsed.value, certificateTable };
}

describe("a launch in the lab", () => {
  it("reports the digest of exactly what was handed in", async () => {
    const { report } = await reportOf();
    expect(toHex(report.measurement)).toBe(toHex(await measureLaunch(artifacts)));
    const changes: Partial<BootArtifacts>[] = [
      { commandLine: "root=/dev/mapper/root " },
      { initrd: new Uint8Array(100).fill(3) },
      { kernel: new Uint8Array(101).fill(1) },
      { shape: { ...artifacts.shape, vcpus: 3 } },
    ];
    const digests = new Set([toHex(report.measurement)]);
    for (const change of changes) {
      const changed = await reportOf({ artifacts: { ...artifacts, ...change } });
      digests.add(toHex(changed.report.measurement));
    }
    expect(digests.size).toBe(changes.length + 1);
  });

  it("of a machine that boots from its disk reports the digest of its firmware, or of the SVSM that starts it", async () => {
    const { firmware, shape } = artifacts;
    const onDisk: DiskArtifacts = { firmware, shape, variablesSize: 4096, svsm: null };
    const described = await describeFirmware(firmware, "synthetic");
    if (!described.ok) throw new Error(described.error.field);
    const expected = await computeSnpLaunchDigest({ firmware: described.value, shape });
    const { report } = await reportOf({ artifacts: onDisk, vmpl: 2 });
    expect(toHex(report.measurement)).toBe(toHex(expected));
    expect(report.vmpl).toBe(2);
    const entryPoint = { guid: "a789a612-0597-4c4b-a49f-cbb1fe9d1ddd", data: Uint8Array.of(0, 2, 0, 0, 0, 0, 0, 0) };
    const svsm = buildSyntheticFirmware({ extraEntries: [entryPoint] });
    expect(toHex(await measureLaunch({ ...onDisk, svsm }))).toBe(
      toHex(
        await computeSvsmLaunchDigest({
          ovmf: firmware,
          svsm,
          variablesSize: 4096,
          vcpus: shape.vcpus,
          signature: vcpuSignature(shape.vcpuType) ?? 0,
        }),
      ),
    );
  });

  it("is endorsed by the lab's key server, or by a stranger who brings certificates along", async () => {
    const genuine = await reportOf();
    expect(genuine.certificateTable.length).toBe(0);
    const query = "blSPL=10&teeSPL=0&snpSPL=28&ucodeSPL=88";
    const ask = (chip: Uint8Array) => fetch(`${lab.keyServer.url}/vcek/v1/Genoa/${toHex(chip)}?${query}`);
    expect((await ask(genuine.report.chipId)).status).toBe(200);

    const strange = await reportOf({ processor: "stranger" });
    expect((await ask(strange.report.chipId)).status).toBe(404);
    const table = parseCertificateTable(strange.certificateTable);
    const kinds = table.ok ? table.value.entries.map(({ kind }) => kind) : [];
    expect(kinds).toEqual(["ARK", "ASK", "VCEK"]);
  }, 120_000);
});

describe("a TD in the lab", () => {
  const kernel = writePe({ sections: [{ name: ".text", content: new Uint8Array(600).fill(1) }] });
  const tdArtifacts = { ...artifacts, firmware: buildTdxFirmware(), kernel };
  const plan = { artifacts: tdArtifacts, memoryMiB: 1024 };

  it("reports its firmware in MRTD, what it boots in its registers, and the owner's words", async () => {
    const { td } = await lab.launchTd({ ...plan, mrConfigId: new Uint8Array(48).fill(6) });
    const quote = parseQuote(td.quote(new Uint8Array(64)));
    if (!quote.ok || quote.value.body.kind === "sgx") throw new Error("no quote of a TD");
    const { report } = quote.value.body;
    expect(toHex(report.mrTd)).toBe(toHex(await computeMrTd(tdArtifacts.firmware)));
    expect(report.mrConfigId[0]).toBe(6);
    const other = await lab.launchTd({ ...plan, artifacts: { ...tdArtifacts, commandLine: "quiet" } });
    const differing = report.rtmrs.map(
      (register, index) => toHex(register) !== toHex(other.td.registers()[index] ?? register),
    );
    expect(differing).toEqual([false, false, true, false]);
  });

  it("can run on a platform that Intel calls out of date", async () => {
    const intelPlatform = olderPlatform(labPlatform());
    const directory = fileURLToPath(new URL("../../../../.cache/lab-ca/cloud", import.meta.url));
    const old = await startLab({ directory, intelPlatform });
    const answer = await fetch(`${old.keyServer.url}/tdx/certification/v4/tcb?fmspc=${toHex(intelPlatform.fmspc)}`);
    const { tcbInfo } = (await answer.json()) as {
      tcbInfo: { tcbLevels: { tcbStatus: string; tcb: { sgxtcbcomponents: { svn: number }[] } }[] };
    };
    const own = tcbInfo.tcbLevels.find(
      ({ tcb }) => tcb.sgxtcbcomponents.map(({ svn }) => svn).join() === intelPlatform.sgxComponents.join(),
    );
    expect(own?.tcbStatus).toBe("OutOfDate");
    const { td } = await old.launchTd(plan);
    const quote = parseQuote(td.quote(new Uint8Array(64)));
    if (!quote.ok || quote.value.body.kind === "sgx") throw new Error("no quote of a TD");
    expect([...quote.value.body.report.teeTcbSvn]).toEqual(intelPlatform.tdxComponents);
    await old.close();
  });

  it("has the lab's Intel root above it, or a stranger's", async () => {
    const rootOf = async (processor: "lab" | "stranger"): Promise<string> => {
      const { td } = await lab.launchTd({ ...plan, processor });
      const quote = parseQuote(td.quote(new Uint8Array(64)));
      const data = quote.ok ? quote.value.certificationData : undefined;
      return data?.kind === "pck-chain" ? toHex(data.certificates[2] ?? new Uint8Array()) : "";
    };
    const root = toHex(lab.intel.root.certificate);
    expect(await rootOf("lab")).toBe(root);
    expect(await rootOf("stranger")).not.toBe(root);
  });
});
