export const bootLogJa = {
  "cli.boot-log.title": "{what}: イベント {count} 件（{format}）。✓ は計測された名前、? は裏付けのない名前です",
  "cli.boot-log.worth":
    "ログだけでは何も証明できません。同じ起動のクォート またはレポートのレジスター値と照合してください。",
  "cli.boot-log.other-banks": "Sekisho が計算できないバンク: {banks}",
  "cli.boot-log.registers": "レジスター（{bank}）",
  "cli.boot-log.unmeasured":
    "{path} のダイジェストを持つイベントはありません。この起動では計測されていないか、別の版です。",
  "cli.boot-log.entries": "（{count} 件）",
} as const;
