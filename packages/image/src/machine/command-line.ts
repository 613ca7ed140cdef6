import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";

/** COMMAND_LINE_SIZE of x86 is 2048 bytes, the closing zero byte among them. */
const longest = 2047;

/**
 * What every machine's kernel is started with. All of it is measured; what it is for:
 *
 * - `panic=-1`: a failed boot restarts, and opens no shell on the host's console
 * - `lockdown=integrity`, `module.sig_enforce=1`: nothing unsigned enters the kernel, no ACPI method is replaced
 * - `sysctl.kernel.sysrq=0`: the host could send SysRq over the serial console
 * - `efi=noruntime`, `noresume`: no EFI variable of the host's says how the system boots or what it resumes from
 * - `module_blacklist=qemu_fw_cfg`, `systemd.import_credentials=no`: no credential, hence no setting, user or unit, from
 *   fw_cfg or SMBIOS
 * - `systemd.ssh_auto=no`: no SSH server on the hypervisor's vsock
 * - `systemd.gpt_auto=no`: no partition is mounted for its type alone
 * - `cloud-init=disabled`: no user data from a disk or a metadata service of the host's
 * - `systemd.tty.term.…=dumb`: nothing is asked of the terminal, whose answers would be the host's
 */
export const fixedParameters: readonly string[] = [
  "root=/dev/mapper/root",
  "rootfstype=ext4",
  "ro",
  "panic=-1",
  "console=ttyS0",
  "quiet",
  "lockdown=integrity",
  "module.sig_enforce=1",
  "module_blacklist=qemu_fw_cfg",
  "sysctl.kernel.sysrq=0",
  "efi=noruntime",
  "noresume",
  "systemd.import_credentials=no",
  "systemd.ssh_auto=no",
  "systemd.gpt_auto=no",
  "cloud-init=disabled",
  "systemd.tty.term.console=dumb",
  "systemd.tty.term.ttyS0=dumb",
];

/**
 * The kernel command line of a machine: the fixed parameters, its identifier (for the agent, and as systemd's machine ID),
 * then what its owner adds.
 *
 * @throws ImageError when the addition has other characters than printable ASCII, or the line gets too long for the kernel
 */
export function buildCommandLine(machineId: string, append = ""): string {
  if (!/^[\x20-\x7e]*$/.test(append)) throw new ImageError(message("image.append.characters"));
  const identity = [`sekisho.machine=${machineId}`, `systemd.machine_id=${machineId.replaceAll("-", "")}`];
  const added = append.split(" ").filter((word) => word !== "");
  const text = [...fixedParameters, ...identity, ...added].join(" ");
  if (text.length > longest) throw new ImageError(message("image.append.long", { length: text.length, longest }));
  return text;
}
