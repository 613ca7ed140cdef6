import { shortCode } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";

/** The short code of a verdict, for people to compare on two screens. */
export function VerdictCode({ digest }: { readonly digest: string }) {
  const { t } = useTexts();
  return (
    <div class="verdict-code">
      <p class="verdict-code-title">{t("console.request.code")}</p>
      <p class="verdict-code-digits">{shortCode(digest)}</p>
      <p class="field-hint">{t("console.request.code.what")}</p>
    </div>
  );
}
