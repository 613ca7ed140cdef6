export const en = {
  "cli.file.missing": "There is no file {path}. Check the path, and run the command again.",
  "cli.file.empty": "{path} is empty. Check how it was made, or name another file.",
  "cli.file.directory": "{path} is a directory, and a file is expected. Name one of its files.",
  "cli.file.unreadable": "{path} can't be read: {reason}. Check its permissions, and run the command again.",
  "cli.lab.starting": "Starting the lab in {directory}. The first start makes its keys, which takes some seconds.",
  "cli.lab.running":
    "The lab runs: an AMD secure processor of the {product} family and an Intel TDX platform, in software.",
  "cli.lab.keyServer": "Key server: {keyServer} (speaks the interfaces of AMD's KDS and Intel's PCS)",
  "cli.lab.root": "Root of AMD's part: {rootDigest} (SHA-256 of its public key)",
  "cli.lab.intelRoot": "Root of Intel's part: {intelRootDigest}",
  "cli.lab.untrusted":
    "No default policy trusts these roots: a machine believes the lab only if its additionalRoots name the one of its technology. Keep no real secret behind it.",
  "cli.lab.stopped": "The lab is down. Its keys stay, so the next start has the same root.",
  "cli.lab.absent": "No lab runs in {directory}. Start one with 'sekisho lab up'.",
  "cli.lab.notStarted": "The lab did not start. {log} says why.",
  "cli.lab.machine": "The machine {name} runs (QEMU, process {pid}). Its console follows.",
  "cli.lab.machine.root":
    "machine.json does not name the lab's root, so its gate will refuse. Build the image with --additional-root {rootDigest}.",
  "cli.lab.machine.changed": "The host changes the machine, as you asked: it must be refused.",
  "cli.lab.machine.ended": "The machine {name} has ended.",
  "cli.lab.machine.failed": "QEMU ended with an error: {problem}",
} as const;
