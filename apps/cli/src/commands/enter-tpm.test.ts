import { createHash } from "node:crypto";
import { refuses } from "@sekisho/evidence";
import { diskBoot, recordedBoot, softwareTpm, testGuest, tlsClient, type TestGuest } from "@sekisho/gate/testing";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { requestDetailSchema, type Machine, type RequestStatus } from "@sekisho/release";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { createGateClient } from "../gate-client/client.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { judgeRequest } from "@sekisho/verifier";
import { main } from "../main.ts";

const passphrase = "typed by a person";
const addedAt = "2026-11-23T00:00:00.000Z";
const file = { sha256: "11".repeat(32), version: "1" };

type Ran = { readonly status: number; readonly output: string; readonly errors: string };

let place: TestPlace;
let machine: Machine;
let guest: TestGuest;
let asked: RequestStatus;
let passphraseFile: string;

async function sekisho(...words: string[]): Promise<Ran> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main([...words, "--socket", place.gate.adminSocket], context);
  return { status, output, errors };
}

/** A machine that boots from its disk, and a guest of it whose evidence has just been accepted. */
beforeEach(async () => {
  place = await testPlace("enter");
  const own = recordedBoot(`root=/dev/mapper/root sekisho.machine=${place.machine.id}`);
  const launch = { name: "OVMF with SVSM", addedAt, launchDigest: "5a".repeat(48), firmware: file, svsm: file };
  machine = { ...place.machine, ...diskBoot(), measuredLaunches: [launch], measuredBoots: [own.known] };
  const added = await sekisho("machine", "add", await place.write("machine.json", machine));
  if (added.status !== 0) throw new Error(added.errors);
  passphraseFile = await place.write("passphrase", `${passphrase}\n`);
  const tpm = await softwareTpm("svsm");
  const launched = createSecureProcessor(await testAuthority("Genoa")).launch({
    launchDigest: new Uint8Array(48).fill(0x5a),
  });
  guest = await testGuest(
    tlsClient(place.gate.port),
    machine,
    Buffer.from(launched.reportId),
    (binding) => {
      const reportData = createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
      return { technology: "sev-snp", report: Buffer.from(launched.report(reportData, 0).report).toString("base64") };
    },
    { ...tpm, evidence: (binding) => tpm.evidence(binding, own) },
  );
  asked = await guest.attest();
}, 120_000);

afterEach(() => place.close());

const enter = (machineFile: string): Promise<Ran> =>
  sekisho("enter", "1", "--machine", machineFile, "--passphrase-file", passphraseFile);

test("a person enters once the TPM has answered; the guest opens it with its TPM, and not without the credential", async () => {
  expect((await sekisho("requests")).output).not.toContain("#1");
  expect((await sekisho("requests", "--all")).output).toMatch(/^#1 +waiting for its TPM {2}web-1 {2}enter/);
  expect(await enter(place.machineFile)).toMatchObject({ status: 2 });

  const waiting = await guest.activate(asked);
  expect((await sekisho("requests")).output).toMatch(/^#1 +waiting for a person/);
  const entered = await enter(place.machineFile);
  expect(entered).toMatchObject({ status: 0 });
  expect(entered.errors).toContain("[tpm.quote.signature]");
  expect(entered.errors).toContain("[measured-boot.known]");
  const status = await guest.poll(waiting.state === "waiting" ? waiting.request : "");
  if (status.state !== "released") throw new Error(status.state);
  expect(await guest.open(status.release)).toBe(passphrase);
  const { credential: _, ...stripped } = status.release;
  expect(await guest.open(stripped)).toBeUndefined();
});

test("a boot that the person's own machine.json does not know gets nothing, whatever the gate accepted", async () => {
  await guest.activate(asked);
  const other = await place.write("other.json", { ...machine, measuredBoots: [] });
  const entered = await enter(other);
  expect(entered.status).not.toBe(0);
  expect(entered.errors).toContain("[measured-boot.known]");
  expect((await sekisho("requests")).output).toContain("waiting for a person");
});

test("a gate that leaves the TPM's evidence out is refused by the person's own device", async () => {
  const client = createGateClient({ kind: "socket", path: place.gate.adminSocket });
  const detail = await client.get("/v1/admin/requests/1", requestDetailSchema);
  if (detail.evidence === null) throw new Error("no evidence");
  const whole = await judgeRequest(detail, machine, null, new Date());
  expect(whole.verdict.checks.filter(refuses)).toEqual([]);
  const { vtpm: _, ...evidence } = detail.evidence;
  const judged = await judgeRequest({ ...detail, evidence }, machine, null, new Date());
  expect(judged.verdict.verdict).toBe("rejected");
  expect(judged.verdict.checks.filter(refuses).map(({ id }) => id)).toEqual(["request.kind"]);
  const bare = { ...evidence, evidence: { technology: "tpm" as const } };
  await expect(judgeRequest({ ...detail, evidence: bare }, machine, null, new Date())).rejects.toThrow("no-evidence");
});
