import { randomBytes } from "node:crypto";
import type { GateEventData, GateEventName } from "@sekisho/release";
import type { Change } from "../store/changes.ts";

/** One event, under the identifier by which a reader goes on after it. */
export type NumberedEvent = { readonly id: string; readonly name: GateEventName; readonly data: GateEventData };

/** What a reader missed; `unknown` when the gate does not remember that far back. */
export type Missed = readonly NumberedEvent[] | "unknown";

export type EventHub = {
  /** Notes a change. Those of one thing within some milliseconds become one event. */
  note(change: Change): void;
  /** Hears every event from now on; undefined when too many do. */
  open(reader: string, hear: (event: NumberedEvent) => void, ended: () => void): (() => void) | undefined;
  /** What came after the event that a reader saw last. */
  missed(lastEventId: string): Missed;
  /** Ends every reader's stream. */
  close(): void;
};

const remembered = 1000;
const gatherMs = 20;
const limits = { readers: 500, ofOne: 50 } as const;

/** A hub of events, in memory of bounded size. Its identifiers begin with a word of this run, so that those of another run are not taken for its own. */
export function createEventHub(): EventHub {
  const run = randomBytes(6).toString("base64url");
  const pending = new Map<string, Change>();
  const ring: NumberedEvent[] = [];
  const readers = new Map<symbol, { reader: string; hear: (event: NumberedEvent) => void; ended: () => void }>();
  let count = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    for (const { kind, id, number } of pending.values()) {
      count += 1;
      const data = number === undefined ? { id } : { id, number };
      const event: NumberedEvent = { id: `${run}.${count}`, name: kind, data };
      ring.push(event);
      if (ring.length > remembered) ring.shift();
      for (const { hear } of readers.values()) hear(event);
    }
    pending.clear();
  }

  return {
    note(change) {
      pending.set(`${change.kind} ${change.id}`, change);
      timer ??= setTimeout(flush, gatherMs).unref();
    },

    open(reader, hear, ended) {
      const own = [...readers.values()].filter((one) => one.reader === reader).length;
      if (readers.size >= limits.readers || own >= limits.ofOne) return undefined;
      const key = Symbol(reader);
      readers.set(key, { reader, hear, ended });
      return () => readers.delete(key);
    },

    missed(lastEventId) {
      const [ofRun, text = ""] = lastEventId.split(".");
      const last = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
      const forgotten = count - ring.length;
      if (ofRun !== run || !(last >= forgotten && last <= count)) return "unknown";
      return ring.slice(last - forgotten);
    },

    close() {
      clearTimeout(timer);
      for (const { ended } of readers.values()) ended();
      readers.clear();
    },
  };
}
