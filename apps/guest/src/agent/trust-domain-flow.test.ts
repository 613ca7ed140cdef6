import { toBase64 } from "@sekisho/encoding";
import { locales, createRenderer, message } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { guestCatalogue } from "../locales/index.ts";
import { answer, FakeGate, type Script } from "../testing/fake-gate.ts";
import { makeConfiguration, makeMachine } from "../testing/machine.ts";
import { disk, ids, secret } from "../testing/run.ts";
import type { Answered, TrustDomain, VirtualTpm } from "./ports.ts";
import { runAgent } from "./run-agent.ts";

const log = Uint8Array.of(1, 2, 3);

type Behaviour = {
  readonly log?: Answered<Uint8Array | undefined>;
  readonly leave?: Answered<undefined>;
  readonly vtpm?: VirtualTpm;
  readonly brokenDisk?: boolean;
};

async function runTd(script: Script, behaviour: Behaviour = {}) {
  const deeds: string[] = [];
  const trustDomain: TrustDomain = {
    eventLog: () => Promise.resolve(behaviour.log ?? { ok: true, value: log }),
    leave: () => {
      deeds.push("leave");
      return Promise.resolve(behaviour.leave ?? { ok: true, value: undefined });
    },
  };
  const gate = new FakeGate(secret, script);
  const open = () => {
    deeds.push("open");
    return { kind: "opened" } as const;
  };
  const { vtpm, brokenDisk = false } = behaviour;
  const machine = makeMachine({
    disk: brokenDisk ? new Uint8Array(512) : disk,
    gate,
    open,
    trustDomain,
    ...(vtpm === undefined ? {} : { vtpm }),
  });
  const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey]));
  return { outcome, gate, machine, deeds };
}

describe("a guest that is a TD", () => {
  test("sends quote and log over the binding, and leaves the initrd before the disk opens", async () => {
    const { outcome, gate, machine, deeds } = await runTd({});
    expect(outcome).toEqual({ kind: "opened" });
    const [accepted] = gate.evidence;
    const quote = toBase64(new Uint8Array(1184));
    expect(accepted?.bundle.evidence).toEqual({ technology: "tdx", quote, eventLog: toBase64(log) });
    expect(machine.bindings).toEqual([accepted?.binding]);
    expect(deeds).toEqual(["leave", "open"]);
  });

  test("sends the quote alone where it has no log", async () => {
    const { gate } = await runTd({}, { log: { ok: true, value: undefined } });
    expect(gate.evidence[0]?.bundle.evidence).not.toHaveProperty("eventLog");
  });

  test("opens no disk when the register can't be extended, and wipes the key", async () => {
    const reason = message("guest.tdx.register", { path: "/x", reason: "EIO" });
    const { outcome, machine, deeds } = await runTd({}, { leave: { ok: false, reason } });
    expect(outcome).toEqual({ kind: "not-opened", reason });
    expect(deeds).toEqual(["leave"]);
    expect(ids(machine.said)).toEqual(["guest.start", "guest.tdx.notLeft", "guest.tdx.register", "guest.ended.closed"]);
  });

  test("leaves the initrd after every failure, too", async () => {
    const reason = message("guest.log.failed", { path: "/x", reason: "EIO" });
    const runs = [
      await runTd({ onEvidence: () => Promise.resolve(answer({ state: "refused", number: 1 })) }),
      await runTd({}, { log: { ok: false, reason } }),
      await runTd({}, { brokenDisk: true }),
    ];
    expect(runs.map(({ outcome: { kind } }) => kind)).toEqual(["refused", "no-report", "disk-refused"]);
    for (const { deeds } of runs) expect(deeds).toEqual(["leave"]);
  });

  test("takes no TPM beside its registers", async () => {
    const unused = (): never => {
      throw new Error("asked for");
    };
    const done = (): Promise<Answered<undefined>> => Promise.resolve({ ok: true, value: undefined });
    const vtpm: VirtualTpm = {
      provider: "google",
      attestationKeyName: () => Promise.resolve({ ok: true, value: new Uint8Array() }),
      record: unused,
      hclReport: unused,
      activate: unused,
      leave: done,
      close: () => Promise.resolve(),
    };
    const { outcome, gate } = await runTd({}, { vtpm });
    expect(outcome).toMatchObject({ kind: "no-report", reason: { id: "guest.tdx.vtpm" } });
    expect(gate.evidence).toEqual([]);
  });
});

test("what a TD may say exists in both languages", () => {
  const said = [
    message("guest.tdx.vtpm"),
    message("guest.tdx.notLeft"),
    message("guest.tdx.noRegister", { path: "/x", kernelVersion: "6.12" }),
    message("guest.azure.tdx"),
  ];
  for (const locale of locales) {
    const render = createRenderer(locale, [guestCatalogue]);
    for (const each of said) expect(render(each)).not.toMatch(/^guest\.|\{/);
  }
});
