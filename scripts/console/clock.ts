/** The gate's clock in the world: it can stand hours before now, so that a history can be played in seconds. */
export type WorldClock = {
  readonly now: () => Date;
  /** Moves it to so many hours before now; it only ever goes forward. */
  goTo(hoursAgo: number): void;
};

export function createWorldClock(hoursAgo: number): WorldClock {
  let behind = hoursAgo;
  return {
    now: () => new Date(Date.now() - behind * 3_600_000),
    goTo: (wanted) => {
      if (wanted > behind) throw new Error(`the clock stands ${behind} hours before now already`);
      behind = wanted;
    },
  };
}
