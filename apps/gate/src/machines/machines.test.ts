import { createHash, randomBytes } from "node:crypto";
import {
  createSecureProcessor,
  startKeyServer,
  usualPolicy,
  type KeyServer,
  type LabAuthority,
  type SecureProcessor,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import {
  changesBetween,
  machineBootListSchema,
  machineSummaryListSchema,
  machineViewSchema,
  policyTrialResultSchema,
  problemSchema,
  type Machine,
  type MachineBoot,
  type MachineSummary,
  type PolicyTrial,
  type PolicyTrialResult,
} from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyServerSource } from "../requests/key-server-source.ts";
import type { Answer } from "../test-support/client.ts";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { ofMachine, referenceValue } from "../test-support/machines.ts";

const known = referenceValue("5a".repeat(48));
const newer = {
  ...referenceValue("5b".repeat(48)),
  name: "kernel 6.13",
  kernel: { sha256: "44".repeat(32), version: "6.13" },
};

let authority: LabAuthority;
let processor: SecureProcessor;
let keyServer: KeyServer;
let gate: TestGate;

beforeAll(async () => {
  authority = await testAuthority("Genoa");
  processor = createSecureProcessor(authority);
  keyServer = await startKeyServer({ authorities: [authority] });
  gate = await testGate({ appraiser: createAppraiser(keyServerSource({ url: keyServer.url })) });
}, 120_000);

afterAll(async () => {
  await gate.stop();
  await keyServer.close();
});

const trusting = (changes: Partial<Machine> = {}, policy?: string): Promise<Machine> =>
  gate.register({ referenceValues: [known, newer], additionalRoots: [authority.rootDigest], ...changes }, policy);

/** Boots a machine of the lab once, from an image with this launch digest. */
async function boot(machine: Machine, digest = "5a"): Promise<TestGuest> {
  const launchDigest = digest === "" ? randomBytes(48) : Buffer.from(digest.repeat(48), "hex");
  const launched = processor.launch({ launchDigest, policy: usualPolicy });
  const guest = await testGuest(gate.guests, machine, Buffer.from(launched.reportId), (reportData) => ({
    technology: "sev-snp",
    report: Buffer.from(launched.report(reportData, 0).report).toString("base64"),
  }));
  await guest.attest();
  return guest;
}

const get = (path: string): Promise<Answer> => gate.administrator.call({ method: "GET", path });

async function summaryOf({ id }: Machine): Promise<MachineSummary | undefined> {
  const { machines } = machineSummaryListSchema.parse((await get("/v1/admin/machine-summaries")).body);
  return machines.find((machine) => machine.id === id);
}

async function bootsOf({ id }: Machine, query = ""): Promise<{ boots: MachineBoot[]; next: number | null }> {
  return machineBootListSchema.parse((await get(`/v1/admin/machines/${id}/boots${query}`)).body);
}

describe("the list of machines", () => {
  test("tells a machine that never asked from one that did, and what its newest request came to", async () => {
    const machine = await trusting();
    expect(await summaryOf(machine)).toMatchObject({ boots: 0, newest: null, holdsKey: true, ownPolicy: false });
    await boot(machine);
    expect(await summaryOf(machine)).toMatchObject({
      boots: 1,
      newest: { state: "released", verdict: "accepted", proven: true },
    });
    await boot(machine, "");
    expect(await summaryOf(machine)).toMatchObject({
      boots: 1,
      newest: { state: "refused", verdict: "rejected", proven: false },
    });
  });

  test("is in the order of names, over more machines than one slice has", async () => {
    await Promise.all(Array.from({ length: 260 }, () => gate.register()));
    const { machines } = machineSummaryListSchema.parse((await get("/v1/admin/machine-summaries")).body);
    const names = machines.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(260);
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the boots of a machine", () => {
  test("say what was booted, and so what changed between two of them", async () => {
    const machine = await trusting();
    await boot(machine);
    await boot(machine, "5b");
    const { boots } = await bootsOf(machine);
    const [later, first] = boots;
    expect(boots).toHaveLength(2);
    expect(first).toMatchObject({
      state: "released",
      proven: true,
      verdict: "accepted",
      refusing: [],
      facts: { technology: "sev-snp", launchDigest: "5a".repeat(48), kernel: { version: "6.12" }, policy: "strict" },
    });
    expect(first?.facts?.tcb.map(({ part }) => part)).toEqual(["bootLoader", "tee", "snp", "microcode"]);
    if (first?.facts == null || later?.facts == null) throw new Error("no facts");
    expect(changesBetween(first.facts, later.facts).map(({ message }) => message)).toEqual([
      { id: "boot.change.kernel", values: { before: "6.12", after: "6.13" } },
    ]);
  });

  test("include refused ones, with the checks that refused", async () => {
    const machine = await trusting();
    await boot(machine, "");
    const { boots } = await bootsOf(machine);
    expect(boots).toMatchObject([{ state: "refused", proven: false, verdict: "rejected" }]);
    expect(boots[0]?.refusing.map(({ id }) => id)).toContain("sev-snp.policy.measurement");
  });

  test("come in pages", async () => {
    const machine = await trusting();
    for (let count = 0; count < 3; count++) await boot(machine);
    const first = await bootsOf(machine, "?limit=2");
    expect(first.boots).toHaveLength(2);
    const second = await bootsOf(machine, `?limit=2&before=${first.next ?? ""}`);
    expect(second).toMatchObject({ boots: [{}], next: null });
    const numbers = [...first.boots, ...second.boots].map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((left, right) => right - left));
  });

  test("of an unknown machine are a problem", async () => {
    const { status, body } = await get("/v1/admin/machines/00000000-0000-4000-8000-000000000000/boots");
    expect([status, problemSchema.parse(body).error]).toEqual([404, "gate.problem.machineUnknown"]);
  });
});

const lenient = "version: 1\nname: lenient\nsev-snp: {}\n";
const strictTcb = "version: 1\nname: high\nsev-snp:\n  tcb: { reported: { Genoa: { snp: 255 } } }\n";
const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("changing a policy", () => {
  const put = (id: string, body: unknown): Promise<Answer> =>
    gate.administrator.call({ method: "PUT", path: `/v1/admin/machines/${id}/policy`, body });

  test("takes the digest of the one that was seen, and back to the strict default", async () => {
    const { id } = await trusting();
    const changed = await put(id, { policy: lenient, expected: null });
    expect(machineViewSchema.parse(changed.body).policy).toBe(lenient);
    const back = await put(id, { policy: null, expected: digestOf(lenient) });
    expect(machineViewSchema.parse(back.body).policy).toBeNull();
  });

  test("that somebody else changed meanwhile is a problem, and changes nothing", async () => {
    const { id } = await trusting({}, lenient);
    for (const expected of [null, digestOf("other")]) {
      const { status, body } = await put(id, { policy: strictTcb, expected });
      expect([status, problemSchema.parse(body).error]).toEqual([409, "gate.problem.policyStale"]);
    }
    const { body } = await get(`/v1/admin/machines/${id}`);
    expect(machineViewSchema.parse(body).policy).toBe(lenient);
  });

  test("to one that can't be used says what is wrong with it", async () => {
    const { id } = await trusting();
    const { status, body } = await put(id, { policy: "version: 1\nsev-snpp: {}\n", expected: null });
    const { error, text } = problemSchema.parse(body);
    expect([status, error]).toEqual([400, "gate.problem.policyInvalid"]);
    expect(text).toContain("sev-snpp");
  });
});

describe("trying a policy", () => {
  const call = (body: unknown): Promise<Answer> => gate.administrator.call({ path: "/v1/admin/policies/try", body });
  const attempt = async (trial: PolicyTrial): Promise<PolicyTrialResult> =>
    policyTrialResultSchema.parse((await call(trial)).body);

  test("says which machines it would lock out, and by which checks", async () => {
    const machine = await trusting();
    await boot(machine);
    const { machines } = await attempt({ policy: strictTcb, machines: [machine.id] });
    expect(machines).toMatchObject([
      {
        machineId: machine.id,
        effect: "locked-out",
        evidence: [{ proven: true, before: { verdict: "accepted", refusing: [] }, after: { verdict: "rejected" } }],
      },
    ]);
    expect(machines[0]?.evidence[0]?.after.refusing.map(({ id }) => id).join()).toContain("tcb");
  });

  test("changes nothing of machines and requests", async () => {
    const machine = await trusting();
    await boot(machine);
    const state = async (): Promise<unknown> => [
      (await get(`/v1/admin/machines/${machine.id}`)).body,
      await bootsOf(machine),
    ];
    const before = await state();
    await attempt({ policy: strictTcb, machines: [machine.id] });
    expect(await state()).toEqual(before);
  });

  test("says which refused boots it would let in", async () => {
    const machine = await trusting({}, strictTcb);
    await boot(machine);
    const { machines } = await attempt({ policy: lenient, machines: [machine.id] });
    expect(machines).toMatchObject([
      { effect: "let-in", evidence: [{ proven: false, after: { verdict: "accepted" } }] },
    ]);
  });

  test("lets no unknown image in, whatever it leaves out", async () => {
    const machine = await trusting();
    await boot(machine);
    await boot(machine, "");
    const { machines } = await attempt({ policy: lenient, machines: [machine.id] });
    expect(machines).toMatchObject([{ effect: "stays-in", evidence: [{ proven: true }, { proven: false }] }]);
    expect(machines[0]?.evidence[1]?.after).toMatchObject({ verdict: "rejected" });
  });

  test("judges evidence that was refused early with the certificates of a boot that was not", async () => {
    const machine = await trusting({ referenceValues: [known] });
    await boot(machine);
    await boot(machine, "5b");
    const path = `/v1/admin/machines/${machine.id}/reference-values`;
    const body = { referenceValues: [ofMachine(newer, machine.id)] };
    expect((await gate.administrator.call({ path, body })).status).toBe(200);
    const { machines } = await attempt({ policy: lenient, machines: [machine.id] });
    expect(machines[0]?.evidence[1]).toMatchObject({ proven: false, before: { verdict: "accepted" } });
  });

  test("has nothing to say of a machine that never asked", async () => {
    const machine = await trusting();
    const { machines } = await attempt({ policy: lenient, machines: [machine.id] });
    expect(machines).toEqual([{ machineId: machine.id, name: machine.name, effect: "none", evidence: [] }]);
  });

  test("goes through all machines in slices, each once", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { machines, next, left } = await attempt({ policy: lenient, ...(after === undefined ? {} : { after }) });
      seen.push(...machines.map(({ machineId }) => machineId));
      expect(left === 0).toBe(next === null);
      after = next ?? undefined;
    } while (after !== undefined);
    const { machines } = machineSummaryListSchema.parse((await get("/v1/admin/machine-summaries")).body);
    expect(seen).toEqual(machines.map(({ id }) => id).toSorted());
  });

  test("that can't be used is refused before anything is judged", async () => {
    const { status, body } = await call({ policy: "version: 2\n" });
    expect([status, problemSchema.parse(body).error]).toEqual([400, "gate.problem.policyInvalid"]);
  });

  test("two at a time are too many", async () => {
    const machine = await trusting();
    for (let count = 0; count < 3; count++) await boot(machine);
    const body = { policy: strictTcb, machines: [machine.id] };
    const statuses = (await Promise.all([call(body), call(body)])).map(({ status }) => status);
    expect(statuses.toSorted((left, right) => left - right)).toEqual([200, 429]);
    expect((await call(body)).status).toBe(200);
  });

  test("lets guests in between: one that asks meanwhile is not kept waiting for its end", async () => {
    const machines = await Promise.all(Array.from({ length: 12 }, () => trusting()));
    for (const machine of machines) await boot(machine);
    const late = await trusting();
    const order: string[] = [];
    const trial = attempt({ policy: strictTcb, machines: machines.map(({ id }) => id) }).then(() =>
      order.push("trial"),
    );
    const asked = boot(late).then(() => order.push("guest"));
    await Promise.all([trial, asked]);
    expect(order).toEqual(["guest", "trial"]);
    expect((await summaryOf(late))?.newest?.state).toBe("released");
  });

  test("any text is an answer or a problem with a place", async () => {
    const line = fc.constantFrom(
      "version: 1",
      "sev-snp:",
      "  tcb:",
      "  debug: true",
      "name: x",
      "  measurement: any",
      "- a",
      "{",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n")),
          fc.string(),
        ),
        async (policy) => {
          const { status, body } = await call({ policy, machines: ["00000000-0000-4000-8000-000000000000"] });
          const told = problemSchema.safeParse(body).data?.error;
          expect([status, told]).toEqual(status === 400 ? [400, "gate.problem.policyInvalid"] : [200, undefined]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
