import type { ComponentChildren } from "preact";
import { PageFrame } from "../parts/page.tsx";
import { Choosers } from "./choosers.tsx";
import { Brand } from "./shell.tsx";
import "./threshold.css";

/** What stands around a page before anybody is signed in. */
export function Threshold({ title, lead, children }: ThresholdProps) {
  return (
    <div class="threshold">
      <header>
        <Brand />
      </header>
      <main id="content" class="threshold-main">
        <PageFrame title={title} lead={lead} width="narrow">
          {children}
        </PageFrame>
      </main>
      <footer>
        <Choosers />
      </footer>
    </div>
  );
}

type ThresholdProps = {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
};
