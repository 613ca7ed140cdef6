import type { TrustNode } from "@sekisho/verifier";

/**
 * The identifier of another word for a part's status than the status's own: what was never looked at, as something before it
 * failed already, is not in doubt for itself.
 */
export function statusWord({ status, summary }: Pick<TrustNode, "status" | "summary">): string | undefined {
  if (status !== "unknown") return undefined;
  const left = summary.id === "verifier.node.not-looked-at" || summary.id === "verifier.node.stands-on-nothing";
  return left ? "console.request.node.not-checked" : undefined;
}
