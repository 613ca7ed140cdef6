/** The guest as a process: `node process.ts`, a {@link SoftwareGuest} as JSON on standard input. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import process from "node:process";
import { fromUtf8 } from "@sekisho/encoding";
import {
  createCryptsetupOpener,
  createGateTransport,
  createReportPort,
  createTrustDomain,
  createVirtualTpm,
  machineIdOf,
  openDiskFile,
  readGuestConfiguration,
  runAgent,
  systemClock,
  type AgentPorts,
  type Outcome,
  type VirtualTpmOptions,
} from "@sekisho/guest";
import { findTool } from "@sekisho/image";
import { message, type Message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { readInitramfs } from "../cloud/initramfs.ts";
import { softwareGuestSchema, type SoftwareGuest } from "./protocol.ts";

/** Where the configuration stands in an initrd. */
const configurationPath = "etc/sekisho/guest.json";

type Line = { readonly say: Message } | { readonly end: Outcome };

/** Standard output is read with the schema of `softwareGuestLineSchema`. */
function write(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function start(guest: SoftwareGuest): Promise<Outcome> {
  const configuration = await configurationIn(guest.initrd);
  if (!configuration.ok) return { kind: "misconfigured", reason: configuration.reason };
  const machine = machineIdOf(guest.commandLine);
  if (!machine.ok) return { kind: "misconfigured", reason: machine.reason };
  const { gate, vtpm, tdx } = configuration.configuration;
  const { reportPort, kernelVersion } = guest;
  const provider = tdx === undefined ? "sev_guest" : "tdx_guest";
  const port = reportPort === null ? undefined : createReportPort(reportPort, { provider });
  const ports: AgentPorts = {
    openDisk: openDiskFile(guest.disk),
    reports: port ?? null,
    ...(tdx === undefined ? {} : { trustDomain: createTrustDomain({ tdx, port, kernelVersion }) }),
    ...(vtpm === null || vtpm === undefined ? {} : { vtpm: createVirtualTpm(vtpmOptions(vtpm, guest)) }),
    gate: createGateTransport(gate),
    opener: createCryptsetupOpener({
      target: { kind: "test", image: guest.disk },
      folder: guest.folder,
      command: await findTool("cryptsetup"),
    }),
    say: (said) => write({ say: said }),
    clock: systemClock,
  };
  try {
    return await runAgent(ports, {
      machineId: guest.machineId ?? machine.machineId,
      guest: configuration.configuration,
      boot: { commandLine: guest.commandLine, kernelVersion: guest.kernelVersion },
      memoryKiB: guest.memoryKiB,
      limits: { attempts: guest.attempts, notPinnedAttempts: guest.attempts, firstPause: 0.2, longestPause: 1 },
    });
  } finally {
    await ports.vtpm?.close();
    await ports.reports?.close();
  }
}

function vtpmOptions(
  vtpm: NonNullable<GuestConfiguration["vtpm"]>,
  { vtpm: played }: SoftwareGuest,
): VirtualTpmOptions {
  if (played === undefined) return vtpm;
  const { socket, firmwareLog } = played;
  return {
    provider: vtpm.provider,
    connection: { kind: "swtpm", path: socket },
    logs: { firmware: firmwareLog },
  };
}

async function configurationIn(initrd: string): ReturnType<typeof readGuestConfiguration> {
  const files = readInitramfs(new Uint8Array(await readFile(initrd)));
  const found = files.ok ? files.value.find(({ path }) => path === configurationPath) : undefined;
  const json = found === undefined ? undefined : fromUtf8(configurationPath, found.bytes);
  if (json?.ok !== true) {
    return { ok: false, reason: message("guest.configuration", { field: configurationPath, expected: "JSON" }) };
  }
  return readGuestConfiguration(json.value);
}

write({ end: await start(softwareGuestSchema.parse(JSON.parse(await text(process.stdin)))) });
