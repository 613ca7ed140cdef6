import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { diskBoot, recordedBoot, softwareTpm, testGuest, tlsClient } from "@sekisho/gate/testing";
import { createSecureProcessor } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { machineSchema, requestListSchema } from "@sekisho/release";
import { afterEach, expect, test, vi } from "vitest";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { sekisho } from "../testing.ts";

const file = { sha256: "11".repeat(32), version: "1" };
const launchDigest = new Uint8Array(48).fill(0x5a);

let place: TestPlace;
afterEach(async () => {
  vi.unstubAllEnvs();
  await place.close();
});

test("a first boot is refused, learned from the gate's request, and let through once the gate has been told", async () => {
  place = await testPlace("enter");
  const socket = ["--socket", place.gate.adminSocket];
  const boot = recordedBoot(`root=/dev/mapper/root sekisho.machine=${place.machine.id}`);
  const told = boot.known.pcrs.filter((pcr) => pcr > 1);
  const events = boot.known.events.filter(({ pcr }) => pcr > 1);
  const launch = { addedAt: boot.known.addedAt, launchDigest: "5a".repeat(48), firmware: file, svsm: file };
  const machineFile = await place.write("machine.json", {
    ...place.machine,
    ...diskBoot(),
    measuredLaunches: [{ name: "OVMF with SVSM", ...launch }],
    measuredBoots: [{ ...boot.known, origin: "predicted", pcrs: told, events }],
  });
  const machine = async () => machineSchema.parse(JSON.parse(await readFile(machineFile, "utf8")));
  expect(await sekisho("machine", "add", machineFile, ...socket)).toMatchObject({ status: 0 });
  const tpm = await softwareTpm("svsm");
  const launched = createSecureProcessor(await testAuthority("Genoa")).launch({ launchDigest });
  const guest = await testGuest(
    tlsClient(place.gate.port),
    await machine(),
    Buffer.from(launched.reportId),
    (binding) => {
      const reportData = createHash("sha512").update(binding).update(tpm.endorsementKey).digest();
      return { technology: "sev-snp", report: Buffer.from(launched.report(reportData, 0).report).toString("base64") };
    },
    { ...tpm, evidence: (binding) => tpm.evidence(binding, boot) },
  );
  expect(await guest.attest()).toEqual({ state: "refused", number: 1 });
  const shown = await sekisho("requests", "show", "1", ...socket);
  expect(shown.output).toContain("No known boot speaks for PCR 0, 1.");

  vi.stubEnv("XDG_CACHE_HOME", place.folder);
  const vendor = ["--fetch", "--key-server", place.keyServer];
  const learned = await sekisho("machine", "learn", machineFile, "--request", "1", "--yes", ...vendor, ...socket);
  expect(learned).toMatchObject({ status: 0, errors: expect.stringContaining("No key was released") });
  expect((await machine()).measuredBoots?.at(-1)).toMatchObject({ origin: "learned", pcrs: [0, 1] });
  const { output } = await sekisho("requests", "--all", "--json", ...socket);
  expect(requestListSchema.parse(JSON.parse(output)).requests.map(({ state }) => state)).toEqual(["refused"]);
  expect(await guest.attest()).toEqual({ state: "refused", number: 2 });

  const added = await sekisho("machine", "reference-values", "web-1", "--add", machineFile, ...socket);
  expect(added).toMatchObject({ status: 0 });
  expect(await guest.attest()).toMatchObject({ state: "waiting" });
}, 120_000);
