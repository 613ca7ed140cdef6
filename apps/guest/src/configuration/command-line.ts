import { machineIdSchema } from "@sekisho/encoding/schemas";
import { chooseLocale, message, type Locale, type Message } from "@sekisho/messages";

const parameter = "sekisho.machine=";

/**
 * The machine's identifier on the measured command line: `sekisho.machine=UUID`, exactly once, so that no two readers can
 * take different ones.
 */
export function machineIdOf(
  commandLine: string,
): { readonly ok: true; readonly machineId: string } | { readonly ok: false; readonly reason: Message } {
  const count = commandLine.split(parameter).length - 1;
  if (count !== 1) return { ok: false, reason: message("guest.commandLine.count", { count }) };
  const word = commandLine.split(/\s+/).find((candidate) => candidate.startsWith(parameter));
  const machineId = machineIdSchema.safeParse(word?.slice(parameter.length));
  if (!machineId.success) return { ok: false, reason: message("guest.commandLine.machine", { actual: word ?? "-" }) };
  return { ok: true, machineId: machineId.data };
}

/**
 * The command line as it was measured. Where it starts an initrd, edk2's loader of QEMU's kernels adds a word of its own, at
 * the end or, in newer releases, at the beginning (OvmfPkg, GenericQemuLoadImageLib); /proc/cmdline then shows it. SEV-SNP
 * measures what the host handed in; in a TD the kernel measures what it got, with that word.
 *
 * @param seen what /proc/cmdline shows
 */
export function measuredCommandLine(seen: string, isTrustDomain: boolean): string {
  const line = seen.trim();
  return isTrustDomain ? line : line.replace(/^initrd=initrd | initrd=initrd$/, "");
}

/** The console's language: `sekisho.lang=ja` on the command line, else English. */
export function consoleLocale(commandLine: string): Locale {
  return chooseLocale(/(?:^|\s)sekisho\.lang=(\w+)(?:\s|$)/.exec(commandLine)?.[1], {});
}
