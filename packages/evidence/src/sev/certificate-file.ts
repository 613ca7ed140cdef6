import { ByteReader, parseAll, type Parsed } from "@sekisho/encoding";
import { readAmdCertificate, type AmdCertificate } from "./amd-certificate.ts";
import { readSevCertificate, type SevCertificate } from "./certificate.ts";
import { usageNumbers } from "./registry.ts";

/** What a file of certificates holds, in its order. */
export type SevCertificates = {
  readonly platform: readonly SevCertificate[];
  readonly amd: readonly AmdCertificate[];
};

const mostCertificates = 64;
const { OCA, PEK, PDH, CEK } = usageNumbers;
const platformUsages: ReadonlySet<number> = new Set([OCA, PEK, PDH, CEK]);

/**
 * Reads certificates that stand one after the other without anything between them, in any order and of both formats: what sevctl
 * exports (PDH ‖ PEK ‖ OCA ‖ CEK, with `--full` also ASK ‖ ARK), what QEMU's query-sev-capabilities and libvirt's domain
 * capabilities give as `pdh` and `cert-chain` (PEK ‖ OCA ‖ CEK), and AMD's files of ASK ‖ ARK.
 */
export function parseSevCertificates(bytes: Uint8Array): Parsed<SevCertificates> {
  return parseAll("SEV certificates", bytes, (reader) => {
    const platform: SevCertificate[] = [];
    const amd: AmdCertificate[] = [];
    if (reader.remaining === 0) reader.fail("truncated", "SEV certificates", "a certificate", "nothing");
    while (reader.remaining > 0) {
      if (platform.length + amd.length >= mostCertificates) {
        reader.fail("limit", "SEV certificates", `at most ${mostCertificates}`, "more");
      }
      if (isPlatformCertificate(bytes.subarray(reader.offset))) platform.push(readSevCertificate(reader));
      else amd.push(readAmdCertificate(reader));
    }
    return { platform, amd };
  });
}

/** Both formats begin with a version; where one has its usage, the other has the middle of a random identifier. */
function isPlatformCertificate(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && platformUsages.has(new ByteReader(bytes.subarray(8, 12)).u32le("PUBKEY_USAGE"));
}
