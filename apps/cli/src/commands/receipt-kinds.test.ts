import { createHash } from "node:crypto";
import { refuses } from "@sekisho/evidence";
import {
  diskBoot,
  knownFirmware,
  recordedBoot,
  recordedTd,
  softwareTpm,
  tdFirmwareDigest,
  testGuest,
  tlsClient,
} from "@sekisho/gate/testing";
import { createQuotingEnclave, createSecureProcessor, createTdxModule, playedTd } from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import type { Machine, RequestStatus } from "@sekisho/release";
import { receiptSchema, type LogEntry, type Receipt } from "@sekisho/release/log";
import { verifyReceipt, type VerifiedReceipt } from "@sekisho/verifier";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { createGateClient } from "../gate-client/client.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";
import { forgeLog } from "../receipt/test-forge.ts";

let place: TestPlace;

beforeEach(async () => {
  place = await testPlace("enter");
}, 120_000);

afterEach(() => place.close());

async function sekisho(...words: string[]): Promise<void> {
  let errors = "";
  const context = createContext("en", { write: () => 0 }, { write: (text) => (errors += text) });
  if ((await main([...words, "--socket", place.gate.adminSocket], context)) !== 0) throw new Error(errors);
}

async function enter(machine: Machine): Promise<void> {
  const own = await place.write("own.json", machine);
  await sekisho("enter", "1", "--machine", own, "--passphrase-file", await place.write("passphrase", "typed\n"));
}

async function verified(machine: Machine): Promise<{ receipt: Receipt; result: VerifiedReceipt }> {
  const client = createGateClient({ kind: "socket", path: place.gate.adminSocket });
  const receipt = await client.get("/v1/admin/requests/1/receipt", receiptSchema);
  const result = await verifyReceipt(receipt, { gate: place.gate.identity, machine });
  expect(result.verdict.checks.filter(refuses)).toEqual([]);
  expect(result.verdict.checks.find(({ id }) => id === "receipt.same-verdict")).toMatchObject({ status: "pass" });
  return { receipt, result };
}

const kindsOf = ({ entries }: Receipt): string[] => entries.map(({ leaf }) => (JSON.parse(leaf) as LogEntry).kind);

test("what a person entered, under older evidence of the same guest, has a receipt with that person's entry", async () => {
  await sekisho("machine", "add", place.machineFile);
  const guest = await place.guest();
  const waiting = await guest.attest();
  const request = waiting.state === "waiting" ? waiting.request : "";
  await enter(place.machine);
  // The gate may have asked for fresh evidence before it released.
  let status: RequestStatus = await guest.poll(request);
  if (status.state === "waiting") status = await guest.attest(request);
  expect(status.state).toBe("released");
  const { receipt } = await verified(place.machine);
  expect(kindsOf(receipt).filter((kind) => kind !== "verdict")).toEqual(["entered", "release"]);

  const exchanged = (found: LogEntry): LogEntry =>
    found.kind === "entered" ? { ...found, sealed: "00".repeat(32) } : found;
  const forged = await forgeLog(receipt, place.gate.identity, exchanged);
  const { verdict } = await verifyReceipt(forged.receipt, { gate: forged.gate });
  expect(verdict.checks.filter(refuses).map(({ detail }) => detail.id)).toEqual(["verifier.receipt.entered.fail"]);
});

test("a boot from disk with an SVSM's TPM: report, quote and boot log are judged again", async () => {
  const own = recordedBoot(`root=/dev/mapper/root sekisho.machine=${place.machine.id}`);
  const file = { sha256: "11".repeat(32), version: "1" };
  const addedAt = "2026-11-23T00:00:00.000Z";
  const launch = { name: "OVMF with SVSM", addedAt, launchDigest: "5a".repeat(48), firmware: file, svsm: file };
  const machine = { ...place.machine, ...diskBoot(), measuredLaunches: [launch], measuredBoots: [own.known] };
  await sekisho("machine", "add", await place.write("machine.json", machine));
  const tpm = await softwareTpm("svsm");
  const processor = createSecureProcessor(await testAuthority("Genoa"));
  const launched = processor.launch({ launchDigest: new Uint8Array(48).fill(0x5a) });
  const guest = await testGuest(
    tlsClient(place.gate.port),
    machine,
    Buffer.from(launched.reportId),
    (binding) => {
      const reportData = createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
      return { technology: "sev-snp", report: Buffer.from(launched.report(reportData, 0).report).toString("base64") };
    },
    { ...tpm, evidence: (binding) => tpm.evidence(binding, own) },
  );
  const waiting = await guest.activate(await guest.attest());
  await enter(machine);
  const request = waiting.state === "waiting" ? waiting.request : "";
  if ((await guest.poll(request)).state === "waiting") await guest.activate(await guest.attest({ request }));
  const { result } = await verified(machine);
  const checks = result.evidence?.checks.map(({ id }) => id);
  expect(checks).toEqual(expect.arrayContaining(["sev-snp.signature", "tpm.quote.signature", "measured-boot.known"]));
  const unknown = await verifyReceipt((await verified(machine)).receipt, {
    gate: place.gate.identity,
    machine: { ...machine, measuredBoots: [] },
  });
  expect(unknown.verdict.verdict).toBe("rejected");
  expect(unknown.evidence?.checks.filter(refuses).map(({ id }) => id)).toContain("measured-boot.known");
});

test("a TD: quote, collateral and registers are judged again", async () => {
  const authority = await testIntelAuthority();
  const own = recordedTd(`quiet sekisho.machine=${place.machine.id}`);
  const machine: Machine = {
    ...place.machine,
    technology: "tdx",
    guestPolicy: "0x10000000",
    referenceValues: [],
    measuredLaunches: [knownFirmware],
    measuredBoots: [own.known],
    additionalRoots: [authority.rootDigest],
  };
  await sekisho("machine", "add", await place.write("machine.json", machine));
  const { td, eventLog } = playedTd(
    createTdxModule(createQuotingEnclave(authority)).launch({ mrTd: tdFirmwareDigest }),
    own.events,
  );
  const log = Buffer.from((await eventLog(undefined)) ?? []).toString("base64");
  const guest = await testGuest(tlsClient(place.gate.port), machine, Buffer.alloc(32), (binding) => ({
    technology: "tdx",
    quote: Buffer.from(td.quote(binding)).toString("base64"),
    eventLog: log,
  }));
  const waiting = await guest.attest();
  const request = waiting.state === "waiting" ? waiting.request : JSON.stringify(waiting);
  await enter(machine);
  if ((await guest.poll(request)).state === "waiting") await guest.attest({ request });
  const { receipt, result } = await verified(machine);
  expect(result.evidence?.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(["tdx.signature", "tdx.tcb"]));
  expect(receipt.endorsements.collateral.length).toBeGreaterThan(0);
  const without = { ...receipt, endorsements: { ...receipt.endorsements, collateral: [] } };
  const bare = await verifyReceipt(without, { gate: place.gate.identity, machine });
  expect(bare.verdict.checks.filter(refuses).map(({ id }) => id)).toContain("receipt.endorsements");
});
