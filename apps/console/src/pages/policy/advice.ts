import type { Trial } from "./trial/trial.tsx";

/** What a trial says of putting a text into force for one machine. */
export type Advice = "locked" | "letIn" | "fine" | "untried";

/** What the newest trial says; a trial of another text says nothing. */
export function adviceFor(trial: Trial | undefined, policy: string | null, machineId: string): Advice {
  if (trial === undefined || trial.policy !== policy) return "untried";
  const effect = trial.machines.find((machine) => machine.machineId === machineId)?.effect;
  switch (effect) {
    case "locked-out":
      return "locked";
    case "let-in":
      return "letIn";
    case "stays-in":
      return "fine";
    case "stays-out":
    case "none":
    case undefined:
      return "untried";
  }
}
