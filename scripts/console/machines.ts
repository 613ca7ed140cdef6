import type { Change, Technology } from "../demo/scenarios.ts";

/** What becomes of a boot: who waits is left waiting, and who is abandoned stops asking, so that its request runs out. */
export type Fate = "released" | "refused" | "denied" | "abandoned" | "waiting";

/** One boot of a machine of the world. */
export type PlannedBoot = {
  /** When it happened, in hours before now. */
  readonly hoursAgo: number;
  readonly change: Change | "disk-command-line" | "replayed-evidence" | "other-guest-key";
  readonly fate: Fate;
};

/** A machine of the world, and its history. */
export type PlannedMachine = {
  readonly name: string;
  readonly technology: Technology | "vtpm";
  readonly releaseMode: "auto" | "enter" | "approve";
  readonly cloud: string;
  /** YAML; absent: the strict default. */
  readonly policy?: string;
  readonly boots: readonly PlannedBoot[];
};

const good = (hoursAgo: number, fate: Fate): PlannedBoot => ({ hoursAgo, change: "nothing", fate });
const refused = (hoursAgo: number, change: PlannedBoot["change"]): PlannedBoot => ({
  hoursAgo,
  change,
  fate: "refused",
});

/** Two of those who approve must do so, and may for some time ahead. */
export const twoPeople = `version: 1
name: two people
sev-snp:
  crl: required
  measurement: reference-values
  vmpl: { maximum: 0 }
  guest-policy: { debug: false, migration: false, unknown-bits: false }
  platform: { alias-check-complete: if-reported }
  tcb: { reported: published }
approval:
  approvals: 2
  longest: { boots: 20, hours: 168 }
`;

const billing: PlannedMachine = {
  name: "billing",
  technology: "sev-snp",
  releaseMode: "approve",
  cloud: "google",
  boots: [refused(2.5, "initrd"), good(0, "waiting")],
};

/** Machines in every state, with what owners of hosts try. */
export const plannedMachines: readonly PlannedMachine[] = [
  {
    name: "patient-records",
    technology: "sev-snp",
    releaseMode: "enter",
    cloud: "sakura",
    boots: [good(21, "released"), refused(3, "command-line"), good(0, "waiting")],
  },
  {
    name: "pacs-archive",
    technology: "sev-snp",
    releaseMode: "auto",
    cloud: "sakura",
    boots: [good(20, "released"), refused(9, "kernel"), good(8, "released"), refused(1.5, "debug-policy")],
  },
  { ...billing, policy: twoPeople },
  {
    name: "web-portal",
    technology: "sev-snp",
    releaseMode: "enter",
    cloud: "aws",
    boots: [good(6, "denied"), refused(4, "firmware"), refused(0.4, "other-guest-key")],
  },
  {
    name: "mail-gateway",
    technology: "sev-snp",
    releaseMode: "enter",
    cloud: "own",
    boots: [good(5, "abandoned"), refused(2, "unknown-root"), refused(0.7, "sibling")],
  },
  {
    name: "file-server",
    technology: "sev-snp",
    releaseMode: "auto",
    cloud: "own",
    boots: [good(7, "released"), refused(7, "replayed-evidence"), refused(1, "foreign-disk")],
  },
  {
    name: "genome-worker",
    technology: "tdx",
    releaseMode: "enter",
    cloud: "google",
    boots: [refused(2.2, "kernel"), good(0, "waiting")],
  },
  {
    name: "genome-index",
    technology: "tdx",
    releaseMode: "auto",
    cloud: "azure",
    boots: [good(10, "released"), refused(1.2, "command-line"), refused(0.6, "firmware")],
  },
  {
    name: "backup-vault",
    technology: "vtpm",
    releaseMode: "enter",
    cloud: "own",
    boots: [good(12, "released"), refused(1.8, "disk-command-line"), good(0, "waiting")],
  },
];

/** The few that the demo tells its story with. */
const told = ["patient-records", "pacs-archive", "billing", "genome-worker"];
export const demoMachines: readonly PlannedMachine[] = plannedMachines
  .filter(({ name }) => told.includes(name))
  // Whoever tries it is alone, so one approval must do.
  .map((planned) => (planned.name === billing.name ? billing : planned));
