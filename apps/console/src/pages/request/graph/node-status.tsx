import type { TrustGraph, TrustNode } from "@sekisho/verifier";
import { useTexts } from "../../../app/texts.ts";
import { StatusMark } from "../../../parts/status-mark.tsx";
import { statusWord } from "./status-word.ts";

export type NodeStatusProps = {
  readonly node: TrustNode;
  readonly graph: TrustGraph;
  readonly size?: "small" | "normal";
};

/** What came of a part, as a mark and a word. */
export function NodeStatus({ node, graph, size = "normal" }: NodeStatusProps) {
  const { t } = useTexts();
  const word = statusWord(node, graph.nodes);
  return <StatusMark status={node.status} size={size} word={word === undefined ? undefined : t(word)} />;
}
