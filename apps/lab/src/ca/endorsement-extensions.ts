import type { Extension } from "./certificate.ts";
import { ia5String, integer } from "./der-writer.ts";
import { productFacts, type Product, type Tcb } from "./product.ts";

/** The arc of AMD's extensions (VCEK Certificate and KDS Interface Specification, section 3.1). */
const arc = "1.3.6.1.4.1.3704.1";

/** What tells one endorsement key from another: the chip for a VCEK, the cloud provider for a VLEK. */
export type Endorsed =
  | { readonly kind: "vcek"; readonly hardwareId: Uint8Array }
  | { readonly kind: "vlek"; readonly cspId: string };

/** The extensions of a VCEK or VLEK, each encoded as AMD does: hwID is raw bytes without a DER tag. */
export function endorsementExtensions(product: Product, endorsed: Endorsed, tcb: Tcb): readonly Extension[] {
  const { structVersion, vcekProductName } = productFacts[product];
  const productName = endorsed.kind === "vcek" ? vcekProductName : product;
  return [
    { oid: `${arc}.1`, value: integer(structVersion) },
    { oid: `${arc}.2`, value: ia5String(productName) },
    ...patchLevels(product, tcb).map(([number, level]) => ({ oid: `${arc}.3.${number}`, value: integer(level) })),
    endorsed.kind === "vcek"
      ? { oid: `${arc}.4`, value: endorsed.hardwareId }
      : { oid: `${arc}.5`, value: ia5String(`CN=${endorsed.cspId}`) },
  ];
}

/** Security patch levels in AMD's order; those of numbers 4 to 7 are spare and always zero. */
function patchLevels(product: Product, tcb: Tcb): readonly (readonly [number: number, level: number])[] {
  const { fmc, bootLoader, tee, snp, microcode } = tcb;
  return product === "Turin"
    ? [
        [9, fmc],
        [1, bootLoader],
        [2, tee],
        [3, snp],
        [5, 0],
        [6, 0],
        [7, 0],
        [8, microcode],
      ]
    : [
        [1, bootLoader],
        [2, tee],
        [4, 0],
        [5, 0],
        [6, 0],
        [7, 0],
        [3, snp],
        [8, microcode],
      ];
}
