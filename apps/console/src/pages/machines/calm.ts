/** What a calm listener needs of the world. */
export type CalmOptions = {
  readonly now: () => number;
  readonly setTimer: (work: () => void, milliseconds: number) => number;
  readonly clearTimer: (timer: number) => void;
  /** Asks anew. */
  readonly reload: () => void;
};

export type Calm = {
  /** Something changed that `count` machines long list shows. True: ask anew at once; else it will be asked for later. */
  readonly changed: (count: number) => boolean;
  readonly stop: () => void;
};

/** Milliseconds between two questions, for each machine of the list; and the longest that a person waits. */
const perMachine = 2;
const longest = 20_000;

/**
 * Keeps a long list from being fetched for every single change: a gate with ten thousand machines hears of some every second, and
 * the list of them all is megabytes. The longer the list, the rarer it is asked for; the last change is never lost.
 */
export function createCalm({ now, setTimer, clearTimer, reload }: CalmOptions): Calm {
  let asked = -Infinity;
  let timer: number | undefined;
  return {
    changed: (count) => {
      if (timer !== undefined) return false;
      const rest = asked + Math.min(longest, count * perMachine) - now();
      if (rest <= 0) {
        asked = now();
        return true;
      }
      timer = setTimer(() => {
        timer = undefined;
        asked = now();
        reload();
      }, rest);
      return false;
    },
    stop: () => {
      if (timer !== undefined) clearTimer(timer);
    },
  };
}
