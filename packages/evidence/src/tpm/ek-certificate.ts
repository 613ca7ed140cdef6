import { MalformedError, type Parsed } from "@sekisho/encoding";
import { contextTag, tags, type DerReader } from "@sekisho/encoding/der";
import { parseCertificate, type Certificate, type Extension } from "@sekisho/encoding/x509";

/** Which TPM its manufacturer says it is. These are claims: nothing but the manufacturer's signature stands behind them. */
export type TpmDescription = {
  /** "id:" and the vendor's four letters in hexadecimal ("id:474F4F47"). */
  readonly manufacturer: string;
  readonly model: string;
  /** "id:" and the firmware version in hexadecimal. */
  readonly version: string;
};

/** Certificate of an endorsement key. Nothing in it is to be believed before its chain is checked. */
export type EkCertificate = {
  readonly certificate: Certificate;
  /** Undefined where it is left out, as cloud providers do. */
  readonly tpm: TpmDescription | undefined;
};

const subjectAltName = "2.5.29.17";
const directoryName = contextTag(4);
const attributeNames: Readonly<Record<string, keyof TpmDescription>> = {
  "2.23.133.2.1": "manufacturer",
  "2.23.133.2.2": "model",
  "2.23.133.2.3": "version",
};

/**
 * Reads an EK certificate from DER or from the content of its NV index, where only zeros or only 0xff may follow it: an index is
 * often larger than its certificate, manufacturers fill it with zeros, and bytes that nobody wrote read as 0xff (TPM 2.0 part 3,
 * TPM2_NV_Write). Anything else after the certificate is an error (TCG EK Credential Profile 2.5, 3.2): an X.509 certificate whose
 * subjectAltName may hold a directory name with TPM manufacturer, model and version. Where one of them is there, all three must
 * be, each once.
 */
export function parseEkCertificate(content: Uint8Array): Parsed<EkCertificate> {
  const certificate = parseCertificate(withoutPadding(content));
  if (!certificate.ok) return certificate;
  const extension = certificate.value.extensions.get(subjectAltName);
  try {
    const tpm = extension === undefined ? undefined : readDescription(extension);
    return { ok: true, value: { certificate: certificate.value, tpm } };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

/** The certificate by the length that it states itself, if all that follows is padding; else everything, for the parser to refuse. */
function withoutPadding(content: Uint8Array): Uint8Array {
  // A SEQUENCE whose length takes two bytes: certificates have more than 255 bytes and less than 64 KiB.
  const [tag, form, high = 0, low = 0] = content;
  if (tag !== tags.sequence || form !== 0x82) return content;
  const length = 4 + high * 256 + low;
  const padding = content.subarray(length);
  const [first] = padding;
  if (first !== 0x00 && first !== 0xff) return content;
  return padding.every((byte) => byte === first) ? content.subarray(0, length) : content;
}

function readDescription(extension: Extension): TpmDescription | undefined {
  const found: Partial<Record<keyof TpmDescription, string>> = {};
  extension.read("subjectAltName", (reader) =>
    reader.sequence("subjectAltName", (names) => names.all((one) => readGeneralName(one, found))),
  );
  const { manufacturer, model, version } = found;
  if (manufacturer !== undefined && model !== undefined && version !== undefined) {
    return { manufacturer, model, version };
  }
  const names = Object.keys(found);
  if (names.length === 0) return undefined;
  const expected = "manufacturer, model and version";
  const { offset } = extension;
  const field = "subjectAltName";
  throw new MalformedError({ code: "value", field, offset, expected, actual: names.join(", ") });
}

function readGeneralName(reader: DerReader, found: Partial<Record<keyof TpmDescription, string>>): void {
  if (reader.nextTag !== directoryName) {
    reader.element("subjectAltName");
    return;
  }
  reader.constructed("directoryName", directoryName, (directory) =>
    directory.sequence("directoryName", (name) =>
      name.all((sets) =>
        sets.constructed("directoryName", tags.set, (set) => set.all((one) => readAttribute(one, found))),
      ),
    ),
  );
}

function readAttribute(reader: DerReader, found: Partial<Record<keyof TpmDescription, string>>): void {
  reader.sequence("directoryName", (attribute) => {
    const { offset } = attribute;
    const name = attributeNames[attribute.objectIdentifier("directoryName attribute type")];
    if (name === undefined) {
      attribute.element("directoryName attribute value");
      return;
    }
    if (found[name] !== undefined) attribute.fail("value", `TPM ${name}`, "once", "twice", offset);
    found[name] = attribute.text(`TPM ${name}`);
  });
}
