import { toBase64 } from "@sekisho/encoding";
import type { Machine } from "@sekisho/release";
import type { DirectFiles } from "../machine-files.ts";
import type { QuoteService, TdxTarget } from "../target.ts";
import { bareMachine, bootArguments, confidentialDevices, serialArguments } from "./common.ts";
import { qemuOption } from "./option.ts";

const guestName = "tdx0";
/** The firmware lies in memory, where nothing can be read-only, and the host emulates neither SMM nor an HPET for a TD. */
const machineOption = qemuOption("q35", {
  "confidential-guest-support": guestName,
  "kernel-irqchip": "split",
  smm: false,
  vmport: false,
  hpet: false,
});

/** The words that start a machine on a TDX host (QEMU ≥ 10.1, docs/system/i386/tdx.rst). */
export function tdxArguments(machine: Machine, files: DirectFiles, target: TdxTarget): string[] {
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-object", tdxGuest(machine, target)],
    ["-machine", machineOption],
    ["-accel", "kvm"],
    // A TD has the host's features, as far as the TDX module allows: there is no vCPU type to choose.
    ["-cpu", "host", "-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    bareMachine,
    bootArguments(machine, files),
    confidentialDevices(files.disk, target.network),
    serialArguments,
  ].flat();
}

/** Only JSON can name a socket's address. Attributes are written by hand: they have 64 bits, and JSON's numbers 53 here. */
function tdxGuest(machine: Machine, { quoteService, mrConfigId, mrOwner, mrOwnerConfig }: TdxTarget): string {
  const properties = {
    "quote-generation-socket": socketAddress(quoteService),
    mrconfigid: mrConfigId && toBase64(mrConfigId),
    mrowner: mrOwner && toBase64(mrOwner),
    mrownerconfig: mrOwnerConfig && toBase64(mrOwnerConfig),
  };
  const fixed = `"qom-type":"tdx-guest","id":"${guestName}","attributes":${BigInt(machine.guestPolicy)}`;
  return `{${fixed},${JSON.stringify(properties).slice(1)}`;
}

function socketAddress(service: QuoteService): Readonly<Record<string, string>> {
  return service.kind === "unix"
    ? { type: "unix", path: service.path }
    : { type: "vsock", cid: String(service.cid), port: String(service.port) };
}
