import type { Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import type { Signer } from "../amd/names.ts";
import { amdResourceAt, type Ders } from "./amd-resources.ts";
import { amdKeyServiceUrl, certificateChainPath, revocationListPath, vcekPath } from "./amd-urls.ts";
import { createKeeper, type Had, type ServiceOptions } from "./keeper.ts";

/** DER of what was asked for, or why it could not be had. */
export type Fetched = Had<Ders>;

/** AMD's key service, or one that speaks its interface. Nothing that it gives is verified here. */
export type AmdKeyServer = {
  /** The VCEK of a chip at a TCB. */
  vcek(product: Product, chipId: Uint8Array, tcb: TcbVersion): Promise<Fetched>;
  /** The same by its path in AMD's interface ("/vcek/v1/Milan/HWID?blSPL=…"). @throws TypeError when it is none */
  vcekAt(path: string): Promise<Fetched>;
  /** ASK and ARK, or ASVK and ARK. */
  certificateChain(signer: Signer, product: Product): Promise<Fetched>;
  /** The ARK's revocation list. */
  revocationList(signer: Signer, product: Product): Promise<Fetched>;
};

export type AmdKeyServerOptions = ServiceOptions & {
  /** Scheme, host and perhaps a path, without a slash at the end; AMD's own if absent. */
  readonly baseUrl?: string;
};

/**
 * A client of AMD's key service, under the discipline of `createKeeper`: certificates are used again within their dates,
 * lists for a day, and until their nextUpdate where no newer one can be had.
 */
export function createAmdKeyServer(options: AmdKeyServerOptions = {}): AmdKeyServer {
  const { baseUrl = amdKeyServiceUrl } = options;
  const keeper = createKeeper(options);
  const get = async (path: string): Promise<Fetched> => {
    const resource = amdResourceAt(path);
    if (resource === undefined) throw new TypeError(`${path} is no path of AMD's interface`);
    return keeper.get({ name: `amd${path}`, urls: [`${baseUrl}${path}`], ...resource });
  };
  return {
    vcek: (product, chipId, tcb) => get(vcekPath(product, chipId, tcb)),
    vcekAt: get,
    certificateChain: (signer, product) => get(certificateChainPath(signer, product)),
    revocationList: (signer, product) => get(revocationListPath(signer, product)),
  };
}
