import { rewriteMetadata } from "@sekisho/evidence/luks2";
import { describe, expect, test } from "vitest";
import { FakeGate, makeSigningKey } from "../testing/fake-gate.ts";
import { makeConfiguration, makeMachine } from "../testing/machine.ts";
import { disk, header, ids, secret, type Run } from "../testing/run.ts";
import { runAgent } from "./run-agent.ts";

describe("a disk is refused before the gate is asked", () => {
  const text = (): string => {
    const json = new TextDecoder().decode(header.subarray(4096, 16_384));
    return json.slice(0, json.indexOf("\0"));
  };
  const refusedDisk = async (content: Uint8Array): Promise<Run & { readonly reasons: string[] }> => {
    const gate = new FakeGate(secret);
    const machine = makeMachine({ disk: content, gate });
    const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey]));
    expect(gate.calls).toEqual([]);
    expect(machine.opened).toEqual([]);
    const reasons = outcome.kind === "disk-refused" ? ids(outcome.reasons) : [];
    return { outcome, gate, machine, reasons };
  };

  test("with a null cipher, in its segment or its key slots", async () => {
    const segment = await refusedDisk(
      await rewriteMetadata(header, text().replace('aes-xts-plain64","sector', 'cipher_null-ecb","sector')),
    );
    expect(segment.reasons).toEqual(["luks2.segment.cipher.null"]);
    const slot = await refusedDisk(
      await rewriteMetadata(header, text().replace('aes-xts-plain64","key_size', 'cipher_null-ecb","key_size')),
    );
    expect(slot.reasons).toEqual(["luks2.keyslot.cipher.fail"]);
    expect(slot.machine.said).toContainEqual({
      id: "guest.disk.check",
      values: {
        check: "luks2.keyslot.cipher",
        expected: "aes-xts-plain64, 512 bit",
        actual: "0: cipher_null-ecb, 512 bit",
      },
    });
  });

  test("that is empty, unencrypted, a volume group, truncated or missing", async () => {
    const with1 = (offset: number, ...bytes: readonly number[]): Uint8Array => {
      const content = new Uint8Array(65_536);
      content.set(bytes, offset);
      return content;
    };
    expect((await refusedDisk(new Uint8Array(65_536))).reasons).toEqual(["guest.disk.empty"]);
    expect((await refusedDisk(new Uint8Array())).reasons).toEqual(["guest.disk.empty"]);
    expect((await refusedDisk(with1(1080, 0x53, 0xef))).reasons).toEqual(["guest.disk.ext"]);
    expect((await refusedDisk(with1(512, ...Buffer.from("LABELONE")))).reasons).toEqual(["guest.disk.lvm"]);
    expect((await refusedDisk(with1(9, 1))).reasons).toEqual(["guest.disk.unknown"]);
    expect((await refusedDisk(header.subarray(0, 20_000))).reasons).toEqual(["malformed.truncated"]);
    const machine = makeMachine({ disk, gate: new FakeGate(secret) });
    const reason = { id: "guest.disk.missing", values: { device: "/dev/vda", reason: "ENOENT" } };
    const ports = { ...machine.ports, openDisk: () => Promise.resolve({ ok: false, reason } as const) };
    expect(await runAgent(ports, makeConfiguration([makeSigningKey()]))).toEqual({
      kind: "disk-refused",
      reasons: [reason],
    });
  });
});

test("without a report nothing is sent", async () => {
  const gate = new FakeGate(secret);
  const reason = { id: "guest.tsm.missing", values: {} };
  const machine = makeMachine({ disk, gate, report: () => Promise.resolve({ ok: false, reason }) });
  expect(await runAgent(machine.ports, makeConfiguration([gate.signingKey]))).toEqual({ kind: "no-report", reason });
  expect(gate.calls).toEqual(["/v1/challenge"]);
});
