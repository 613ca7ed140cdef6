export const advisoriesJa = {
  "advisories.not-a-table": "{name} はアドバイザリーの表ではありません。{field}: {reason}。",
  "advisories.never": "修正する方法は知られていません。",
  "advisories.no-product": "レポートからも証明書からも製品系列がわかりません。",
  "advisories.no-number": "{product} で修正されたバージョンは知られていません。",
  "advisories.no-component": "この製品系列の {field} に {name} はありません。",
  "advisories.tcb.low": "{field} の {name} は {actual} です。修正は {minimum} からです。",
  "advisories.tcb.high": "{field} の {name} は {actual} です。修正は {minimum} からです。",
  "advisories.no-cpuid":
    "バージョン {version} のレポートにはプロセッサーの種類がなく、マイクロコードはプロセッサーごとにしか比べられません。",
  "advisories.no-stepping": "プロセッサー {cpuid} で修正されたマイクロコードは知られていません。",
  "advisories.bit-not-reported": "バージョン {version} のレポートでは、{name} が示されるとは限りません。",
  "advisories.bit-right": "{name} は {value} です。",
  "advisories.bit-wrong": "{name} は {value} です。",
  "advisories.no-mitigation-vectors":
    "バージョン {version} のレポートには、対策の有無を示す mitigation vector がありません（バージョン 5 から）。",
  "advisories.mitigation-there": "起動時と現在の両方の mitigation vector で、ビット {bit} が立っています。",
  "advisories.mitigation-missing":
    "起動時と現在の mitigation vector の少なくとも一方で、ビット {bit} が立っていません。",
  "advisories.invisible": "レポートにもクォートにも現れません。",
  "advisories.no-collateral":
    "Intel の TCB info だけが示します。--collateral で指定するか、Sekisho に取得させてください。",
  "advisories.named": "プラットフォームのレベル（{status}）で、Intel がこれを挙げています。",
  "advisories.named-lower": "Intel がこれを挙げるのは、より低いレベルだけです。プラットフォームは {status} です。",
} as const;
