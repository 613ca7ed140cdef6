import { X509Certificate } from "node:crypto";
import { encodePem, fromBase64 } from "@sekisho/encoding";
import { refuses } from "@sekisho/evidence";
import {
  knownFirmware,
  recordedTd,
  tdFirmwareDigest,
  testGuest,
  tlsClient,
  type TestGuest,
} from "@sekisho/gate/testing";
import { createQuotingEnclave, createTdxModule, playedTd } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { requestDetailSchema, type Machine, type RequestDetail, type RequestStatus } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { createGateClient } from "../gate-client/client.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { judgeRequest } from "@sekisho/verifier";
import { main } from "../main.ts";

const passphrase = "typed by a person";

type Ran = { readonly status: number; readonly output: string; readonly errors: string };

let place: TestPlace;
let machine: Machine;
let guest: TestGuest;
let asked: RequestStatus;

async function sekisho(...words: string[]): Promise<Ran> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main([...words, "--socket", place.gate.adminSocket], context);
  return { status, output, errors };
}

/** A TD of mode enter whose evidence has just been accepted. */
beforeEach(async () => {
  place = await testPlace("enter");
  const authority = await testIntelAuthority();
  const own = recordedTd(`quiet sekisho.machine=${place.machine.id}`);
  machine = {
    ...place.machine,
    technology: "tdx",
    guestPolicy: "0x10000000",
    referenceValues: [],
    measuredLaunches: [knownFirmware],
    measuredBoots: [own.known],
    additionalRoots: [authority.rootDigest],
  };
  const added = await sekisho("machine", "add", await place.write("machine.json", machine));
  if (added.status !== 0) throw new Error(added.errors);
  const module = createTdxModule(createQuotingEnclave(authority));
  const { td, eventLog } = playedTd(module.launch({ mrTd: tdFirmwareDigest }), own.events);
  const log = await eventLog(undefined);
  guest = await testGuest(tlsClient(place.gate.port), machine, Buffer.alloc(32), (binding) => ({
    technology: "tdx",
    quote: Buffer.from(td.quote(binding)).toString("base64"),
    eventLog: Buffer.from(log ?? []).toString("base64"),
  }));
  asked = await guest.attest();
}, 120_000);

afterEach(() => place.close());

async function enter(own: Machine, ...more: string[]): Promise<Ran> {
  const file = await place.write("own.json", own);
  const passphraseFile = await place.write("passphrase", `${passphrase}\n`);
  return sekisho("enter", "1", "--machine", file, "--passphrase-file", passphraseFile, ...more);
}

const stillWaiting = async (): Promise<void> => {
  expect((await sekisho("requests")).output).toContain("waiting for a person");
};

describe("a TD in mode enter", () => {
  test("is shown with its known boots and their registers", async () => {
    const [boot] = machine.measuredBoots ?? [];
    const { output } = await sekisho("machine", "show", machine.name);
    expect(output).toContain(`RTMR ${boot?.pcrs.join(", ")}; ${boot?.origin}`);
    const told = await sekisho("machine", "reference-values", machine.name, "--add", place.machineFile);
    expect(told.output).toContain("has 1 known good boots now");
  });

  test("is verified again with the collateral that the gate kept, and gets what a person enters", async () => {
    const request = asked.state === "waiting" ? asked.request : JSON.stringify(asked);
    const entered = await enter(machine);
    expect(entered).toMatchObject({ status: 0 });
    for (const check of ["request.binding", "request.boots", "tdx.signature", "tdx.tcb"]) {
      expect(entered.errors).toContain(`[${check}]`);
    }
    let status = await guest.poll(request);
    if (status.state === "waiting") status = await guest.attest({ request });
    expect(status.state === "released" ? await guest.open(status.release) : status).toBe(passphrase);
  });

  test.each<[string, Partial<Machine>, string]>([
    ["another root", { additionalRoots: [] }, "tdx.chain.root"],
    [
      "another firmware",
      { measuredLaunches: [{ ...knownFirmware, launchDigest: "77".repeat(48) }] },
      "tdx.policy.mr-td",
    ],
    ["no boot", { measuredBoots: [] }, "measured-boot.known"],
    ["other attributes", { guestPolicy: "0x0" }, "tdx.attributes"],
    ["another technology", { technology: "sev-snp" }, "request.kind"],
  ])("gets nothing from a person whose own machine.json names %s", async (_, changes, check) => {
    const own = { ...machine, ...changes };
    const snp = { ...own, referenceValues: place.machine.referenceValues, measuredLaunches: [], measuredBoots: [] };
    const entered = await enter(own.technology === "sev-snp" ? snp : own);
    expect(entered.status).toBe(1);
    expect(entered.errors).toContain(`[${check}]`);
    await stillWaiting();
  });

  test("gets nothing once Intel itself says that its platform's key is revoked, whatever the gate kept", async () => {
    place.revoked.push(await platformKey());
    const entered = await enter(machine, "--fetch", "--intel-service", place.keyServer);
    expect(entered.errors).toContain("[tdx.pck.revocation]");
    await stillWaiting();
  });

  test("gets nothing where the person's own list or documents say otherwise than the gate's", async () => {
    const authority = await testIntelAuthority();
    const bytes = authority.crl("platform", { revoked: [await platformKey()] });
    const list = await place.write("own.crl", encodePem({ label: "X509 CRL", bytes }));
    expect((await enter(machine, "--crl", list)).errors).toContain("[tdx.pck.revocation]");
    const tcbInfo = authority.tcbInfo("tdx", { current: { status: "OutOfDate" }, evaluationDataNumber: 99 });
    const outdated = await enter(machine, "--collateral", await place.write("tcb-info.json", tcbInfo));
    expect(outdated.errors).toContain("[tdx.policy.tcb.statuses]");
    await stillWaiting();
  });
});

async function platformKey(): Promise<bigint> {
  const { pck } = createQuotingEnclave(await testIntelAuthority());
  return BigInt(`0x${new X509Certificate(pck.certificate).serialNumber}`);
}

describe("a gate that can't be believed", () => {
  async function detailNow(): Promise<RequestDetail> {
    const client = createGateClient({ kind: "socket", path: place.gate.adminSocket });
    return client.get("/v1/admin/requests/1", requestDetailSchema);
  }
  const refusedBy = async (detail: RequestDetail): Promise<string[]> =>
    (await judgeRequest(detail, machine, null, new Date())).verdict.checks.filter(refuses).map(({ id }) => id);

  test("may leave out no collateral, and change none", async () => {
    const detail = await detailNow();
    const { endorsements } = detail;
    expect(await refusedBy(detail)).toEqual([]);
    const without = await refusedBy({ ...detail, endorsements: { ...endorsements, collateral: [] } });
    expect(without.some((id) => id.startsWith("tdx.tcb"))).toBe(true);
    const lists = await refusedBy({ ...detail, endorsements: { ...endorsements, crls: [] } });
    expect(lists.join()).toContain("revocation");
    const changed = endorsements.collateral.map((text) => {
      const bytes = fromBase64("collateral", text);
      const json = Buffer.from(bytes.ok ? bytes.value : []).toString("utf8");
      return Buffer.from(json.replace('"UpToDate"', '"UpToDatE"').replace("2026", "2027")).toString("base64");
    });
    const forged = { ...detail, endorsements: { ...endorsements, collateral: changed } };
    const outcome = await refusedBy(forged).catch((error: unknown) => [String(error)]);
    expect(outcome).not.toEqual([]);
    const broken = { ...detail, endorsements: { ...endorsements, collateral: ["e30="] } };
    await expect(refusedBy(broken)).rejects.toThrow("malformed");
  });

  test("may send no other guest's evidence", async () => {
    const detail = await detailNow();
    if (detail.evidence === null) throw new Error("no evidence");
    const guestKey = Buffer.alloc(32, 9).toString("base64url");
    expect(await refusedBy({ ...detail, evidence: { ...detail.evidence, guestKey } })).toContain("request.binding");
  });
});
