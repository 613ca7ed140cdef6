/** A file, folder or link that the build lays over the tree; all belong to root. */
export type OverlayEntry =
  | { readonly path: string; readonly kind: "file"; readonly content: string; readonly mode: number }
  | { readonly path: string; readonly kind: "link"; readonly target: string }
  | { readonly path: string; readonly kind: "folder"; readonly mode: number };

export type OverlayOptions = {
  readonly hostname: string;
  /** Lines of `authorized_keys` for root. */
  readonly sshKeys: readonly string[];
  /** Whether the tree was made here, and so lacks what a person's own tree has: network settings. */
  readonly ownSuite: boolean;
};

/** Services that take orders from the hypervisor, and the shell that systemd can open on a console. */
export const maskedUnits: readonly string[] = [
  "amazon-ssm-agent.service",
  "debug-shell.service",
  "google-guest-agent.service",
  "google-startup-scripts.service",
  "hv-fcopy-daemon.service",
  "hv-kvp-daemon.service",
  "hyperv-daemons.hv-kvp-daemon.service",
  "open-vm-tools.service",
  "qemu-guest-agent.service",
  "spice-vdagentd.service",
  "systemd-hibernate-resume.service",
  "vmtoolsd.service",
  "walinuxagent.service",
];

/**
 * What the build changes in a tree.
 *
 * The machine's console belongs to the host. So nothing may open a shell there: where systemd would ask for root's password
 * (and, with an empty or forced one, gives a shell), the machine starts anew instead.
 */
export function overlayEntries({ hostname, sshKeys, ownSuite }: OverlayOptions): readonly OverlayEntry[] {
  return [
    file("etc/hostname", `${hostname}\n`),
    file("etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${hostname}\n::1 localhost ip6-localhost ip6-loopback\n`),
    // The size of the disk may exceed that of the filesystem: it grows at the first boot.
    file("etc/fstab", "/dev/mapper/root / ext4 defaults,x-systemd.growfs 0 1\n"),
    // The initrd has opened the disk; nothing else is to be opened by name.
    file("etc/crypttab", "# The initrd of Sekisho opens the root disk.\n"),
    // The command line sets the identifier of this machine; without a valid one here, every boot would be a first boot.
    file("etc/machine-id", `${placeholder}\n`),
    // The command line switches SysRq off, and the settings of Debian and Ubuntu would switch it on again.
    file("etc/sysctl.d/zz-sekisho.conf", "kernel.sysrq = 0\n"),
    // Newer than anything in /usr: nothing is to be rebuilt at boot.
    file("etc/.updated", ""),
    file("var/.updated", ""),
    ...["emergency", "rescue"].map((name) => file(`etc/systemd/system/${name}.service.d/90-sekisho.conf`, restart)),
    ...maskedUnits.map((unit) => link(`etc/systemd/system/${unit}`, "/dev/null")),
    ...(ownSuite ? [...network, ...login] : []),
    ...(sshKeys.length === 0 ? [] : authorized(sshKeys)),
  ];
}

const placeholder = "5e4154005e4154005e4154005e415400";

const restart = `[Service]
Environment=
ExecStartPre=
ExecStart=
ExecStart=-/usr/bin/systemctl --force reboot
StandardInput=null
`;

const wants = "etc/systemd/system/multi-user.target.wants";

const network: readonly OverlayEntry[] = [
  file("etc/systemd/network/80-sekisho.network", "[Match]\nType=ether\n\n[Network]\nDHCP=yes\n"),
  link(`${wants}/systemd-networkd.service`, "/usr/lib/systemd/system/systemd-networkd.service"),
];

/** A virtual machine without a screen has no use for these; each would cost a moment of every boot. */
const needless = [
  "dev-hugepages.mount",
  "getty@tty1.service",
  "modprobe@drm.service",
  "modprobe@efi_pstore.service",
  "modprobe@fuse.service",
  "serial-getty@ttyS0.service",
  "sys-kernel-debug.mount",
  "sys-kernel-tracing.mount",
  "systemd-firstboot.service",
  "systemd-hibernate-clear.service",
  "systemd-pstore.service",
  "systemd-rfkill.socket",
  "systemd-vconsole-setup.service",
];

/** The login on the console: `console-getty` needs no device from udev, and so doesn't wait for all others. */
const login: readonly OverlayEntry[] = [
  link("etc/systemd/system/default.target", "/usr/lib/systemd/system/multi-user.target"),
  link("etc/systemd/system/getty.target.wants/console-getty.service", "/usr/lib/systemd/system/console-getty.service"),
  // As type `idle` it would wait for every other job.
  file("etc/systemd/system/console-getty.service.d/90-sekisho.conf", "[Service]\nType=simple\n"),
  ...needless.map((unit) => link(`etc/systemd/system/${unit}`, "/dev/null")),
];

/** Host keys are made in the machine: those of a cached tree would be the same in every machine made from it. */
const hostKeys = `[Unit]
Description=Make the SSH host keys of this machine
ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key
Before=ssh.service

[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -A

[Install]
RequiredBy=ssh.service
`;

function authorized(sshKeys: readonly string[]): OverlayEntry[] {
  return [
    { path: "root", kind: "folder", mode: 0o700 },
    { path: "root/.ssh", kind: "folder", mode: 0o700 },
    { path: "root/.ssh/authorized_keys", kind: "file", content: `${sshKeys.join("\n")}\n`, mode: 0o600 },
    file("etc/systemd/system/sekisho-ssh-host-keys.service", hostKeys),
    link("etc/systemd/system/ssh.service.requires/sekisho-ssh-host-keys.service", "../sekisho-ssh-host-keys.service"),
  ];
}

function file(path: string, content: string): OverlayEntry {
  return { path, kind: "file", content, mode: 0o644 };
}

function link(path: string, target: string): OverlayEntry {
  return { path, kind: "link", target };
}
