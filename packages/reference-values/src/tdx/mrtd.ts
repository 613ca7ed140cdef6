import { malformedMessage, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { pageSize } from "../firmware/sections.ts";
import { MeasureError } from "../measure-error.ts";
import { parseTdxMetadata, type TdxSection } from "./metadata.ts";

/**
 * In which order the host adds and measures pages. `page`: each page is measured as soon as it is added, as Linux does since
 * KVM supports TDX (6.16), and Google's hypervisor. `section`: all pages of a section are added, then all are measured, as the
 * kernels did that carried TDX as patches before.
 */
export type MrTdOrder = "page" | "section";

const recordSize = 128;
const chunkSize = 256;
const gpaOffset = 16;
const names = { pageAdd: toUtf8("MEM.PAGE.ADD"), extend: toUtf8("MR.EXTEND") };

/**
 * The MRTD (48 bytes) of a trust domain that starts with this firmware: SHA-384 over what the TDX module notes of each page
 * that is added (MEM.PAGE.ADD) and of each 256 bytes that are measured (MR.EXTEND), in the order of the metadata's sections
 * (Intel TDX module base specification, "MRTD: Build-Time Measurement Register"; TDH.MEM.PAGE.ADD, TDH.MR.EXTEND).
 *
 * Memory size, virtual CPUs, kernel and command line are not in it: the registers RTMR 0 to 2 are for them.
 *
 * @param firmware the whole image as `-bios` takes it, built for TDX (`OVMF.inteltdx.fd`)
 * @throws MeasureError when the image is malformed or has no TDX metadata
 */
export async function computeMrTd(
  firmware: Uint8Array,
  { order = "page" }: { readonly order?: MrTdOrder } = {},
): Promise<Uint8Array> {
  const sections = parseTdxMetadata(firmware);
  if (!sections.ok) throw new MeasureError(malformedMessage("OVMF", sections.error));
  const added = sections.value.filter(({ addedLater }) => !addedLater);
  return await hash("sha384", ...added.map((section) => noteSection(section, order)));
}

function noteSection(section: TdxSection, order: MrTdOrder): Uint8Array {
  const notes = new Notes(section);
  for (let offset = 0; offset < section.size; offset += pageSize) {
    notes.addPage(offset);
    if (order === "page") notes.extendPage(offset);
  }
  for (let offset = 0; order === "section" && offset < section.size; offset += pageSize) notes.extendPage(offset);
  return notes.bytes;
}

/** What the TDX module hashes of one section, written front to back. */
class Notes {
  readonly bytes: Uint8Array;
  readonly #section: TdxSection;
  #position = 0;

  constructor(section: TdxSection) {
    const pages = section.size / pageSize;
    const extended = section.extendsMrTd ? (pageSize / chunkSize) * (recordSize + chunkSize) : 0;
    this.bytes = new Uint8Array(pages * (recordSize + extended));
    this.#section = section;
  }

  addPage(offset: number): void {
    this.#record(names.pageAdd, offset);
  }

  extendPage(pageOffset: number): void {
    const { data, extendsMrTd } = this.#section;
    if (!extendsMrTd) return;
    for (let offset = pageOffset; offset < pageOffset + pageSize; offset += chunkSize) {
      this.#record(names.extend, offset);
      this.bytes.set(data.subarray(offset, offset + chunkSize), this.#position);
      this.#position += chunkSize;
    }
  }

  /** 128 bytes: what was done, at byte 16 the guest physical address as 64 bits, little-endian, zeros elsewhere. */
  #record(name: Uint8Array, offset: number): void {
    this.bytes.set(name, this.#position);
    const view = new DataView(this.bytes.buffer);
    view.setBigUint64(this.#position + gpaOffset, BigInt(this.#section.address + offset), true);
    this.#position += recordSize;
  }
}
