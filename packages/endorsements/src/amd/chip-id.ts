import { equalBytes, isAllZero } from "@sekisho/encoding";

/**
 * Whether a certificate's hwID is the report's CHIP_ID (64 bytes). Turin's hwID has 8 bytes; the rest of its CHIP_ID must be
 * zero then.
 */
export function chipIdMatches(chipId: Uint8Array, hwId: Uint8Array): boolean {
  return equalBytes(chipId.subarray(0, hwId.length), hwId) && isAllZero(chipId.subarray(hwId.length));
}
