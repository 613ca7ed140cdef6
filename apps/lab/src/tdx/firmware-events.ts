import { createHash } from "node:crypto";
import { ByteWriter, concatBytes, toUtf8 } from "@sekisho/encoding";
import { authenticodeDigest, parsePe } from "@sekisho/encoding/pe";
import type { BootArtifacts } from "../cloud/boot-artifacts.ts";
import type { TdEvent } from "./td-events.ts";
import type { RegisterNumber } from "./tdx-module.ts";

/** Event types of the TCG PC Client Platform Firmware Profile 1.06, table 27. */
const types = {
  separator: 0x0000_0004,
  eventTag: 0x0000_0006,
  platformConfigFlags: 0x0000_000a,
  variableDriverConfig: 0x8000_0001,
  bootServicesApplication: 0x8000_0003,
  action: 0x8000_0007,
  handoffTables2: 0x8000_000b,
} as const;

/** The tags of Linux's boot stub (drivers/firmware/efi/libstub). */
const tags = { loadOptions: 0x8f3b_22ed, initrd: 0x8f3b_22ec } as const;
/** Namespaces of variables, as their 16 bytes lie in memory. */
const globalNamespace = Buffer.from("61dfe48bca93d211aa0d00e098032b8c", "hex");
const securityDatabase = Buffer.from("cbb219d73a3d9645a3bcdad00e67656f", "hex");
/** The device path under which OVMF starts the kernel that QEMU hands over: a vendor's media, and "kernel". */
const kernelDevicePath = Buffer.from(
  "0403140072f728144ab61e44b8c39ebdd7f893c7040412006b00650072006e0065006c0000007fff0400",
  "hex",
);

/**
 * What OVMF and Linux's boot stub measure into a TD's registers when QEMU hands them a kernel: the events of a TD that is only
 * a process. Digests of kernel, initrd and command line are those of real machines; what follows the machine's shape (RTMR 0)
 * is the lab's own.
 *
 * @throws Error for a kernel that no firmware would start: it is not a PE image
 */
export async function directBootEvents(artifacts: BootArtifacts, memoryMiB: number): Promise<readonly TdEvent[]> {
  const { kernel, initrd, commandLine, shape } = artifacts;
  const image = parsePe(kernel);
  if (!image.ok) throw new Error(`the firmware does not start this kernel: ${image.error.field}`);
  const application = await authenticodeDigest(kernel, image.value, "sha384");
  const handoff = toUtf8(`${memoryMiB} MiB`);
  return [
    event(0, types.handoffTables2, toUtf8("TdxTable"), handoff),
    ...["SecureBoot", "PK", "KEK"].map((name) => emptyVariable(globalNamespace, name)),
    ...["db", "dbx"].map((name) => emptyVariable(securityDatabase, name)),
    separator(0),
    event(0, types.platformConfigFlags, toUtf8("ACPI DATA"), toUtf8(JSON.stringify(shape))),
    { register: 1, type: types.bootServicesApplication, data: imageLoadEvent(kernel.length), digest: application },
    event(1, types.action, toUtf8("Calling EFI Application from Boot Option")),
    separator(1),
    event(2, types.eventTag, taggedEvent(tags.loadOptions, "LOADED_IMAGE::LoadOptions"), loadOptions(commandLine)),
    event(2, types.eventTag, taggedEvent(tags.initrd, "Linux initrd"), initrd),
    event(1, types.action, toUtf8("Exit Boot Services Invocation")),
    event(1, types.action, toUtf8("Exit Boot Services Returned with Success")),
  ];
}

/** What the boot stub gets as its options: the command line, with what OVMF adds where there is an initrd. */
export function loadOptions(commandLine: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${commandLine} initrd=initrd\0`, "utf16le"));
}

/** An event whose digest is over `measured`, or over its data. */
function event(register: RegisterNumber, type: number, data: Uint8Array, measured: Uint8Array = data): TdEvent {
  return { register, type, data, digest: new Uint8Array(createHash("sha384").update(measured).digest()) };
}

function separator(register: RegisterNumber): TdEvent {
  return event(register, types.separator, new Uint8Array(4));
}

/** UEFI_VARIABLE_DATA of a variable that holds nothing: no keys, and so no Secure Boot. */
function emptyVariable(namespace: Uint8Array, name: string): TdEvent {
  const data = new ByteWriter().bytes(namespace).u64le(BigInt(name.length)).u64le(0n).finish();
  return event(0, types.variableDriverConfig, concatBytes(data, Buffer.from(name, "utf16le")));
}

/** UEFI_IMAGE_LOAD_EVENT; the address says nothing. */
function imageLoadEvent(length: number): Uint8Array {
  const fields = new ByteWriter().u64le(0n).u64le(BigInt(length)).u64le(0n).u64le(BigInt(kernelDevicePath.length));
  return fields.bytes(kernelDevicePath).finish();
}

function taggedEvent(tag: number, text: string): Uint8Array {
  const bytes = toUtf8(`${text}\0`);
  return new ByteWriter().u32le(tag).u32le(bytes.length).bytes(bytes).finish();
}
