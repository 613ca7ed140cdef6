import { grantListSchema } from "@sekisho/release";
import { approve as approveOnPage, person, socketClient, type TestPerson } from "@sekisho/gate/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { testPlace, type TestGuest, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";

type Ran = { readonly status: number; readonly output: string; readonly errors: string };

async function sekisho(...words: string[]): Promise<Ran> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}

const key = "k".repeat(64);
const policyText = "version: 1\nsev-snp: {}\napproval: {approvals: 2}\n";

let place: TestPlace;
let guest: TestGuest;
let request: string;
let policyFile: string;
let people: readonly TestPerson[];

const socket = (): string[] => ["--socket", place.gate.adminSocket];
const approve = (machineFile: string, ...more: string[]): Promise<Ran> =>
  sekisho("approve", "1", "--machine", machineFile, ...socket(), ...more);

beforeEach(async () => {
  place = await testPlace("approve");
  const keyFile = await place.write("disk.key", key);
  policyFile = await place.write("policy.yaml", policyText);
  const words = ["--policy", policyFile, "--key-file", keyFile];
  const added = await sekisho("machine", "add", place.machineFile, ...words, ...socket());
  if (added.status !== 0) throw new Error(added.errors);
  guest = await place.guest();
  const waiting = await guest.attest();
  request = waiting.state === "waiting" ? waiting.request : `none: ${JSON.stringify(waiting)}`;
  const door = { gate: place.gate, administrator: socketClient(place.gate.adminSocket) };
  people = [await person(door, "hanako", "approver"), await person(door, "taro", "approver")];
}, 120_000);
afterEach(() => place.close());

describe("a machine in mode approve", () => {
  test("is judged here, then approved on the page by as many as it takes, and gets its key", async () => {
    expect((await sekisho("requests", ...socket())).output).toMatch(
      /^#1 +waiting for approvals \(0 of 2\) {2}web-1 {2}approve/,
    );
    const judged = await approve(place.machineFile, "--policy", policyFile);
    expect(judged.status).toBe(0);
    expect(judged.errors).toContain("May approve: hanako, taro.");
    const [, page, code] = /^Open (\S+) and .* this code: ([0-9a-f ]{19})\./.exec(judged.output) ?? [];
    expect(page).toBe(`${place.gate.people?.origin ?? ""}/requests/1`);
    const json = JSON.parse((await approve(place.machineFile, "--policy", policyFile, "--json")).output) as object;
    expect(json).toMatchObject({
      page,
      verdict: "accepted",
      verdictDigest: expect.stringMatching(`^${code?.replaceAll(" ", "")}`),
    });

    for (const one of people) expect((await approveOnPage(one, 1, { kind: "boots", count: 2 })).status).toBe(200);
    expect((await sekisho("requests", "show", "1", ...socket())).output).toMatch(
      /Approvals: 2 of 2\.\n {2}hanako approved at .*: 2 boots/,
    );
    expect(await guest.open(await guest.attest(request))).toBe(key);
    expect((await approve(place.machineFile)).status).toBe(2);
  });

  test.each([
    ["another root", { additionalRoots: [] }, "[sev-snp.chain.root]"],
    ["another disk header", { disk: { file: "d", headerBytes: 1, headerDigest: "77".repeat(32) } }, "[request.header]"],
  ])("is not to be approved by a person whose own machine.json names %s", async (_, changes, check) => {
    const own = await place.write("own.json", { ...place.machine, ...changes });
    const judged = await approve(own, "--policy", policyFile);
    expect(judged).toMatchObject({ status: 1, output: "" });
    expect(judged.errors).toContain(check);
    expect(judged.errors).toContain("Do not approve it");
  });

  test("is not to be approved where the gate judged by another policy than the person's", async () => {
    const other = await place.write("other.yaml", "version: 1\nsev-snp: {}\n");
    const judged = await approve(place.machineFile, "--policy", other);
    expect(judged).toMatchObject({
      status: 1,
      output: "",
      errors: expect.stringContaining("by another policy than yours"),
    });
    const json = await approve(place.machineFile, "--policy", other, "--json");
    expect(JSON.parse(json.output)).toMatchObject({ page: null, verdict: "accepted" });
  });
});

test("what was approved for more boots can be looked at and withdrawn", async () => {
  expect((await sekisho("grants", ...socket())).output).toBe("There are no grants.\n");
  for (const one of people) await approveOnPage(one, 1, { kind: "boots", count: 3 });
  await guest.attest(request);
  const [grant] = grantListSchema.parse(JSON.parse((await sekisho("grants", "--json", ...socket())).output)).grants;
  const listed = await sekisho("grants", "list", "--machine", "web-1", ...socket());
  expect(listed.output).toBe(`${grant?.id ?? ""}  web-1  #1  hanako, taro  boots left: 2\n`);
  expect((await sekisho("grants", "withdraw", grant?.id ?? "", ...socket())).status).toBe(0);
  expect((await sekisho("grants", ...socket())).output).toContain("Withdrawn by owner.");
  expect((await (await place.guest()).attest()).state).toBe("waiting");
  expect((await sekisho("grants", "withdraw", grant?.id ?? "", ...socket())).status).toBe(2);
});
