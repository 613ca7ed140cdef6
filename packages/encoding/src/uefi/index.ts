/** What firmware and boot logs share: GUIDs as UEFI stores them, and the lists of Secure Boot. */
export { guidBytes, guidText } from "./guid.ts";
export { parseSignatureLists, x509Guid, type SignatureEntry } from "./signature-lists.ts";
