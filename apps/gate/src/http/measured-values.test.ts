import { randomUUID } from "node:crypto";
import type { MeasuredBoot, MeasuredLaunch } from "@sekisho/reference-values";
import { machineViewSchema, measuredBootIdentifier, problemSchema, type Machine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../test-support/client.ts";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { diskBoot, testMachine } from "../test-support/machines.ts";

const path = "/v1/admin/machines";
const addedAt = "2026-11-23T00:00:00.000Z";
const file = { sha256: "11".repeat(32), version: "1" };

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate();
});
afterAll(() => gate.stop());

function launch(byte: string): MeasuredLaunch {
  return { name: `launch ${byte}`, addedAt, launchDigest: byte.repeat(48), firmware: file, svsm: null };
}

function boot(commandLine: string, pcrs: number[] = [8], digest = "ab".repeat(32)): MeasuredBoot {
  const events = [
    { pcr: 8, component: "grub-command", name: "set default=0", digest: "cd".repeat(32) },
    { pcr: 8, component: "command-line", name: commandLine, digest },
  ];
  return { name: "kernel 6.12", addedAt, origin: "predicted", pcrs, events };
}

const own = (id: string): string => `root=/dev/mapper/root sekisho.machine=${id}`;

function problemOf({ body }: Answer): string {
  return problemSchema.parse(body).error;
}

function known({ body }: Answer): [(string | undefined)[], (string | undefined)[]] {
  const { measuredLaunches, measuredBoots } = machineViewSchema.parse(body).machine;
  return [(measuredLaunches ?? []).map(({ name }) => name), (measuredBoots ?? []).map(({ name }) => name)];
}

describe("a machine that boots from its disk", () => {
  let machine: Machine;
  const add = (body: unknown): Promise<Answer> =>
    gate.administrator.call({ path: `${path}/${machine.id}/reference-values`, body });
  const remove = (digest: string): Promise<Answer> =>
    gate.administrator.call({ method: "DELETE", path: `${path}/${machine.id}/reference-values/${digest}` });

  beforeAll(async () => {
    machine = await gate.register(diskBoot());
  });

  test("gains and loses launches and boots one by one, and may be left without any", async () => {
    const first = boot(own(machine.id));
    const second = { ...boot(own(machine.id), [8, 9]), name: "with PCR 9" };
    expect(known(await add({ measuredLaunches: [launch("a1")], measuredBoots: [first] }))).toEqual([
      ["launch a1"],
      ["kernel 6.12"],
    ]);
    const renamed = { ...first, name: "the same under another name", origin: "learned" };
    const more = { measuredLaunches: [launch("a1"), launch("b2")], measuredBoots: [renamed, second] };
    expect(known(await add(more))).toEqual([
      ["launch a1", "launch b2"],
      ["kernel 6.12", "with PCR 9"],
    ]);
    expect(known(await remove(await measuredBootIdentifier(first)))).toEqual([
      ["launch a1", "launch b2"],
      ["with PCR 9"],
    ]);
    await remove(await measuredBootIdentifier(second));
    await remove("a1".repeat(48));
    expect(known(await remove("b2".repeat(48)))).toEqual([[], []]);
    expect(problemOf(await remove("b2".repeat(48)))).toBe("gate.problem.notFound");
  });

  test("takes no boot whose measured command line names another machine, none, or two", async () => {
    for (const line of [own(randomUUID()), "quiet", `${own(machine.id)} ${own(randomUUID())}`]) {
      expect(problemOf(await add({ measuredBoots: [boot(line)] }))).toBe("gate.problem.otherMachineNamed");
      const fresh = testMachine(gate.gate.identity, { ...diskBoot(), measuredBoots: [boot(line)] });
      const body = { machine: fresh, diskKey: "AAAA" };
      expect(problemOf(await gate.administrator.call({ path, body }))).toBe("gate.problem.otherMachineNamed");
    }
  });

  test("has at most 64 boots, each of a realistic size", async () => {
    const events = Array.from({ length: 150 }, (_, index) => ({
      pcr: 9,
      component: "grub-file",
      name: `/boot/grub/${index}`.padEnd(100, "x"),
      digest: index.toString(16).padStart(64, "0"),
    }));
    const many = Array.from({ length: 65 }, (_, index) => ({
      ...boot(own(machine.id), [8], `${index}`.padStart(64, "0")),
    }));
    const large = many.map((one) => ({ ...one, pcrs: [8, 9], events: [...one.events, ...events] }));
    expect((await add({ measuredBoots: large.slice(0, 64) })).status).toBe(200);
    expect(problemOf(await add({ measuredBoots: large.slice(64) }))).toBe("gate.problem.tooManyReferenceValues");
  });
});

test("a machine that boots directly is not given boots that a TPM would have to tell", async () => {
  const { id } = await gate.register();
  const values = `${path}/${id}/reference-values`;
  const answer = await gate.administrator.call({ path: values, body: { measuredBoots: [boot(own(id))] } });
  expect(problemOf(answer)).toBe("gate.problem.otherBootKind");
  const body = { machine: { ...testMachine(gate.gate.identity), measuredLaunches: [launch("a1")] }, diskKey: "AAAA" };
  expect(problemOf(await gate.administrator.call({ path, body }))).toBe("gate.problem.otherBootKind");
});
