import type { GuestConfiguration } from "@sekisho/release";

/** How long the agent keeps trying. */
export type AgentLimits = {
  /** Calls in a row that got no sensible answer before it gives up. */
  readonly attempts: number;
  /** Calls in a row that met another TLS key than the pinned ones before it gives up. */
  readonly notPinnedAttempts: number;
  /** The first pause between attempts, in seconds; each one doubles it. */
  readonly firstPause: number;
  /** The longest pause, in seconds. */
  readonly longestPause: number;
};

/** About an hour; then the initrd restarts the machine, which may bring the network back. */
export const defaultLimits: AgentLimits = { attempts: 60, notPinnedAttempts: 20, firstPause: 1, longestPause: 60 };

/** With a prompt to fall back to, a person waits: about a minute. */
const promptLimits: AgentLimits = { ...defaultLimits, attempts: 6, notPinnedAttempts: 6 };

/** What the agent is told, all of it measured but `boot.kernelVersion` and `memoryKiB`. */
export type AgentConfiguration = {
  /** From the measured command line. */
  readonly machineId: string;
  readonly guest: GuestConfiguration;
  /** What the guest says that it was started with; it explains refusals and proves nothing. */
  readonly boot: { readonly commandLine: string; readonly kernelVersion: string };
  /** The guest's memory: no key derivation may take more. */
  readonly memoryKiB?: number;
  readonly limits?: Partial<AgentLimits>;
};

/** The limits that hold: those given, else the defaults. */
export function limitsOf({ guest, limits }: AgentConfiguration): AgentLimits {
  return { ...(guest.allowPassphrasePrompt ? promptLimits : defaultLimits), ...limits };
}
