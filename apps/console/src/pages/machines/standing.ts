import type { MachineSummary } from "@sekisho/release";
import type { Status } from "../../parts/status-mark.tsx";

/** How a machine fared the last time it asked. */
export const standings = ["waiting", "refused", "denied", "expired", "released", "never"] as const;
export type Standing = (typeof standings)[number];

/** The standing of a machine, told from its newest request. */
export function standingOf({ newest }: Pick<MachineSummary, "newest">): Standing {
  if (newest === null) return "never";
  switch (newest.state) {
    case "activating":
    case "waiting":
    case "decided":
      return "waiting";
    case "released":
    case "refused":
    case "denied":
    case "expired":
      return newest.state;
  }
}

/** The mark of a standing. */
export const markOf: Readonly<Record<Standing, Status>> = {
  waiting: "waiting",
  refused: "fail",
  denied: "fail",
  expired: "unknown",
  released: "pass",
  never: "absent",
};
