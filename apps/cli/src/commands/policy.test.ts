import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { sekisho, type Outcome } from "../testing.ts";

const high = "version: 1\nname: high\nsev-snp:\n  tcb:\n    reported:\n      Genoa: { snp: 255 }\n";

let place: TestPlace;
let name: string;
let policy: string;
beforeAll(async () => {
  place = await testPlace("auto");
  name = place.machine.name;
  policy = await place.write("high.yaml", high);
  const keyFile = await place.write("key", "k".repeat(32));
  const added = await run("machine", "add", place.machineFile, "--key-file", keyFile);
  if (added.status !== 0) throw new Error(added.errors);
}, 120_000);
afterAll(() => place.close());

const run = (...words: string[]): Promise<Outcome> =>
  sekisho(...words, "--data", join(place.folder, "gate"), "--socket", place.gate.adminSocket);

describe("sekisho policy", () => {
  test("try has nothing to say before a machine has sent evidence", async () => {
    expect(await run("policy", "try", policy)).toMatchObject({
      status: 0,
      output: "Without evidence that could be tried: 1\n",
    });
  });

  test("try says who would be locked out and why, and exits with 1", async () => {
    expect((await (await place.guest()).attest()).state).toBe("released");
    const { status, output } = await run("policy", "try", policy);
    expect(status).toBe(1);
    expect(output).toContain("Would be locked out: 1\n");
    expect(output).toMatch(new RegExp(`^  ${name} \\(request 1, `, "m"));
    expect(output).toMatch(/^ {4}✗ .*\[sev-snp\..*tcb.*\]$/m);
    expect(await run("policy", "try", "--strict", "--machine", name)).toMatchObject({
      status: 0,
      output: "Would still get their key: 1\n",
    });
  });

  test("set puts it into force, show prints it, and --strict takes it back", async () => {
    expect((await run("policy", "show", name)).errors).toContain("no policy of its own");
    expect((await run("policy", "set", name, policy)).output).toContain(`${name} is judged by this policy`);
    expect(await run("policy", "show", name)).toMatchObject({ status: 0, output: high });
    expect((await run("policy", "set", name, "--strict", "--lang", "ja")).output).toContain("組み込みの strict");
    expect((await run("policy", "show", name, "--json")).output).toContain('"policy":null');
  });

  test("a file and --strict exclude each other, and one of them is needed", async () => {
    for (const words of [
      ["policy", "try"],
      ["policy", "set", name, policy, "--strict"],
    ]) {
      expect(await run(...words)).toMatchObject({ status: 2, errors: expect.stringContaining("--strict") });
    }
  });

  test("a broken file is told with its line, before the gate is asked", async () => {
    const broken = await place.write("broken.yaml", "version: 1\nsev-snpp: {}\n");
    const { status, errors } = await run("policy", "try", broken);
    expect([status, errors]).toEqual([2, expect.stringContaining("Line 2")]);
  });

  test("a machine that the gate does not know is told as that", async () => {
    expect(await run("policy", "show", "nobody")).toMatchObject({
      status: 2,
      errors: expect.stringContaining("nobody"),
    });
  });
});

describe("sekisho webhook", () => {
  const url = "http://127.0.0.1:9/hook";

  test("add shows the secret alone on standard output, list does not", async () => {
    const { status, output, errors } = await run("webhook", "add", url, "--event", "request.refused");
    expect([status, output]).toEqual([0, expect.stringMatching(/^whsec_[\w+/]{43}=\n$/)]);
    expect(errors).toContain("not shown again");
    const listed = await run("webhook", "list");
    expect(listed.output).toContain(url);
    expect(listed.output).toContain("request.refused");
    expect(listed.output).not.toContain("whsec_");
  });

  test("remove and deliveries take its address, unless several have it", async () => {
    expect((await run("webhook", "deliveries", url)).output).toContain("nothing to tell");
    await run("webhook", "add", url);
    expect(await run("webhook", "remove", url)).toMatchObject({
      status: 2,
      errors: expect.stringContaining("Several"),
    });
    const { webhooks } = JSON.parse((await run("webhook", "list", "--json")).output) as { webhooks: { id: string }[] };
    for (const { id } of webhooks) expect((await run("webhook", "remove", id)).status).toBe(0);
    expect((await run("webhook", "list")).output).toContain("There are no webhooks");
  });

  test("an address that the gate does not call is refused with the reason", async () => {
    expect(await run("webhook", "add", "http://10.0.0.1/hook")).toMatchObject({
      status: 2,
      errors: expect.stringContaining("--plain"),
    });
    expect((await run("webhook", "add", "https://169.254.169.254/")).errors).toContain("metadata service");
  });
});
