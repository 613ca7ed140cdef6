import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine, RequestStatus } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../store/open.ts";
import { fakeAppraiser } from "../test-support/fake-appraiser.ts";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";

const other = "77".repeat(48);
let gate: TestGate;
let data: string;
let appraiser: ReturnType<typeof fakeAppraiser>;
/** Happens once, while evidence is being appraised. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "sekisho-gate-"));
  appraiser = fakeAppraiser();
  const slow: typeof appraiser = {
    ...appraiser,
    appraise: async (input) => {
      const [happens] = [meanwhile, (meanwhile = undefined)];
      await happens?.();
      return appraiser.appraise(input);
    },
  };
  gate = await testGate({ data, appraiser: slow });
});

afterEach(async () => {
  await gate.stop();
  await rm(data, { recursive: true, force: true });
});

async function reasonFor(status: RequestStatus): Promise<string | undefined> {
  if (status.state !== "refused") throw new Error(`not refused but ${status.state}`);
  return (await gate.detail(status.number)).reason?.id;
}

async function administer(method: "POST" | "DELETE", path: string, body?: unknown): Promise<void> {
  const { status } = await gate.administrator.call({ method, path: `/v1/admin/machines/${path}`, body });
  expect(status).toBeLessThan(300);
}

describe.each(["auto", "enter"] as const)(
  "what changes while evidence is appraised counts, in mode %s",
  (releaseMode) => {
    const register = (): Promise<Machine> =>
      gate.register({ releaseMode, referenceValues: [referenceValue("22".repeat(48)), referenceValue(other)] });

    test("a machine that was removed", async () => {
      const machine = await register();
      const guest = await testGuest(gate.guests, machine);
      meanwhile = () => administer("DELETE", machine.id);
      expect(await reasonFor(await guest.attest())).toBe("gate.refusal.machineUnknown");
    });

    test("a header that was registered in the place of the guest's", async () => {
      const machine = await register();
      const guest = await testGuest(gate.guests, machine);
      meanwhile = () => administer("POST", `${machine.id}/header`, { headerDigest: "44".repeat(32) });
      expect(await reasonFor(await guest.attest())).toBe("gate.refusal.headerDiffers");
    });

    test("a known good boot that was removed: the evidence is judged again", async () => {
      const machine = await register();
      const guest = await testGuest(gate.guests, machine);
      meanwhile = () => administer("DELETE", `${machine.id}/reference-values/${other}`);
      expect((await guest.attest()).state).toBe(releaseMode === "auto" ? "released" : "waiting");
      expect(appraiser.appraisals).toBe(2);
    });
  },
);

test("evidence of a boot that had its key is kept no longer than a stranger's", async () => {
  const machine = await gate.register();
  const guest = await testGuest(gate.guests, machine);
  expect((await guest.attest()).state).toBe("released");
  const again = await testGuest(gate.guests, machine, Buffer.from(guest.reportId));
  expect(await reasonFor(await again.attest())).toBe("gate.refusal.reportIdSpent");
  await gate.stop();
  const database = await openDatabase(join(data, "gate.sqlite"));
  const rows = await database.selectFrom("requests").select(["state", "proven"]).orderBy("number").execute();
  await database.destroy();
  expect(rows).toEqual([
    { state: "released", proven: 1 },
    { state: "refused", proven: 0 },
  ]);
});
