import type { EvidenceBundle } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";

/** Gives the evidence as a file, made in this page of what it verified. */
export function Download({ evidence, number }: { readonly evidence: EvidenceBundle; readonly number: number }) {
  const { t } = useTexts();
  const save = () => {
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(evidence, null, 2)}\n`], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `evidence-${number}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div class="download">
      <Button onClick={save} icon="down">
        {t("console.request.download")}
      </Button>
      <p class="soft">{t("console.request.download.what")}</p>
    </div>
  );
}
