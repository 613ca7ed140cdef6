import { createHash } from "node:crypto";
import { createRenderer, locales, message } from "@sekisho/messages";
import { encodingCatalogue } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import { guestCatalogue } from "../locales/index.ts";
import { FakeGate } from "../testing/fake-gate.ts";
import { headerLength } from "../testing/headers.ts";
import { makeConfiguration, makeMachine } from "../testing/machine.ts";
import { disk, secret } from "../testing/run.ts";
import type { LaunchSecret } from "./ports.ts";
import { runAgent } from "./run-agent.ts";

const headerDigest = createHash("sha256").update(disk.subarray(0, headerLength)).digest("hex");

type Behaviour = { readonly taken?: Awaited<ReturnType<LaunchSecret["take"]>>; readonly brokenDisk?: boolean };

async function runSev({ taken, brokenDisk = false }: Behaviour = {}) {
  const key = new TextEncoder().encode("injected key");
  const deeds: string[] = [];
  const launchSecret: LaunchSecret = {
    take: () => {
      deeds.push("take");
      return Promise.resolve(taken ?? { ok: true, value: { headerDigest, key } });
    },
  };
  const gate = new FakeGate(secret, {});
  const open = () => {
    deeds.push("open");
    return { kind: "opened" } as const;
  };
  const machine = makeMachine({ disk: brokenDisk ? new Uint8Array(512) : disk, gate, open, reports: null });
  const ports = { ...machine.ports, launchSecret };
  const outcome = await runAgent(ports, makeConfiguration([gate.signingKey]));
  return { outcome, gate, machine, deeds, key };
}

describe("a guest of SEV, whose owner injected the key", () => {
  test("opens the disk with it, asks no gate, and wipes it", async () => {
    const { outcome, gate, machine, deeds, key } = await runSev();
    expect(outcome).toEqual({ kind: "opened" });
    expect(machine.opened.map((opened) => opened.key)).toEqual(["injected key"]);
    expect(machine.opened[0]?.header).toEqual(disk.slice(0, headerLength));
    expect(deeds).toEqual(["take", "open"]);
    expect(gate.evidence).toEqual([]);
    expect(key.every((byte) => byte === 0)).toBe(true);
  });

  test("opens no disk with another header than its key is for", async () => {
    const other = new TextEncoder().encode("key of another disk");
    const taken = { ok: true, value: { headerDigest: "00".repeat(32), key: other } } as const;
    const { outcome, deeds } = await runSev({ taken });
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.secret.header" } });
    expect(deeds).toEqual(["take"]);
    expect(other.every((byte) => byte === 0)).toBe(true);
  });

  test("takes the secret out of memory although the disk is broken", async () => {
    const { outcome, deeds, key } = await runSev({ brokenDisk: true });
    expect(outcome.kind).toBe("disk-refused");
    expect(deeds).toEqual(["take"]);
    expect(key.every((byte) => byte === 0)).toBe(true);
  });

  test("stays closed without a secret", async () => {
    const reason = message("guest.secret.missing", { folder: "/sys", reason: "ENOENT" });
    const { outcome, gate, deeds } = await runSev({ taken: { ok: false, reason } });
    expect(outcome).toEqual({ kind: "release-refused", reason });
    expect(gate.evidence).toEqual([]);
    expect(deeds).toEqual(["take"]);
  });

  test.each(locales)("says so in %s", async (locale) => {
    const render = createRenderer(locale, [guestCatalogue, encodingCatalogue]);
    const { machine } = await runSev();
    const [first] = machine.said.map(render);
    expect(first).toMatch(locale === "en" ? /hands in the key at launch/ : /起動時に鍵を渡します/);
  });
});
