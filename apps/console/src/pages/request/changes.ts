import { message, type Message } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";

/** What a person's decision is about: while it stays the same, fresh evidence changes nothing. */
export type Seen = Pick<RequestView, "number" | "state" | "verdictDigest" | "approval">;

/** Something that happened while the page was open. `decides` tells whether it takes away what the person was about to do. */
export type Change = { readonly what: Message; readonly decides: boolean };

/**
 * What became of a request since a person last looked at it or acted on it, the weightiest first.
 *
 * Evidence that is only newer, of the same boot and with the same verdict, has the same verdict digest and is no change.
 */
export function changesSince(seen: Seen, now: Seen): readonly Change[] {
  const { number } = now;
  if (seen.state !== now.state) {
    const beforeTpm = seen.state === "activating" && now.state === "waiting";
    return [{ what: message(`console.request.meanwhile.${now.state}`, { number }), decides: !beforeTpm }];
  }
  const changes: Change[] = [];
  if (seen.verdictDigest !== null && now.verdictDigest !== null && seen.verdictDigest !== now.verdictDigest) {
    changes.push({ what: message("console.request.meanwhile.other-evidence", { number }), decides: true });
  }
  const names = (view: Seen): readonly string[] => view.approval?.given.map(({ account }) => account) ?? [];
  const [before, after] = [names(seen), names(now)];
  for (const name of after.filter((one) => !before.includes(one))) {
    changes.push({ what: message("console.request.meanwhile.approved", { name }), decides: false });
  }
  for (const name of before.filter((one) => !after.includes(one))) {
    changes.push({ what: message("console.request.meanwhile.approval-void", { name }), decides: false });
  }
  return changes;
}
