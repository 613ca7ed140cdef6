import { ByteWriter, toHex, toUtf8 } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import { guidBytes } from "@sekisho/encoding/uefi";
import type { MeasuredEvent } from "./schema.ts";

/** Words of boot logs for what an event is about: those of them that a prediction uses. */
export type EventComponent =
  | "separator"
  | "action"
  | "secure-boot"
  | "partition-table"
  | "shim"
  | "machine-owner-keys"
  | "boot-loader"
  | "grub-command"
  | "grub-file"
  | "kernel"
  | "initrd"
  | "command-line"
  | "uki-section";

/** Makes events for the registers of one hash algorithm. Their numbers are those of PCRs, or of RTMRs. */
export function eventsOf(algorithm: HashAlgorithm) {
  /** An event whose digest is over these bytes. */
  const dataEvent = async (
    pcr: number,
    component: EventComponent,
    name: string,
    ...data: readonly Uint8Array[]
  ): Promise<MeasuredEvent> => digestEvent(pcr, component, name, await hash(algorithm, ...data));
  return {
    dataEvent,
    /** EV_SEPARATOR: four zeros, named after them. */
    separator: (pcr: number) => dataEvent(pcr, "separator", "00000000", new Uint8Array(4)),
    /** EV_EFI_ACTION: its text, without a terminating zero. */
    action: (pcr: number, text: string) => dataEvent(pcr, "action", text, toUtf8(text)),
  };
}

/** Those of PCRs in the SHA-256 bank. */
export const { dataEvent, separator, action } = eventsOf("sha256");

/** An event with this very digest: of a program, whose Authenticode digest is not over the whole file. */
export function digestEvent(pcr: number, component: EventComponent, name: string, digest: Uint8Array): MeasuredEvent {
  return { pcr, component, name: name.slice(0, longestName), digest: toHex(digest) };
}

const longestName = 8192;

/** UTF-16, little-endian, without a terminating zero. */
export function toUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), true);
  return bytes;
}

/** UEFI_VARIABLE_DATA (PC Client Platform Firmware Profile 1.06, 10.2.6): what PCR 7 is extended with the hash of. */
export function variableData(guid: string, name: string, data: Uint8Array): Uint8Array {
  const writer = new ByteWriter().bytes(guidBytes(guid)).u64le(BigInt(name.length)).u64le(BigInt(data.length));
  return writer.bytes(toUtf16(name)).bytes(data).finish();
}
