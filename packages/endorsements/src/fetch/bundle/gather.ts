import { parseCertificate } from "@sekisho/encoding/x509";
import type { AttestationReport, Product } from "@sekisho/evidence/sev-snp";
import { message, type Message } from "@sekisho/messages";
import { readEndorsementExtensions } from "../../amd/extensions.ts";
import { productOfName, type Signer } from "../../amd/names.ts";
import { createAmdKeyServer, type AmdKeyServer } from "../amd-key-server.ts";
import { amdKeyServiceUrl } from "../amd-urls.ts";
import { collectAmdEndorsements } from "../collect.ts";
import { collectIntelEndorsements, type QuoteToEndorse } from "../collect-intel.ts";
import { createIntelService, type IntelService } from "../intel-service.ts";
import { intelBaseUrl, intelServiceUrl } from "../intel-urls.ts";
import type { Had, ServiceOptions } from "../keeper.ts";
import { resourceNamed } from "../resource-names.ts";
import type { Kept } from "../store.ts";
import type { BundleEntry, ReadEntry } from "./format.ts";

/** What a bundle is to be for. */
export type BundleWish =
  /** A report; its own certificates tell the product line of a VLEK's. */
  | { readonly kind: "report"; readonly report: AttestationReport; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: "quote"; readonly quote: QuoteToEndorse; readonly certificates: readonly Uint8Array[] }
  /** Any chip of a product line, whose own certificates come with the evidence. */
  | { readonly kind: "product"; readonly product: Product }
  /** A chip at a TCB, as the path of its VCEK in AMD's interface. */
  | { readonly kind: "chip"; readonly product: Product; readonly path: string }
  /** A kind of Intel platform, 12 hexadecimal digits: for quotes of SGX and of TDX. */
  | { readonly kind: "fmspc"; readonly fmspc: string };

/** How the services are reached; nothing that was kept before is used, so that a bundle is as fresh as it can be. */
export type GatherOptions = Omit<ServiceOptions, "directory" | "store" | "offline" | "heard"> & {
  readonly amd?: string | undefined;
  readonly intel?: string | undefined;
  /** Is told before each wish how many were granted, of how many. */
  readonly progress?: (granted: number, all: number) => void;
};

/** What the services gave, each once, and what they did not. */
export type Gathered = { readonly entries: readonly ReadEntry[]; readonly problems: readonly Message[] };

/** Asks the vendors for all that `wishes` need. */
export async function gatherEndorsements(
  wishes: readonly BundleWish[],
  options: GatherOptions = {},
): Promise<Gathered> {
  const { amd = amdKeyServiceUrl, intel = intelServiceUrl, progress, ...service } = options;
  const heard = new Map<string, BundleEntry>();
  const listen = (address: string) => (name: string, kept: Kept) =>
    heard.set(name, { name, service: address, fetchedAt: kept.at, bytes: kept.bytes });
  const server = createAmdKeyServer({ ...service, baseUrl: amd, heard: listen(amd) });
  const intelAddress = intelBaseUrl(intel);
  const intelService = createIntelService({ ...service, baseUrl: intelAddress, heard: listen(intelAddress) });
  const problems = new Map<string, Message>();
  for (const [index, wish] of wishes.entries()) {
    progress?.(index, wishes.length);
    const lacking = await grant(wish, server, intelService);
    for (const problem of lacking) problems.set(JSON.stringify(problem), problem);
  }
  return { entries: [...heard.values()].flatMap(readAgain), problems: [...problems.values()] };
}

function readAgain(entry: BundleEntry): readonly ReadEntry[] {
  const resource = resourceNamed(entry.name);
  const content = resource?.read(entry.bytes);
  return resource !== undefined && content?.ok === true ? [{ ...entry, resource, content: content.value }] : [];
}

async function grant(wish: BundleWish, server: AmdKeyServer, service: IntelService): Promise<readonly Message[]> {
  switch (wish.kind) {
    case "report":
      return grantReport(wish.report, wish.certificates, server);
    case "product":
      return problemsOf([
        ...(await askProduct(server, "VCEK", wish.product)),
        ...(await askProduct(server, "VLEK", wish.product)),
      ]);
    case "chip":
      return problemsOf([await server.vcekAt(wish.path), ...(await askProduct(server, "VCEK", wish.product))]);
    case "quote": {
      const given = { certificates: wish.certificates, crls: [], collateral: nothing };
      return (await collectIntelEndorsements({ service, quote: wish.quote, given })).problems;
    }
    case "fmspc":
      return grantPlatform(wish.fmspc, service);
  }
}

const nothing = { documents: [], certificates: [], crls: [] };

/** A VLEK comes with the evidence; what is above it is asked for by its product line. */
async function grantReport(
  report: AttestationReport,
  certificates: readonly Uint8Array[],
  server: AmdKeyServer,
): Promise<readonly Message[]> {
  if (report.signingKey !== "VLEK") {
    return (await collectAmdEndorsements({ server, report, given: { certificates: [], crls: [] } })).problems;
  }
  const product = report.product ?? productAmong(certificates);
  if (product === undefined) return [message("endorsements.fetch.unknown-processor")];
  return problemsOf(await askProduct(server, "VLEK", product));
}

function productAmong(certificates: readonly Uint8Array[]): Product | undefined {
  for (const der of certificates) {
    const certificate = parseCertificate(der);
    const extensions = certificate.ok ? readEndorsementExtensions(certificate.value) : certificate;
    if (extensions.ok) return productOfName(extensions.value.productName);
  }
  return undefined;
}

async function askProduct(server: AmdKeyServer, signer: Signer, product: Product) {
  return [await server.certificateChain(signer, product), await server.revocationList(signer, product)];
}

/** Not every kind of platform has TDX: that Intel does not have one of the two is no problem. */
async function grantPlatform(fmspc: string, service: IntelService): Promise<readonly Message[]> {
  const levels = [await service.tcbInfo("sgx", fmspc), await service.tcbInfo("tdx", fmspc)];
  const some = levels.some(({ ok }) => ok);
  const others = [
    await service.qeIdentity("sgx"),
    await service.qeIdentity("tdx"),
    await service.pckList("platform"),
    await service.pckList("processor"),
    await service.rootList(),
  ];
  return problemsOf([...levels.filter((level) => level.ok || !level.notFound || !some), ...others]);
}

function problemsOf(answers: readonly Had<unknown>[]): readonly Message[] {
  return answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
}
