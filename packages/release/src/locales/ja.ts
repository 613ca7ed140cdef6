import type { CatalogueTexts } from "@sekisho/messages";
import type { en } from "./en.ts";

export const ja: CatalogueTexts<keyof typeof en> = {
  "gate.problem.invalid": "{field}: {expected}。",
  "gate.problem.notJson": "本文が JSON ではありません。",
  "gate.problem.badRequest": "HTTP リクエストの形式が正しくないか、アドレスを復号できません。",
  "gate.problem.policyInvalid": "ポリシーを使用できません: {problem}",
  "gate.problem.keyMissing":
    "引き渡しモードが {mode} のマシンにはディスク鍵が必要です。--key-file FILE で指定してください。",
  "gate.problem.keyUnwanted":
    "引き渡しモードが enter のマシンのディスク鍵をゲートに預けてはいけません。--key-file なしで登録してください。",
  "gate.problem.otherMachineNamed":
    "参照値 {name} はこのマシン専用のものではありません。コマンドラインに sekisho.machine={machineId} がちょうど一度だけ必要です。machine.json を書き換えず、sekisho image build でマシンを作成してください。",
  "gate.problem.otherBootKind":
    "このマシンは {technology}、起動方法は {kind} ですが、既知の正しい起動構成が別の種類のものです。計測された起動は、レジスターに記録される起動（ディスク起動または TD）のもの、参照値はそれ以外のものです。このマシンの machine.json のものを使ってください。",
  "gate.problem.launchSecret":
    "{technology} のマシンはゲートと通信しません。所有者が起動時に鍵を注入します（sekisho sev session --help を参照）。",
  "gate.problem.otherGate":
    "このマシンのイメージは別のゲートを信頼しています。このゲートの gate.json（署名鍵 {expected}）を使ってビルドしてください。",
  "gate.problem.unauthorized":
    "この操作には管理者トークン（Authorization: Bearer …）か、ゲートの Unix ソケット経由の接続が必要です。",
  "gate.problem.roleTooLow":
    "この操作には役割 {wanted} が必要ですが、あなたの役割は {role} です。管理者に操作を頼むか、役割の変更を依頼してください。",
  "gate.problem.personNeeded":
    "この操作は、パスキーでサインインした人だけができます。プログラムや、ソケットやトークンを使うゲートの所有者にはできません。",
  "gate.problem.notFound": "このアドレスには何もありません。",
  "gate.problem.requestUnknown": "リクエスト {request} はこのゲートにありません。",
  "gate.problem.machineUnknown":
    "マシン {machineId} はこのゲートに登録されていません。sekisho machine list で一覧を確認できます。",
  "gate.problem.requestTimeout": "リクエストが時間内に届きませんでした。",
  "gate.problem.machineExists":
    "ID {machineId} または名前 {name} のマシンはすでに登録されています。先に削除するか、別の名前にしてください。",
  "gate.problem.requestClosed": "リクエスト {number} はすでに終了しています（{state}）。",
  "gate.problem.alreadyEntered": "リクエスト {number} には、すでに誰かがパスフレーズを入力しています。",
  "gate.problem.stillActivating":
    "リクエスト {number} の TPM は、実在することをまだ証明していません。sekisho requests で待機中になるまで待ってください。",
  "gate.problem.credentialMissing":
    "秘密にクレデンシャルを添えるのは、ゲストに TPM がある場合に限ります（リクエスト {number}）。このゲートと同じ版の sekisho でもう一度入力してください。",
  "gate.problem.bindingUnknown":
    "リクエスト {number} の合格した証拠に対して封印された秘密ではありません。リクエストを確認し直し、もう一度入力してください。",
  "gate.problem.notReleased": "リクエスト {number} にはまだ鍵を渡していないため、再許可するものがありません。",
  "gate.problem.tooManyReferenceValues":
    "マシンに登録できる既知の正しい起動構成は {limit} 件までです。先に古いものを削除してください: sekisho machine reference-values ID --remove DIGEST",
  "gate.problem.lastReferenceValue":
    "マシン {machineId} の既知の正しい起動構成がなくなります。先に新しいものを追加するか、マシンを削除してください。",
  "gate.problem.tooLarge": "本文が長すぎます（上限 {limit} バイト）。",
  "gate.problem.mediaType": "本文は application/json で送ってください。",
  "gate.problem.tooMany": "このアドレスからのリクエストが多すぎます。{seconds} 秒後にやり直してください。",
  "gate.problem.internal": "ゲートの内部でエラーが起きました。原因はゲートのログに記録されています。",
  "gate.problem.endorsementsUnavailable":
    "プロセッサーの証明書を現在取得できません。新しいチャレンジを取得してやり直してください。",

  "gate.refusal.nonceForeign": "このゲートが発行したノンスではありません。",
  "gate.refusal.nonceExpired": "ノンスの有効期限が切れています。証拠の到着が遅すぎたか、古い証拠です。",
  "gate.refusal.nonceUsed": "使用済みのノンスです。この証拠は再送されたものです。",
  "gate.refusal.machineUnknown": "マシン {machineId} はこのゲートに登録されていません。",
  "gate.refusal.gateKeyUnknown":
    "ゲストは別のゲートの鍵（{actual}）を信頼しています。イメージがそのゲート向けにビルドされています。",
  "gate.refusal.bindingDiffers":
    "このリクエストのために作られたレポートではありません。REPORT_DATA の期待値は {expected}、実際は {actual} です。マシン、ノンス、ゲストの鍵、ディスク、ゲートのいずれかがゲストの申告と異なります。",
  "gate.refusal.technologyDiffers": "証拠の種類がマシンのものと異なります。期待値は {expected}、実際は {actual} です。",
  "gate.refusal.vtpmMissing":
    "このマシンはディスクから起動するため、起動内容を TPM（{expected}）が示す必要がありますが、証拠に TPM のものがありません。",
  "gate.refusal.vtpmProviderDiffers":
    "TPM の種類がマシンのものと異なります。期待値は {expected}、証拠では {actual} です。",
  "gate.refusal.vtpmUnexpected": "証拠に TPM のものが含まれていますが、このマシンは直接起動として登録されています。",
  "gate.refusal.endorsementKeyUnusable":
    "この TPM 宛てのクレデンシャルを作れません。EK がストレージ鍵（restricted、decrypt、AES）でないか、鍵を読み取れません。",
  "gate.refusal.activationFailed":
    "TPM が自分宛てのクレデンシャルを開けませんでした（誤答 {failures} 回）。EK と AK が同じ TPM にないか、ゲストがその TPM を持っていません。",
  "gate.refusal.headerDiffers":
    "ディスクの LUKS2 ヘッダーが登録済みのものと異なります。期待値は {expected}、実際は {actual} です。キースロットを変更した場合は sekisho machine header で登録してください。そうでなければディスクがすり替えられています。",
  "gate.refusal.otherGuest":
    "証拠はリクエスト {number} を指していますが、マシン、ゲストの鍵、ディスク、TPM、ゲートの鍵のいずれかが異なります。",
  "gate.refusal.reportIdDiffers":
    "新しい証拠は別の起動から届いています。識別子（REPORT_ID、TPM またはゲスト鍵のもの）の期待値は {expected}、実際は {actual} です。",
  "gate.refusal.reportIdSpent":
    "この起動（REPORT_ID、TPM またはゲスト鍵: {reportId}）にはすでに鍵を渡しています。VM を起動し直すか、sekisho requests allow-again を実行してください。",
  "gate.refusal.denied": "担当者が拒否しました: {reason}",
  "gate.refusal.machineRemoved": "リクエストの待機中に、マシン {machineId} の登録が削除されました。",
};
