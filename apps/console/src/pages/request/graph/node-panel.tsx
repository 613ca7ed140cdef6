import type { TrustGraph, TrustNode } from "@sekisho/verifier";
import { useId } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";
import { Disclosure } from "../../../parts/disclosure.tsx";
import { NodeStatus } from "./node-status.tsx";
import { CheckList } from "../details/check-list.tsx";
import { Difference } from "./difference.tsx";

export type NodePanelProps = { readonly node: TrustNode; readonly graph: TrustGraph; readonly onClose: () => void };

/** One part of the chain: what it is, what came of it, and how it differs from what it should be. */
export function NodePanel({ node, graph, onClose }: NodePanelProps) {
  const { t, render } = useTexts();
  const id = useId();
  const cause = graph.nodes.find((other) => other.id === node.because);
  return (
    <section class="node-panel" data-status={node.status} aria-labelledby={id}>
      <header class="node-head">
        <h3 id={id}>{render(node.title)}</h3>
        <NodeStatus node={node} graph={graph} />
        <Button
          kind="quiet"
          small
          onClick={onClose}
          label={`${t("console.request.node.close")}: ${render(node.title)}`}
        >
          {t("console.request.node.close")}
        </Button>
      </header>
      <p class="node-summary">{render(node.summary)}</p>
      {cause !== undefined && <p>{t("console.request.chain.because", { name: render(cause.title) })}</p>}
      {node.difference !== undefined && <Difference difference={node.difference} />}
      <p class="soft">{render(node.meaning)}</p>
      {node.checks.length === 0 ? (
        <p class="soft">{t("console.request.node.no-checks")}</p>
      ) : (
        <Disclosure summary={`${t("console.request.node.checks")} (${node.checks.length})`}>
          {() => <CheckList checks={node.checks} />}
        </Disclosure>
      )}
    </section>
  );
}
