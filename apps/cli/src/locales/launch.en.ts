export const launchEn = {
  "cli.launch.identity-incomplete": "An ID block needs both --id-block and --id-auth, and --author-key goes with them.",
  "cli.launch.identity-unreadable": "{path} does not hold what {option} needs: {size} bytes as base64.",
  "cli.launch.identity-invalid": "The signature over the ID block does not hold ({which} key). Sign the block again.",
  "cli.launch.identity-digest":
    "The ID block demands the launch digest {actual}, and the machine's reference values have only others. Sign a block for this machine.",
  "cli.launch.identity-policy":
    "The ID block demands the guest policy {actual}, but the machine is launched with {expected}.",
  "cli.launch.bytes": "{option} must be {digits} hexadecimal digits ({size} bytes).",
  "cli.launch.foreign-option":
    "{option} means nothing for this machine, whose technology is {technology}. Leave it out.",
  "cli.launch.number": "{option} must be a whole number from {least} to {most}, not {value}.",
  "cli.launch.sev-session":
    "A machine of SEV or SEV-ES is launched with its owner's session: give --dh-cert and --session, as `sekisho sev session` makes them for each launch.",
  "cli.launch.sev-cbitpos":
    "--cbitpos must be given: 47 on Naples and Rome, 51 on later processors; QEMU's query-sev-capabilities tells it.",
  "cli.launch.sev-owner":
    "A machine of SEV or SEV-ES waits for its owner, who judges the measurement and injects the key. Start it with what --print qemu or --print libvirt prints.",
  "cli.launch.started": "{name} runs under QEMU, process {pid}. Ctrl-C ends it.",
  "cli.launch.ended": "{name} has ended.",
  "cli.launch.failed": "QEMU ended with status {status}: {problem}",
} as const;
