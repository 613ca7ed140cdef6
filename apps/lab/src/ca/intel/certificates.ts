import { toUtf8 } from "@sekisho/encoding";
import type { KeyObject } from "node:crypto";
import { keyIdentifier, type Extension } from "../certificate.ts";
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  utf8String,
} from "../der-writer.ts";

/** A distinguished name as Intel orders it, of the lab's organisation: nobody can mistake it for Intel. */
export function intelLabName(commonName: string): Uint8Array {
  const attribute = (type: string, value: Uint8Array): Uint8Array => set(sequence(objectIdentifier(type), value));
  return sequence(
    attribute("2.5.4.3", utf8String(commonName)),
    attribute("2.5.4.10", utf8String("Sekisho Lab (not Intel)")),
    attribute("2.5.4.7", utf8String("Anywhere")),
    attribute("2.5.4.8", utf8String("Lab")),
    attribute("2.5.4.6", printableString("JP")),
  );
}

/** Where Intel's certificates say that their CRLs are; nobody answers at the lab's. */
export const crlUrls = {
  root: "https://certificates.sekisho-lab.invalid/IntelSGXRootCA.der",
  platform: "https://pcs.sekisho-lab.invalid/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
  processor: "https://pcs.sekisho-lab.invalid/sgx/certification/v4/pckcrl?ca=processor&encoding=der",
} as const;

/** keyCertSign and cRLSign, of an authority; digitalSignature and nonRepudiation, of everybody else. */
const keyUsages = {
  authority: bitString(Uint8Array.of(0x06), 1),
  signer: bitString(Uint8Array.of(0xc0), 6),
} as const;

/**
 * The extensions that every certificate of Intel's hierarchy has, in Intel's order.
 *
 * @param pathLength how many authorities may follow below; absent for a certificate that is no authority
 */
export function intelExtensions(input: {
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly crlUrl: string;
  readonly pathLength?: number;
}): readonly Extension[] {
  const { publicKey, issuerKey, crlUrl, pathLength } = input;
  const point = sequence(explicit(0, explicit(0, implicit(6, toUtf8(crlUrl)))));
  const isAuthority = pathLength !== undefined;
  return [
    { oid: "2.5.29.35", value: sequence(implicit(0, keyIdentifier(issuerKey))) },
    { oid: "2.5.29.31", value: sequence(point) },
    { oid: "2.5.29.14", value: octetString(keyIdentifier(publicKey)) },
    { oid: "2.5.29.15", critical: true, value: isAuthority ? keyUsages.authority : keyUsages.signer },
    {
      oid: "2.5.29.19",
      critical: true,
      value: isAuthority ? sequence(boolean(true), integer(pathLength)) : sequence(),
    },
  ];
}

/** Intel's serial numbers are the key identifiers of the keys that they certify, as positive numbers. */
export function serialNumberOf(publicKey: KeyObject): bigint {
  return BigInt(`0x${Buffer.from(keyIdentifier(publicKey)).toString("hex")}`);
}
