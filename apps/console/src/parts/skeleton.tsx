import { useTexts } from "../app/texts.ts";
import "./skeleton.css";

/** Holds the place of what is being loaded, once that takes long enough to be noticed. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTexts();
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{t("console.shell.arriving")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="skeleton-line" />
      ))}
    </div>
  );
}
