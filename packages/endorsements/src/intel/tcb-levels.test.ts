import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCertificate } from "@sekisho/encoding/x509";
import { parseQuote } from "@sekisho/evidence/dcap";
import { haveVectors, readVector, readVectorText, vectorPath } from "../../../../scripts/test/vectors.ts";
import { parseCollateral, readPckExtensions } from "./index.ts";
import { matchLevels } from "./tcb-levels.ts";

/** What another program made of a quote and a TCB info: "FILE (date)" → status of the platform, module and enclave aside. */
type ManifestEntry = { readonly path: string; readonly tcb_status_computed?: Readonly<Record<string, string>> };

const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly ManifestEntry[]) : [];
const pairs = manifest.flatMap(({ path, tcb_status_computed: computed = {} }) =>
  Object.entries(computed)
    .map(([name, status]) => ({ quote: path, tcbInfo: name.split(" ")[0] ?? "", status }))
    .filter(({ tcbInfo }) => existsSync(vectorPath(tcbInfo))),
);

/** The status of the level that we find; undefined where the quote or its chain can't be read, or has no PCK in front. */
function ourStatus(quotePath: string, tcbInfoPath: string): string | undefined {
  const quote = parseQuote(readVector(quotePath));
  const collateral = parseCollateral(tcbInfoPath, readVector(tcbInfoPath));
  if (!quote.ok || !collateral.ok || quote.value.certificationData.kind !== "pck-chain") return undefined;
  const leaf = parseCertificate(quote.value.certificationData.certificates[0] ?? new Uint8Array());
  const pck = leaf.ok ? readPckExtensions(leaf.value) : undefined;
  const info = collateral.value.documents.find(({ kind }) => kind === "tcb-info");
  if (pck?.ok !== true || info?.kind !== "tcb-info") return undefined;
  const { body } = quote.value;
  const { platform } = matchLevels(pck.value, info.content, body.kind === "sgx" ? undefined : body.report);
  return platform?.tcbStatus ?? "NotSupported/Revoked (no level matched)";
}

describe.skipIf(!haveVectors)("TCB levels of real platforms", () => {
  test("are those that another program finds, for every quote and TCB info of its kind", () => {
    const judged = pairs.flatMap(({ quote, tcbInfo, status }) => {
      const ours = ourStatus(quote, tcbInfo);
      return ours === undefined ? [] : [{ quote, tcbInfo, status, ours }];
    });
    expect(judged.length).toBeGreaterThanOrEqual(45);
    expect(judged.filter(({ status, ours }) => status !== ours)).toEqual([]);
  });
});
