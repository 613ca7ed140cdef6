export const ja = {
  "evidence.azure-hcl.runtime-data.pass":
    "ハードウェアレポートがランタイムデータ（vTPM の鍵、VM の構成）を保証しています。REPORT_DATA はそのハッシュです。",
  "evidence.azure-hcl.runtime-data.fail":
    "ハードウェアレポートがランタイムデータを保証していません。REPORT_DATA がそのハッシュではないため、vTPM の鍵は誰のものか分かりません。",
} as const;
