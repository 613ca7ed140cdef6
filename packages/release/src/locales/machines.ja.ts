import type { CatalogueTexts } from "@sekisho/messages";
import type { machinesEn } from "./machines.en.ts";

export const machinesJa: CatalogueTexts<keyof typeof machinesEn> = {
  "gate.problem.policyStale":
    "{name} のポリシーは、その間に別の人が変更しました。読み込み直し、今あるポリシーに対して変更してください。",
  "gate.problem.trialBusy": "今、別のポリシーを試しています。数秒待ってからもう一度試してください。",
  "gate.problem.webhookUnknown": "Webhook {id} はこのゲートにありません。sekisho webhook list で一覧を確認できます。",
  "gate.problem.tooManyWebhooks": "Webhook は {limit} 個までです。先にひとつ削除してください。",
  "gate.problem.webhookUrl.not-a-url":
    "Webhook のアドレスは https://chat.example/hooks/sekisho のような完全な URL で指定してください。",
  "gate.problem.webhookUrl.scheme": "Webhook のアドレスは https:// で始めてください。",
  "gate.problem.webhookUrl.plain":
    "http:// では経路上の誰でも通知を読めます。https:// を使うか、承知の上で使うなら --plain（API では plain）を指定してください。",
  "gate.problem.webhookUrl.credentials":
    "Webhook のアドレスにユーザー名やパスワードを入れないでください。受信側は通知の署名でゲートを確かめます。",
  "gate.problem.webhookUrl.fragment": "Webhook のアドレスに # 以降の部分は付けられません（送信されません）。",
  "gate.problem.webhookUrl.forbidden":
    "このアドレスには送りません。特定のマシンを指さないか、クラウドのメタデータサービスのアドレスです。",
};
