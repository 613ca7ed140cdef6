import { forgeries, tdForgeries, type Forgery, type TdForgery } from "@sekisho/lab";

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
  | "rogue-gate"
  | "grub-command"
  | "disk-command-line"
  | "disk-kernel"
  | "disk-initrd"
  | "secure-boot-off"
  | "dbx"
  | "smbios"
  | "fresh-vtpm"
  | "kernel"
  | "firmware"
  | Forgery
  | TdForgery;

/** What protects the machine's memory. */
export const technologies = ["sev-snp", "tdx"] as const;
export type Technology = (typeof technologies)[number];

/** How a machine boots: handed over by the hypervisor, or from its disk by GRUB or a unified kernel image. */
export const bootPaths = ["direct", "grub", "uki"] as const;
export type BootPath = (typeof bootPaths)[number];

export type DriverKind = "software" | "vm";

/** One boot of the demo: what is changed, and how it must end. */
export type Scenario = {
  /** Stable: scripts find the boot by it, and the catalogue's texts are `demo.boot.NAME`. */
  readonly name: string;
  readonly change: Change;
  readonly releaseMode: "auto" | "enter";
  readonly expected: { readonly outcome: "released" } | { readonly outcome: "refused"; readonly by: Party };
  readonly drivers: readonly DriverKind[];
  readonly boots: readonly BootPath[];
  readonly technologies: readonly Technology[];
};

const everywhere = ["software", "vm"] as const;

const direct = ["direct"] as const;
const fromDisk = ["grub", "uki"] as const;

function refusal(change: Change, by: Party, drivers: readonly DriverKind[] = everywhere): Scenario {
  const expected = { outcome: "refused", by } as const;
  return { name: change, change, releaseMode: "auto", expected, drivers, boots: direct, technologies };
}

function only(technology: Technology, scenario: Scenario): Scenario {
  return { ...scenario, technologies: [technology] };
}

/** Of a machine that boots from its disk, the gate sees every change: nothing else stops it. */
function recorded(change: Change, boots: readonly BootPath[] = fromDisk): Scenario {
  return only("sev-snp", { ...refusal(change, "gate", ["vm"]), boots });
}

const released = { expected: { outcome: "released" }, drivers: everywhere, boots: bootPaths, technologies } as const;

/** The main job, then everything that must not get through it, in the order in which the demo plays them. */
export const scenarios: readonly Scenario[] = [
  { name: "auto", change: "nothing", releaseMode: "auto", ...released },
  // At once, as a nonce expires after two minutes.
  { ...refusal("replayed-evidence", "gate"), boots: bootPaths },
  { name: "enter", change: "nothing", releaseMode: "enter", ...released },
  refusal("command-line", "gate"),
  refusal("initrd", "gate"),
  only("tdx", refusal("kernel", "gate")),
  only("tdx", refusal("firmware", "gate", ["software"])),
  // The host keeps the genuine hash table and swaps what it stands for; only genuine firmware can notice.
  only("sev-snp", refusal("unmeasured-command-line", "firmware", ["vm"])),
  refusal("debug-policy", "gate"),
  refusal("null-cipher-header", "guest"),
  refusal("foreign-disk", "gate"),
  refusal("empty-disk", "guest"),
  refusal("plain-disk", "guest"),
  refusal("volume-group", "guest"),
  refusal("unknown-root", "gate"),
  only("sev-snp", refusal("sibling", "gate")),
  only("tdx", refusal("sibling", "gate", ["software"])),
  refusal("rogue-gate", "guest"),
  recorded("grub-command", ["grub"]),
  recorded("disk-command-line"),
  recorded("disk-kernel"),
  recorded("disk-initrd", ["grub"]),
  recorded("secure-boot-off"),
  recorded("dbx"),
  recorded("smbios", ["uki"]),
  recorded("fresh-vtpm"),
  ...forgeries.map((forgery) => recorded(forgery)),
  ...tdForgeries.map((forgery) => only("tdx", refusal(forgery, "gate"))),
];

/** What a driver plays of one way to boot. */
export function scenariosOf(boot: BootPath, kind: DriverKind, technology: Technology = "sev-snp"): readonly Scenario[] {
  return scenarios.filter(
    (scenario) =>
      scenario.boots.includes(boot) && scenario.drivers.includes(kind) && scenario.technologies.includes(technology),
  );
}
