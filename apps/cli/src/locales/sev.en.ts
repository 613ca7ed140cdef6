/** Texts of `sekisho sev`. */
export const sevEn = {
  "cli.sev.exists": "{path} exists already. Choose another --out or --name: each launch has a session of its own.",
  "cli.sev.unwritable": "{path} can't be written ({reason}).",
  "cli.sev.platform-order":
    "The certificates in {path} can't be read one after the other: a file that ends without the ARK's signature must be named last.",
  "cli.sev.no-session":
    "No session can be made for this platform: its PDH is no P-384 key, or its point is not on the curve.",
  "cli.sev.session.made":
    "A session for one launch was made. {keys} holds its keys: keep it, and show it to nobody. The host gets the other two files:\n  {certificate}  (QEMU: dh-cert-file; libvirt: <dhCert>)\n  {session}  (QEMU: session-file; libvirt: <session>)\nLaunch policy: {policy}. Add cbitpos and reduced-phys-bits as query-sev-capabilities tells them.",
  "cli.sev.launch": "the launch",
  "cli.sev.launch-info.missing":
    "{option} must be given, or --launch-info with a file in which the host tells it ({words}). 'sekisho sev secret' also takes --verdict with what 'sekisho sev verify' wrote.",
  "cli.sev.machine.technology":
    "{path} is a machine of technology {technology}; `sekisho sev` is for directly booted machines of sev and sev-es.",
  "cli.sev.known.missing": "{option} must be given, or --machine.",
  "cli.sev.verdict.malformed": "{path} is no verdict file of `sekisho sev verify`.",
  "cli.sev.verdict.foreign": "{path} was not made with these keys: it is about another session, or was changed.",
  "cli.sev.secret.nothing": "Nothing to seal: give --key, or --disk-passphrase.",
  "cli.sev.secret.empty": "{path} is empty.",
  "cli.sev.secret.no-area": "The firmware {path} has no room for launch secrets. OVMF's AmdSev build has.",
  "cli.sev.secret.too-large": "The secrets take {length} bytes, and the firmware has room for {size}.",
  "cli.sev.secret.made":
    "The packet was made; only this launch can open it. The host gets both files:\n  {header}\n  {payload}\nWith QEMU: sev-inject-launch-secret (--json prints its arguments). With libvirt:",
  "cli.sev.kernel.no":
    "The guest's kernel can't read launch secrets: it lacks CONFIG_EFI_SECRET, or the initrd its module. Debian's kernels lack it (12, 13 and sid were looked at). One that has it: {kernels}.",
  "cli.sev.kernel.unknown":
    "Nobody can tell whether the guest's kernel can read launch secrets (CONFIG_EFI_SECRET). Give its configuration with --kernel-config (/boot/config-VERSION). A kernel that can: {kernels}.",
} as const;
