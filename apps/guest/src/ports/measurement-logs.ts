import { open } from "node:fs/promises";
import { message } from "@sekisho/messages";
import type { Answered, BootRecord } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** The logs that explain a quote. */
export type Logs = Pick<BootRecord, "firmwareLog" | "userspaceLog" | "imaLog">;

/** Where they stand; without a path, that log is left out. */
export type LogPaths = { readonly firmware: string; readonly userspace?: string; readonly ima?: string };

/** Where Linux and systemd keep them. */
export const linuxLogPaths: LogPaths = {
  firmware: "/sys/kernel/security/tpm0/binary_bios_measurements",
  userspace: "/run/log/systemd/tpm2-measure.log",
  ima: "/sys/kernel/security/integrity/ima/binary_runtime_measurements",
};

/** The longest logs that an evidence bundle holds, in bytes. */
const limits = { firmware: 512 * 1024, userspace: 64 * 1024, ima: 256 * 1024 } as const;

/** The longest log of a TD's registers that an evidence bundle holds, in bytes. */
export const longestEventLog: number = 512 * 1024;

/** Reads the logs. Only the firmware's must be there: not every boot loader has a userspace that measures. */
export async function readLogs(paths: LogPaths): Promise<Answered<Logs>> {
  const firmware = await readLog(paths.firmware, limits.firmware);
  if (!firmware.ok) return firmware;
  if (firmware.value === undefined) {
    return { ok: false, reason: message("guest.log.missing", { path: paths.firmware }) };
  }
  const userspace = await readLog(paths.userspace, limits.userspace);
  if (!userspace.ok) return userspace;
  const ima = await readLog(paths.ima, limits.ima);
  if (!ima.ok) return ima;
  return { ok: true, value: { firmwareLog: firmware.value, userspaceLog: userspace.value, imaLog: ima.value } };
}

/**
 * Reads a log; undefined where there is none. Files in sysfs and securityfs say that they are empty: they are read until
 * nothing more comes.
 */
export async function readLog(path: string | undefined, limit: number): Promise<Answered<Uint8Array | undefined>> {
  if (path === undefined) return { ok: true, value: undefined };
  try {
    const file = await open(path, "r");
    try {
      // One byte more than fits, so that a log that is too long is told from one that just fits.
      const buffer = new Uint8Array(limit + 1);
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > limit) return { ok: false, reason: message("guest.log.tooLong", { path, limit }) };
      return { ok: true, value: buffer.slice(0, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = errorCode(error);
    if (reason === "ENOENT") return { ok: true, value: undefined };
    return { ok: false, reason: message("guest.log.failed", { path, reason }) };
  }
}
