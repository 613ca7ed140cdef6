import { createHash } from "node:crypto";
import { ByteWriter, toUtf8 } from "@sekisho/encoding";
import type { TdEvent } from "@sekisho/lab";
import type { MeasuredBoot, MeasuredLaunch } from "@sekisho/reference-values";

const addedAt = "2026-11-23T00:00:00.000Z";
/** EV_EVENT_TAG and EV_EFI_ACTION. */
const [tagged, action] = [0x6, 0x8000_0007];
const loadOptionsTag = 0x8f3b_22ed;

/** MRTD of {@link knownFirmware}. */
export const tdFirmwareDigest: Uint8Array = new Uint8Array(48).fill(0x4d);

/** A launch that a machine's owner knows. */
export const knownFirmware: MeasuredLaunch = {
  name: "OVMF",
  addedAt,
  launchDigest: "4d".repeat(48),
  firmware: { sha256: "11".repeat(32), version: "1" },
  svsm: null,
};

/** An event that extends a register with SHA-384 over `measured`. */
export function tdEvent(register: TdEvent["register"], measured: string): TdEvent {
  const data = new Uint8Array(Buffer.from(measured));
  return { register, type: action, data, digest: sha384(data) };
}

/** The event of a measured command line: UTF-16 with its zero; the log names only what it is (Linux's EFI stub). */
export function tdCommandLine(commandLine: string): TdEvent {
  const digest = sha384(Buffer.from(`${commandLine}\0`, "utf16le"));
  const name = toUtf8("LOADED_IMAGE::LoadOptions\0");
  const data = new ByteWriter().u32le(loadOptionsTag).u32le(name.length).bytes(name).finish();
  return { register: 2, type: tagged, data, digest };
}

/** What a TD's firmware extends the registers with, and what its owner knows of that boot. */
export function recordedTd(commandLine: string): { readonly events: readonly TdEvent[]; readonly known: MeasuredBoot } {
  const events = [tdEvent(0, "firmware"), tdEvent(1, "kernel"), tdCommandLine(commandLine)];
  const names = [
    ["firmware", "OVMF"],
    ["kernel", "vmlinuz"],
    ["command-line", commandLine],
  ] as const;
  const known: MeasuredBoot = {
    name: "kernel 6.16",
    addedAt,
    registers: "rtmr",
    origin: "learned",
    pcrs: [0, 1, 2],
    events: events.map(({ register, digest }, index) => {
      const [component = "", name = ""] = names[index] ?? [];
      return { pcr: register, component, name, digest: Buffer.from(digest).toString("hex") };
    }),
  };
  return { events, known };
}

function sha384(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha384").update(bytes).digest());
}
