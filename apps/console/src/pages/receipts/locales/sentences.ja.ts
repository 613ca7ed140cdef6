import type { sentencesEn } from "./sentences.en.ts";

export const sentencesJa: Readonly<Record<keyof typeof sentencesEn, string>> = {
  "console.receipts.tells.verdict.accepted": "{machine} の証拠は合格でした（リクエスト {number}）。",
  "console.receipts.tells.verdict.rejected": "{machine} の証拠は不合格でした（リクエスト {number}）。",
  "console.receipts.tells.approval": "{actor} が {machine} を承認しました（リクエスト {number}）。",
  "console.receipts.tells.entered": "{actor} が {machine} のパスフレーズを入力しました（リクエスト {number}）。",
  "console.receipts.tells.release.auto": "証拠が合格のため、{machine} に鍵を引き渡しました（リクエスト {number}）。",
  "console.receipts.tells.release.enter": "担当者が入力した鍵を {machine} に引き渡しました（リクエスト {number}）。",
  "console.receipts.tells.release.approve": "承認が揃い、{machine} に鍵を引き渡しました（リクエスト {number}）。",
  "console.receipts.tells.release.grant": "事前の承認により、{machine} に鍵を引き渡しました（リクエスト {number}）。",
  "console.receipts.tells.refusal.evidence": "証拠が不合格のため、{machine} を拒否しました（リクエスト {number}）。",
  "console.receipts.tells.refusal.activation":
    "TPM が自身を証明しなかったため、{machine} を拒否しました（リクエスト {number}）。",
  "console.receipts.tells.refusal.spent":
    "この起動には鍵を渡し済みのため、{machine} を拒否しました（リクエスト {number}）。",
  "console.receipts.tells.refusal.denied": "{actor} が {machine} を拒否しました（リクエスト {number}）。",
  "console.receipts.tells.refusal.expired": "{machine} のリクエストは期限が切れました（リクエスト {number}）。",
  "console.receipts.tells.refusal.machine-removed":
    "{machine} が削除されたため、そのリクエストは終了しました（リクエスト {number}）。",
  "console.receipts.tells.allowance":
    "{actor} が {machine} の同じ起動にもう一度鍵を渡すことを許可しました（リクエスト {number}）。",
  "console.receipts.tells.strangers": "何も証明しなかったリクエスト {count} 件を拒否しました（{first} から {last}）。",
  "console.receipts.tells.machine.registered": "{actor} が {machine} を登録しました。",
  "console.receipts.tells.machine.changed": "{actor} が {machine} の登録内容を変更しました。",
  "console.receipts.tells.machine.removed": "{actor} が {machine} を削除しました。",
  "console.receipts.tells.policy.changed": "{actor} が {machine} のポリシーを変更しました。",
  "console.receipts.tells.policy.default": "{actor} が {machine} を既定の厳格なポリシーに戻しました。",
  "console.receipts.tells.account.added": "{actor} がアカウント {name} を追加しました。",
  "console.receipts.tells.account.changed": "{actor} がアカウント {name} を変更しました。",
  "console.receipts.tells.account.removed": "{actor} がアカウント {name} を削除しました。",
  "console.receipts.tells.account.enrolment-issued": "{actor} が {name} の一度きりのリンクを作りました。",
  "console.receipts.tells.account.passkey-added": "{name} がパスキーを登録しました。",
  "console.receipts.tells.account.passkey-removed": "{actor} が {name} のパスキーを削除しました。",
  "console.receipts.tells.token.made": "{actor} がプログラム用のトークン {name} を作りました。",
  "console.receipts.tells.token.removed": "{actor} がトークン {name} を削除しました。",
  "console.receipts.tells.grant.made": "{machine} の同じ起動が事前に承認されました。",
  "console.receipts.tells.grant.withdrawn": "{actor} が {machine} の事前の承認を取り下げました。",
  "console.receipts.tells.webhook.added": "{actor} が {name} への Webhook を追加しました。",
  "console.receipts.tells.webhook.removed": "{actor} が {name} への Webhook を削除しました。",
  "console.receipts.actor.owner": "ゲートの所有者",
  "console.receipts.actor.guest": "マシン",
  "console.receipts.actor.gate": "ゲート",
};
