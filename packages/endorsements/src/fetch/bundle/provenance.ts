import { equalBytes, toHex } from "@sekisho/encoding";
import { verifySignature } from "@sekisho/encoding/crypto";
import { amdRootKeys } from "../../amd/roots.ts";
import { CertificateEntry, CrlEntry } from "../../certificates/entries.ts";
import { linksOf, mayIssue, pickIssuer, type Link } from "../../certificates/links.ts";
import type { CollateralDocument } from "../../intel/collateral.ts";
import { intelRootKey } from "../../intel/roots.ts";
import type { ReadEntry } from "./format.ts";

/** Whose word an entry is, by the signatures in its bundle alone; dates and revocation are for an appraisal. */
export type Provenance =
  /** It leads to the pinned root of its vendor. */
  | { readonly kind: "vendor"; readonly root: string }
  /** It leads to another root: SHA-256 of its SubjectPublicKeyInfo, hexadecimal. */
  | { readonly kind: "foreign"; readonly root: string }
  /** A signature is wrong, or a certificate above it is not in the bundle. */
  | { readonly kind: "unproven" };

/** Intel's chains have three certificates, and AMD's too. */
const longestChain = 5;

/** Follows the signatures of every entry up to a root, through the certificates of all of them. */
export async function provenanceOf(entries: readonly ReadEntry[]): Promise<ReadonlyMap<ReadEntry, Provenance>> {
  const follow = createFollower(entries);
  const found = new Map<ReadEntry, Provenance>();
  for (const entry of entries) {
    const roots = await follow(entry);
    const [root] = roots;
    if (root === undefined || roots.some((other) => other !== root)) found.set(entry, { kind: "unproven" });
    else found.set(entry, { kind: isVendorRoot(entry, root) ? "vendor" : "foreign", root });
  }
  return found;
}

function isVendorRoot({ name, resource }: ReadEntry, root: string): boolean {
  if (resource.vendor === "intel") return root === intelRootKey;
  const product = (["Milan", "Genoa", "Turin"] as const).find((candidate) => name.includes(`/v1/${candidate}/`));
  return product !== undefined && root === amdRootKeys[product];
}

type Roots = readonly (string | undefined)[];

function createFollower(entries: readonly ReadEntry[]): (entry: ReadEntry) => Promise<Roots> {
  const known = new Map<string, CertificateEntry>();
  const certificate = (der: Uint8Array): CertificateEntry => {
    const key = toHex(der);
    const entry = known.get(key) ?? new CertificateEntry(der);
    known.set(key, entry);
    return entry;
  };
  const everyDer = entries.flatMap(({ content }) => content.value.certificates);
  const { links } = linksOf([...new Map(everyDer.map((der) => [toHex(der), der])).values()], { certificate });

  /** The root's key digest, where every signature on the way is right and every issuer may issue. */
  const rootOf = async (start: Link): Promise<string | undefined> => {
    let link = start;
    for (let below = 0; below < longestChain; below++) {
      const issuer = await pickIssuer(link, links);
      if (issuer === undefined || !(await link.entry.isSignedBy(issuer.entry))) return undefined;
      if (issuer.entry === link.entry) return link.entry.keyDigest();
      if (!mayIssue(issuer.certificate, below)) return undefined;
      link = issuer;
    }
    return undefined;
  };

  const rootOfList = async (der: Uint8Array): Promise<string | undefined> => {
    const list = new CrlEntry(der);
    if (!list.parsed.ok) return undefined;
    const { issuer } = list.parsed.value;
    const issuers = links.filter((link) => equalBytes(link.certificate.subject.der, issuer.der));
    for (const link of issuers) if (await list.isSignedBy(link.entry)) return rootOf(link);
    return undefined;
  };

  const rootOfDocument = async (document: CollateralDocument, own: readonly Link[]): Promise<string | undefined> => {
    for (const link of own) {
      const key = await link.entry.key();
      const { signedBytes, signature } = document;
      const signed =
        key !== undefined && (await verifySignature({ kind: "ecdsa", hash: "sha256" }, key, signedBytes, signature));
      if (signed) return rootOf(link);
    }
    return undefined;
  };

  return async ({ content: { value } }) => {
    const own = linksOf(value.certificates, { certificate }).links;
    return Promise.all([
      ...own.map(rootOf),
      ...value.crls.map(rootOfList),
      ...value.collateral.documents.map((document) => rootOfDocument(document, own)),
    ]);
  };
}
