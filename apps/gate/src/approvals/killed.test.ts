import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grantListSchema, requestDetailSchema, type Machine, type RequestDetail } from "@sekisho/release";
import { logEntryViewSchema, type LogEntry } from "@sekisho/release/log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readGateIdentity } from "../start.ts";
import { approve } from "../test-support/approve.ts";
import { countingGate, type CountingGate } from "../test-support/counting-gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { testMachine } from "../test-support/machines.ts";
import { person, strangerAt, type TestPerson } from "../test-support/people.ts";
import { requestOf } from "../test-support/waiting.ts";

let data: string;
let gate: CountingGate;
let machine: Machine;
let taro: TestPerson;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "sekisho-killed-approval-"));
  gate = await countingGate(data);
  machine = testMachine(await readGateIdentity(data), { releaseMode: "approve" });
  const body = { machine, diskKey: "c2VjcmV0" };
  const added = await gate.administrator.call({ path: "/v1/admin/machines", body });
  if (added.status !== 201) throw new Error(JSON.stringify(added.body));
  taro = await person({ gate, administrator: gate.administrator }, "taro", "approver");
}, 60_000);
afterEach(async () => {
  gate.child.kill("SIGKILL");
  await gate.ended();
  await rm(data, { recursive: true, force: true });
}, 60_000);

/** Starts the gate again; its door has another port, and so the page another address. */
async function startAgain(): Promise<void> {
  await gate.ended();
  gate = await countingGate(data);
  const browser = strangerAt({ gate });
  expect((await browser.signIn(taro.authenticator)).status).toBe(200);
  taro = { ...taro, browser };
}

async function detailOf(request: string): Promise<RequestDetail> {
  const { body } = await gate.administrator.call({ method: "GET", path: `/v1/admin/requests/${request}` });
  return requestDetailSchema.parse(body);
}

async function entriesOf(request: string): Promise<LogEntry["kind"][]> {
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/audit" });
  const lines = (body as string).split("\n").filter((line) => line !== "");
  const entries = lines.map((line) => logEntryViewSchema.parse(JSON.parse(line)).entry);
  return entries.filter((entry) => "request" in entry && entry.request === request).map(({ kind }) => kind);
}

/** Grants that this request made; they are withdrawn, so that the next boot has to be approved again. */
async function grantsOf(request: string): Promise<number> {
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/grants" });
  const own = grantListSchema.parse(body).grants.filter((grant) => grant.request === request);
  for (const { id } of own) await gate.administrator.call({ method: "DELETE", path: `/v1/admin/grants/${id}` });
  return own.length;
}

async function decided(): Promise<{ readonly guest: TestGuest; readonly request: string }> {
  const guest = await testGuest(gate.guests, machine);
  const request = requestOf(await guest.attest());
  expect((await approve(taro, request, { kind: "boots", count: 2 })).status).toBe(200);
  return { guest, request };
}

/**
 * When to kill: near the end, where the transaction is committed, at every statement; before that at some. A longer log takes a few
 * statements more than were counted.
 */
function moments(statements: number, step: number): { readonly at: number; readonly when: "before" | "after" }[] {
  const early = Array.from({ length: Math.ceil((statements - 3) / step) }, (_, index) => 1 + index * step);
  const late = Array.from({ length: 20 }, (_, index) => statements - 2 + index);
  return [
    ...early.map((at) => ({ at, when: at % 2 === 0 ? "before" : "after" }) as const),
    ...late.flatMap((at) => [{ at, when: "before" } as const, { at, when: "after" } as const]),
  ];
}

test("killed at any statement of the release, what was approved is released once, with all its entries and one grant", async () => {
  const first = await decided();
  await gate.arm(0, "before");
  expect((await first.guest.attest({ request: first.request })).state).toBe("released");
  const statements = await gate.count();
  expect(statements).toBeGreaterThan(20);
  expect(await grantsOf(first.request)).toBe(1);

  const outcomes = new Set<string>();
  for (const { at, when } of moments(statements, 15)) {
    const asked = await decided();
    await gate.arm(at, when);
    const answered = await asked.guest.attest({ request: asked.request }).catch(() => undefined);
    if (answered !== undefined) break;
    await startAgain();
    const { state, approval } = await detailOf(asked.request);
    outcomes.add(state);
    expect(approval?.given).toHaveLength(1);
    const { guest } = asked;
    guest.moveTo(gate.guests);
    const status =
      state === "released" ? await guest.poll(asked.request) : await guest.attest({ request: asked.request });
    expect(status.state).toBe("released");
    const kinds = await entriesOf(asked.request);
    expect(kinds.filter((kind) => kind === "release")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "approval")).toHaveLength(1);
    expect(await grantsOf(asked.request)).toBe(1);
  }
  expect(outcomes).toEqual(new Set(["decided", "released"]));
}, 300_000);

test("killed at any statement of an approval, it is given with its entry, or not at all", async () => {
  const wait = async (): Promise<string> => requestOf(await (await testGuest(gate.guests, machine)).attest());
  const counted = await wait();
  await gate.arm(0, "before");
  await approve(taro, counted);
  const statements = await gate.count();

  const outcomes = new Set<string>();
  for (const { at, when } of moments(statements, 40)) {
    const request = await wait();
    await gate.arm(at, when);
    const answered = await approve(taro, request).catch(() => undefined);
    if (answered !== undefined) break;
    await startAgain();
    const { state, approval } = await detailOf(request);
    outcomes.add(state);
    const entries = (await entriesOf(request)).filter((kind) => kind === "approval");
    const given = state === "decided" ? 1 : 0;
    expect(approval?.given).toHaveLength(given);
    expect(entries).toHaveLength(given);
  }
  expect(outcomes).toEqual(new Set(["waiting", "decided"]));
}, 300_000);
