import { equalBytes } from "@sekisho/encoding";
import { parseCertificate, parseCrl, type Certificate } from "@sekisho/encoding/x509";
import type { Quote } from "@sekisho/evidence/dcap";
import { message, type Message } from "@sekisho/messages";
import { joinCollateral } from "../intel/collateral.ts";
import type { CollectedIntelEndorsements, GivenToIntel } from "../intel/collected.ts";
import { pckName } from "../intel/find-chain.ts";
import { readPckExtensions } from "../intel/pck-extensions.ts";
import { isIdentity, isTcbInfo, type IntelAnswer } from "./intel-resources.ts";
import type { IntelService } from "./intel-service.ts";
import type { PckAuthority } from "./intel-urls.ts";
import type { Had } from "./keeper.ts";

/** What is looked at of a quote. */
export type QuoteToEndorse = Pick<Quote, "technology" | "certificationData">;

/**
 * Asks the service for what a quote's appraisal needs and `given` lacks: TCB info of its platform, the identity of its
 * quoting enclave, the lists of the root and of the PCK's issuer. The caller decides before whether the quote is worth a
 * question: nonce, binding and measurement come first.
 */
export async function collectIntelEndorsements(input: {
  readonly service: IntelService;
  readonly quote: QuoteToEndorse;
  readonly given: GivenToIntel;
}): Promise<CollectedIntelEndorsements> {
  const { service, quote, given } = input;
  const { technology } = quote;
  const platform = platformOf(quote, given);
  if ("problem" in platform) return { ...given, files: [], problems: [platform.problem] };
  const { fmspc, issuer } = platform;
  const documents = given.collateral.documents;
  const lists = [...given.crls, ...given.collateral.crls];
  const authority = authorityOf(issuer);
  const questions: Promise<Had<IntelAnswer>>[] = [];
  if (!documents.some((one) => isTcbInfo(one, technology, fmspc))) questions.push(service.tcbInfo(technology, fmspc));
  if (!documents.some((one) => isIdentity(one, technology))) questions.push(service.qeIdentity(technology));
  if (authority !== undefined && !hasListOf(lists, issuer.subject.der)) questions.push(service.pckList(authority));
  if (!hasListOf(lists, issuer.issuer.der)) questions.push(service.rootList());
  const answers = await Promise.all(questions);
  const had = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  const unknown =
    authority === undefined ? [message("endorsements.fetch.pck-issuer", { name: issuer.subject.text })] : [];
  return {
    certificates: given.certificates,
    crls: given.crls,
    collateral: joinCollateral([given.collateral, ...had]),
    files: had.flatMap(({ files }) => files),
    problems: [...unknown, ...answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))],
  };
}

type Platform = { readonly fmspc: string; readonly issuer: Certificate };

/**
 * The platform of the certificate that the appraisal takes for the PCK's (`findChain`). The host writes the chain: a stranger's
 * certificate in front must not turn the questions, and so revocation, to another platform.
 */
function platformOf(quote: QuoteToEndorse, given: GivenToIntel): Platform | { readonly problem: Message } {
  const { certificationData } = quote;
  const own = certificationData.kind === "pck-chain" ? certificationData.certificates : [];
  const certificates = [...own, ...given.certificates, ...given.collateral.certificates].flatMap((der) => {
    const parsed = parseCertificate(der);
    return parsed.ok ? [parsed.value] : [];
  });
  const pck = certificates.find(({ subject }) => subject.commonName === pckName);
  const issuer = pck && certificates.find(({ subject }) => equalBytes(subject.der, pck.issuer.der));
  const extensions = pck && readPckExtensions(pck);
  if (issuer === undefined || extensions?.ok !== true) return { problem: message("endorsements.fetch.pck-missing") };
  return { fmspc: extensions.value.fmspc, issuer };
}

/** Intel's two authorities differ by their names alone. */
function authorityOf({ subject }: Certificate): PckAuthority | undefined {
  if (subject.commonName?.includes("Platform CA") === true) return "platform";
  return subject.commonName?.includes("Processor CA") === true ? "processor" : undefined;
}

function hasListOf(crls: readonly Uint8Array[], issuer: Uint8Array): boolean {
  return crls.some((der) => {
    const crl = parseCrl(der);
    return crl.ok && equalBytes(crl.value.issuer.der, issuer);
  });
}
