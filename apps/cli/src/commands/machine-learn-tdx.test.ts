import { readFile } from "node:fs/promises";
import { knownFirmware, recordedTd, tdEvent, tdFirmwareDigest, testGuest, tlsClient } from "@sekisho/gate/testing";
import { createQuotingEnclave, createTdxModule, playedTd, type TdEvent } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { machineSchema, type Machine, type RequestStatus } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";

let place: TestPlace;
let machine: Machine;
let machineFile: string;
let genuine: readonly TdEvent[];

async function sekisho(...words: string[]) {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main([...words, "--socket", place.gate.adminSocket], context);
  return { status, output, errors };
}

/** A TD of which the image's files tell all but RTMR 0. */
beforeEach(async () => {
  place = await testPlace("enter");
  const own = recordedTd(`quiet sekisho.machine=${place.machine.id}`);
  genuine = own.events;
  machine = {
    ...place.machine,
    technology: "tdx",
    guestPolicy: "0x10000000",
    referenceValues: [],
    measuredLaunches: [knownFirmware],
    measuredBoots: [
      { ...own.known, origin: "predicted", pcrs: [1, 2], events: own.known.events.filter(({ pcr }) => pcr > 0) },
    ],
    additionalRoots: [(await testIntelAuthority()).rootDigest],
  };
  machineFile = await place.write("machine.json", machine);
  const added = await sekisho("machine", "add", machineFile);
  if (added.status !== 0) throw new Error(added.errors);
}, 120_000);
afterEach(() => place.close());

async function attest(events: readonly TdEvent[], withLog = true): Promise<RequestStatus> {
  const module = createTdxModule(createQuotingEnclave(await testIntelAuthority()));
  const { td, eventLog } = playedTd(module.launch({ mrTd: tdFirmwareDigest }), events);
  const log = withLog ? await eventLog(undefined) : undefined;
  const guest = await testGuest(tlsClient(place.gate.port), machine, Buffer.alloc(32), (binding) => ({
    technology: "tdx",
    quote: Buffer.from(td.quote(binding)).toString("base64"),
    ...(log === undefined ? {} : { eventLog: Buffer.from(log).toString("base64") }),
  }));
  return guest.attest();
}

const learn = (...more: string[]) =>
  sekisho("machine", "learn", machineFile, "--request", "1", "--fetch", "--intel-service", place.keyServer, ...more);

describe("the first boot of a TD", () => {
  test("is refused, learned after a look, and then let through", async () => {
    expect(await attest(genuine)).toMatchObject({ state: "refused", number: 1 });
    const learned = await learn("--yes");
    expect(learned).toMatchObject({ status: 0 });
    expect(learned.output).toMatch(/RTMR 0: only a first boot can tell:\n {4}[0-9a-f]{16} /);
    expect(learned.output).toContain("RTMR 2: as the image predicts (kernel 6.16)");
    expect(learned.output).toContain("To be learned: RTMR 0.");
    const { measuredBoots = [] } = machineSchema.parse(JSON.parse(await readFile(machineFile, "utf8")));
    expect(measuredBoots.at(-1)).toMatchObject({ registers: "rtmr", origin: "learned", pcrs: [0] });

    const told = await sekisho("machine", "reference-values", "web-1", "--add", machineFile);
    expect(told).toMatchObject({ status: 0 });
    expect(await attest(genuine)).toMatchObject({ state: "waiting" });
    expect((await learn("--yes")).errors).toContain("this boot is known already");
  });

  test("teaches nothing where it differs from the prediction, unless a person names the register", async () => {
    await attest([...genuine.slice(0, 1), tdEvent(1, "another kernel"), ...genuine.slice(2)]);
    const refused = await learn("--yes");
    expect(refused).toMatchObject({ status: 1, errors: expect.stringContaining("RTMR 1 differs from what") });
    expect((await learn("--yes", "--accept-different", "3")).status).toBe(2);
    expect(await learn("--yes", "--accept-different", "1")).toMatchObject({ status: 0 });
  });

  test("teaches nothing without its log, or when the initrd was left", async () => {
    await attest(genuine, false);
    expect((await learn("--yes")).errors).toContain("without the TD's event log");
    await attest([...genuine, tdEvent(3, "left")]);
    const left = await sekisho("machine", "learn", machineFile, "--request", "2", "--yes");
    expect(left).toMatchObject({ status: 1, errors: expect.stringContaining("[tdx.policy.rtmrs.3]") });
  });
});
