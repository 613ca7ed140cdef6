import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import type { Answered, TrustDomain } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";
import { longestEventLog, readLog } from "./measurement-logs.ts";
import type { ReportPort } from "./report-port.ts";

/** What RTMR 3 is extended with when the initrd is left: SHA-384, 48 bytes. */
export const leavingDigest = new Uint8Array(createHash("sha384").update("sekisho: the initrd is left").digest());

export type TrustDomainOptions = {
  readonly tdx: NonNullable<GuestConfiguration["tdx"]>;
  /** Where the reports come from the lab's port, that port: it also has the log, and may have the register. */
  readonly port: ReportPort | undefined;
  /** For the sentence that says that this kernel can't extend RTMR 3. */
  readonly kernelVersion: string;
};

/** The TD that this guest is: through Linux, or through the lab's port, which stands in for the TDX module. */
export function createTrustDomain({ tdx, port, kernelVersion }: TrustDomainOptions): TrustDomain {
  const { eventLog: path, initrdLeft } = tdx;
  return {
    eventLog: async () => {
      const log = await readLog(path ?? undefined, longestEventLog);
      if (port === undefined || !log.ok) return log;
      if (path !== null && log.value === undefined)
        return { ok: false, reason: message("guest.log.missing", { path }) };
      return port.eventLog(log.value);
    },
    leave: async () => {
      if (initrdLeft.kind === "sysfs") return extendRegister(initrdLeft.path, kernelVersion);
      if (port === undefined) throw new TypeError("a register without its port did not pass the schema");
      return port.extend(leavingDigest);
    },
  };
}

/** Linux takes a digest as one write of the register's size (Documentation/ABI/testing/sysfs-devices-virtual-misc-tdx_guest). */
async function extendRegister(path: string, kernelVersion: string): Promise<Answered<undefined>> {
  try {
    const file = await open(path, constants.O_WRONLY);
    try {
      await file.write(leavingDigest, 0, leavingDigest.length, 0);
    } finally {
      await file.close();
    }
    return { ok: true, value: undefined };
  } catch (error) {
    const reason = errorCode(error);
    if (reason === "ENOENT") {
      return { ok: false, reason: message("guest.tdx.noRegister", { path, kernelVersion }) };
    }
    return { ok: false, reason: message("guest.tdx.register", { path, reason }) };
  }
}
