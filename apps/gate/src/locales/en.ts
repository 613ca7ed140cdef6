export const en = {
  "gate.start.folderUnusable":
    "The folder {path} can't be made or used ({reason}). Name another one with --data, or give this account access to it.",
  "gate.start.permissions":
    "{path} has mode {actual}, so other accounts may read it; {wanted} is expected. Run 'chmod {wanted} {path}', and start again.",
  "gate.start.owner":
    "{path} belongs to account {owner}, but the gate runs as account {self}. Start it as the owner, or change the owner.",
  "gate.start.fileUnreadable": "{path} can't be read ({reason}). Check its permissions, and start again.",
  "gate.start.fileUnwritable": "{path} can't be written ({reason}). Check permissions and free space, and start again.",
  "gate.start.keyMissing":
    "The key file {path} is missing. Restore the folder keys/ from its backup; without it, the stored disk keys can't be read.",
  "gate.start.keyBroken": "{path} does not hold what it should. Restore the folder keys/ from its backup.",
  "gate.start.passphraseNeeded":
    "The root key in {path} is sealed under a passphrase. Start the gate at a terminal, or with --root-passphrase-file FILE.",
  "gate.start.passphraseWrong":
    "The passphrase does not open the root key in {path}. Try again; without it the stored disk keys can't be read.",
  "gate.start.identityBroken":
    "{path} is not a gate's identity. Delete it, and 'sekisho gate init' writes it again from the keys.",
  "gate.start.identityMissing": "There is no gate in {path} yet. 'sekisho gate init --data {path}' makes one.",
  "gate.start.databaseBusy":
    "{path} is in use by another gate. Stop that one first, or name another folder with --data.",
  "gate.start.databaseUnusable": "The database {path} can't be used ({reason}). Restore it from its backup.",
  "gate.start.portBusy":
    "{address} is in use by another program. Stop that one, or name another address with {option} HOST:PORT.",
  "gate.start.addressUnusable":
    "The gate can't listen on {address} ({reason}). Name an address of this machine with {option} HOST:PORT.",
  "gate.start.originUnusable": "{origin} is not an origin. Give scheme, name and port alone, like {example}.",
  "gate.start.originAddress":
    "{origin} names an address, but browsers make passkeys for names only. Give the gate a name, and a certificate for it; docs/en/people.md says how.",
  "gate.start.originNeedsTls": "{origin} needs a certificate: give --tls-cert FILE and --tls-key FILE.",
  "gate.start.originPlain":
    "Without TLS the page can only be http://localhost on a loopback address, not {origin} on {host}. Give an https origin with --tls-cert and --tls-key.",
  "gate.start.certificateKey":
    "--tls-cert does not belong to --tls-key, or one of them can't be read. Give the certificate chain and its key, both PEM.",
  "gate.start.certificateName": "--tls-cert is not for {name}, the name in --origin. Get a certificate for that name.",
  "gate.start.certificateExpired": "--tls-cert has run out on {date}. Renew it, and start again.",
  "gate.start.socketBusy":
    "Another gate answers on the socket {path}. Stop that one, or name another path with --admin-socket.",
  "gate.start.socketUnusable":
    "The gate can't listen on the socket {path} ({reason}). Name another path with --admin-socket.",
} as const;
