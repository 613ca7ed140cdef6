import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { refuses } from "@sekisho/evidence";
import { digestOfJson, receiptSchema, type LogEntry, type LogEntryOf, type Receipt } from "@sekisho/release/log";
import { verifyReceipt } from "@sekisho/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";
import { forgeLog, wrongConsistency } from "../receipt/test-forge.ts";

type Ran = { readonly status: number; readonly output: string; readonly errors: string };

let place: TestPlace;
let receipt: Receipt;
let receiptFile: string;
let gateFile: string;
let olderCheckpoint: string;

async function sekisho(...words: string[]): Promise<Ran> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}

const socket = (): string[] => ["--socket", place.gate.adminSocket];
const file = (name: string): string => join(place.folder, name);

/** A machine of mode auto whose guest got its key. */
beforeAll(async () => {
  place = await testPlace("auto");
  gateFile = place.gate.directory.identity;
  const policy = await place.write("own-policy.yaml", "version: 1\nsev-snp: {}\n");
  const key = await place.write("key", "k".repeat(32));
  const added = await sekisho("machine", "add", place.machineFile, "--policy", policy, "--key-file", key, ...socket());
  if (added.status !== 0) throw new Error(added.errors);
  olderCheckpoint = file("older.checkpoint");
  await sekisho("receipt", "checkpoint", "--output", olderCheckpoint, ...socket());
  const released = await (await place.guest()).attest();
  if (released.state !== "released") throw new Error(JSON.stringify(released));
  receiptFile = file("receipt.json");
  const fetched = await sekisho("receipt", "fetch", "1", "--since", olderCheckpoint, "-o", receiptFile, ...socket());
  if (fetched.status !== 0) throw new Error(fetched.errors);
  receipt = receiptSchema.parse(JSON.parse(await readFile(receiptFile, "utf8")));
}, 120_000);

afterAll(() => place.close());

/** The checks that refuse a receipt, by their messages. */
async function refusals(
  changed: Receipt,
  ground: Partial<Parameters<typeof verifyReceipt>[1]> = {},
): Promise<string[]> {
  const { verdict } = await verifyReceipt(changed, { gate: place.gate.identity, ...ground });
  return verdict.checks.filter(refuses).map(({ detail }) => detail.id.replace("verifier.receipt.", ""));
}

const entry =
  <Kind extends LogEntry["kind"]>(kind: Kind, changes: Partial<LogEntryOf<Kind>>) =>
  (found: LogEntry): LogEntry =>
    found.kind === kind ? { ...found, ...changes } : found;

/** The refusals of a receipt whose log says something else, by a key that counts. */
async function refusalsOf(
  change: (found: LogEntry) => LogEntry | undefined,
  more: Partial<Receipt> = {},
): Promise<string[]> {
  const forged = await forgeLog(receipt, place.gate.identity, change, more);
  return refusals(forged.receipt, { gate: forged.gate });
}

describe("the receipt of a release", () => {
  test("is verified with gate.json alone", async () => {
    const ran = await sekisho("receipt", "verify", receiptFile, "--gate", gateFile);
    expect(ran).toMatchObject({ status: 0, errors: "" });
    expect(ran.output).toMatch(/^Request 1: web-1 was given its disk key at .*, in mode auto \(entry 3 of the log\)\./);
    for (const check of [
      "receipt.checkpoint",
      "receipt.inclusion",
      "receipt.verdict",
      "receipt.same-verdict",
      "sev-snp.signature",
    ]) {
      expect(ran.output).toContain(check);
    }
  });

  test("is judged by the person's own machine and policy, and continues an older checkpoint", async () => {
    const own = ["--machine", place.machineFile, "--policy", file("own-policy.yaml"), "--since", olderCheckpoint];
    const ran = await sekisho("receipt", "verify", receiptFile, ...own);
    expect(ran).toMatchObject({ status: 0 });
    for (const check of ["receipt.own-machine", "receipt.own-policy", "receipt.since"])
      expect(ran.output).toContain(check);
  });

  test("comes as JSON, with the release that the log tells of", async () => {
    const ran = await sekisho("receipt", "verify", receiptFile, "--gate", gateFile, "--json");
    expect(JSON.parse(ran.output)).toMatchObject({
      verdict: "accepted",
      evidence: { verdict: "accepted" },
      release: { index: 3, kind: "release", mode: "auto", machineId: place.machine.id },
    });
  });

  test("of another gate, or with a changed byte in its checkpoint, is refused", async () => {
    const other = await testPlace("auto");
    const foreign = await sekisho("receipt", "verify", receiptFile, "--gate", other.gate.directory.identity);
    await other.close();
    expect(foreign.status).toBe(1);
    expect(foreign.output).toContain("No key of your gate signed the checkpoint");
    const changed = { ...receipt, checkpoint: receipt.checkpoint.replace("\n4\n", "\n5\n") };
    expect(await refusals(changed)).toEqual(["checkpoint.forged"]);
    expect(await refusals({ ...receipt, checkpoint: receipt.checkpoint.slice(1, -2) })).toEqual([
      "checkpoint.malformed",
    ]);
  }, 60_000);

  test("of a gate that has moved is still of its key, and says so", async () => {
    const gate = { ...place.gate.identity, url: "https://moved.example" };
    const { verdict } = await verifyReceipt(receipt, { gate });
    expect(verdict.verdict).toBe("accepted");
    expect(verdict.checks.find(({ id }) => id === "receipt.origin")).toMatchObject({ status: "unknown" });
  });
});

describe("a changed receipt is refused, with its own reason:", () => {
  test("an entry, its place or its proof", async () => {
    const [first, ...others] = receipt.entries;
    if (first === undefined) throw new Error("no entry");
    const changed = { ...first, leaf: first.leaf.replace("accepted", "rejected") };
    expect(await refusals({ ...receipt, entries: [changed, ...others] })).toContain("inclusion.fail");
    expect(await refusals({ ...receipt, entries: [{ ...first, index: 1 }, ...others] })).toContain("inclusion.fail");
    expect(await refusals({ ...receipt, entries: [{ ...first, proof: [] }, ...others] })).toContain("inclusion.fail");
  });

  test.each<[string, (from: Receipt) => Partial<Receipt>]>([
    [
      "evidence.fail",
      ({ evidence }) => ({ evidence: { ...evidence, claimedBoot: { commandLine: "x", kernelVersion: "y" } } }),
    ],
    ["endorsements.fail", ({ endorsements }) => ({ endorsements: { ...endorsements, crls: [] } })],
    ["machine.fail", ({ machine }) => ({ machine: { ...machine, name: "other" } })],
    ["policy.fail", () => ({ policy: null })],
    [
      "release.differs",
      ({ release }) => ({ release: { ...release, signature: Buffer.alloc(64).toString("base64url") } }),
    ],
    ["binding.fail", () => ({ sealedUnder: Buffer.alloc(72).toString("base64url") })],
    ["story.other-machine", ({ machine }) => ({ machine: { ...machine, id: "00000000-0000-4000-8000-000000000000" } })],
  ])("%s", async (reason, change) => {
    expect(await refusals({ ...receipt, ...change(receipt) })).toContain(reason);
  });

  test("no release among the entries, or none of its verdict", async () => {
    const [verdict, release] = receipt.entries;
    if (verdict === undefined || release === undefined) throw new Error("no entries");
    expect(await refusals({ ...receipt, entries: [verdict, verdict] })).toEqual(["entries.no-release"]);
    expect(await refusals({ ...receipt, entries: [release, release] })).toEqual(["entries.no-release"]);
  });
});

describe("a log that the gate itself signed over is found out:", () => {
  test("an unchanged one passes", async () => {
    expect(await refusalsOf((found) => found)).toEqual([]);
  });

  const later = "2031-01-01T00:00:00.000Z";
  test.each<[string, (found: LogEntry) => LogEntry | undefined]>([
    ["story.rejected", entry("verdict", { outcome: "rejected" })],
    ["story.no-verdict", entry("release", { verdict: 0 })],
    ["story.other-request", entry("verdict", { request: "00000000-0000-4000-8000-000000000000" })],
    ["story.order", entry("verdict", { time: later })],
    ["evidence.fail", entry("verdict", { evidence: "00".repeat(32) })],
    ["machine.fail", entry("verdict", { machine: "00".repeat(32) })],
    ["policy.fail", entry("verdict", { policy: null })],
    ["release.differs", entry("release", { release: "00".repeat(32) })],
    ["binding.fail", entry("release", { binding: Buffer.alloc(64).toString("base64url") })],
    ["entered.missing", entry("release", { mode: "enter" })],
    ["approval-rules.too-few", entry("release", { mode: "approve" })],
    ["entries.broken", (found) => ({ ...found, version: 2 }) as unknown as LogEntry],
  ])("%s", async (reason, change) => {
    expect(await refusalsOf(change)).toContain(reason);
  });

  test("a release for another disk, and one that no key of the gate signed", async () => {
    const resigned = async (changes: Partial<Receipt["release"]>): Promise<string[]> => {
      const release = { ...receipt.release, ...changes };
      const digest = await digestOfJson(release);
      return refusalsOf(entry("release", { release: digest }), { release });
    };
    expect(await resigned({ headerDigest: "77".repeat(32) })).toContain("release.forged");
    expect(await resigned({ gateKeyDigest: "77".repeat(32) })).toContain("release.unknown-key");
  });

  test("evidence that is rejected when it is judged as of the release", async () => {
    const time = "2080-01-01T00:00:00.000Z";
    expect(await refusalsOf((found) => ({ ...found, time }))).toContain("verdict.fail");
  });

  test("another verdict than the one made here does not decide where nobody approved it", async () => {
    const forged = await forgeLog(receipt, place.gate.identity, entry("verdict", { verdictDigest: "00".repeat(32) }));
    const { verdict } = await verifyReceipt(forged.receipt, { gate: forged.gate });
    expect(verdict.verdict).toBe("accepted");
    expect(verdict.checks.find(({ id }) => id === "receipt.same-verdict")).toMatchObject({ status: "unknown" });
  });
});

describe("what a person holds against it", () => {
  test("another machine.json decides, and another policy is told", async () => {
    const referenceValues = place.machine.referenceValues.map((value) => ({ ...value, launchDigest: "77".repeat(48) }));
    const other = await place.write("other.json", { ...place.machine, referenceValues });
    const ran = await sekisho("receipt", "verify", receiptFile, "--machine", other);
    expect(ran.status).toBe(1);
    expect(ran.output).toContain("is rejected");
    expect(ran.output).toContain("sev-snp.policy.measurement");
    expect(ran.output).toContain("Your machine.json is another one");
    const milan = await place.write("milan.yaml", "version: 1\nsev-snp:\n  products: [Milan]\n");
    const refused = await sekisho("receipt", "verify", receiptFile, "--gate", gateFile, "--policy", milan);
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining("sev-snp.policy.products") });
    const policy = await place.write("strict.yaml", "version: 1\n");
    const judged = await sekisho("receipt", "verify", receiptFile, "--gate", gateFile, "--policy", policy);
    expect(judged).toMatchObject({ status: 1, output: expect.stringContaining("The gate judged by another policy") });
  });

  test("an older checkpoint that the log does not continue, is ahead of it, or has no proof", async () => {
    const root = new Uint8Array(32);
    expect(await refusals(receipt, { since: { size: 2, root } })).toEqual(["since.fail"]);
    expect(await refusals(receipt, { since: { size: 4, root } })).toEqual(["since.fail"]);
    expect(await refusals(receipt, { since: { size: 1, root } })).toEqual(["since.no-proof"]);
    expect(await refusals(receipt, { since: { size: 5, root } })).toEqual(["since.newer"]);
    expect(await refusals({ ...receipt, consistency: null }, { since: { size: 2, root } })).toEqual(["since.no-proof"]);
    const consistency = { size: 2, proof: await wrongConsistency(2, 4) };
    expect(await refusals({ ...receipt, consistency }, { since: { size: 2, root } })).toEqual(["since.fail"]);
  });

  test("an older receipt serves as the older checkpoint", async () => {
    const again = file("again.json");
    await sekisho("receipt", "fetch", "1", "--since", receiptFile, "--output", again, ...socket());
    expect(await sekisho("receipt", "verify", again, "--gate", gateFile, "--since", receiptFile)).toMatchObject({
      status: 0,
    });
  });

  test("files that are none, of another gate, or no gate at all, are told apart", async () => {
    expect(await sekisho("receipt", "verify", receiptFile)).toMatchObject({
      status: 2,
      errors: expect.stringContaining("--gate gate.json"),
    });
    for (const [name, content, told] of [
      ["text", "hello", "no JSON"],
      ["other", {}, "is no receipt"],
    ] as const) {
      const path = await place.write(name, content);
      expect(await sekisho("receipt", "verify", path, "--gate", gateFile)).toMatchObject({
        status: 2,
        errors: expect.stringContaining(told),
      });
    }
    const evidence = await sekisho("verify", receiptFile);
    expect(evidence).toMatchObject({
      status: 2,
      errors: expect.stringContaining("'sekisho receipt verify' verifies it"),
    });
    const note = receipt.checkpoint.replace(/— .*\n$/, "— other.example AAAAAAA=\n");
    const foreign = await place.write("foreign.checkpoint", note);
    const since = await sekisho("receipt", "verify", receiptFile, "--gate", gateFile, "--since", foreign);
    expect(since).toMatchObject({ status: 2, errors: expect.stringContaining("no key of your gate signed") });
    const nowhere = file("missing/receipt.json");
    const written = await sekisho("receipt", "fetch", "1", "--output", nowhere, ...socket());
    expect(written).toMatchObject({ status: 2, errors: expect.stringContaining("can't be written: ENOENT") });
    expect(await sekisho("receipt", "fetch", "99", ...socket())).toMatchObject({ status: 2 });
  });
});

describe("sekisho audit", () => {
  test("prints the log line by line, by kind, machine and place", async () => {
    const kinds = async (...more: string[]): Promise<string[]> => {
      const { status, output } = await sekisho("audit", ...more, ...socket());
      expect(status).toBe(0);
      const lines = output.split("\n").filter((line) => line !== "");
      return lines.map((line) => (JSON.parse(line) as { entry: LogEntry }).entry.kind);
    };
    expect(await kinds()).toEqual(["machine", "policy", "verdict", "release"]);
    expect(await kinds("--after", "1")).toEqual(["verdict", "release"]);
    expect(await kinds("--kind", "policy")).toEqual(["policy"]);
    expect(await kinds("--machine", place.machine.id)).toHaveLength(4);
    expect(await kinds("--machine", "other")).toEqual([]);
    expect(await sekisho("audit", "--after", "x", ...socket())).toMatchObject({ status: 2 });
    expect(await sekisho("audit", "--kind", "x", ...socket())).toMatchObject({ status: 2 });
  });
});
