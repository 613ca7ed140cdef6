import { isCelLog } from "./cel/log.ts";
import { imaDigestSize } from "./ima/log.ts";
import type { BootLogFormat } from "./model.ts";
import { isJsonSequence } from "./systemd/log.ts";
import type { TcgEventLog } from "./tcg/event-log.ts";

/** The form of a log, told by its first bytes. A CCEL begins as a TCG log does: {@link isCcel} tells it once it is read. */
export function recogniseBootLog(bytes: Uint8Array): Exclude<BootLogFormat, "ccel"> {
  if (isJsonSequence(bytes)) return "systemd";
  if (isCelLog(bytes)) return "cel";
  const start = String.fromCharCode(...bytes.subarray(0, 140));
  if (/^\d{1,2} [0-9a-f]{40,128} \S/.test(start)) return "ima-ascii";
  return imaDigestSize(bytes) === undefined ? "tcg" : "ima";
}

/**
 * Whether a log is that of a TDX guest: one bank, and every extension in the measurement registers 1 to 4. A TPM's firmware
 * always extends PCR 0.
 */
export function isCcel({ form, algorithms, events }: TcgEventLog): boolean {
  const extending = events.filter((event) => event.extends);
  return (
    form === "crypto-agile" &&
    algorithms.length === 1 &&
    algorithms[0]?.size !== 20 &&
    extending.length > 0 &&
    extending.every(({ register }) => register >= 1 && register <= 4)
  );
}
