import type { Message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import type { AgentConfiguration, AgentLimits } from "../agent/configuration.ts";
import type {
  AgentPorts,
  GateAnswer,
  OpenOutcome,
  ReportService,
  ReportSource,
  TrustDomain,
  VirtualTpm,
} from "../agent/ports.ts";
import type { FakeGate, FakeSigningKey } from "./fake-gate.ts";

export const machineId = "3f6c1f5e-0d4b-4b57-9a4c-6a3f7f0f8e11";
export const commandLine = `panic=-1 sekisho.machine=${machineId}`;

/** A configuration that pins these signing keys. */
export function makeConfiguration(
  signingKeys: readonly FakeSigningKey[],
  changes: { readonly allowPassphrasePrompt?: boolean; readonly limits?: Partial<AgentLimits> } = {},
): AgentConfiguration {
  const guest: GuestConfiguration = {
    type: "sekisho-guest",
    version: 1,
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: signingKeys.map(({ spki, digest }) => ({ spki, digest })),
      tlsKeyDigests: ["00".repeat(32)],
    },
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: { kind: "configfs-tsm" },
    allowPassphrasePrompt: changes.allowPassphrasePrompt ?? false,
  };
  const { limits } = changes;
  return {
    machineId,
    guest,
    boot: { commandLine, kernelVersion: "6.12.0" },
    ...(limits === undefined ? {} : { limits }),
  };
}

/** What the fake SVSM says of its service. */
export const manifest = new TextEncoder().encode("the endorsement key");

/** Everything around the agent, in memory, with a clock that only sleeping moves. */
export type FakeMachine = {
  readonly ports: AgentPorts;
  readonly said: Message[];
  readonly slept: number[];
  /** REPORT_DATA of every report that was made. */
  readonly bindings: Uint8Array[];
  /** The SVSM's services that reports were asked for. */
  readonly services: (ReportService | undefined)[];
  /** The seconds at which reports were made. */
  readonly reportTimes: number[];
  /** What the opener got: a copy of the key, and the very buffer, to see whether it was wiped. */
  readonly opened: { readonly header: Uint8Array; readonly key: string; readonly buffer: Uint8Array }[];
};

export function makeMachine(options: {
  readonly disk: Uint8Array;
  readonly gate: Pick<FakeGate, "handle"> | { readonly handle: () => Promise<GateAnswer> };
  readonly open?: (key: string) => OpenOutcome;
  readonly typed?: readonly (string | undefined)[];
  readonly report?: ReportSource["report"];
  /** Null: a machine without a confidential VM. */
  readonly reports?: null;
  readonly vtpm?: VirtualTpm;
  /** Reports are quotes then. */
  readonly trustDomain?: TrustDomain;
}): FakeMachine {
  const { disk, gate, open = () => ({ kind: "opened" }) } = options;
  const said: Message[] = [];
  const slept: number[] = [];
  const bindings: Uint8Array[] = [];
  const services: (ReportService | undefined)[] = [];
  const reportTimes: number[] = [];
  const opened: FakeMachine["opened"] = [];
  const typed = [...(options.typed ?? [])];
  let now = 0;
  let offset = 0;
  const ports: AgentPorts = {
    openDisk: () =>
      Promise.resolve({
        ok: true,
        disk: {
          next: (length) => {
            const bytes = disk.slice(offset, offset + length);
            offset += bytes.length;
            return Promise.resolve(bytes);
          },
          close: () => Promise.resolve(),
        },
      }),
    reports:
      options.reports === null
        ? null
        : {
            report:
              options.report ??
              ((binding, service) => {
                bindings.push(binding);
                services.push(service);
                reportTimes.push(now);
                const report = {
                  provider: options.trustDomain === undefined ? "sev_guest" : "tdx_guest",
                  outblob: new Uint8Array(1184),
                  auxblob: new Uint8Array(),
                  manifestblob: service === undefined ? new Uint8Array() : manifest,
                } as const;
                return Promise.resolve({ ok: true, report });
              }),
            close: () => Promise.resolve(),
          },
    ...(options.vtpm === undefined ? {} : { vtpm: options.vtpm }),
    ...(options.trustDomain === undefined ? {} : { trustDomain: options.trustDomain }),
    gate: { post: (path, body) => gate.handle(path, structuredClone(body)) },
    opener: {
      open: (header, buffer) => {
        const key = new TextDecoder().decode(buffer);
        opened.push({ header, key, buffer });
        return Promise.resolve(open(key));
      },
    },
    say: (message) => void said.push(message),
    clock: {
      seconds: () => now,
      sleep: (seconds) => {
        slept.push(seconds);
        now += seconds;
        return Promise.resolve();
      },
      random: () => 1,
    },
    askPassphrase: () => {
      const next = typed.shift();
      return Promise.resolve(next === undefined ? undefined : new TextEncoder().encode(next));
    },
  };
  return { ports, said, slept, bindings, services, reportTimes, opened };
}
