import { createHash, hkdfSync } from "node:crypto";
import { encodePem, toHex } from "@sekisho/encoding";
import { authorityExtensions, issueCertificate, labName, spkiOf, type Extension } from "./certificate.ts";
import { issueCrl, type Revocation } from "./crl.ts";
import { deriveKey, type KeyPair } from "./derived-key.ts";
import { endorsementExtensions, type Endorsed } from "./endorsement-extensions.ts";
import { productFacts, type Product, type Tcb } from "./product.ts";
import { StateDirectory } from "./state-directory.ts";

const day = 24 * 3600 * 1000;
/** The lab's roots are valid as long as AMD's: from before anybody ran the lab to 25 years later. */
const rootValidity = { notBefore: new Date("2020-10-22T00:00:00Z"), notAfter: new Date("2045-10-22T00:00:00Z") };

/** A certificate with the key it certifies. */
export type Certified = { readonly certificate: Uint8Array; readonly key: KeyPair };

/** What a test may want otherwise in one VCEK or VLEK. */
export type EndorsementOptions = {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: bigint;
  /** Changes the extensions before they are signed. */
  readonly changeExtensions?: (extensions: readonly Extension[]) => readonly Extension[];
};

/** What a test may want otherwise in a CRL. */
export type CrlOptions = {
  readonly revoked?: readonly bigint[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  /** Signs with this key instead of the ARK's. */
  readonly signedBy?: KeyPair;
};

/** The lab's stand-in for AMD's key hierarchy of one product. Certificates and CRLs are DER. */
export type LabAuthority = {
  readonly product: Product;
  /** SHA-256 over the ARK's SubjectPublicKeyInfo, hexadecimal: what `additionalRoots` of a machine or policy names. */
  readonly rootDigest: string;
  readonly ark: Certified;
  /** Issues VCEKs ("SEV-Milan"). */
  readonly ask: Certified;
  /** Issues VLEKs ("SEV-VLEK-Milan"). */
  readonly asvk: Certified;
  /** ASK and ARK (or ASVK and ARK) as AMD's key server gives them: PEM, the issuer first. */
  certificateChain(kind: Endorsed["kind"]): string;
  /** The secret that a chip carries from the factory; only its secure processor and this authority know it. */
  chipSecret(chipId: Uint8Array): Uint8Array;
  /** The VCEK of a chip at a TCB, or the VLEK of a provider: the key is always the same one, the certificate fresh. */
  endorse(endorsed: Endorsed, tcb: Tcb, options?: EndorsementOptions): Certified;
  crl(options?: CrlOptions): Uint8Array;
};

/**
 * The authority that `directory` holds for `product`, made there if it is new (three RSA-4096 keys, some seconds).
 * The same directory gives the same root for ever.
 *
 * @param now the time that VCEKs, VLEKs and CRLs are issued at
 */
export async function labAuthority(input: {
  readonly directory: string;
  readonly product: Product;
  readonly now?: () => Date;
}): Promise<LabAuthority> {
  const { directory, product, now = () => new Date() } = input;
  const state = await StateDirectory.open(directory);
  const secret = await state.keepSecret("chip-factory.secret");
  const name = (suffix: string): string => `${product.toLowerCase()}-${suffix}`;
  const [arkKey, askKey, asvkKey] = await Promise.all([
    state.keepRsaKey(name("ark")),
    state.keepRsaKey(name("ask")),
    state.keepRsaKey(name("asvk")),
  ]);
  const { serialNumbers } = productFacts[product];
  const issuer = labName(`ARK-${product}`);
  const certify = async (file: string, commonName: string, key: KeyPair, serialNumber: bigint): Promise<Certified> => {
    const extensions = authorityExtensions({
      publicKey: key.publicKey,
      issuerKey: arkKey.publicKey,
      root: key === arkKey,
      crlUrl: `https://kds.sekisho-lab.invalid/vcek/v1/${product}/crl`,
    });
    const fields = { serialNumber, issuer, subject: labName(commonName), ...rootValidity };
    const certificate = await state.keep(name(`${file}.der`), () =>
      Promise.resolve(issueCertificate({ ...fields, publicKey: key.publicKey, extensions }, arkKey.privateKey)),
    );
    return { certificate, key };
  };
  const ark = await certify("ark", `ARK-${product}`, arkKey, serialNumbers.ark);
  const ask = await certify("ask", `SEV-${product}`, askKey, serialNumbers.ask);
  const asvk = await certify("asvk", `SEV-VLEK-${product}`, asvkKey, serialNumbers.asvk);

  const chipSecret = (chipId: Uint8Array): Uint8Array =>
    new Uint8Array(hkdfSync("sha384", secret, chipId, `chip ${product}`, 48));
  let crlNumber = 0n;

  return {
    product,
    rootDigest: createHash("sha256").update(spkiOf(arkKey.publicKey)).digest("hex"),
    ark,
    ask,
    asvk,
    chipSecret,
    certificateChain: (kind) =>
      [kind === "vcek" ? ask : asvk, ark]
        .map(({ certificate }) => encodePem({ label: "CERTIFICATE", bytes: certificate }))
        .join(""),
    endorse: (endorsed, tcb, options = {}) => {
      const key = deriveKey(
        endorsed.kind === "vcek" ? chipSecret(endorsed.hardwareId) : secret,
        `${endorsed.kind} ${endorsed.kind === "vlek" ? endorsed.cspId : toHex(endorsed.hardwareId)} ${tcbName(tcb)}`,
      );
      const extensions = endorsementExtensions(product, endorsed, tcb);
      const { notBefore = new Date(now().getTime() - day), changeExtensions = (same) => same } = options;
      const years = endorsed.kind === "vcek" ? 7 : 1;
      const fields = {
        serialNumber: options.serialNumber ?? 0n,
        issuer: labName(endorsed.kind === "vcek" ? `SEV-${product}` : `SEV-VLEK-${product}`),
        subject: labName(endorsed.kind === "vcek" ? "SEV-VCEK" : "SEV-VLEK"),
        notBefore,
        notAfter: options.notAfter ?? new Date(notBefore.getTime() + years * 365 * day),
        publicKey: key.publicKey,
        extensions: changeExtensions(extensions),
      };
      const signer = endorsed.kind === "vcek" ? askKey : asvkKey;
      return { certificate: issueCertificate(fields, signer.privateKey), key };
    },
    crl: ({ revoked = [], thisUpdate = new Date(now().getTime() - day), nextUpdate, signedBy = arkKey } = {}) => {
      crlNumber += 1n;
      const fields = {
        issuer,
        issuerKey: signedBy.publicKey,
        number: crlNumber,
        thisUpdate,
        nextUpdate: nextUpdate ?? new Date(thisUpdate.getTime() + 45 * day),
        revoked: revoked.map((serialNumber): Revocation => ({ serialNumber, revokedAt: thisUpdate })),
      };
      return issueCrl(fields, signedBy.privateKey);
    },
  };
}

function tcbName(tcb: Tcb): string {
  const { fmc, bootLoader, tee, snp, microcode } = tcb;
  return [fmc, bootLoader, tee, snp, microcode].join(".");
}
