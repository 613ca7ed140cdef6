import { readFile } from "node:fs/promises";
import { release, totalmem } from "node:os";
import process from "node:process";
import { encodingCatalogue } from "@sekisho/encoding";
import { luks2Catalogue } from "@sekisho/evidence/luks2";
import { createRenderer, message, type Message, type Renderer } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { exitCodes, type Outcome } from "./agent/outcome.ts";
import type { AgentPorts, LaunchSecret, ReportProvider, ReportSource, TrustDomain, VirtualTpm } from "./agent/ports.ts";
import { runAgent } from "./agent/run-agent.ts";
import { consoleLocale, machineIdOf, measuredCommandLine } from "./configuration/command-line.ts";
import { readGuestConfiguration } from "./configuration/guest-json.ts";
import { guestCatalogue } from "./locales/index.ts";
import { systemClock } from "./ports/clock.ts";
import { createConfigfsTsm } from "./ports/configfs-tsm.ts";
import { createCryptsetupOpener } from "./ports/cryptsetup.ts";
import { openDiskFile } from "./ports/disk-file.ts";
import { errorCode } from "./ports/error-code.ts";
import { createGateTransport } from "./ports/gate-transport.ts";
import { createLaunchSecret } from "./ports/launch-secret.ts";
import { askPassphrase } from "./ports/passphrase.ts";
import { createReportPort } from "./ports/report-port.ts";
import { createTrustDomain } from "./ports/trust-domain.ts";
import { createVirtualTpm } from "./ports/virtual-tpm.ts";
import { selfTest, selfTests } from "./self-test.ts";
import { version } from "./version.ts";

const crashed = 1;
const usage = 2;

/** Where the initrd keeps things: its configuration is measured with it, and `/run` is in memory. */
const places = {
  configuration: "/etc/sekisho/guest.json",
  commandLine: "/proc/cmdline",
  runtime: "/run/sekisho",
  console: "/dev/console",
};

/**
 * The executable `sekisho-guest`. Without arguments it opens the machine's disk.
 *
 * @param words the arguments after the program's name
 * @returns the exit status: see `exitCodes`; 1 crashed, 2 wrong usage
 */
export async function main(words: readonly string[]): Promise<number> {
  const commandLine = await readFile(places.commandLine, "utf8").catch(() => "");
  const render = createRenderer(consoleLocale(commandLine), [guestCatalogue, luks2Catalogue, encodingCatalogue]);
  const say = (text: Message): void => void process.stdout.write(`sekisho: ${render(text)}\n`);
  try {
    const [word, value, ...others] = words;
    if (word === undefined) return await boot(places.configuration, commandLine, render, say);
    if (word === "--configuration" && value !== undefined && others.length === 0) {
      return await boot(value, commandLine, render, say);
    }
    if (word === "--version" && value === undefined) {
      process.stdout.write(`${version}\n`);
      return 0;
    }
    if (word === "--self-test" && value === undefined) return await test(say);
    say(message("guest.usage", { word: others[0] ?? value ?? word }));
    return usage;
  } catch (error) {
    say(message("guest.crashed", { reason: errorCode(error) }));
    return crashed;
  }
}

async function boot(path: string, commandLine: string, render: Renderer, say: AgentPorts["say"]): Promise<number> {
  const outcome = await configured(path, commandLine, render, say);
  return exitCodes[outcome.kind];
}

async function configured(
  path: string,
  commandLine: string,
  render: Renderer,
  say: AgentPorts["say"],
): Promise<Outcome> {
  const misconfigured = (reason: Message): Outcome => {
    say(reason);
    return { kind: "misconfigured", reason };
  };
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    return misconfigured(message("guest.configuration.missing", { path, reason: errorCode(error) }));
  }
  const read = await readGuestConfiguration(text);
  if (!read.ok) return misconfigured(read.reason);

  const guest = read.configuration;
  const devices = devicesOf(guest);
  try {
    const machine = machineIdOf(commandLine);
    if (!machine.ok) {
      for (const device of [devices.vtpm, devices.trustDomain]) {
        const left = await device?.leave();
        if (left?.ok === false) say(left.reason);
      }
      const taken = await devices.launchSecret?.take();
      if (taken?.ok === true) taken.value.key.fill(0);
      return misconfigured(machine.reason);
    }
    return await runAgent(machinePorts(guest, devices, render, say), {
      machineId: machine.machineId,
      guest,
      boot: { commandLine: measuredCommandLine(commandLine, guest.tdx !== undefined), kernelVersion: release() },
      memoryKiB: Math.floor(totalmem() / 1024),
    });
  } finally {
    await devices.reports?.close();
    await devices.vtpm?.close();
  }
}

function machinePorts(
  guest: GuestConfiguration,
  devices: Devices,
  render: Renderer,
  say: AgentPorts["say"],
): AgentPorts {
  const { device, mapping } = guest.disk;
  return {
    openDisk: openDiskFile(device),
    ...devices,
    gate: createGateTransport(guest.gate),
    opener: createCryptsetupOpener({ target: { kind: "mapping", device, mapping }, folder: places.runtime }),
    say,
    clock: systemClock,
    askPassphrase: () => askPassphrase(places.console, render(message("guest.prompt.passphrase"))),
  };
}

type Devices = {
  readonly reports: ReportSource | null;
  readonly vtpm?: VirtualTpm;
  readonly trustDomain?: TrustDomain;
  readonly launchSecret?: LaunchSecret;
};

/** What gives evidence on this machine; each is opened at its first use. */
function devicesOf({ reportSource, vtpm, tdx }: GuestConfiguration): Devices {
  const kernelVersion = release();
  const provider: ReportProvider = tdx === undefined ? "sev_guest" : "tdx_guest";
  const port = reportSource.kind === "port" ? createReportPort(reportSource.path, { provider }) : undefined;
  const linux = reportSource.kind === "configfs-tsm" ? createConfigfsTsm({ kernelVersion, provider }) : null;
  return {
    reports: port ?? linux,
    ...(vtpm ? { vtpm: createVirtualTpm(vtpm) } : {}),
    ...(tdx === undefined ? {} : { trustDomain: createTrustDomain({ tdx, port, kernelVersion }) }),
    ...(reportSource.kind === "launch-secret" ? { launchSecret: createLaunchSecret(reportSource.folder) } : {}),
  };
}

async function test(say: AgentPorts["say"]): Promise<number> {
  const name = await selfTest();
  process.stdout.write(`sekisho-guest ${version}, Node.js ${process.version}\n`);
  if (name !== undefined) {
    say(message("guest.selfTest.failed", { name }));
    return crashed;
  }
  say(message("guest.selfTest.passed", { names: Object.keys(selfTests).join(", ") }));
  return 0;
}
