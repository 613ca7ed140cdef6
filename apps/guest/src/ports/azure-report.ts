import { malformedMessage, toHex } from "@sekisho/encoding";
import { parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { message } from "@sekisho/messages";
import type { Answered } from "../agent/ports.ts";
import { defineNvIndex, readNvIndex, TpmError, writeNvIndex, type TpmTransport } from "../tpm/index.ts";

/** Where Azure's paravisor keeps its report, and where it takes 64 bytes for the next one. */
const reportIndex = 0x0140_0001;
const userDataIndex = 0x0140_0002;

/** The paravisor has a new report made in the background; Azure's own tools wait three seconds. */
const secondsBeforeReading = 3;
const readings = 5;

/**
 * Has Azure's paravisor make a report over `binding`, and reads it.
 *
 * @returns the content of the NV index; its padding too
 * @throws TpmError
 */
export async function readHclReport(
  tpm: TpmTransport,
  binding: Uint8Array,
  sleep: (seconds: number) => Promise<void>,
): Promise<Answered<Uint8Array>> {
  await writeUserData(tpm, binding);
  for (let reading = 0; reading < readings; reading++) {
    await sleep(secondsBeforeReading);
    const bytes = await readNvIndex(tpm, reportIndex, "owner");
    const parsed = parseAzureHclReport(bytes);
    if (!parsed.ok) return { ok: false, reason: malformedMessage("HCL report", parsed.error) };
    const userData = parsed.value.runtimeData.json["user-data"];
    if (typeof userData === "string" && userData.toLowerCase() === toHex(binding)) return { ok: true, value: bytes };
  }
  return { ok: false, reason: message("guest.azure.stale") };
}

/** Azure leaves it to the guest to make the index; it then outlives restarts. */
async function writeUserData(tpm: TpmTransport, binding: Uint8Array): Promise<void> {
  try {
    await writeNvIndex(tpm, userDataIndex, binding, "owner");
  } catch (error) {
    if (!(error instanceof TpmError && error.failure.kind === "refused")) throw error;
    await defineNvIndex(tpm, userDataIndex, binding.length);
    await writeNvIndex(tpm, userDataIndex, binding, "owner");
  }
}
