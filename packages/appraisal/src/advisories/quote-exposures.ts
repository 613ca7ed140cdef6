import type { IntelCollateral, TcbStatus } from "@sekisho/endorsements/intel";
import { message, type Message } from "@sekisho/messages";
import { inOrder, type Exposure, type ExposureStatus } from "./exposure.ts";
import { invisibleExposures } from "./invisible.ts";
import type { AdvisoryTable } from "./schema.ts";

/** What Intel's documents say of a quote's platform, as `appraiseIntelEndorsements` found it. */
export type PlatformTcb = { readonly status: TcbStatus; readonly advisories: readonly string[] };

/** Why Intel's documents say nothing of it. */
export type UnknownTcb = { readonly status: "unknown"; readonly reason: Message };

/**
 * What a quote's platform is exposed to: the advisories that Intel names at the level it reached, and as fixed those that Intel
 * names at lower ones. Without Intel's documents nothing can be known.
 *
 * @param tcb as `tcbOfQuote` gives it
 * @param fmspc of the platform, hexadecimal: documents about others are passed over
 */
export function exposuresOfQuote(
  tcb: PlatformTcb | UnknownTcb,
  about: {
    readonly collateral: IntelCollateral;
    readonly fmspc: string | undefined;
    readonly technology: "sgx" | "tdx";
  },
  table: AdvisoryTable,
): readonly Exposure[] {
  const ids = tcb.status === "unknown" ? table.intel.map(({ id }) => id) : [...tcb.advisories, ...namedIn(about)];
  const rows = [...new Set(ids)].toSorted().map((id) => rowExposure(id, judge(id, tcb), table));
  return [...inOrder(rows), ...invisibleExposures(table, "intel")];
}

type Judged = { readonly status: ExposureStatus; readonly reason: Message };

function judge(id: string, tcb: PlatformTcb | UnknownTcb): Judged {
  if (tcb.status === "unknown") return { status: "unknown", reason: tcb.reason };
  const { status } = tcb;
  return tcb.advisories.includes(id)
    ? { status: "exposed", reason: message("advisories.named", { status }) }
    : { status: "fixed", reason: message("advisories.named-lower", { status }) };
}

/** All advisories that Intel's documents name for a platform, at whatever level. */
function namedIn(about: Parameters<typeof exposuresOfQuote>[1]): ReadonlySet<string> {
  const { collateral, fmspc, technology } = about;
  const names = new Set<string>();
  for (const document of collateral.documents) {
    if (document.kind === "enclave-identity") {
      if (document.content.id !== (technology === "tdx" ? "TD_QE" : "QE")) continue;
      addAll(names, document.content.tcbLevels);
    } else if (document.content.technology === technology && document.content.fmspc === fmspc) {
      addAll(names, document.content.tcbLevels);
      for (const { tcbLevels } of document.content.tdxModuleIdentities) addAll(names, tcbLevels);
    }
  }
  return names;
}

function addAll(names: Set<string>, levels: readonly { readonly advisoryIds: readonly string[] }[]): void {
  for (const { advisoryIds } of levels) for (const id of advisoryIds) names.add(id);
}

function rowExposure(id: string, { status, reason }: Judged, { intel, collectedAt }: AdvisoryTable): Exposure {
  const row = intel.find((candidate) => candidate.id === id);
  return {
    id,
    attack: row?.attack ?? null,
    advisory: id,
    vulnerabilities: row?.vulnerabilities ?? [],
    status,
    reasons: [reason],
    source: row?.source ?? advisoryAddress(id),
    transcriptions: [],
    date: row?.date ?? collectedAt,
    checked: row?.checked,
    summary: undefined,
  };
}

/** Where Intel's advisories stand; one that the table has no row for is still found. */
function advisoryAddress(id: string): string {
  return `https://www.intel.com/content/www/us/en/security-center/advisory/${encodeURIComponent(id.toLowerCase())}.html`;
}
