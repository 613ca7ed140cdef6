export const en = {
  "lab.running":
    "A lab runs in {directory} already. Stop it with 'sekisho lab down', or choose another place with --directory.",
  "lab.directory.long":
    "The path {path} is too long for a Unix socket ({length} of at most 107 bytes). Choose a shorter --directory.",
  "lab.directory.unusable":
    "The lab can't keep its state in {directory}: {reason}. Choose another place with --directory.",
  "lab.port.busy": "Port {port} on 127.0.0.1 is in use. Choose another one with --port, or leave --port out.",
  "lab.tpm": "swtpm, the TPM in software, did not start: {reason}. Install it (Debian and Ubuntu: apt install swtpm).",
  "lab.silent": "The lab in {directory} did not answer as a lab does. If no lab runs there, remove {path}.",
} as const;
