/** 起動ダイジェストが既知の値と異なる理由。 */
export const explainJa = {
  "explain.command-line.adds": "カーネルコマンドラインに {added} が追加されています。",
  "explain.command-line.drops": "カーネルコマンドラインから {removed} が消えています。",
  "explain.command-line.changes": "カーネルコマンドラインに {added} が追加され、{removed} が消えています。",
  "explain.command-line.moves": "カーネルコマンドラインの語順が異なります（{moved} が移動）。",
  "explain.command-line.spaces": "カーネルコマンドラインの空白だけが異なります。",
  "explain.kernel": "カーネルが異なります: {expected} → {actual}。",
  "explain.initrd": "initrd が異なります（既知の別の initrd です）。",
  "explain.firmware": "ファームウェアが異なります: {expected} → {actual}。",
  "explain.kernel-hashes":
    "カーネル、initrd、コマンドラインが計測されていません（kernel-hashes=off）。ホストは何でも起動できます。",
  "explain.vmm": "別の種類のハイパーバイザーがゲストを起動しました。",
  "explain.vcpus": "仮想 CPU の数が異なります: {expected} → {actual}。",
  "explain.vcpu-type": "仮想 CPU の種類が異なります: {expected} → {actual}。",
  "explain.guest-features": "ゲストの SEV 機能が異なります。",
  "explain.same.firmware": "ファームウェアは、最も近い既知の起動（{name}）と同じです。",
  "explain.same.kernel": "カーネルは、最も近い既知の起動（{name}）と同じです。",
  "explain.same.initrd": "initrd は、最も近い既知の起動（{name}）と同じです。",
  "explain.same.command-line": "カーネルコマンドラインは、最も近い既知の起動（{name}）と同じです。",
  "explain.several": "起動の構成要素が複数異なります: {components}。続く検査項目に個々の違いを示します。",
  "explain.nothing-near":
    "起動ダイジェストがどの参照値とも異なり、既知のファイルによる {tried} 通りの起動のどれでもありません。",
  "explain.nothing":
    "{tried} 通りの起動（既知のカーネル、initrd、コマンドラインの全組み合わせ、各種類の仮想 CPU 1〜64 個、通常の機能）のどれもこのダイジェストになりません。カーネル、initrd、コマンドライン、ファームウェアのいずれかが未知のものです。",
  "explain.nothing.initrd-likely":
    "既知のファイルによる {tried} 通りの起動のどれもこのダイジェストになりません。ゲストの申告ではカーネルのバージョンとコマンドラインは既知のものなので、未知なのはおそらく initrd です。そうでなければカーネルかファームウェアです。",
  "explain.nothing.kernel-claimed":
    "既知のファイルによる {tried} 通りの起動のどれもこのダイジェストになりません。カーネル、initrd、ファームウェアのいずれかが未知のものです。ゲストが申告したカーネルは {claimed}、既知のカーネルは {known} です。",
  "explain.nothing.command-line-claimed":
    "既知のファイルによる {tried} 通りの起動のどれもこのダイジェストになりません。カーネル、initrd、ファームウェアのいずれかが未知のものです。ゲストが申告したコマンドラインも異なります: {words}。",
} as const;
