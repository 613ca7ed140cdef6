import { toUtf8 } from "@sekisho/encoding";
import { narrowText, wideText } from "./text.ts";
import type { ComponentKind, Description } from "./component.ts";

/** GRUB writes a prefix into the event that it does not hash: with a colon since 2.04, without one before. */
const prefixes: readonly (readonly [string, ComponentKind])[] = [
  ["grub_cmd: ", "grub-command"],
  ["grub_cmd ", "grub-command"],
  ["kernel_cmdline: ", "command-line"],
  ["grub_kernel_cmdline ", "command-line"],
  ["module_cmdline: ", "command-line"],
];

/** Lists that shim measures into PCR 14, by the name of their variable. */
const mokNames: ReadonlySet<string> = new Set(["MokList", "MokListX", "MokListTrusted", "MokSBState", "MokDBState"]);

/** What Fedora's and Google's GRUB say of the files that they load, without a path. */
const loadedFiles: Readonly<Record<string, ComponentKind | undefined>> = {
  "grub_linuxefi Kernel": "kernel",
  "grub_linuxefi Initrd": "initrd",
};

/**
 * EV_IPL: what boot loaders measure, each in its own way.
 *
 * GRUB hashes a command or command line without prefix and without terminating zero; for a file the event holds only its
 * path and the digest is over its content. systemd-stub hashes a section's name in ASCII with its zero, then the section's
 * content under the same name in UTF-16. Shim names the variable and hashes its content.
 */
export function describeIpl(register: number, data: Uint8Array): Description {
  const narrow = narrowText(data) ?? textBeforeZero(data);
  const grub = prefixes.find(([prefix]) => narrow?.startsWith(prefix) === true);
  if (narrow !== undefined && grub !== undefined) {
    const [prefix, kind] = grub;
    const name = narrow.slice(prefix.length);
    return { kind, name, measured: [toUtf8(name), toUtf8(`${name}\0`), data] };
  }
  const wide = narrow === undefined ? wideText(data) : undefined;
  if (wide !== undefined) {
    const isSection = /^\.[a-z0-9]+$/.test(wide);
    const kind = isSection ? "uki-section" : "command-line";
    return { kind, name: wide, measured: isSection ? [toUtf8(`${wide}\0`)] : [data, toUtf8(wide)] };
  }
  const name = narrow ?? "";
  const loaded = loadedFiles[name];
  if (loaded !== undefined) return { kind: loaded, name, measured: [] };
  if (mokNames.has(name)) return { kind: "machine-owner-keys", name, measured: [] };
  if (register !== 8 && name.includes("/") && !name.includes(" ")) return { kind: fileKind(name), name, measured: [] };
  return { kind: "grub-command", name, measured: name === "" ? [] : [toUtf8(name), data] };
}

/** A path never proves what the file is; it only says what the boot loader took it for. */
function fileKind(path: string): ComponentKind {
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (/^(?:vmlinu|linux|bzimage)/i.test(file)) return "kernel";
  return /^(?:initrd|initramfs)/i.test(file) ? "initrd" : "grub-file";
}

/** GRUB's events are known to go on after the terminating zero; wide text has one as its second byte. */
function textBeforeZero(data: Uint8Array): string | undefined {
  const end = data.indexOf(0);
  return end > 1 ? narrowText(data.subarray(0, end)) : undefined;
}
