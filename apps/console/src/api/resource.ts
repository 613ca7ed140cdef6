import type { Message } from "@sekisho/messages";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { GateEvent } from "./events.ts";
import { events } from "./gate.ts";
import { asCallError } from "./problems.ts";

/** What was asked of the gate. While it is asked anew, what came before stays; `problem` says why the newest question failed. */
export type Resource<T> = {
  readonly data: T | undefined;
  readonly problem: Message | undefined;
  readonly loading: boolean;
  /** Asks anew. */
  readonly reload: () => void;
  /** Shows an answer that came another way, from a POST for example. */
  readonly replace: (data: T) => void;
};

export type ResourceOptions<T> = {
  /** What is asked for; another key is another resource, and what the one before had is forgotten. */
  readonly key: string;
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** Which events make the answer old. `resync` always does. */
  readonly changedBy?: (event: GateEvent) => boolean;
};

/** Several events in one moment make one question. */
const gathering = 120;

/** Asks the gate, and asks again when an event says that the answer is old. */
export function useResource<T>({ key, load, changedBy }: ResourceOptions<T>): Resource<T> {
  type State = { key: string; data: T | undefined; problem: Message | undefined; loading: boolean };
  const blank: State = { key, data: undefined, problem: undefined, loading: true };
  const [state, setState] = useState<State>(blank);
  const [round, setRound] = useState(0);
  const latest = useRef({ load, changedBy });
  latest.current = { load, changedBy };

  useEffect(() => {
    const abort = new AbortController();
    setState((before) => (before.key === key ? { ...before, loading: true } : blank));
    latest.current.load(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ key, data, problem: undefined, loading: false });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const { problem } = asCallError(error);
        setState((before) => ({ key, data: before.key === key ? before.data : undefined, problem, loading: false }));
      },
    );
    return () => abort.abort();
  }, [key, round]);

  useEffect(() => {
    let timer: number | undefined;
    const stop = events.listen((event) => {
      if (event.name !== "resync" && latest.current.changedBy?.(event) !== true) return;
      timer ??= window.setTimeout(() => {
        timer = undefined;
        setRound((before) => before + 1);
      }, gathering);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback((data: T) => setState({ key, data, problem: undefined, loading: false }), [key]);
  const { data, problem, loading } = state.key === key ? state : blank;
  return { data, problem, loading, reload, replace };
}
