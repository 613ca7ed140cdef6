/** What happens to a running machine. `seconds` count from its start. */
export type MachineEvent =
  | { readonly kind: "line"; readonly text: string; readonly seconds: number }
  /** A line of the guest agent, without its prefix. */
  | { readonly kind: "agent"; readonly text: string; readonly seconds: number }
  /** The console asks for a user name: the operating system has booted. */
  | { readonly kind: "login"; readonly seconds: number }
  /** The firmware stopped because kernel, initrd or command line are not those of the hash table. */
  | { readonly kind: "firmware-refused"; readonly seconds: number }
  /** The firmware found nothing that it may boot, as when it has no hash table at all. */
  | { readonly kind: "nothing-to-boot"; readonly seconds: number }
  /** The guest asked for a reset, or for power off. */
  | { readonly kind: "guest-reset"; readonly seconds: number }
  | { readonly kind: "guest-shutdown"; readonly seconds: number }
  /** QEMU has ended; `problem` is what it last wrote to standard error, for people. */
  | {
      readonly kind: "exit";
      readonly status: number | null;
      readonly signal: string | null;
      readonly problem: string;
      readonly seconds: number;
    };

export type MachineEventKind = MachineEvent["kind"];
export type EventOf<Kind extends MachineEventKind> = Extract<MachineEvent, { kind: Kind }>;

/** Hands events on to listeners, and keeps the first of each kind, so that nobody can come too late for it. */
export type EventLog = {
  emit(event: MachineEvent): void;
  /** Calls `listener` for every further event; the result takes it off again. */
  subscribe(listener: (event: MachineEvent) => void): () => void;
  /** The first event of one of these kinds, also a past one; `timeout` when none came in time. */
  first<Kind extends MachineEventKind>(
    kinds: readonly Kind[],
    timeoutSeconds: number,
  ): Promise<EventOf<Kind> | { readonly kind: "timeout" }>;
};

/** A new, empty log. */
export function createEventLog(): EventLog {
  const past = new Map<MachineEventKind, MachineEvent>();
  const listeners = new Set<(event: MachineEvent) => void>();

  function subscribe(listener: (event: MachineEvent) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    subscribe,
    emit(event) {
      if (!past.has(event.kind)) past.set(event.kind, event);
      for (const listener of listeners) listener(event);
    },
    first<Kind extends MachineEventKind>(kinds: readonly Kind[], timeoutSeconds: number) {
      const wanted = (event: MachineEvent): event is EventOf<Kind> => (kinds as readonly string[]).includes(event.kind);
      const known = [...past.values()].find(wanted);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise<EventOf<Kind> | { readonly kind: "timeout" }>((resolve) => {
        const timer = setTimeout(() => finish({ kind: "timeout" }), timeoutSeconds * 1000);
        const leave = subscribe((event) => {
          if (wanted(event)) finish(event);
        });
        function finish(outcome: EventOf<Kind> | { readonly kind: "timeout" }): void {
          clearTimeout(timer);
          leave();
          resolve(outcome);
        }
      });
    },
  };
}
