import type { Message } from "@sekisho/messages";
import type { TrustNode } from "@sekisho/verifier";

/**
 * Which part is open before anybody chose one: the failing one that the headline is about, or the first that fails, or else the first
 * that can't be told by itself. What is unknown only because a part before it doesn't hold explains nothing.
 */
export function firstShown<T extends string>(nodes: readonly Shown<T>[], headline: Message): T | undefined {
  const failing = nodes.filter(({ status }) => status === "fail");
  const told = failing.find(({ summary }) => summary.id === headline.id);
  const unknown = nodes.find(({ status, because }) => status === "unknown" && because === undefined);
  return (told ?? failing[0] ?? unknown)?.id;
}

type Shown<T extends string> = Pick<TrustNode, "status" | "summary"> & { readonly id: T; readonly because?: string };
