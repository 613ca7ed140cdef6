import { useEffect, useState } from "preact/hooks";
import { session } from "../api/gate.ts";
import { may } from "../api/session.ts";
import { Notice } from "../parts/notice.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageFrame } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useStore } from "../state/use-store.ts";
import { place } from "./router.ts";
import { routeOf, type PageModule, type Route } from "./routes.ts";
import { addCatalogues, useTexts } from "./texts.ts";

type Loaded =
  | { readonly kind: "loading" }
  | { readonly kind: "failed" }
  | { readonly kind: "ready"; readonly route: Route; readonly module: PageModule };

/** Draws the page of this address, once its code has come. */
export function Outlet() {
  const { t } = useTexts();
  const { place: here } = useStore(place);
  const signedIn = useStore(session);
  const found = routeOf(here.path);
  const [loaded, retry] = useModule(found?.route);
  if (signedIn.kind !== "signed-in") return null;
  if (found === undefined) return <NoSuchPage path={here.path} />;
  if (!may(signedIn.session, found.route.needs)) return <Forbidden route={found.route} />;
  if (loaded.kind === "failed") {
    return (
      <PageFrame title={t("console.failed.title")}>
        <Notice
          tone="fail"
          actions={
            <>
              <Button onClick={retry}>{t("console.failed.again")}</Button>
              <Button onClick={() => location.reload()}>{t("console.failed.reload")}</Button>
            </>
          }
        >
          <p>{t("console.failed.part")}</p>
        </Notice>
      </PageFrame>
    );
  }
  if (loaded.kind === "loading" || loaded.route !== found.route) return <Skeleton lines={6} />;
  const { Page } = loaded.module;
  const { session: view, configuration } = signedIn;
  // Another machine is another page: nothing that was typed for the one before stays.
  return (
    <Page key={here.path} parameters={found.parameters} place={here} session={view} configuration={configuration} />
  );
}

function useModule(route: Route | undefined): [Loaded, () => void] {
  const [loaded, setLoaded] = useState<Loaded>({ kind: "loading" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (route === undefined) return undefined;
    let current = true;
    setLoaded({ kind: "loading" });
    route.load().then(
      (module) => {
        if (!current) return;
        addCatalogues(module.catalogues);
        setLoaded({ kind: "ready", route, module });
      },
      () => current && setLoaded({ kind: "failed" }),
    );
    return () => {
      current = false;
    };
  }, [route, round]);
  return [loaded, () => setRound(round + 1)];
}

function NoSuchPage({ path }: { readonly path: string }) {
  const { t, rich } = useTexts();
  return (
    <PageFrame title={t("console.lost.title")}>
      <Empty title={t("console.lost.title")} actions={<ButtonLink to="/">{t("console.lost.home")}</ButtonLink>}>
        <p>{rich("console.lost.text", { path: <code>{path}</code> })}</p>
      </Empty>
    </PageFrame>
  );
}

function Forbidden({ route }: { readonly route: Route }) {
  const { t } = useTexts();
  const now = useStore(session);
  const present = now.kind === "signed-in" && now.session.actor.kind !== "owner" ? now.session.actor.role : "viewer";
  return (
    <PageFrame title={t("console.forbidden.title")}>
      <Notice tone="warning">
        <p>
          {t("console.forbidden.text", {
            needed: t(`console.role.${route.needs}`),
            present: t(`console.role.${present}`),
          })}
        </p>
      </Notice>
    </PageFrame>
  );
}
