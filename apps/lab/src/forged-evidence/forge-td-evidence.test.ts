import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { equalBytes, toBase64Url, toHex } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { parseTcgEventLog, replayTcgEventLog } from "@sekisho/evidence/boot-log";
import { parseQuote } from "@sekisho/evidence/dcap";
import type { GateTransport } from "@sekisho/guest";
import { writeTestMachine } from "@sekisho/launch/testing";
import { computeMrTd } from "@sekisho/reference-values";
import { buildTdxFirmware } from "@sekisho/reference-values/testing";
import { bindingOfEvidence, evidenceBundleSchema, type DirectMachine, type EvidenceBundle } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBootArtifacts } from "../cloud/boot-artifacts.ts";
import { startLab, type Lab } from "../cloud/lab.ts";
import { directBootEvents } from "../tdx/firmware-events.ts";
import { forgeTdEvidence } from "./forge-td-evidence.ts";
import { tdForgeries, type TdForgery } from "./td-forgery.ts";

let folder: string;
let lab: Lab;
let machine: DirectMachine;
let genuineDigests: string;
const firmware = buildTdxFirmware();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-forged-td-"));
  lab = await startLab({ directory: fileURLToPath(new URL("../../../../.cache/lab-ca/cloud", import.meta.url)) });
  const { machine: made } = await writeTestMachine(folder);
  await writeFile(join(folder, "firmware"), firmware);
  await writeFile(
    join(folder, "kernel"),
    writePe({ sections: [{ name: ".text", content: new Uint8Array(600).fill(1) }] }),
  );
  machine = { ...made, technology: "tdx", guestPolicy: "0x10000000", referenceValues: [] };
  const events = await directBootEvents(await readBootArtifacts(machine, folder), machine.memoryMiB);
  genuineDigests = events.map(({ digest }) => toHex(digest)).join();
}, 120_000);
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

function value<T>(parsed: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** What a gate that looks at everything but one thing at a time would object to. */
async function objections(bundle: EvidenceBundle): Promise<string[]> {
  const { evidence } = bundle;
  if (evidence.technology !== "tdx") throw new Error("other evidence");
  const bytes = (text = "") => new Uint8Array(Buffer.from(text, "base64"));
  const { body } = value(parseQuote(bytes(evidence.quote)));
  if (body.kind === "sgx") throw new Error("an enclave");
  const { report } = body;
  const log = value(parseTcgEventLog(bytes(evidence.eventLog)));
  const found: string[] = [];
  const demand = (holds: boolean, objection: string): void => void (holds || found.push(objection));
  demand(equalBytes(report.reportData, await bindingOfEvidence(bundle)), "report data");
  demand(equalBytes(report.mrTd, await computeMrTd(firmware)), "MRTD");
  demand(report.tdAttributes === BigInt(machine.guestPolicy), "attributes");
  demand(
    report.rtmrs[3].every((byte) => byte === 0),
    "RTMR 3",
  );
  const replayed = (await replayTcgEventLog(log)).get("sha384");
  const registers = [0, 1, 2].map((register) => toHex(report.rtmrs[register] ?? new Uint8Array()));
  demand(registers.join() === [1, 2, 3].map((index) => toHex(replayed?.get(index) ?? new Uint8Array())).join(), "log");
  demand(
    log.events.map(({ digests }) => toHex(digests[0]?.bytes ?? new Uint8Array())).join() === genuineDigests,
    "events",
  );
  return found;
}

/** A gate that refuses, whatever the evidence; it keeps what it objects to. */
function observingGate(): { readonly gate: GateTransport; readonly found: string[] } {
  const found: string[] = [];
  const post: GateTransport["post"] = async (path, body) => {
    if (path === "/v1/challenge") {
      return { kind: "answer", body: { nonce: toBase64Url(randomBytes(32)), expiresAt: new Date().toISOString() } };
    }
    found.push(...(await objections(evidenceBundleSchema.parse(body))));
    return { kind: "answer", body: { state: "refused", number: 1 } };
  };
  return { gate: { post }, found };
}

const expected: Readonly<Record<TdForgery, readonly string[]>> = {
  "td-sibling": ["events"],
  "td-debug": ["attributes"],
  "td-altered-log": ["log"],
  "td-other-firmware": ["MRTD"],
  "td-replayed-quote": ["report data"],
  "td-initrd-left": ["RTMR 3"],
};

describe("evidence of a TD that is forged", () => {
  it.each(tdForgeries)("as %s is wrong in that one thing", async (forgery) => {
    const { gate, found } = observingGate();
    expect(await forgeTdEvidence(lab, { forgery, machine, folder, gate })).toEqual({ state: "refused", number: 1 });
    expect(found).toEqual(expected[forgery]);
  });

  it("needs a boot that measures the machine's command line", async () => {
    const { gate } = observingGate();
    const event = { register: 2, type: 6, data: new Uint8Array(), digest: sha384("another") } as const;
    const forged = forgeTdEvidence(lab, { forgery: "td-sibling", machine, folder, gate, events: [event] });
    await expect(forged).rejects.toThrow("command line");
  });
});

function sha384(text: string): Uint8Array {
  return new Uint8Array(createHash("sha384").update(text).digest());
}
