import type { TrustNodeId } from "@sekisho/verifier";
import { useId, useState } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import type { Found } from "../../../judge/look.ts";
import { Card } from "../../../parts/card.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { Tabs } from "../../../parts/tabs.tsx";
import { firstShown } from "./first-shown.ts";
import { ChainList } from "./chain-list.tsx";
import { ChainPicture } from "./chain-picture.tsx";
import { NodePanel } from "./node-panel.tsx";
import "./chain.css";

export type ChainProps = {
  /** Undefined as long as this page has found nothing. */
  readonly found: Pick<Found, "graph" | "headline"> | undefined;
  /** It is still looking, so that something may come. */
  readonly looking: boolean;
};

/** The chain of trust, as a picture or as a list; what went wrong is open from the start. */
export function Chain({ found, looking }: ChainProps) {
  const { t } = useTexts();
  if (found === undefined) {
    return (
      <Card title={t("console.request.chain")}>
        {looking ? <Skeleton lines={4} /> : <p class="soft">{t("console.request.chain.unavailable")}</p>}
      </Card>
    );
  }
  return <KnownChain found={found} />;
}

function KnownChain({ found }: { readonly found: Pick<Found, "graph" | "headline"> }) {
  const { graph, headline } = found;
  const { t } = useTexts();
  const panel = useId();
  const [view, setView] = useState("picture");
  // Null: the person closed it. Undefined: nobody chose yet.
  const [chosen, setChosen] = useState<TrustNodeId | null | undefined>(undefined);
  const selected = chosen === undefined ? firstShown(graph.nodes, headline) : chosen;
  const node = graph.nodes.find(({ id }) => id === selected);
  const choose = (id: TrustNodeId) => setChosen(id === selected ? null : id);
  const shared = { graph, selected: node?.id, onChoose: choose, panel };
  return (
    <Card title={t("console.request.chain")}>
      <p class="chain-what">{t("console.request.chain.what")}</p>
      <Tabs
        label={t("console.request.chain.view")}
        selected={view}
        onSelect={setView}
        tabs={[
          { id: "picture", title: t("console.request.chain.picture"), draw: () => <ChainPicture {...shared} /> },
          { id: "list", title: t("console.request.chain.list"), draw: () => <ChainList {...shared} /> },
        ]}
      />
      <div id={panel} class="chain-panel" aria-live="polite">
        {node !== undefined && <NodePanel node={node} graph={graph} onClose={() => setChosen(null)} />}
      </div>
    </Card>
  );
}
