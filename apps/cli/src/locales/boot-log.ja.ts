export const bootLogJa = {
  "cli.boot-log.title": "{what}: イベント {count} 件（{format}）。✓ は測定された名前、? は裏付けのない名前です",
  "cli.boot-log.worth":
    "ログだけでは何も証明できません。同じ起動の quote またはレポートのレジスター値と照合してください。",
  "cli.boot-log.other-banks": "Sekisho が計算できないバンク: {banks}",
  "cli.boot-log.registers": "レジスター（{bank}）",
  "cli.boot-log.entries": "（{count} 件）",
} as const;
