import { message, type Message } from "@sekisho/messages";

/** A PCR that the image's files don't tell, and why. */
export type UnpredictedPcr = { readonly pcr: number; readonly reason: Message };

/** The reason that holds for a PCR whatever the image is: what extends it stands in no file of the image. */
export function whyUnpredicted(pcr: number): UnpredictedPcr {
  return { pcr, reason: reasonOf(pcr) };
}

function reasonOf(pcr: number): Message {
  switch (pcr) {
    case 0:
      return message("measured-boot.unpredicted.firmware");
    case 1:
      return message("measured-boot.unpredicted.platform");
    case 10:
      return message("measured-boot.unpredicted.ima");
    case 15:
      return message("measured-boot.unpredicted.agent");
    default:
      return message("measured-boot.unpredicted.files");
  }
}

/** The same of an RTMR of a trust domain that is booted directly: nothing but the kernel and what it is handed stands in files. */
export function whyUnpredictedRtmr(pcr: number): UnpredictedPcr {
  if (pcr === 0) return { pcr, reason: message("measured-boot.unpredicted.domain") };
  return { pcr, reason: message(pcr === 3 ? "measured-boot.unpredicted.agent" : "measured-boot.unpredicted.files") };
}
