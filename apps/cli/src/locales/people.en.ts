export const peopleEn = {
  "cli.gate.console-at": "People reach its page at {origin}; 'sekisho account add' gives them access.",
  "cli.gate.no-roots": "{path} holds no certificate. Give the maker's root certificate, in PEM or DER.",
  "cli.gate.renewed": "The page at {origin} shows its renewed certificate.",
  "cli.gate.console-missing":
    "--origin, --tls-cert and --tls-key are about the page for people: add --console HOST:PORT.",
  "cli.gate.tls-both": "--tls-cert and --tls-key go together.",
  "cli.gate.origin": "{origin} is not a URL. Give scheme, name and port, like https://gate.example.",

  "cli.root-key.prompt": "Passphrase of the gate's root key:",
  "cli.root-key.choose": "Choose a passphrase for the gate's root key (the gate asks for it whenever it starts):",
  "cli.root-key.again": "The same passphrase once more:",
  "cli.root-key.empty": "The passphrase is empty.",
  "cli.root-key.short": "The passphrase is too short: it needs {shortest} characters at least, better four words.",
  "cli.root-key.differ": "The two passphrases differ. Nothing was made.",
  "cli.root-key.abandoned": "Abandoned.",
  "cli.root-key.no-terminal":
    "The root key's passphrase can't be asked for, as there is no terminal. Name its file with --root-passphrase-file (- for standard input), or make the gate with --root-key file, so that it starts unattended.",
  "cli.root-key.either": "--root-key file needs no passphrase: leave out --root-passphrase-file.",
  "cli.root-key.sealed":
    "The root key in {directory} is sealed: the gate asks for the passphrase when it starts. Copies of the folder made before are not.",
  "cli.root-key.unsealed":
    "The root key in {directory} is protected by its file's permissions alone: whoever can read the folder and its backups can read the disk keys.",

  "cli.account.added": "Account {name} is made, role {role}. Hand this link to that person, and to nobody else:",
  "cli.account.link": "It is good for one passkey, until {until}.",
  "cli.account.none": "There are no accounts yet. 'sekisho account add NAME --role administrator' makes the first one.",
  "cli.account.shown": "{name} ({role}): {passkeys} passkeys",
  "cli.account.passkey.bound": "{label}, since {since}, bound to its device",
  "cli.account.passkey.synced": "{label}, since {since}, synced between devices",
  "cli.account.passkey.locked": "{label}, since {since}, locked: somebody has a copy of it. Remove it.",
  "cli.account.invited": "a one-time link is open until {until}",
  "cli.account.changed": "{name} has role {role} now.",
  "cli.account.removed": "Account {name} and its passkeys are forgotten.",
  "cli.account.no-passkey": "Account {name} has no passkey {passkey}. 'sekisho account list' shows those it has.",
  "cli.account.many-passkeys":
    "Account {name} has several passkeys named {passkey}. Name one by its identifier, from 'sekisho account list --json'.",
  "cli.account.passkey-removed": "Passkey {label} of {name} is forgotten.",

  "cli.token.added":
    "Token {name} is made, role {role}. It is shown this once; the gate keeps only its SHA-256. Programs send it as 'Authorization: Bearer …'.",
  "cli.token.none": "There are no tokens yet. 'sekisho token add NAME --role viewer' makes one.",
  "cli.token.shown": "{name} ({role}), made by {by}, until {until}, last used {used}",
  "cli.token.removed": "Token {name} is good no more.",
  "cli.token.unwritable":
    "The token is made, but {path} can't be written ({reason}), so nobody has it. Remove it, and name a file that does not exist.",
} as const;
