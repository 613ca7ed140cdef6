export const advisoriesJa = {
  "cli.advisories.older":
    "表 {path} は {own} のもので、Sekisho に付属の表（{builtIn}）より古いものですが、そのまま使います。",
  "cli.advisories.title":
    "{what}: 攻撃が成立しうるもの {exposed} 件、判断できないもの {unknown} 件、修正済み {fixed} 件（{collectedAt} の表）",
  "cli.advisories.exposed": "攻撃が成立しうるもの",
  "cli.advisories.unknown": "判断できないもの",
  "cli.advisories.fixed": "修正済み",
  "cli.advisories.same": "次の {count} 件はすべて同じ理由です: {reason}",
  "cli.advisories.worth":
    "この表は既知の問題を網羅したものではありません。また、レポートやクォートの内容を信じてよいかは署名で決まります。署名は 'sekisho verify' で確かめられます。",
} as const;
