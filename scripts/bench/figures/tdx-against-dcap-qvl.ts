import { QuoteVerifier, type Collateral } from "@phala/dcap-qvl";
import { toHex } from "@sekisho/encoding";
import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { prepareDcap, type DcapFiles } from "../support/dcap-verification.ts";

/** Ours takes at most a fourth of the time. */
const goal = 0.25;

export const tdxAgainstDcapQvl: Figure = {
  name: "tdx-against-dcap-qvl",
  title: "whole verification of a TDX quote with full collateral, against @phala/dcap-qvl on the same quotes",
  goal,
  measure: async () => {
    const { warm, cold, quotes, files } = await prepareDcap("tdx");
    const verifier = QuoteVerifier.newWithRootCa(Buffer.from(files.authority.root.certificate));
    const collateral = asTheyTakeIt(files);
    let turn = 0;
    const theirs = (): void => {
      const quote = quotes[turn++ % quotes.length] ?? new Uint8Array();
      const { status } = verifier.verify(Buffer.from(quote), collateral, Math.floor(Date.now() / 1000));
      if (status !== "UpToDate") throw new Error(`dcap-qvl says ${status}`);
    };
    const effort = { rounds: 60, atMostMs: 6_000 };
    const { ms, floorMs, ratio } = await compare(theirs, warm, effort);
    const nothingSeen = await compare(theirs, cold, effort);
    return {
      value: ms * 1000,
      unit: "µs",
      ratio,
      against: "@phala/dcap-qvl 0.3",
      notes: [
        `dcap-qvl took ${(floorMs * 1000).toFixed(0)} µs: Sekisho is ${(1 / ratio).toFixed(1)} times as fast`,
        `dcap-qvl remembers nothing between quotes; without Sekisho's cache, and with its collateral parsed each time: ${(nothingSeen.ms * 1000).toFixed(0)} µs, ${(1 / nothingSeen.ratio).toFixed(1)} times as fast`,
        "it checks signatures, chains, lists and TCB; Sekisho a policy besides, and it explains each finding",
      ],
    };
  },
};

function asTheyTakeIt({ tcbInfo, identity, rootCrl, pckCrl, authority }: DcapFiles): Collateral {
  const [info, infoSignature] = halves(tcbInfo, "tcbInfo");
  const [enclave, enclaveSignature] = halves(identity, "enclaveIdentity");
  return {
    pck_crl_issuer_chain: authority.pckIssuerChain(),
    root_ca_crl: toHex(rootCrl),
    pck_crl: toHex(pckCrl),
    tcb_info_issuer_chain: authority.tcbIssuerChain(),
    tcb_info: info,
    tcb_info_signature: infoSignature,
    qe_identity_issuer_chain: authority.tcbIssuerChain(),
    qe_identity: enclave,
    qe_identity_signature: enclaveSignature,
  };
}

/** The inner object as it was signed, and its signature. */
function halves(response: string, name: string): readonly [string, string] {
  const { signature } = JSON.parse(response) as { readonly signature: string };
  return [response.slice(`{"${name}":`.length, response.lastIndexOf(',"signature"')), signature];
}
