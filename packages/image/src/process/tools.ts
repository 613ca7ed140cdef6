/** The programs that this room runs, and the Debian package that brings each. */
export const debianPackages = {
  "apt-config": "apt",
  "apt-get": "apt",
  cp: "coreutils",
  cryptsetup: "cryptsetup-bin",
  dd: "coreutils",
  debugfs: "e2fsprogs",
  "dpkg-deb": "dpkg",
  du: "coreutils",
  mcopy: "mtools",
  mdir: "mtools",
  mformat: "mtools",
  mke2fs: "e2fsprogs",
  mmdebstrap: "mmdebstrap",
  rm: "coreutils",
  sbsign: "sbsigntool",
  sfdisk: "fdisk",
  sh: "dash",
  tar: "tar",
  unshare: "util-linux",
  xz: "xz-utils",
  // The lab's forged disks.
  lvm: "lvm2",
} as const;

export type Tool = keyof typeof debianPackages;

/** Where tools are looked for after PATH: an ordinary user's PATH on Debian lacks the `sbin` folders. */
export const systemFolders: readonly string[] = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
