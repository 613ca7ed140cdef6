import { hash } from "@sekisho/encoding/crypto";
import { pageSize } from "../firmware/sections.ts";

/** PAGE_TYPE of a page that is added to a guest (SEV-SNP ABI 1.58, section 8.17, PAGE_INFO). */
export const pageTypes = { normal: 1, vmsa: 2, zero: 3, unmeasured: 4, secrets: 5, cpuid: 6 } as const;
export type PageType = (typeof pageTypes)[keyof typeof pageTypes];

const digestSize = 48;
const pageInfoSize = 0x70;
const zeroDigest: Readonly<Uint8Array> = new Uint8Array(digestSize);

/** The launch digest of a guest without any page. */
export const emptyLaunchDigest: Uint8Array = new Uint8Array(digestSize);

/** Where KVM puts every save area, as it has no guest physical address of its own. */
export const kvmSaveAreaAddress = 0xffff_ffff_f000;

/**
 * The launch digest after one more page: SHA-384 over PAGE_INFO, which chains the digest so far (DIGEST_CUR, 48 bytes) ‖
 * CONTENTS (48) ‖ LENGTH (u16) ‖ PAGE_TYPE ‖ IMI_PAGE ‖ VMPL3, 2, 1 permissions ‖ reserved ‖ GPA (u64), little-endian.
 *
 * @param contents SHA-384 of a normal page or VMSA; zeros for every other type
 */
function addPage(
  digest: Uint8Array,
  type: PageType,
  contents: Readonly<Uint8Array>,
  address: number,
): Promise<Uint8Array> {
  const info = new Uint8Array(pageInfoSize);
  info.set(digest, 0);
  info.set(contents, digestSize);
  const view = new DataView(info.buffer);
  view.setUint16(0x60, pageInfoSize, true);
  view.setUint8(0x62, type);
  view.setBigUint64(0x68, BigInt(address), true);
  return hash("sha384", info);
}

/** Adds pages whose contents are not measured (zero, unmeasured, secrets, CPUID); `size` in bytes. */
export async function addUnhashedPages(
  digest: Uint8Array,
  type: Exclude<PageType, typeof pageTypes.normal | typeof pageTypes.vmsa>,
  range: { readonly address: number; readonly size: number },
): Promise<Uint8Array> {
  let current = digest;
  for (let offset = 0; offset < range.size; offset += pageSize) {
    current = await addPage(current, type, zeroDigest, range.address + offset);
  }
  return current;
}

/**
 * Adds normal pages from `address` on.
 *
 * @throws RangeError when `bytes` are no whole pages
 */
export async function addNormalPages(digest: Uint8Array, address: number, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length % pageSize !== 0) throw new RangeError(`${bytes.length} bytes are no whole pages`);
  const uniform = new Map<number, Promise<Uint8Array>>();
  let current = digest;
  for (let offset = 0; offset < bytes.length; offset += pageSize) {
    const contents = await hashPage(bytes.subarray(offset, offset + pageSize), uniform);
    current = await addPage(current, pageTypes.normal, contents, address + offset);
  }
  return current;
}

/**
 * Adds the save area of one more virtual CPU; `contents` is the SHA-384 of its page.
 *
 * @param address where an IGVM file puts it; KVM has one address for all
 */
export function addSaveArea(
  digest: Uint8Array,
  contents: Uint8Array,
  address = kvmSaveAreaAddress,
): Promise<Uint8Array> {
  return addPage(digest, pageTypes.vmsa, contents, address);
}

/** Firmware has many pages of nothing but 0x00 or 0xff: each is hashed once. */
function hashPage(page: Uint8Array, uniform: Map<number, Promise<Uint8Array>>): Promise<Uint8Array> {
  const first = page[0] ?? 0;
  if (!isFilledWith(first, page)) return hash("sha384", page);
  const known = uniform.get(first) ?? hash("sha384", page);
  uniform.set(first, known);
  return known;
}

/** A loop, as `every` calls a function for each byte, which takes longer than hashing the page. */
function isFilledWith(byte: number, page: Uint8Array): boolean {
  for (let index = 0; index < page.length; index++) if (page[index] !== byte) return false;
  return true;
}
