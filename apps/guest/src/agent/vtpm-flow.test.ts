import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromBase64, toBase64, toBase64Url } from "@sekisho/encoding";
import { objectName, parsePublicArea } from "@sekisho/evidence/tpm";
import { createRenderer, locales } from "@sekisho/messages";
import { activationProof, type ReleaseStatement, type VtpmProvider } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guestCatalogue } from "../locales/index.ts";
import { createVirtualTpm } from "../ports/virtual-tpm.ts";
import { answer, credentialFor, FakeGate, type Accepted, type Script } from "../testing/fake-gate.ts";
import { makeConfiguration, makeMachine, manifest, type FakeMachine } from "../testing/machine.ts";
import { disk, ids, secret } from "../testing/run.ts";
import { haveSwtpm, startSwtpm, type Swtpm } from "../testing/swtpm.ts";
import type { Outcome } from "./outcome.ts";
import type { VirtualTpm } from "./ports.ts";
import { runAgent } from "./run-agent.ts";

const gone = {
  ok: false,
  reason: { id: "guest.tpm.closed", values: { command: "TPM2_PCR_Extend", path: "/tpm" } },
} as const;

describe.skipIf(!haveSwtpm)("a guest with a TPM", () => {
  let server: Swtpm;
  /** What the TPM was asked to do beside quoting, in order. */
  let deeds: string[];
  /** The very buffers in which credentials were handed out. */
  let credentials: Uint8Array[];
  let tpm: VirtualTpm;

  beforeEach(async () => {
    server = await startSwtpm();
    writeFileSync(join(server.folder, "log"), "firmware");
    deeds = [];
    credentials = [];
    tpm = watched("device");
  });
  afterEach(async () => {
    await tpm.close();
    await server.stop();
  });

  /** A genuine TPM that is looked over the shoulder. */
  function watched(provider: VtpmProvider): VirtualTpm {
    const connection = { kind: "swtpm", path: server.path } as const;
    const real = createVirtualTpm({ provider, connection, logs: { firmware: join(server.folder, "log") } });
    return {
      ...real,
      activate: async (credential) => {
        deeds.push("activate");
        const activated = await real.activate(credential);
        if (activated.ok && activated.value !== undefined) credentials.push(activated.value);
        return activated;
      },
      leave: () => {
        deeds.push("leave");
        return real.leave();
      },
    };
  }

  type Ran = { readonly outcome: Outcome; readonly gate: FakeGate; readonly machine: FakeMachine };

  async function runWith(
    script: Script,
    options: Partial<Omit<Parameters<typeof makeMachine>[0], "gate">> & { readonly prompt?: boolean } = {},
  ): Promise<Ran> {
    const gate = new FakeGate(secret, script);
    const open = () => {
      deeds.push("open");
      return { kind: "opened" } as const;
    };
    const machine = makeMachine({ disk, gate, open, vtpm: tpm, ...options });
    const configuration = makeConfiguration([gate.signingKey], { allowPassphrasePrompt: options.prompt ?? false });
    return { outcome: await runAgent(machine.ports, configuration), gate, machine };
  }

  function only(accepted: readonly Accepted[]) {
    const [first] = accepted;
    if (first?.bundle.vtpm === undefined) throw new Error("no evidence of a TPM");
    return { ...first, vtpm: first.bundle.vtpm };
  }

  test("proves that its TPM holds both keys, takes a key sealed to it, and leaves the initrd before the disk opens", async () => {
    let credential = new Uint8Array();
    const { outcome, gate, machine } = await runWith({
      onEvidence: async (it) => {
        const made = await credentialFor(only(it.evidence).vtpm);
        credential = made.credential.slice();
        return it.activation(made.sealed);
      },
      onPoll: (it, _, turn) => (turn === 0 ? Promise.resolve(it.waiting(7)) : it.released(only(it.evidence))),
    });
    expect(outcome).toEqual({ kind: "opened" });
    const proof = await activationProof(credential, gate.request, only(gate.evidence).binding);
    expect(gate.polls).toEqual([
      { request: gate.request, activationProof: toBase64Url(proof) },
      { request: gate.request },
    ]);
    expect(machine.slept).toEqual([0, 7]);
    expect(deeds).toEqual(["activate", "activate", "leave", "open"]);
    expect(credentials).toEqual([new Uint8Array(32), new Uint8Array(32)]);
    expect(machine.opened[0]).toMatchObject({ key: secret, buffer: new Uint8Array(secret.length) });
    expect(ids(machine.said)).toEqual(["guest.start", "guest.waiting", "guest.opened"]);
  });

  test("binds its attestation key, and sends the quote with what its provider calls for", async () => {
    const cases: [VtpmProvider, null | undefined, object][] = [
      ["device", null, { evidence: { technology: "tpm" }, vtpm: { provider: "device" } }],
      ["google", undefined, { evidence: { technology: "sev-snp" }, vtpm: { provider: "google" } }],
      ["svsm", undefined, { evidence: { technology: "sev-snp" }, vtpm: { servicesManifest: toBase64(manifest) } }],
    ];
    for (const [provider, reports, expected] of cases) {
      await tpm.close();
      tpm = watched(provider);
      const { outcome, gate, machine } = await runWith({}, reports === null ? { reports } : {});
      expect(outcome).toEqual({ kind: "opened" });
      const { bundle, vtpm } = only(gate.evidence);
      expect(bundle).toMatchObject(expected);
      const bytes = fromBase64("attestationKey", vtpm.attestationKey);
      const area = bytes.ok ? parsePublicArea(bytes.value) : bytes;
      expect(area.ok && toBase64Url(await objectName(area.value))).toBe(bundle.attestationKeyName);
      expect(vtpm.firmwareLog).toBe(toBase64(new TextEncoder().encode("firmware")));
      const service = { provider: "svsm", guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3", manifestVersion: 0 };
      expect(machine.services).toEqual(reports === null ? [] : [provider === "svsm" ? service : undefined]);
    }
  });

  test("sends the certificates that its TPM holds", async () => {
    const [leaf, issuer] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
    const { record } = tpm;
    const certified = async (binding: Uint8Array) => {
      const recorded = await record(binding);
      if (!recorded.ok) return recorded;
      return { ...recorded, value: { ...recorded.value, endorsementCertificate: leaf, endorsementChain: [issuer] } };
    };
    tpm = { ...tpm, record: certified };
    const { gate } = await runWith({});
    const sent = { endorsementCertificate: toBase64(leaf), certificates: [toBase64(issuer)] };
    expect(only(gate.evidence).vtpm).toMatchObject(sent);
  });

  test("repeats the proof when a poll gets lost, and does not hurry when it is asked again", async () => {
    const { outcome, gate, machine } = await runWith({
      onEvidence: async (it) => it.activation((await credentialFor(only(it.evidence).vtpm)).sealed),
      onPoll: async (it, _, turn) => {
        if (turn === 0) return { kind: "unreachable", reason: "ECONNRESET" };
        if (turn === 1) return it.activation((await credentialFor(only(it.evidence).vtpm)).sealed, 9);
        return it.released(only(it.evidence));
      },
    });
    expect(outcome).toEqual({ kind: "opened" });
    const proofs = gate.polls.map(({ activationProof: proof }) => proof);
    expect(proofs[0]).toBe(proofs[1]);
    expect(proofs[2]).not.toBe(proofs[1]);
    expect(machine.slept).toEqual([0, 1, 0, 9]);
  });

  describe("refuses", () => {
    const changed = (change: (release: ReleaseStatement, accepted: Accepted) => Promise<ReleaseStatement>): Script => ({
      onEvidence: async (it, accepted) => {
        const statement = await change(await it.release(accepted), accepted);
        return it.released(accepted, () => statement);
      },
    });
    const otherName = Uint8Array.of(0, 11, ...randomBytes(32));
    const cases: [string, Script, string, string[]][] = [
      [
        "a release without a credential",
        changed((release) => {
          const without = { ...release };
          delete without.credential;
          return Promise.resolve(without);
        }),
        "guest.release.credentialMissing",
        ["leave"],
      ],
      [
        "a release for another TPM's keys",
        changed(async (release, accepted) => ({
          ...release,
          credential: (await credentialFor(only([accepted]).vtpm, otherName)).sealed,
        })),
        "guest.release.credential",
        ["activate", "leave"],
      ],
      [
        "a release whose key does not depend on its credential",
        changed(async (release, accepted) => ({
          ...release,
          credential: (await credentialFor(only([accepted]).vtpm)).sealed,
        })),
        "guest.release.sealed",
        ["activate", "leave"],
      ],
      [
        "an activation for another attestation key",
        { onEvidence: async (it) => it.activation((await credentialFor(only(it.evidence).vtpm, otherName)).sealed) },
        "guest.activation.foreign",
        ["activate", "leave"],
      ],
    ];
    test.each(cases)("%s", async (_, script, id, expected) => {
      const { outcome, machine } = await runWith(script);
      expect(outcome).toMatchObject({ kind: "release-refused", reason: { id } });
      expect(machine.opened).toEqual([]);
      expect(deeds).toEqual(expected);
      expect(credentials.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    });
  });

  test("leaves the initrd after every failure, too", async () => {
    const refused = await runWith({ onEvidence: () => Promise.resolve(answer({ state: "refused", number: 3 })) });
    expect(refused.outcome).toEqual({ kind: "refused", number: 3 });
    expect(deeds.splice(0)).toEqual(["leave"]);
    const empty = await runWith({}, { disk: new Uint8Array(disk.length) });
    expect(empty.outcome).toMatchObject({ kind: "disk-refused" });
    expect(deeds.splice(0)).toEqual(["leave"]);
    const crash = new Error("a bug");
    await expect(runWith({ onEvidence: () => Promise.reject(crash) })).rejects.toBe(crash);
    expect(deeds.splice(0)).toEqual(["leave"]);
    const unavailable = { onEvidence: () => Promise.resolve({ kind: "unreachable", reason: "EPIPE" } as const) };
    const prompted = await runWith(unavailable, { prompt: true, typed: ["typed"] });
    expect(prompted.outcome).toEqual({ kind: "opened" });
    expect(deeds.splice(0)).toEqual(["leave", "open"]);
  });

  test("opens no disk, with no key of any origin, when PCR 15 can't be extended", async () => {
    tpm = { ...tpm, leave: () => Promise.resolve(gone) };
    const released = await runWith({});
    expect(released.outcome).toEqual({ kind: "not-opened", reason: gone.reason });
    expect(released.machine.opened).toEqual([]);
    expect(ids(released.machine.said)).toContain("guest.tpm.notLeft");
    const unavailable = { onEvidence: () => Promise.resolve({ kind: "unreachable", reason: "EPIPE" } as const) };
    const prompted = await runWith(unavailable, { prompt: true, typed: ["typed"] });
    expect(prompted.outcome).toEqual({ kind: "gate-unavailable" });
    expect(prompted.machine.opened).toEqual([]);
    for (const locale of locales) {
      const render = createRenderer(locale, [guestCatalogue]);
      for (const said of released.machine.said) expect(render(said)).not.toMatch(/^guest\.|\{/);
    }
  });

  test("says which command its TPM failed at, and sends nothing", async () => {
    await server.stop();
    const { outcome, gate } = await runWith({});
    expect(outcome).toMatchObject({ kind: "no-report", reason: { id: "guest.tpm.connection" } });
    expect(gate.calls).toEqual(["/v1/challenge"]);
  });
});

describe("a guest without a TPM", () => {
  const sealed = { credentialBlob: toBase64(new Uint8Array(52)), secret: toBase64(new Uint8Array(258)) };

  async function runScript(script: Script, reports?: null): Promise<Outcome> {
    const gate = new FakeGate(secret, script);
    const machine = makeMachine({ disk, gate, ...(reports === null ? { reports } : {}) });
    return runAgent(machine.ports, makeConfiguration([gate.signingKey]));
  }

  test("refuses a release for one, and does not answer to an activation", async () => {
    const release = (it: FakeGate, accepted: Accepted) =>
      it.released(accepted, (statement) => ({ ...statement, credential: sealed }));
    expect(await runScript({ onEvidence: release })).toMatchObject({
      kind: "release-refused",
      reason: { id: "guest.release.credentialUnexpected" },
    });
    expect(await runScript({ onEvidence: (it) => Promise.resolve(it.activation(sealed)) })).toMatchObject({
      kind: "release-refused",
      reason: { id: "guest.activation.unexpected" },
    });
  });

  test("and without a source of reports has nothing to show", async () => {
    expect(await runScript({}, null)).toMatchObject({ kind: "no-report", reason: { id: "guest.reports.none" } });
  });
});
