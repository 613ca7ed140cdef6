export const gateEn = {
  "cli.gate.initialised":
    "The gate's keys are in {directory}. gate.json in there is what 'sekisho image build' needs; guests will call {url}. Move the file administrator-token to a safe place: it is all that is needed to administer the gate over the network.",
  "cli.gate.offline-empty":
    "No vendor is asked, and nothing was imported into {folder}: a guest whose evidence does not bring its certificates is refused. See 'sekisho endorsements --help'.",
  "cli.gate.offline":
    "No vendor is asked. {folder} holds {count} imported endorsements, {over} of them over; the first ends on {until}.",
  "cli.gate.serving": "The gate answers at {url}; its owner reaches it through {socket}.",
  "cli.gate.stopping": "Stopping: what was begun is finished first.",
  "cli.gate.unreachable":
    "The gate at {where} can't be reached ({reason}). Is it running ('sekisho gate serve')? Another one is named by --data, --socket or --gate.",
  "cli.gate.not-pinned":
    "{where} shows another TLS key than gate.json names: expected {expected}, found {actual}. Nothing was sent. Either gate.json is old, or this is not your gate.",
  "cli.gate.strange-answer": "{where} gave an answer with status {status} that is no gate's. {reason}",
  "cli.gate.token-without-gate": "--token-file is for a gate elsewhere: name its gate.json with --gate.",
  "cli.gate.gate-without-token": "A gate elsewhere needs the administrator's token: name its file with --token-file.",
  "cli.gate.socket-or-gate": "Name the gate by --socket or by --gate, not by both.",
  "cli.gate.token-broken": "{path} does not hold a token: one line of printable characters is expected.",

  "cli.machine.added": "Machine {name} ({id}) is registered, mode {mode}, policy {policy}.",
  "cli.machine.shown":
    "{name} ({id}): mode {mode}, policy {policy}, LUKS2 header {headerDigest}, {boots} known good boots:",
  "cli.machine.removed": "Machine {name} ({id}) is forgotten, and so is the key that the gate held for it.",
  "cli.machine.header": "The LUKS2 header of {name} is now {headerDigest}; the one before is refused.",
  "cli.machine.header-what":
    "Give either --digest or --disk; --machine goes with --disk, as the person's own file takes what was read.",
  "cli.machine.measured-boot": "{name} ({registers}; {origin})",
  "cli.machine.reference-values": "Machine {name} has {boots} known good boots now.",
  "cli.machine.reference-values-what": "Say what to change: --add MACHINE.json or --remove DIGEST.",
  "cli.machine.other": "{path} is about another machine: expected {expected}, found {actual}.",
  "cli.machine.none": "The gate knows no machine yet. 'sekisho machine add machine.json' registers one.",
  "cli.machine.policy": "The policy {path} can't be used. {problems}",

  "cli.requests.none": "Nobody waits. 'sekisho requests --all' shows what has ended.",
  "cli.requests.allowed": "The VM of request {number} may have its key once more.",
  "cli.requests.state.activating": "waiting for its TPM",
  "cli.requests.state.waiting": "waiting for a person",
  "cli.requests.state.decided": "waiting for fresh evidence",
  "cli.requests.state.released": "released",
  "cli.requests.state.refused": "refused",
  "cli.requests.state.denied": "denied",
  "cli.requests.state.expired": "expired",
  "cli.deny.denied": "Request {number} is denied.",

  "cli.enter.what": "Request {number} of {name}, as verified on this device",
  "cli.enter.not-waiting":
    "Request {number} does not wait for a passphrase (it is {state}). 'sekisho requests' shows those that do.",
  "cli.enter.rejected": "The evidence is not good enough, so no passphrase was asked for. Nothing was sent.",
  "cli.enter.prompt": "Passphrase of the disk (it is sealed to this guest; the gate can't read it):",
  "cli.enter.empty": "The passphrase is empty. Nothing was sent.",
  "cli.enter.abandoned": "Abandoned. Nothing was sent.",
  "cli.enter.no-terminal":
    "There is no terminal to type on. Name a file with --passphrase-file, or - for standard input.",
  "cli.enter.decided": "Sealed and handed over. The guest gets it once it has attested anew, within seconds.",
  "cli.enter.released": "Sealed, handed over and released to the guest of request {number}.",
} as const;
