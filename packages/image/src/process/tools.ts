/** The programs that this room runs, and the Debian package that brings each. */
export const debianPackages = {
  "apt-config": "apt",
  "apt-get": "apt",
  cp: "coreutils",
  cryptsetup: "cryptsetup-bin",
  "dpkg-deb": "dpkg",
  du: "coreutils",
  mke2fs: "e2fsprogs",
  mmdebstrap: "mmdebstrap",
  rm: "coreutils",
  sh: "dash",
  tar: "tar",
  unshare: "util-linux",
  // The lab's forged disks.
  lvm: "lvm2",
} as const;

export type Tool = keyof typeof debianPackages;

/** Where tools are looked for after PATH: an ordinary user's PATH on Debian lacks the `sbin` folders. */
export const systemFolders: readonly string[] = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
