import { message } from "@sekisho/messages";
import type { Check } from "../check.ts";
import { allowed, within } from "./allow-list.ts";
import type { Metadata } from "./metadata.ts";
import { luks2Check } from "./outcome.ts";

/**
 * The digest says whether a key slot gave the right volume key. There must be one digest, over segment 0 and over every
 * key slot: a slot without it would hand in a key that nothing compares.
 */
export function digestChecks({ digests, keyslots }: Metadata): Check[] {
  const [first, ...others] = Object.values(digests);
  const digest = first === undefined || "other" in first ? undefined : first;
  const slots = Object.keys(keyslots);
  const missing = slots.filter((slot) => digest?.keyslots.includes(slot) !== true);
  const sameSlots = missing.length === 0 && digest?.keyslots.length === slots.length;
  const sameSegments = digest?.segments.length === 1 && digest.segments[0] === "0";
  return [
    luks2Check("luks2.digest.type", {
      ok:
        digest !== undefined &&
        others.length === 0 &&
        (allowed.hashes as readonly string[]).includes(digest.hash) &&
        within(digest.iterations, allowed.pbkdf2Iterations),
      expected: `pbkdf2, ${allowed.hashes.join(" / ")}, >= ${allowed.pbkdf2Iterations.least}`,
      actual: Object.values(digests).map(show).join("; ") || "none",
      pass: message("luks2.digest.type.pass"),
      fail: message("luks2.digest.type.fail"),
    }),
    luks2Check("luks2.digest.coverage", {
      ok: sameSlots && sameSegments,
      expected: `segments 0, keyslots ${sorted(slots)}`,
      actual: `segments ${sorted(digest?.segments ?? [])}, keyslots ${sorted(digest?.keyslots ?? [])}`,
      pass: message("luks2.digest.coverage.pass"),
      fail: message("luks2.digest.coverage.fail"),
    }),
  ];
}

function show(digest: Metadata["digests"][string]): string {
  return "other" in digest ? digest.type : `pbkdf2, ${digest.hash}, ${digest.iterations}`;
}

function sorted(numbers: readonly string[]): string {
  const ordered = numbers.toSorted((left, right) => Number(left) - Number(right));
  return ordered.length === 0 ? "none" : ordered.join(", ");
}
