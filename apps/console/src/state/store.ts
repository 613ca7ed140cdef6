/** A value that changes, and who wants to know when it does. */
export type Store<T> = {
  readonly get: () => T;
  readonly set: (next: T) => void;
  /** Calls the listener after every change, until the function that comes back is called. */
  readonly subscribe: (listener: () => void) => () => void;
};

/** A store that holds `first` until something else is set; setting what it already holds tells nobody. */
export function createStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
