import type { TrustGraph, TrustNode } from "@sekisho/verifier";
import { useTexts } from "../../../app/texts.ts";
import { NodeStatus } from "./node-status.tsx";
import type { ChainViewProps } from "./chain-picture.tsx";

/** The chain as a list, in the order of trust: for who reads rather than looks. */
export function ChainList({ graph, selected, onChoose, panel }: ChainViewProps) {
  const { t, render } = useTexts();
  return (
    <ol class="chain-list">
      {graph.nodes.map((node) => (
        <li key={node.id}>
          <button
            type="button"
            class="chain-row"
            data-status={node.status}
            aria-expanded={selected === node.id}
            aria-controls={panel}
            onClick={() => onChoose(node.id)}
          >
            <NodeStatus node={node} graph={graph} />
            <span class="chain-row-title">{render(node.title)}</span>
          </button>
          <p>{render(node.summary)}</p>
          {before(node, graph).length > 0 && (
            <p class="soft">
              {t("console.request.chain.after", {
                names: before(node, graph)
                  .map(({ title }) => render(title))
                  .join(" · "),
              })}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function before({ id }: TrustNode, { nodes, edges }: TrustGraph): readonly TrustNode[] {
  const from = edges.filter(({ to }) => to === id).map((edge) => edge.from);
  return nodes.filter((node) => from.includes(node.id));
}
