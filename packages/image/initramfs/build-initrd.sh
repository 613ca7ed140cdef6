#!/bin/sh
# Runs in the root filesystem, by in-tree.sh, in mounts of its own: builds the initrd with the tree's own initramfs-tools.
#   /run/initramfs   a copy of this folder    /run/agent     the guest agent, for which /run/guest.json is
#   /run/modules     what to load, in order   /run/disk      the disk's device and its mapping, a line each
#   /run/vtpm        there if a TPM records the boot
#   /run/initrd      the result
#   build-initrd.sh KERNEL-VERSION
set -eu
version=$1
tools=/usr/share/initramfs-tools
# Of what initramfs-tools and other packages bring, only its functions stay: no hook, script or setting that a package of
# the tree added (LVM, MD, cryptsetup-initramfs, network boot, splash screens …) has a place in this initrd.
mkdir -p /run/tools/hooks /run/tools/scripts /run/initramfs/scripts /run/tmp
cp "$tools/hook-functions" /run/tools/
cp "$tools/scripts/functions" /run/tools/scripts/
cp /run/initramfs/init /run/tools/init
chmod 755 /run/tools/init /run/initramfs/hooks/sekisho
mount --bind /run/tools "$tools"
umask 022
sed 's/^?//' /run/modules > /run/initramfs/modules
# lz4 is quickest to unpack; mkinitramfs itself falls back to what the kernel can unpack. Behind the initrd of a unified kernel
# image its stub adds files of its own, which the kernel finds only behind formats that say where they end: lz4's doesn't.
compress=zstd
[ -e /run/vtpm ] || ! command -v lz4 > /dev/null || compress=lz4
TMPDIR=/run/tmp mkinitramfs -c "$compress" -d /run/initramfs -o /run/initrd "$version"
# mkinitramfs goes on without a hook that it can't run, or that fails.
[ -e /run/complete ] || { echo "build-initrd: the hook did not finish" >&2; exit 1; }
