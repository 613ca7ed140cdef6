import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import type { TrustEdge, TrustEdgeKind, TrustNodeId } from "./types.ts";

/** What decides which links a machine's chain of trust has. */
export type ChainKind = Pick<Machine, "technology" | "boot" | "vtpm">;

/** The links of this kind of machine, in reading order. */
export function partsOf(machine: ChainKind): readonly TrustNodeId[] {
  const recorder = recorderOf(machine);
  return [
    ...processorParts(machine),
    "report",
    ...(recorder === undefined ? (["firmware"] as const) : ([recorder, "firmware", "boot-loader"] as const)),
    "kernel",
    "initrd",
    "command-line",
    "disk-header",
    "guest-key",
  ];
}

function processorParts({ technology }: ChainKind): readonly TrustNodeId[] {
  if (technology === "tpm") return [];
  const enclave = technology === "tdx" ? (["quoting-enclave"] as const) : [];
  return ["silicon-root", "intermediate", "chip-key", ...enclave, "tcb"];
}

/** Who recorded the boot, where a TPM did. */
export function recorderOf({ boot, vtpm }: ChainKind): "svsm" | "vtpm" | undefined {
  if (boot.kind === "direct" || vtpm === undefined) return undefined;
  return vtpm.provider === "svsm" ? "svsm" : "vtpm";
}

/** What the link before does for this one. */
const kinds: Readonly<Record<TrustNodeId, TrustEdgeKind>> = {
  "silicon-root": "certifies",
  intermediate: "certifies",
  "chip-key": "certifies",
  "quoting-enclave": "signs",
  tcb: "certifies",
  report: "signs",
  svsm: "binds",
  vtpm: "binds",
  firmware: "measures",
  "boot-loader": "starts",
  kernel: "starts",
  initrd: "measures",
  "command-line": "measures",
  "disk-header": "binds",
  "guest-key": "binds",
};

/**
 * Which link stands on which: one chain from the maker's root to the guest's key. Beside it stands the processor's firmware,
 * which the chip's key is made for, and which makes the report. A machine without a confidential VM begins at its TPM.
 */
export function edgesOf(machine: ChainKind): readonly TrustEdge[] {
  const begins = machine.technology === "tpm" ? ["tcb", "report"] : ["tcb"];
  const chain = partsOf(machine).filter((id) => !begins.includes(id));
  const edges = chain.slice(1).map((to, index): TrustEdge => edge(chain[index] ?? to, to, kinds[to]));
  if (machine.technology === "tpm") return edges;
  return [...edges, edge("chip-key", "tcb", "certifies"), edge("tcb", "report", "makes")];
}

function edge(from: TrustNodeId, to: TrustNodeId, kind: TrustEdgeKind): TrustEdge {
  return { from, to, kind, label: message(`verifier.edge.${kind}`) };
}

/** Every link that this one stands on, the nearest first. */
export function standsOn(id: TrustNodeId, edges: readonly TrustEdge[]): readonly TrustNodeId[] {
  const found: TrustNodeId[] = [];
  let front: readonly TrustNodeId[] = [id];
  while (front.length > 0) {
    const before = edges.filter(({ to }) => front.includes(to)).map(({ from }) => from);
    front = [...new Set(before)].filter((one) => !found.includes(one));
    found.push(...front);
  }
  return found;
}
