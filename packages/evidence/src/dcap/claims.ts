import { toHex } from "@sekisho/encoding";
import type { Quote } from "./quote.ts";

/** A JSON value. */
type Json = string | number | boolean | null | { readonly [name: string]: Json };

/** What a quote claims, as JSON: Intel's names in camel case, bytes and 64-bit fields in hexadecimal. */
export type QuoteClaims = { readonly [name: string]: Json };

/** What every quote has, whatever it is about. */
export function quoteClaims(quote: Quote): QuoteClaims {
  const { qeSvn, pceSvn, certificationData } = quote;
  return {
    technology: quote.technology,
    version: quote.version,
    attestationKeyType: quote.attestationKeyType,
    ...(qeSvn === undefined ? {} : { qeSvn }),
    ...(pceSvn === undefined ? {} : { pceSvn }),
    qeVendorId: toHex(quote.qeVendorId),
    userData: toHex(quote.userData),
    certificationDataType: certificationData.kind === "pck-chain" ? 5 : certificationData.type,
  };
}

/** A 64-bit mask as JSON, its named bits one by one. */
export function flagClaims(flags: Readonly<Record<string, boolean | bigint>>): QuoteClaims {
  const named = Object.entries(flags);
  return Object.fromEntries(named.map(([name, value]) => [name, typeof value === "bigint" ? hex64(value) : value]));
}

/** 64 bits as sixteen hexadecimal digits. */
export function hex64(value: bigint): string {
  return `0x${value.toString(16).padStart(16, "0")}`;
}
