import type { Figure, Measured } from "../figure.ts";
import { compare } from "../interleave.ts";
import { prepareDcap } from "../support/dcap-verification.ts";
import { createSumFloor, type SignatureKind } from "../support/floor.ts";

const collateral = "TCB info, quoting enclave's identity and both revocation lists";

export const tdxVerifyWarm: Figure = {
  name: "tdx-verify-warm",
  title: `whole verification of a TDX quote with full collateral (${collateral}), certificates and documents seen before`,
  goal: 1.2,
  measure: async () => {
    const { warm, warmSignatures, coldSignatures } = await prepareDcap("tdx");
    return againstAll(await against(warmSignatures, warm), coldSignatures, warm);
  },
};

export const tdxVerifyCold: Figure = {
  name: "tdx-verify-cold",
  title: "the same, nothing seen before: certificates, lists and documents are read and verified each time",
  goal: null,
  measure: async () => {
    const { cold, coldSignatures } = await prepareDcap("tdx");
    return against(coldSignatures, cold);
  },
};

export const sgxVerifyWarm: Figure = {
  name: "sgx-verify-warm",
  title: "whole verification of an SGX quote with full collateral, certificates and documents seen before",
  goal: 1.2,
  measure: async () => {
    const { warm, warmSignatures, coldSignatures } = await prepareDcap("sgx");
    return againstAll(await against(warmSignatures, warm), coldSignatures, warm);
  },
};

async function against(signatures: readonly SignatureKind[], verify: () => Promise<void>): Promise<Measured> {
  const { ms, floorMs, ratio } = await compare(createSumFloor(signatures), verify);
  const took = `${(floorMs * 1000).toFixed(0)} µs in the same run`;
  return {
    value: ms * 1000,
    unit: "µs",
    ratio,
    against: `its ${signatures.length} signatures`,
    notes: [`the ${signatures.length} P-256 signatures that it checks took ${took}`],
  };
}

/** Adds how the same compares with every signature that quote and collateral stand on, remembered or not. */
async function againstAll(
  measured: Measured,
  signatures: readonly SignatureKind[],
  verify: () => Promise<void>,
): Promise<Measured> {
  const { ratio } = await compare(createSumFloor(signatures), verify, { rounds: 60, atMostMs: 2000, warmUpMs: 500 });
  const all = `against all ${signatures.length} signatures that quote and collateral stand on: ${ratio.toFixed(2)} ×`;
  return { ...measured, notes: [...(measured.notes ?? []), all] };
}
