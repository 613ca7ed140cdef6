import { ByteWriter, fromHex, isAllZero, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { decided } from "../outcome.ts";
import type { Demands } from "./demands.ts";
import type { LoggedEvent, MeasuredLog } from "./log.ts";

/** The PCRs that firmware closes with a separator before it starts anything (PC Client Platform Firmware Profile 1.06, 3.3.4). */
const firmwarePcrs: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];
/** What the agent extends before it leaves the initrd. */
const agentPcr = 15;
const secureBootPcr = 7;

/** What every log of a boot must have, whatever was booted. */
export async function logChecks(log: MeasuredLog, demands: Demands): Promise<readonly Check[]> {
  if (log.events.length === 0) {
    return [decided("measured-boot.log", false, { expected: null, actual: "0" }, message("vtpm.log.empty"))];
  }
  const separators = await separatorDigests();
  const open = firmwarePcrs.filter(
    (pcr) => !log.events.some((event) => event.pcr === pcr && separators.includes(event.digest)),
  );
  const agent = log.values.get(agentPcr) ?? new Uint8Array(0);
  const inInitrd = agent.length > 0 && isAllZero(agent);
  return [
    decided(
      "measured-boot.separators",
      open.length === 0,
      { expected: "PCR 0–7", actual: open.length === 0 ? "PCR 0–7" : `- PCR ${open.join(", ")}` },
      message(open.length === 0 ? "vtpm.log.separators.pass" : "vtpm.log.separators.fail", { pcrs: open.join(", ") }),
    ),
    decided(
      "measured-boot.initrd-left",
      inInitrd,
      { expected: `PCR ${agentPcr}: 0`, actual: `PCR ${agentPcr}: ${inInitrd ? "0" : toHex(agent)}` },
      message(inInitrd ? "vtpm.log.initrd-left.pass" : "vtpm.log.initrd-left.fail"),
    ),
    ...(demands.secureBoot === "required" ? [await secureBootCheck(log)] : []),
  ];
}

/** EV_SEPARATOR is the hash of four zeros, or of four bytes 0xff. */
async function separatorDigests(): Promise<readonly string[]> {
  const values = [new Uint8Array(4), new Uint8Array(4).fill(0xff)];
  return Promise.all(values.map(async (value) => toHex(await hash("sha256", value))));
}

async function secureBootCheck(log: MeasuredLog): Promise<Check> {
  const { state } = await secureBootOf(log);
  const holds = state === "on";
  const actual = state === "off" ? "SecureBoot=00" : holds ? "SecureBoot=01" : null;
  const detail = message(holds ? "vtpm.secure-boot.pass" : "vtpm.secure-boot.fail");
  return decided("measured-boot.policy.secure-boot", holds, { expected: "SecureBoot=01", actual }, detail);
}

/** What PCR 7 tells of Secure Boot. */
type SecureBoot = {
  readonly state: "on" | "off" | "unknown";
  /** What was measured after the first separator: who vouched for the programs, and whatever these measured. */
  readonly later: readonly LoggedEvent[];
};

/** By SecureBoot's digest, and before the separator: what is started later can extend PCR 7 with anything. */
export async function secureBootOf({ events }: MeasuredLog): Promise<SecureBoot> {
  const separators = await separatorDigests();
  const measured = events.filter(({ pcr }) => pcr === secureBootPcr);
  const end = measured.findIndex(({ digest }) => separators.includes(digest));
  if (end < 0) return { state: "unknown", later: [] };
  const early = measured.slice(0, end).map(({ digest }) => digest);
  const later = measured.slice(end + 1);
  if (early.includes(await secureBootDigest(0))) return { state: "off", later };
  return { state: early[0] === (await secureBootDigest(1)) ? "on" : "unknown", later };
}

/** EFI_GLOBAL_VARIABLE, as it stands in memory. */
const globalVariable = "61dfe48bca93d211aa0d00e098032b8c";

/** SHA-256 over UEFI_VARIABLE_DATA of the variable SecureBoot (1.06, 10.2.6), hexadecimal. */
export async function secureBootDigest(value: 0 | 1): Promise<string> {
  const guid = fromHex("GUID", globalVariable);
  const name = "SecureBoot";
  const writer = new ByteWriter().bytes(guid.ok ? guid.value : new Uint8Array(0));
  writer.u64le(BigInt(name.length)).u64le(1n);
  for (const byte of toUtf8(name)) writer.u16le(byte);
  return toHex(await hash("sha256", writer.u8(value).finish()));
}
