import type { SessionView } from "@sekisho/release";
import { useEffect, useState } from "preact/hooks";
import type { Configuration } from "../api/configuration.ts";
import { leave, may } from "../api/session.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Mark } from "../parts/mark.tsx";
import { useStore } from "../state/use-store.ts";
import { Choosers } from "./choosers.tsx";
import { Connection } from "./connection.tsx";
import { Outlet } from "./outlet.tsx";
import { place } from "./router.ts";
import { routes } from "./routes.ts";
import { useTexts } from "./texts.ts";
import "./shell.css";

/** What stands around every page of somebody who is signed in. */
export function Shell({ session, configuration }: ShellProps) {
  const { t } = useTexts();
  const { place: here, moves } = useStore(place);
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [moves]);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {t("console.shell.skip")}
      </a>
      <header class="bar">
        <Brand />
        <button
          type="button"
          class="bar-menu"
          aria-expanded={open}
          aria-controls="menu"
          aria-label={t(open ? "console.shell.closeMenu" : "console.shell.openMenu")}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? "close" : "menu"} />
        </button>
      </header>
      <div class="side" id="menu" data-open={open}>
        <nav aria-label={t("console.shell.menu")}>
          <ul>
            {routes.map(({ pattern, menu, needs }) =>
              menu === undefined || !may(session, needs) ? null : (
                <li key={pattern}>
                  <a class="side-link" href={pattern} aria-current={isCurrent(pattern, here.path) ? "page" : undefined}>
                    <Icon name={menu.icon} />
                    <span>{t(menu.text)}</span>
                  </a>
                </li>
              ),
            )}
          </ul>
        </nav>
        <SideFoot session={session} configuration={configuration} />
      </div>
      <main id="content" tabIndex={-1}>
        <Connection />
        <Outlet />
      </main>
    </div>
  );
}

type ShellProps = { readonly session: SessionView; readonly configuration: Configuration };

/** The page of one request belongs to the requests, and so on. */
function isCurrent(pattern: string, path: string): boolean {
  const base = pattern === "/" ? "/requests" : pattern;
  return path === pattern || path.startsWith(`${base}/`);
}

/** The name, as a link to the beginning. */
export function Brand() {
  const { t } = useTexts();
  return (
    <a class="brand" href="/">
      <Mark />
      <span class="brand-words">
        <span class="brand-name">
          Sekisho <span lang="ja">関所</span>
        </span>
        <span class="brand-line">{t("console.shell.tagline")}</span>
      </span>
    </a>
  );
}

function SideFoot({ session, configuration }: ShellProps) {
  const { t } = useTexts();
  const { actor } = session;
  return (
    <footer class="side-foot">
      <p class="side-origin" data-kind={configuration.kind}>
        <Icon name={configuration.kind === "gate" ? "requests" : "device"} />
        <a href="/settings#origin">
          {t(configuration.kind === "gate" ? "console.shell.servedByGate" : "console.shell.servedByDevice")}
        </a>
      </p>
      <Choosers />
      <div class="side-you">
        <p>
          <span class="unseen">{t("console.shell.you")} </span>
          <strong>{actor.kind === "owner" ? t("console.shell.owner") : actor.name}</strong>
          {actor.kind !== "owner" && <span class="side-role">{t(`console.role.${actor.role}`)}</span>}
        </p>
        {session.csrf !== null && configuration.kind === "gate" && (
          <Button kind="quiet" small onClick={() => void leave()}>
            {t("console.shell.signOut")}
          </Button>
        )}
      </div>
    </footer>
  );
}
