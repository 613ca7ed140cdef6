import type { TrustNode } from "@sekisho/verifier";

/**
 * The identifier of another word for a part's status than the status's own. Once one part has failed, nobody looks at the rest: what is
 * unknown for that is in no doubt of its own.
 */
export function statusWord(
  { status }: Pick<TrustNode, "status">,
  nodes: readonly Pick<TrustNode, "status">[],
): string | undefined {
  const failed = nodes.some((node) => node.status === "fail");
  return status === "unknown" && failed ? "console.request.node.not-checked" : undefined;
}
