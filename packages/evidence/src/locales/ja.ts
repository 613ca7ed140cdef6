export const ja = {
  "evidence.azure-hcl.runtime-data.pass":
    "ハードウェアレポートがランタイムデータ（vTPM の鍵、VM の構成）を保証しています。REPORT_DATA はそのハッシュです。",
  "evidence.azure-hcl.runtime-data.fail":
    "ハードウェアレポートがランタイムデータを保証していません。REPORT_DATA がそのハッシュではないため、vTPM の鍵は誰のものか分かりません。",
  "evidence.svsm.vmpl.pass": "レポートは SVSM が動作する VMPL 0 で要求されました。",
  "evidence.svsm.vmpl.fail":
    "レポートが VMPL 0 で要求されておらず、SVSM によるものではありません。マニフェストはゲスト内の誰でも書けます。",
  "evidence.svsm.report-data.pass":
    "SVSM が vTPM を保証しています。REPORT_DATA はバインディングとサービスマニフェストのハッシュです。",
  "evidence.svsm.report-data.fail":
    "REPORT_DATA がこのバインディングとサービスマニフェストのハッシュではありません。別の要求または別の vTPM についてのレポートです。",
} as const;
