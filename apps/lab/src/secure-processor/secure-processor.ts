import { createHash, randomBytes } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import type { Certified, LabAuthority } from "../ca/authority.ts";
import type { Endorsed } from "../ca/endorsement-extensions.ts";
import { productFacts, type Product, type Tcb } from "../ca/product.ts";
import { writeCertificateTable } from "./certificate-table.ts";
import { usualFields, usualPolicy, type ReportFields } from "./report-fields.ts";
import { signReport, writeReportBody } from "./report-writer.ts";
import { encodeTcb } from "./tcb.ts";

/** What the host says when it launches a guest; what SNP_LAUNCH_START and SNP_LAUNCH_FINISH fix. */
export type LaunchInput = {
  /** The digest over what the host loaded: 48 bytes. */
  readonly launchDigest: Uint8Array;
  readonly policy?: bigint;
  readonly hostData?: Uint8Array;
  readonly idKeyDigest?: Uint8Array;
  readonly authorKeyDigest?: Uint8Array;
};

/** A guest that runs on the lab's processor. Its REPORT_ID is new with each launch. */
export type LaunchedGuest = {
  readonly reportId: Uint8Array;
  /**
   * What MSG_REPORT_REQ answers, and what Linux's configfs-tsm hands to user space.
   *
   * @param reportData 64 bytes that the guest chose
   * @param vmpl the VMPL that the report names
   */
  report(reportData: Uint8Array, vmpl: number): ExtendedReport;
};

export type ExtendedReport = {
  readonly report: Uint8Array;
  /** Empty where the host gives no certificates. */
  readonly certificateTable: Uint8Array;
};

/** How a lab processor differs from the usual one. */
export type SecureProcessorOptions = {
  /** Names the chip: the same name gives the same CHIP_ID. */
  readonly chipName?: string;
  readonly tcb?: Tcb;
  /** The version of the reports, 2 to 5. */
  readonly reportVersion?: number;
  /** Signs with the VLEK of this provider instead of the chip's VCEK; CHIP_ID is then zero. */
  readonly cspId?: string;
  /** Whether the host fills the certificate table; without, a verifier asks the key server. */
  readonly certificateTable?: boolean;
  /** Changes any field before it is signed: for what no genuine processor would say. */
  readonly changeFields?: (fields: ReportFields) => ReportFields;
};

/** One socket of the lab: what AMD's secure processor is to a host, with a key that the lab's authority endorses. */
export type SecureProcessor = {
  readonly product: Product;
  /** As long as the product's hwID: 64 bytes, 8 on Turin. */
  readonly hardwareId: Uint8Array;
  readonly tcb: Tcb;
  /** The VCEK or VLEK that signs, with its certificate. */
  readonly endorsement: Certified;
  launch(input: LaunchInput): LaunchedGuest;
  /** Signs any report: for tests that build reports field by field. */
  sign(fields: ReportFields): Uint8Array;
  /** What this processor would write for a guest of all zeros. */
  readonly usualFields: ReportFields;
};

/** Puts a processor of the authority's product into the lab. */
export function createSecureProcessor(authority: LabAuthority, options: SecureProcessorOptions = {}): SecureProcessor {
  const { product } = authority;
  const { chipName = "chip 1", tcb = productFacts[product].currentTcb, cspId, changeFields = (same) => same } = options;
  const hardwareId = hardwareIdOf(product, chipName);
  const endorsed: Endorsed = cspId === undefined ? { kind: "vcek", hardwareId } : { kind: "vlek", cspId };
  const endorsement = authority.endorse(endorsed, tcb);
  const usual: ReportFields = {
    ...usualFields(product, encodeTcb(product, tcb)),
    version: options.reportVersion ?? 5,
    signingKey: cspId === undefined ? 0 : 1,
    chipId: cspId === undefined ? concatBytes(hardwareId, new Uint8Array(64 - hardwareId.length)) : new Uint8Array(64),
  };
  const issuer = cspId === undefined ? authority.ask : authority.asvk;
  const certificateTable =
    options.certificateTable === true
      ? writeCertificateTable([
          { kind: "ark", bytes: authority.ark.certificate },
          { kind: "ask", bytes: issuer.certificate },
          { kind: endorsed.kind, bytes: endorsement.certificate },
        ])
      : new Uint8Array();
  const sign = (fields: ReportFields): Uint8Array => signReport(writeReportBody(fields), endorsement.key.privateKey);

  return {
    product,
    hardwareId,
    tcb,
    endorsement,
    usualFields: usual,
    sign,
    launch: ({ launchDigest, policy = usualPolicy, hostData, idKeyDigest, authorKeyDigest }) => {
      const reportId = new Uint8Array(randomBytes(32));
      const launched: ReportFields = {
        ...usual,
        policy,
        measurement: launchDigest,
        reportId,
        ...(hostData === undefined ? {} : { hostData }),
        ...(idKeyDigest === undefined ? {} : { idKeyDigest }),
        ...(authorKeyDigest === undefined ? {} : { authorKeyDigest, authorKeyEnabled: true }),
      };
      return {
        reportId,
        report: (reportData, vmpl) => ({
          report: sign(changeFields({ ...launched, reportData, vmpl })),
          certificateTable,
        }),
      };
    },
  };
}

function hardwareIdOf(product: Product, chipName: string): Uint8Array {
  const digest = createHash("sha512").update(`sekisho lab ${product} ${chipName}`).digest();
  return new Uint8Array(digest.subarray(0, productFacts[product].hardwareIdBytes));
}
