import type { Parsed } from "@sekisho/encoding";
import type { IntelCollateral } from "../intel/collateral.ts";
import { amdResourceAt, type AmdResource } from "./amd-resources.ts";
import { intelResourceAt, type IntelResource } from "./intel-resources.ts";
import { intelUrls } from "./intel-urls.ts";
import type { Dated } from "./window.ts";

/** Whose service hands something out. */
export type Vendor = "amd" | "intel";

/** What endorses evidence, whoever it is of; certificates and lists are DER. */
export type Endorsing = {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly collateral: IntelCollateral;
};

/** A resource by its name ("amd/vcek/v1/Milan/crl"): whose it is, what it is, and how its content is read. */
export type NamedResource = {
  readonly vendor: Vendor;
  readonly kind: AmdResource["kind"] | IntelResource["kind"];
  readonly read: (kept: Uint8Array) => Parsed<Dated<Endorsing>>;
  /** Where a client of this service keeps it. */
  readonly urlAt: (service: string) => string;
};

const noCollateral: IntelCollateral = { documents: [], certificates: [], crls: [] };

/** The resource of a name; undefined where no vendor publishes such a thing. */
export function resourceNamed(name: string): NamedResource | undefined {
  if (name.startsWith("amd/")) return amdResource(name.slice("amd".length));
  return name.startsWith("intel/") ? intelResource(name.slice("intel".length)) : undefined;
}

function amdResource(path: string): NamedResource | undefined {
  const resource = amdResourceAt(path);
  if (resource === undefined) return undefined;
  const { kind } = resource;
  return {
    vendor: "amd",
    kind,
    urlAt: (service) => `${service}${path}`,
    read: (kept) => {
      const read = resource.read(kept);
      if (!read.ok) return read;
      const { value: ders, window } = read.value;
      const [certificates, crls] = kind === "revocation-list" ? [[], ders] : [ders, []];
      return { ok: true, value: { value: { certificates, crls, collateral: noCollateral }, window } };
    },
  };
}

function intelResource(path: string): NamedResource | undefined {
  const resource = intelResourceAt(path);
  if (resource === undefined) return undefined;
  return {
    vendor: "intel",
    kind: resource.kind,
    urlAt: (service) => intelUrls(service, path)[0],
    read: (kept) => {
      const read = resource.read(kept);
      if (!read.ok) return read;
      const { value, window } = read.value;
      const { documents, certificates, crls } = value;
      return { ok: true, value: { value: { certificates, crls, collateral: { ...noCollateral, documents } }, window } };
    },
  };
}
