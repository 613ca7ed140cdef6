import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { equalBytes, toBase64 } from "@sekisho/encoding";
import { createSecureProcessor, startKeyServer, type SecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { machineSchema, type GateIdentity, type Machine } from "@sekisho/release";
import { floorName, type Figure, type Measured } from "../figure.ts";
import { compare } from "../interleave.ts";
import { BenchGuests, cycle, openRelease } from "../support/bench-guests.ts";
import { createFloor } from "../support/floor.ts";
import { createGateCaller, registerMachine, type GateCaller } from "../support/gate-caller.ts";
import { makeLabMachine, type LabMachine } from "../support/lab-machine.ts";
import { startGateProcess, type GateProcess } from "../support/start-gate-process.ts";
import { withWorkFolder } from "../support/work-folder.ts";

/** Guests at the same time, each on a connection of its own. */
const guestsAtOnce = 8;
/** Cycles of one turn, so that a turn outlasts what the disk does now and then. */
const cyclesPerTurn = 4 * guestsAtOnce;

export const gateChallengeVerdictRelease: Figure = {
  name: "gate-challenge-verdict-release",
  title: "guests served per second by a gate over TLS, its store on disk: challenge, evidence, verdict, release (auto)",
  goal: null,
  measure: () => withBenchGate(guestsAtOnce, ({ gate, caller, guests }) => measureCycles(gate, caller, guests)),
};

/** A gate in a process of its own, a machine of mode auto at it, and guests of that machine. */
export type BenchGate = {
  readonly gate: GateProcess;
  readonly machine: Machine;
  readonly caller: GateCaller;
  readonly guests: BenchGuests;
  /** Where its data lies; whatever else is put there goes with it. */
  readonly folder: string;
};

/** Lends a gate that has released once to one of the guests. */
export function withBenchGate(connections: number, use: (bench: BenchGate) => Promise<Measured>): Promise<Measured> {
  return withWorkFolder(async (folder) => {
    const authority = await testAuthority("Milan", "bench");
    const processor = createSecureProcessor(authority);
    const keyServer = await startKeyServer({ authorities: [authority] });
    const gate = await startGateProcess(join(folder, "gate"), keyServer.url);
    try {
      return await withGuests(folder, gate, processor, authority.rootDigest, connections, use);
    } finally {
      await gate.close();
      await keyServer.close();
    }
  });
}

async function withGuests(
  folder: string,
  gate: GateProcess,
  processor: SecureProcessor,
  rootDigest: string,
  connections: number,
  use: (bench: BenchGate) => Promise<Measured>,
): Promise<Measured> {
  const lab = await makeLabMachine();
  const machine = describeMachine(lab, gate.identity, rootDigest);
  const diskKey = new Uint8Array(randomBytes(32));
  await registerMachine(gate.adminSocket, { machine, diskKey: toBase64(diskKey) });
  const { headerDigest } = machine.disk;
  const { id: machineId, launchDigest } = lab;
  const setting = { processor, machineId, launchDigest, headerDigest, gate: gate.identity };
  const guests = await BenchGuests.create(setting);
  const caller = await createGateCaller(gate.identity, gate.port, connections);
  try {
    const opened = await openRelease(await cycle(caller, guests));
    if (opened === undefined || !equalBytes(opened, diskKey)) throw new Error("the gate released another key");
    return await use({ gate, machine, caller, guests, folder });
  } finally {
    caller.close();
  }
}

async function measureCycles(gate: GateProcess, caller: GateCaller, guests: BenchGuests): Promise<Measured> {
  const floor = createFloor();
  let cycles = 0;
  const turn = async (): Promise<void> => {
    await Promise.all(
      Array.from({ length: guestsAtOnce }, async () => {
        for (let done = 0; done < cyclesPerTurn / guestsAtOnce; done++) await cycle(caller, guests);
      }),
    );
    cycles += cyclesPerTurn;
  };
  const cpuBefore = await gate.cpu();
  const whole = await compare(floor, turn, { atMostMs: 12_000, batchMs: 150, warmUpMs: 3000 });
  const gateCpu = ((await gate.cpu()) - cpuBefore) / cycles;

  const challenge = { nonce: "A".repeat(64), expiresAt: new Date().toISOString() };
  const client = await compare(floor, () => guests.evidence(challenge), { atMostMs: 2_000, warmUpMs: 500 });
  const ms = whole.ms / cyclesPerTurn;
  return {
    value: 1000 / ms,
    unit: "guests/s",
    ratio: whole.ratio / cyclesPerTurn,
    against: `${floorName}, per guest`,
    notes: [
      `${guestsAtOnce} guests at once on kept connections; certificates from the gate's cache; rate limits off`,
      `the gate's process computes ${gateCpu.toFixed(2)} ms per guest, all threads together`,
      `included: ${client.ms.toFixed(2)} ms per guest in the client's process for the lab to sign a live report`,
    ],
  };
}

/** A machine as the image builder would have written it. Nothing boots, so only what is appraised has meaning. */
export function describeMachine(
  { id, boot, referenceValue }: LabMachine,
  gate: GateIdentity,
  rootDigest: string,
): Machine {
  const { firmware, kernel, initrd, commandLine, shape } = boot;
  const { sha256, version } = firmware;
  return machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id,
    name: "bench",
    createdAt: new Date().toISOString(),
    technology: "sev-snp",
    shape,
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: {
      kind: "direct",
      firmware: { file: "OVMF.fd", sha256, version },
      kernel: { file: "vmlinuz", ...kernel },
      initrd: { file: "initrd.img", ...initrd, version: kernel.version },
      commandLine,
    },
    disk: { file: "disk.img", headerDigest: "33".repeat(32), headerBytes: 8 * 1024 * 1024 },
    gate,
    releaseMode: "auto",
    referenceValues: [referenceValue],
    additionalRoots: [rootDigest],
  });
}
