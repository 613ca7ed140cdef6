import type { Machine } from "@sekisho/release";
import type { DriverKind, Scenario } from "./scenarios.ts";

/** How a machine's boot ended, as far as the machine itself shows. */
export type BootEnd =
  | { readonly kind: "opened" }
  /** The gate refused; it knows the reason under this number. */
  | { readonly kind: "gate-refused"; readonly number: number }
  | {
      readonly kind: "guest-refused" | "firmware-refused";
      readonly reason: string;
      readonly expected: string | null;
      readonly actual: string | null;
    }
  /** The kernel died before anything of the initrd ran: an emulator on a busy host can do that. It says nothing of Sekisho. */
  | { readonly kind: "crashed"; readonly reason: string }
  /** Neither: something broke. */
  | { readonly kind: "failed"; readonly reason: string };

/** A machine that was prepared, and the folder of its `machine.json`. */
export type Prepared = { readonly machine: Machine; readonly folder: string };

/** Says how far a long step is: 0 to 1, and what it does. */
export type Report = (text: string, fraction: number) => void;

/** Prepares machines and boots them: as processes, or as virtual machines. */
export type Driver = {
  readonly kind: DriverKind;
  /** Makes the machines and registers them with the gate. */
  prepare(report: Report): Promise<Readonly<Record<Scenario["releaseMode"], Prepared>>>;
  /** Boots a machine as the scenario says, and waits for its end. */
  boot(scenario: Scenario): Promise<BootEnd>;
  close(): Promise<void>;
};
