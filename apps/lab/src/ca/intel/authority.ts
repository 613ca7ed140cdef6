import { createHash } from "node:crypto";
import { encodePem, toHex } from "@sekisho/encoding";
import type { Certified, CrlOptions } from "../authority.ts";
import { issueCertificate, spkiOf, type Extension } from "../certificate.ts";
import { issueCrl, type Revocation } from "../crl.ts";
import { deriveKey, type KeyPair } from "../derived-key.ts";
import { StateDirectory } from "../state-directory.ts";
import { crlUrls, intelExtensions, intelLabName, serialNumberOf } from "./certificates.ts";
import {
  enclaveIdentityDocument,
  signDocument,
  tcbInfoDocument,
  type Enclave,
  type EnclaveIdentityOptions,
  type TcbInfoOptions,
} from "./collateral.ts";
import { pckExtensions } from "./pck-extensions.ts";
import { labPlatform, type IntelPlatform } from "./platform.ts";

const day = 24 * 3600 * 1000;
/** From before anybody ran the lab, as long as Intel's. */
const rootValidity = { notBefore: new Date("2020-10-22T00:00:00Z"), notAfter: new Date("2049-12-31T23:59:59Z") };

/** Who issues PCK certificates: of platforms with several packages, TDX servers among them, or of single processors. */
export type PckIssuer = "platform" | "processor";
/** Who issues CRLs. */
export type IntelCrlIssuer = "root" | PckIssuer;

/** What a test may want otherwise in a PCK certificate. */
export type PckOptions = {
  readonly issuer?: PckIssuer;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: bigint;
  /** Changes the extensions before they are signed. */
  readonly changeExtensions?: (extensions: readonly Extension[]) => readonly Extension[];
};

/** The lab's stand-in for Intel's hierarchy. Certificates and CRLs are DER, all keys P-256. */
export type IntelAuthority = {
  /** SHA-256 over the root's SubjectPublicKeyInfo, hexadecimal: what `additionalRoots` of a machine or policy names. */
  readonly rootDigest: string;
  readonly root: Certified;
  readonly platformCa: Certified;
  readonly processorCa: Certified;
  /** Signs TCB info and enclave identities. */
  readonly tcbSigning: Certified;
  /** The PCK certificate of a platform: the key is always the same one for the same PPID and TCB, the certificate fresh. */
  pck(platform?: IntelPlatform, options?: PckOptions): Certified;
  /** The attestation key of a platform's quoting enclave. */
  attestationKey(platform?: IntelPlatform): KeyPair;
  /** The issuers above a PCK certificate, as PCS gives them: PEM, the CA first and then the root. */
  pckIssuerChain(issuer?: PckIssuer): string;
  /** TCB signing certificate and root: PEM. */
  tcbIssuerChain(): string;
  crl(issuer: IntelCrlIssuer, options?: CrlOptions): Uint8Array;
  /** The body of PCS's answer: JSON text. */
  tcbInfo(technology: "sgx" | "tdx", options?: TcbInfoOptions): string;
  enclaveIdentity(enclave: Enclave, options?: EnclaveIdentityOptions): string;
};

/**
 * Intel's part of the authority that `directory` holds, made there if it is new. The same directory gives the same root for
 * ever.
 *
 * @param now the time that PCK certificates, CRLs and documents are issued at
 */
export async function intelAuthority(input: {
  readonly directory: string;
  readonly now?: () => Date;
}): Promise<IntelAuthority> {
  const { directory, now = () => new Date() } = input;
  const state = await StateDirectory.open(directory);
  const secret = await state.keepSecret("intel-factory.secret");
  const keyOf = (name: string): KeyPair => deriveKey(secret, `intel ${name}`, "P-256");
  const rootKey = keyOf("root");
  const rootName = intelLabName("Intel SGX Root CA");

  const certify = async (file: string, commonName: string, pathLength?: number): Promise<Certified> => {
    const key = file === "root" ? rootKey : keyOf(file);
    const extensions = intelExtensions({
      publicKey: key.publicKey,
      issuerKey: rootKey.publicKey,
      crlUrl: crlUrls.root,
      ...(pathLength === undefined ? {} : { pathLength }),
    });
    const fields = {
      serialNumber: serialNumberOf(key.publicKey),
      issuer: rootName,
      subject: intelLabName(commonName),
      ...rootValidity,
      publicKey: key.publicKey,
      extensions,
    };
    const certificate = await state.keep(`intel-${file}.der`, () =>
      Promise.resolve(issueCertificate(fields, rootKey.privateKey)),
    );
    return { certificate, key };
  };
  const names = { platform: "Intel SGX PCK Platform CA", processor: "Intel SGX PCK Processor CA" } as const;
  const root = await certify("root", "Intel SGX Root CA", 1);
  const platformCa = await certify("platform-ca", names.platform, 0);
  const processorCa = await certify("processor-ca", names.processor, 0);
  const tcbSigning = await certify("tcb-signing", "Intel SGX TCB Signing");
  const pckIssuers = { platform: platformCa, processor: processorCa } as const;
  const crlIssuers = {
    root: { ...root, name: rootName },
    platform: { ...platformCa, name: intelLabName(names.platform) },
    processor: { ...processorCa, name: intelLabName(names.processor) },
  } as const;
  const chain = (...certificates: readonly Certified[]): string =>
    certificates.map(({ certificate }) => encodePem({ label: "CERTIFICATE", bytes: certificate })).join("");

  let crlNumber = 0n;
  return {
    rootDigest: createHash("sha256").update(spkiOf(rootKey.publicKey)).digest("hex"),
    root,
    platformCa,
    processorCa,
    tcbSigning,
    pck: (platform = labPlatform(), options = {}) => {
      const { issuer = "platform", notBefore = new Date(now().getTime() - day), changeExtensions } = options;
      const { key: issuerKey } = pckIssuers[issuer];
      const key = keyOf(`pck ${tcbName(platform)}`);
      const { publicKey } = key;
      const extensions = [
        ...intelExtensions({ publicKey, issuerKey: issuerKey.publicKey, crlUrl: crlUrls[issuer] }),
        pckExtensions(platform),
      ];
      const fields = {
        serialNumber: options.serialNumber ?? serialNumberOf(publicKey),
        issuer: crlIssuers[issuer].name,
        subject: intelLabName("Intel SGX PCK Certificate"),
        notBefore,
        notAfter: options.notAfter ?? new Date(notBefore.getTime() + 7 * 365 * day),
        publicKey,
        extensions: changeExtensions === undefined ? extensions : changeExtensions(extensions),
      };
      return { certificate: issueCertificate(fields, issuerKey.privateKey), key };
    },
    attestationKey: (platform = labPlatform()) => keyOf(`attestation ${toHex(platform.ppid)}`),
    pckIssuerChain: (issuer = "platform") => chain(pckIssuers[issuer], root),
    tcbIssuerChain: () => chain(tcbSigning, root),
    crl: (issuer, options = {}) => {
      const { key, name } = crlIssuers[issuer];
      const { revoked = [], thisUpdate = new Date(now().getTime() - day), nextUpdate, signedBy = key } = options;
      crlNumber += 1n;
      const fields = {
        issuer: name,
        issuerKey: key.publicKey,
        number: crlNumber,
        thisUpdate,
        nextUpdate: nextUpdate ?? new Date(thisUpdate.getTime() + 30 * day),
        revoked: revoked.map((serialNumber): Revocation => ({ serialNumber, revokedAt: thisUpdate })),
      };
      return issueCrl(fields, signedBy.privateKey);
    },
    tcbInfo: (technology, options = {}) => {
      const { platform = labPlatform(), change = (same) => same, signedBy = tcbSigning.key } = options;
      return signDocument("tcbInfo", change(tcbInfoDocument(technology, platform, options, now())), signedBy);
    },
    enclaveIdentity: (enclave, options = {}) => {
      const { change = (same) => same, signedBy = tcbSigning.key } = options;
      const document = enclaveIdentityDocument(enclave, options, now());
      return signDocument("enclaveIdentity", change(document), signedBy);
    },
  };
}

/** What a provisioning certification key is derived from. */
function tcbName({ ppid, sgxComponents, pceSvn }: IntelPlatform): string {
  return `${toHex(ppid)} ${sgxComponents.join(".")} ${pceSvn}`;
}
