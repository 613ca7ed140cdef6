#!/bin/sh
# Runs a program inside a root filesystem. The caller gives this script mounts and processes of its own.
#   in-tree.sh TREE WORK PROGRAM [ARGUMENT…]
# WORK, unless empty, is a folder that the program finds as /run.
set -eu
tree=$1 work=$2
shift 2
for folder in dev proc run; do
  [ ! -L "$tree/$folder" ] || { echo "in-tree: $folder is a link in the root filesystem" >&2; exit 1; }
  mkdir -p "$tree/$folder"
done
mount --rbind /dev "$tree/dev"
# A container may forbid a fresh /proc; its own does too.
mount -t proc proc "$tree/proc" 2>/dev/null || mount --rbind /proc "$tree/proc"
[ -z "$work" ] || mount --bind "$work" "$tree/run"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C ${SOURCE_DATE_EPOCH:+SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH"} \
  chroot "$tree" "$@"
