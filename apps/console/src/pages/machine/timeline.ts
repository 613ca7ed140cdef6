import { changesBetween, type BootChange, type MachineBoot } from "@sekisho/release";

/** A boot with what changed since the good one before it; `since` is null for the first good one, and for boots that were refused. */
export type TimelineEntry = {
  readonly boot: MachineBoot;
  readonly since: number | null;
  readonly changes: readonly BootChange[];
};

/**
 * Boots, the newest first, each good one with what changed since the good one before. Refused ones say what refused them instead, and
 * are no measure for what comes after.
 */
export function timelineOf(boots: readonly MachineBoot[]): readonly TimelineEntry[] {
  return boots.map((boot, index) => {
    const before = isGood(boot) ? boots.slice(index + 1).find(isGood) : undefined;
    if (before?.facts == null || boot.facts === null) return { boot, since: null, changes: [] };
    return { boot, since: before.number, changes: changesBetween(before.facts, boot.facts) };
  });
}

function isGood({ proven, verdict, facts }: MachineBoot): boolean {
  return proven && verdict === "accepted" && facts !== null;
}
