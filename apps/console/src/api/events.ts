import { gateEventDataSchema, gateEventNames, type GateEventData, type GateEventName } from "@sekisho/release";
import { createStore, type Store } from "../state/store.ts";

/** How fresh the page is: `live` hears every change; `connecting` is about to; `lost` tries again by itself. */
export type Freshness = "connecting" | "live" | "lost";

export type GateEvent = { readonly name: GateEventName } & GateEventData;

/** What of the browser's `EventSource` is used. */
export type Source = Pick<EventTarget, "addEventListener"> & { close(): void };

export type Events = {
  readonly freshness: Store<Freshness>;
  /** Calls the listener for each event, and with `resync` whenever some may have been missed. */
  readonly listen: (listener: (event: GateEvent) => void) => () => void;
  readonly start: () => void;
  readonly stop: () => void;
};

export type EventsOptions = {
  readonly open: () => Source;
  readonly setTimer: (work: () => void, milliseconds: number) => number;
  readonly clearTimer: (timer: number | undefined) => void;
  /** Called each time that the connection broke, or could not be made. */
  readonly lost: () => void;
};

/** The stream sends `event: heartbeat` every 15 s; after three that did not come the connection is taken to be dead. */
const silence = 50_000;
const firstWait = 1_000;
const longestWait = 15_000;

/**
 * The gate's events, over a connection that is opened anew when it breaks, after 1, 2, 4 … 15 s.
 *
 * A browser's own `EventSource` gives up on an answer other than 200, as a gate that restarts may give, and it waits for ever on a connection
 * that died without a word; this does neither.
 */
export function createEvents({ open, setTimer, clearTimer, lost }: EventsOptions): Events {
  const freshness = createStore<Freshness>("connecting");
  const listeners = new Set<(event: GateEvent) => void>();
  let source: Source | undefined;
  let timer: number | undefined;
  let failures = 0;
  // What was asked for before the stream stood may be old already.
  let interrupted = true;
  let beats = false;
  let running = false;

  function tell(event: GateEvent): void {
    for (const listener of Array.from(listeners)) listener(event);
  }

  function arm(work: () => void, milliseconds: number): void {
    clearTimer(timer);
    timer = setTimer(work, milliseconds);
  }

  function lose(): void {
    source?.close();
    source = undefined;
    interrupted = true;
    freshness.set("lost");
    arm(connect, Math.min(longestWait, firstWait * 2 ** failures));
    failures += 1;
    lost();
  }

  function alive(): void {
    if (beats) arm(lose, silence);
    else clearTimer(timer);
    failures = 0;
    freshness.set("live");
    if (!interrupted) return;
    interrupted = false;
    tell({ name: "resync", id: null });
  }

  function connect(): void {
    const current = open();
    source = current;
    arm(lose, silence);
    const whenCurrent = (work: (event: Event) => void) => (event: Event) => {
      if (source === current) work(event);
    };
    current.addEventListener("open", whenCurrent(alive));
    current.addEventListener("error", whenCurrent(lose));
    current.addEventListener(
      "heartbeat",
      whenCurrent(() => {
        beats = true;
        alive();
      }),
    );
    for (const name of gateEventNames) {
      current.addEventListener(
        name,
        whenCurrent((event) => {
          alive();
          const data = dataOf(event);
          if (data !== undefined) tell({ name, ...data });
        }),
      );
    }
  }

  return {
    freshness,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (running) return;
      running = true;
      freshness.set("connecting");
      connect();
    },
    stop() {
      running = false;
      clearTimer(timer);
      source?.close();
      source = undefined;
      failures = 0;
      interrupted = true;
    },
  };
}

function dataOf(event: Event): GateEventData | undefined {
  if (!(event instanceof MessageEvent) || typeof event.data !== "string") return undefined;
  try {
    const read = gateEventDataSchema.safeParse(JSON.parse(event.data));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
