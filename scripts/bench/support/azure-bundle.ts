import { createHash, randomBytes, type KeyObject } from "node:crypto";
import {
  appraiseMeasuredBoot,
  appraiseSevSnp,
  authenticPolicy,
  readMeasuredLog,
  verdictOf,
  withAdditionalRoots,
} from "@sekisho/appraisal";
import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { createAmdChainCache } from "@sekisho/endorsements/amd";
import { parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { objectName, parsePublicArea, type ObjectAttribute } from "@sekisho/evidence/tpm";
import { quoteAttest, rsaKey, signAs, type SoftwareKey } from "@sekisho/evidence/tpm/testing";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { recorded, unpackedLog } from "@sekisho/reference-values/testing";
import { quotedPcrs } from "@sekisho/release";
import { requireAccepted } from "./dcap-verification.ts";
import type { SignatureKind } from "./floor.ts";

/** So many guests take turns, so that no report and no quote is found in a processor's cache. */
const guests = 16;
const launchDigest = new Uint8Array(48).fill(0x5a);
const rsassa = { kind: "rsassa", hash: "sha256" } as const;
const storage: readonly ObjectAttribute[] = ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt"];

/** The report's, over 672 bytes; the quote's, over a TPMS_ATTEST. */
export const azureSignatures: readonly SignatureKind[] = [
  ["P-384", 0x2a0],
  ["RSA-2048", 145],
];

/** A guest's evidence, as Azure's vTPM hands it out. */
type Guest = {
  readonly hclReport: Uint8Array;
  readonly binding: Uint8Array;
  readonly quote: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * Prepares evidence shaped as that of Azure's confidential VMs on SEV-SNP: an HCL report that vouches for the TPM's keys, a quote
 * of that TPM, and the log of a recorded boot (OVMF, shim, GRUB, kernel).
 *
 * @returns verifies the next guest's evidence whole, as `sekisho verify` does without a policy; throws unless it is accepted
 */
export async function prepareAzureBundle(): Promise<() => Promise<void>> {
  const firmwareLog = unpackedLog(recorded("grub-secure-boot"));
  const { parsed } = await readMeasuredLog({ firmwareLog });
  if (!parsed.ok) throw new Error(`the recorded log: ${parsed.error.field}`);
  const pcrDigest = sha256(concatBytes(...parsed.value.values.values()));
  const authority = await testAuthority("Milan", "bench");
  const processor = createSecureProcessor(authority);
  const launched = processor.launch({ launchDigest });
  const [ak, ek] = [rsaKey(2048, { scheme: rsassa }), rsaKey(2048, { attributes: storage, symmetric: 128 })];
  const keys = [jwkOf("HCLAkPub", ak), jwkOf("HCLEkPub", ek)];
  const asked = Array.from({ length: guests }, (): Guest => {
    const binding = new Uint8Array(randomBytes(64));
    const runtimeData = toUtf8(
      JSON.stringify({ keys, "vm-configuration": {}, "user-data": toHex(binding).toUpperCase() }),
    );
    const { report } = launched.report(concatBytes(sha256(runtimeData), new Uint8Array(32)), 0);
    const pcrSelect = [{ hash: "sha256", pcrs: quotedPcrs }] as const;
    const quote = quoteAttest({ extraData: sha256(binding), pcrSelect, pcrDigest });
    return {
      hclReport: writeHclReport(report, runtimeData),
      binding,
      quote,
      signature: signAs(rsassa, ak.privateKey, quote),
    };
  });
  const area = parsePublicArea(ak.publicArea);
  if (!area.ok) throw new Error(`the attestation key: ${area.error.field}`);
  const policy = withAdditionalRoots(authenticPolicy, [authority.rootDigest]);
  const certificates = [processor.endorsement, authority.ask, authority.ark].map(({ certificate }) => certificate);
  const common = { policy, certificates, crls: [authority.crl()], cache: createAmdChainCache() };
  const tpm = {
    provider: "azure-hcl",
    endorsementKey: ek.publicArea,
    attestationKey: ak.publicArea,
    firmwareLog,
  } as const;
  const attestationKeyName = await objectName(area.value);
  let turn = 0;
  return async () => {
    const guest = asked[turn++ % guests];
    const hcl = guest && parseAzureHclReport(guest.hclReport);
    if (guest === undefined || hcl?.ok !== true || hcl.value.hardware.kind !== "sev-snp")
      throw new Error("no HCL report");
    const { report } = hcl.value.hardware;
    const at = new Date();
    const launch = await appraiseSevSnp({ ...common, report, at });
    const vtpm = { ...tpm, ...guest };
    const boot = await appraiseMeasuredBoot({ policy, vtpm, binding: guest.binding, attestationKeyName, report, at });
    requireAccepted(verdictOf([...launch.checks, ...boot.checks], {}));
  };
}

/** The content of NV index 0x01400001: header, report, runtime data. */
function writeHclReport(report: Uint8Array, runtimeData: Uint8Array): Uint8Array {
  const header = 32;
  const runtimeHeader = 20;
  return new ByteWriter()
    .bytes(toUtf8("HCLA"))
    .u32le(2)
    .u32le(header + report.length + runtimeHeader + runtimeData.length)
    .u32le(2)
    .u32le(0)
    .padTo(header)
    .bytes(report)
    .u32le(runtimeHeader + runtimeData.length)
    .u32le(1)
    .u32le(2)
    .u32le(1)
    .u32le(runtimeData.length)
    .bytes(runtimeData)
    .finish();
}

function jwkOf(kid: string, { privateKey }: SoftwareKey): object {
  const { n, e } = (privateKey as KeyObject).export({ format: "jwk" });
  return { kid, kty: "RSA", n, e };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
