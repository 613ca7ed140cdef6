import { intelResourceAt, type IntelAnswer } from "./intel-resources.ts";
import {
  intelBaseUrl,
  intelServiceUrl,
  intelUrls,
  pckListPath,
  qeIdentityPath,
  rootListPath,
  tcbInfoPath,
  type IntelTechnology,
  type PckAuthority,
} from "./intel-urls.ts";
import { createKeeper, type Had, type ServiceOptions } from "./keeper.ts";

/** Intel's PCS, a caching service (PCCS), or one that speaks their interface. Nothing that it gives is verified here. */
export type IntelService = {
  /**
   * The TCB levels of a kind of platform, and the chain of their signer.
   *
   * @param fmspc hexadecimal, 12 digits
   */
  tcbInfo(technology: IntelTechnology, fmspc: string): Promise<Had<IntelAnswer>>;
  /** What the genuine quoting enclave looks like, and the chain of whoever says so. */
  qeIdentity(technology: IntelTechnology): Promise<Had<IntelAnswer>>;
  /** The revocation list of PCK certificates. */
  pckList(authority: PckAuthority): Promise<Had<IntelAnswer>>;
  /** The revocation list of Intel's root. */
  rootList(): Promise<Had<IntelAnswer>>;
};

export type IntelServiceOptions = ServiceOptions & {
  /** Scheme, host and perhaps a path; Intel's own service if absent. */
  readonly baseUrl?: string;
};

/**
 * A client of Intel's service, under the discipline of `createKeeper`: documents and lists are used again for a day, and until
 * their nextUpdate where no newer one can be had.
 */
export function createIntelService(options: IntelServiceOptions = {}): IntelService {
  const baseUrl = intelBaseUrl(options.baseUrl ?? intelServiceUrl);
  const keeper = createKeeper(options);
  const get = async (path: string): Promise<Had<IntelAnswer>> => {
    const resource = intelResourceAt(path);
    if (resource === undefined) throw new TypeError(`${path} is no path of Intel's interface`);
    return keeper.get({ name: `intel${path}`, urls: intelUrls(baseUrl, path), ...resource });
  };
  return {
    tcbInfo: (technology, fmspc) => get(tcbInfoPath(technology, fmspc)),
    qeIdentity: (technology) => get(qeIdentityPath(technology)),
    pckList: (authority) => get(pckListPath(authority)),
    rootList: () => get(rootListPath),
  };
}
