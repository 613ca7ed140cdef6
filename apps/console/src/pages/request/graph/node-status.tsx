import type { TrustNode } from "@sekisho/verifier";
import { useTexts } from "../../../app/texts.ts";
import { StatusMark } from "../../../parts/status-mark.tsx";
import { statusWord } from "./status-word.ts";

/** What came of a part, as a mark and a word. */
export function NodeStatus({
  node,
  size = "normal",
}: {
  readonly node: TrustNode;
  readonly size?: "small" | "normal";
}) {
  const { t } = useTexts();
  const word = statusWord(node);
  return <StatusMark status={node.status} size={size} word={word === undefined ? undefined : t(word)} />;
}
