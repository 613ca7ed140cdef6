import { message } from "@sekisho/messages";
import type { Texts } from "./texts.ts";

const clouds = ["sakura", "azure", "google", "aws", "own", "lab"] as const;

/** Where a machine runs: a known cloud's name in the reader's language, or what its owner wrote. */
export function cloudName(cloud: string, { render }: Pick<Texts, "render">): string {
  const known = clouds.find((name) => name === cloud);
  return known === undefined ? cloud : render(message(`console.cloud.${known}`));
}
