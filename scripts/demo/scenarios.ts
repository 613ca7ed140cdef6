/** Who may refuse: the tenant's gate, the machine's measured firmware, or the agent in its measured initrd. */
export type Party = "gate" | "firmware" | "guest";

/** What whoever owns the host changes. */
export type Change =
  | "nothing"
  | "command-line"
  | "initrd"
  | "unmeasured-command-line"
  | "debug-policy"
  | "replayed-evidence"
  | "null-cipher-header"
  | "foreign-disk"
  | "empty-disk"
  | "plain-disk"
  | "volume-group"
  | "unknown-root"
  | "sibling"
  | "rogue-gate";

export type DriverKind = "software" | "vm";

/** One boot of the demo: what is changed, and how it must end. */
export type Scenario = {
  /** Stable: scripts find the boot by it, and the catalogue's texts are `demo.boot.NAME`. */
  readonly name: string;
  readonly change: Change;
  readonly releaseMode: "auto" | "enter";
  readonly expected: { readonly outcome: "released" } | { readonly outcome: "refused"; readonly by: Party };
  readonly drivers: readonly DriverKind[];
};

const everywhere = ["software", "vm"] as const;

function refusal(change: Change, by: Party, drivers: readonly DriverKind[] = everywhere): Scenario {
  return { name: change, change, releaseMode: "auto", expected: { outcome: "refused", by }, drivers };
}

/** The main job, then everything that must not get through it, in the order in which the demo plays them. */
export const scenarios: readonly Scenario[] = [
  { name: "auto", change: "nothing", releaseMode: "auto", expected: { outcome: "released" }, drivers: everywhere },
  // At once, as a nonce expires after two minutes.
  refusal("replayed-evidence", "gate"),
  { name: "enter", change: "nothing", releaseMode: "enter", expected: { outcome: "released" }, drivers: everywhere },
  refusal("command-line", "gate"),
  refusal("initrd", "gate"),
  // The host keeps the genuine hash table and swaps what it stands for; only genuine firmware can notice.
  refusal("unmeasured-command-line", "firmware", ["vm"]),
  refusal("debug-policy", "gate"),
  refusal("null-cipher-header", "guest"),
  refusal("foreign-disk", "gate"),
  refusal("empty-disk", "guest"),
  refusal("plain-disk", "guest"),
  refusal("volume-group", "guest"),
  refusal("unknown-root", "gate"),
  refusal("sibling", "gate"),
  refusal("rogue-gate", "guest"),
];
