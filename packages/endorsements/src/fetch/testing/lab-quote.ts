import { toUtf8 } from "@sekisho/encoding";
import { parseCertificateBundle } from "@sekisho/encoding/x509";
import type { IntelAuthority, IntelPlatform, PckIssuer } from "@sekisho/lab";
import type { QuoteToEndorse } from "../collect-intel.ts";

/** A quote of the lab's platform, as far as a fetcher looks at it. */
export function quoteOfLab(
  authority: IntelAuthority,
  technology: "sgx" | "tdx",
  input: { readonly platform?: IntelPlatform; readonly issuer?: PckIssuer } = {},
): QuoteToEndorse {
  const { platform, issuer = "platform" } = input;
  const { certificate } = authority.pck(platform, { issuer });
  const above = parseCertificateBundle("chain", toUtf8(authority.pckIssuerChain(issuer)));
  if (!above.ok) throw new Error("the lab's chain can't be read");
  return { technology, certificationData: { kind: "pck-chain", certificates: [certificate, ...above.value] } };
}
