import type { TrustGraph, TrustNode, TrustNodeId } from "@sekisho/verifier";
import { useTexts } from "../../../app/texts.ts";
import { NodeStatus } from "./node-status.tsx";
import { linePath } from "./line-path.ts";
import type { PlacedNode } from "./placed.ts";
import { usePicture } from "./use-picture.ts";

export type ChainViewProps = {
  readonly graph: TrustGraph;
  readonly selected: TrustNodeId | undefined;
  readonly onChoose: (id: TrustNodeId) => void;
  /** The identifier of the element in which the chosen part is told. */
  readonly panel: string;
};

/** The chain as a picture: lines from what vouches to what it vouches for, and a button for each part. */
export function ChainPicture({ graph, selected, onChoose, panel }: ChainViewProps) {
  const { t } = useTexts();
  const { frame, picture } = usePicture(graph);
  const nodeOf = (id: string): TrustNode | undefined => graph.nodes.find((node) => node.id === id);
  return (
    <div ref={frame} class="chain-picture" onKeyDown={moveByArrow}>
      {picture !== undefined && (
        <svg
          class="chain-svg"
          width={picture.width}
          height={picture.height}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          role="group"
          aria-label={t("console.request.chain")}
        >
          {picture.edges.map(({ from, to, points }) => (
            <g
              key={`${from} ${to}`}
              class="chain-edge"
              data-status={nodeOf(to)?.status ?? "unknown"}
              aria-hidden="true"
            >
              <path class="chain-line" d={linePath(points)} />
              <Arrow points={points} />
            </g>
          ))}
          {picture.nodes.map((place) => {
            const node = nodeOf(place.id);
            return (
              node !== undefined && (
                <NodeButton
                  graph={graph}
                  key={place.id}
                  node={node}
                  place={place}
                  selected={selected === node.id}
                  onChoose={onChoose}
                  panel={panel}
                />
              )
            );
          })}
        </svg>
      )}
    </div>
  );
}

type NodeButtonProps = Pick<ChainViewProps, "graph" | "onChoose" | "panel"> & {
  readonly node: TrustNode;
  readonly place: PlacedNode;
  readonly selected: boolean;
};

function NodeButton({ graph, node, place, selected, onChoose, panel }: NodeButtonProps) {
  const { render } = useTexts();
  return (
    <foreignObject x={place.x} y={place.y} width={place.width} height={place.height}>
      <button
        type="button"
        class="chain-node"
        data-status={node.status}
        data-node={node.id}
        aria-expanded={selected}
        aria-controls={panel}
        onClick={() => onChoose(node.id)}
      >
        <span class="chain-node-title">{render(node.title)}</span>
        <NodeStatus node={node} graph={graph} size="small" />
      </button>
    </foreignObject>
  );
}

/** The head of an arrow at the end of a line; lines end from the left or from above. */
function Arrow({ points }: { readonly points: readonly { readonly x: number; readonly y: number }[] }) {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (end === undefined || before === undefined) return null;
  const fromAbove = Math.abs(end.y - before.y) > Math.abs(end.x - before.x);
  const { x, y } = end;
  const d = fromAbove
    ? `M${x - 4} ${y - 7}L${x} ${y - 1}L${x + 4} ${y - 7}`
    : `M${x - 7} ${y - 4}L${x - 1} ${y}L${x - 7} ${y + 4}`;
  return <path class="chain-head" d={d} />;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrow keys go along the chain, besides Tab. */
function moveByArrow(event: KeyboardEvent): void {
  const step = steps[event.key];
  if (step === undefined || !(event.currentTarget instanceof Element)) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const present = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[present + step];
  if (present < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
