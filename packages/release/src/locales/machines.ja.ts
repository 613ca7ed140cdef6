import type { CatalogueTexts } from "@sekisho/messages";
import type { machinesEn } from "./machines.en.ts";

export const machinesJa: CatalogueTexts<keyof typeof machinesEn> = {
  "gate.problem.policyStale":
    "{name} のポリシーは、その間に別の人が変更しました。読み込み直し、今あるポリシーに対して変更してください。",
  "gate.problem.trialBusy": "今、別のポリシーを試しています。数秒待ってからもう一度試してください。",
};
