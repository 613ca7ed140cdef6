import type { AdvisoryTable } from "@sekisho/appraisal";
import { fromBase64 } from "@sekisho/encoding";
import type { GateIdentity, Machine } from "@sekisho/release";
import type { TreeHead } from "@sekisho/release/log";

/** What a person holds a receipt against, and has from elsewhere than the receipt. */
export type ReceiptGround = {
  /** The gate whose keys count: that of `gate.json`, or of the person's own `machine.json`. */
  readonly gate: GateIdentity;
  /** The person's own `machine.json`: evidence is then judged by what this one knows. */
  readonly machine?: Machine | undefined;
  /** The person's own policy as YAML, null for the strict default; undefined: the receipt's counts. */
  readonly policy?: string | null | undefined;
  /** An older checkpoint that the person kept, whose signature was verified. */
  readonly since?: TreeHead | undefined;
  /** What `published` floors are taken from; the table that comes with Sekisho if absent. */
  readonly advisories?: AdvisoryTable | undefined;
};

/** The keys of a gate that may sign: SubjectPublicKeyInfo. */
export function signingKeysOf({ signingKeys }: GateIdentity): Uint8Array[] {
  return signingKeys.flatMap(({ spki }) => {
    const decoded = fromBase64("spki", spki);
    return decoded.ok ? [decoded.value] : [];
  });
}
