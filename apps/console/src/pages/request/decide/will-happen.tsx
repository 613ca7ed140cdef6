import type { Message } from "@sekisho/messages";
import { useTexts } from "../../../app/texts.ts";

/** What will happen, said before it happens. */
export function WillHappen({ steps, id }: { readonly steps: readonly Message[]; readonly id: string }) {
  const { t, render } = useTexts();
  return (
    <div class="will-happen" id={id}>
      <p class="will-happen-title">{t("console.request.will-happen")}</p>
      <ol>
        {steps.map((step) => (
          <li key={step.id}>{render(step)}</li>
        ))}
      </ol>
    </div>
  );
}
