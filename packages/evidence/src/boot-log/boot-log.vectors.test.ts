import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { parseTcgEventLog, replayTcgEventLog, type TcgEventLog } from "./index.ts";

type Case = {
  readonly id: string;
  readonly kind: string;
  readonly files: readonly [string];
  readonly pcrs: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const all = haveVectors ? (JSON.parse(readVectorText("cases.json")) as readonly Case[]) : [];
const cases = all.filter(({ kind }) => kind === "boot-log");

function parsed(bytes: Uint8Array): TcgEventLog {
  const outcome = parseTcgEventLog(bytes);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

describe.skipIf(!haveVectors)("logs of real machines", () => {
  test("there are many", () => expect(cases.length).toBeGreaterThan(40));

  test.each(cases)("$id replays to its registers", async ({ files: [file], pcrs }) => {
    const replayed = await replayTcgEventLog(parsed(readVector(file)));
    const shown = Array.from(replayed, ([bank, registers]) => [
      bank,
      Object.fromEntries(Array.from(registers, ([register, value]) => [register, toHex(value)])),
    ]);
    expect(Object.fromEntries(shown)).toEqual(pcrs);
  });

  test.each([
    ["tpm-eventlog/Fraunhofer-AISEC-cmc/InvalidBinaryBiosMeasurements.bin", "pcrIndex", 0],
    ["tpm-eventlog/keylime-keylime/binary_bios_measurements-bogus", "pcrIndex", 0],
    ["ccel/google-go-tdx-guest/ccel_table.dat", "pcrIndex", 0],
  ])("%s is refused", (file, field, offset) => {
    expect(parseTcgEventLog(readVector(file))).toMatchObject({ ok: false, error: { code: "value", field, offset } });
  });

  test("a log of a bank that Sekisho can't compute is read", async () => {
    const log = parsed(readVector("ccel/confidential-containers-trustee/CCEL_data_csv"));
    expect(log.algorithms.map(({ name }) => name)).toEqual(["sm3_256"]);
    expect(log.events.length).toBe(82);
    expect((await replayTcgEventLog(log)).size).toBe(0);
  });
});
