import { encodePem } from "@sekisho/encoding";
import { parseCertificate } from "@sekisho/encoding/x509";
import { testAuthority } from "@sekisho/lab/testing";
import { requestListSchema, type RequestStatus } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { testPlace, type TestGuest, type TestPlace } from "../gate-client/test-gate.ts";
import { main } from "../main.ts";

const passphrase = "typed by a person";

type Ran = { readonly status: number; readonly output: string; readonly errors: string };

async function sekisho(...words: string[]): Promise<Ran> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}

let place: TestPlace;
afterEach(() => place.close());

const socket = (): string[] => ["--socket", place.gate.adminSocket];
const overTls = (): string[] => [
  "--gate",
  place.gate.directory.identity,
  "--token-file",
  place.gate.directory.administratorToken,
];

describe("a machine in mode enter", () => {
  let guest: TestGuest;
  let request: string;
  let passphraseFile: string;

  beforeEach(async () => {
    place = await testPlace("enter");
    const added = await sekisho("machine", "add", place.machineFile, ...socket());
    if (added.status !== 0) throw new Error(added.errors);
    guest = await place.guest();
    const waiting = await guest.attest();
    request = waiting.state === "waiting" ? waiting.request : `none: ${JSON.stringify(waiting)}`;
    passphraseFile = await place.write("passphrase", `${passphrase}\n`);
  }, 120_000);

  const enter = (machineFile: string, ...more: string[]): Promise<Ran> =>
    sekisho("enter", "1", "--machine", machineFile, "--passphrase-file", passphraseFile, ...socket(), ...more);

  test("waits in the list, shows its verdict, and gets what a person enters", async () => {
    const listed = await sekisho("requests", ...socket());
    expect(listed.output).toMatch(/^#1 +waiting for a person {2}web-1 {2}enter/);
    const shown = await sekisho("requests", "show", "1", ...socket());
    expect(shown.output).toContain("[sev-snp.signature]");

    const entered = await enter(place.machineFile);
    expect(entered).toMatchObject({ status: 0 });
    expect(entered.errors).toContain("[request.binding]");
    expect(`${entered.output}${entered.errors}`).not.toContain(passphrase);
    let status: RequestStatus = await guest.poll(request);
    if (status.state === "waiting") status = await guest.attest(request);
    expect(await guest.open(status)).toBe(passphrase);

    const json = await sekisho("requests", "--all", "--json", ...socket());
    expect(requestListSchema.parse(JSON.parse(json.output)).requests.map(({ state }) => state)).toEqual(["released"]);
    expect((await enter(place.machineFile)).status).toBe(2);
  });

  test.each([
    ["another root", { additionalRoots: [] }, "[sev-snp.chain.root]"],
    ["another machine", { id: "00000000-0000-4000-8000-000000000000" }, "[request.machine]"],
    ["another disk header", { disk: { file: "d", headerBytes: 1, headerDigest: "77".repeat(32) } }, "[request.header]"],
  ])("gets nothing from a person whose own machine.json names %s", async (_, changes, check) => {
    const own = await place.write("own.json", { ...place.machine, ...changes });
    const entered = await enter(own);
    expect(entered.status).toBe(1);
    expect(entered.errors).toContain(check);
    expect(entered.errors).toContain("Nothing was sent.");
    expect((await guest.poll(request)).state).toBe("waiting");
  });

  test("gets nothing from a person whose own machine.json names another gate or other boots", async () => {
    const key = { ...place.machine.gate.signingKeys[0], spki: "AAAA", digest: "77".repeat(32) };
    const gate = { ...place.machine.gate, signingKeys: [key] };
    expect((await enter(await place.write("gate.json", { ...place.machine, gate }))).errors).toContain(
      "[request.gate-key]",
    );
    const referenceValues = place.machine.referenceValues.map((value) => ({ ...value, launchDigest: "77".repeat(48) }));
    const other = await enter(await place.write("boots.json", { ...place.machine, referenceValues }));
    expect(other).toMatchObject({ status: 1, errors: expect.stringContaining("[sev-snp.policy.measurement]") });
    const shared = place.machine.referenceValues.map((value) => ({ ...value, commandLine: "quiet" }));
    const anyMachine = await enter(await place.write("shared.json", { ...place.machine, referenceValues: shared }));
    expect(anyMachine).toMatchObject({ status: 1, errors: expect.stringContaining("[request.boots]") });
  });

  test("gets nothing where the person's own policy asks for more, or has a fault", async () => {
    const refuse = await place.write("milan.yaml", "version: 1\nsev-snp:\n  products: [Milan]\n");
    expect((await enter(place.machineFile, "--policy", refuse)).errors).toContain("[sev-snp.policy.products]");
    const broken = await place.write("broken.yaml", "version: 1\nsev-snp:\n  productz: [Milan]\n");
    expect((await enter(place.machineFile, "--policy", broken)).status).toBe(2);
  });

  test("gets nothing where the person's own revocation list revokes a certificate that the gate passed on", async () => {
    const authority = await testAuthority("Genoa");
    const ask = parseCertificate(authority.ask.certificate);
    if (!ask.ok) throw new Error(ask.error.field);
    const bytes = authority.crl({ revoked: [BigInt(`0x${ask.value.serialNumber}`)] });
    const list = encodePem({ label: "X509 CRL", bytes });
    const entered = await enter(place.machineFile, "--crl", await place.write("own.crl", list));
    expect(entered).toMatchObject({ status: 1, errors: expect.stringContaining("[sev-snp.chain.revocation]") });
    expect((await guest.poll(request)).state).toBe("waiting");
  });

  test("gets no empty passphrase", async () => {
    passphraseFile = await place.write("empty", "\n");
    expect((await enter(place.machineFile)).errors).toContain("The passphrase is empty");
  });

  test("is denied with a reason that people see, and the guest does not", async () => {
    expect((await sekisho("deny", "1", "--reason", "not planned", ...overTls())).output).toBe("Request 1 is denied.\n");
    expect(await guest.poll(request)).toEqual({ state: "refused", number: 1 });
    const listed = await sekisho("requests", "--all", ...overTls());
    expect(listed.output).toContain("Denied by a person: not planned");
  });
});

describe("a machine in mode auto", () => {
  beforeEach(async () => {
    place = await testPlace("auto");
  }, 120_000);

  test("is released to with the key that was registered, once for each boot unless a person allows more", async () => {
    const key = "k".repeat(64);
    const keyFile = await place.write("disk.key", key);
    const added = await sekisho("machine", "add", place.machineFile, "--key-file", keyFile, ...overTls());
    expect(added).toMatchObject({ status: 0 });
    const guest = await place.guest();
    expect(await guest.open(await guest.attest())).toBe(key);
    expect((await sekisho("requests", "allow-again", "1", ...socket())).status).toBe(0);
  });

  test("can be listed, shown and forgotten", async () => {
    const keyFile = await place.write("disk.key", "k".repeat(64));
    await sekisho("machine", "add", place.machineFile, "--key-file", keyFile, ...socket());
    expect((await sekisho("machine", "list", ...socket())).output).toContain(place.machine.id);
    expect((await sekisho("machine", "show", "web-1", ...socket())).output).toContain("5a".repeat(48));
    const header = await sekisho("machine", "header", "web-1", "--digest", "88".repeat(32), ...socket());
    expect(header.output).toContain("88".repeat(32));
    expect((await sekisho("machine", "remove", "web-1", ...socket())).status).toBe(0);
    expect((await sekisho("machine", "show", "web-1", ...socket())).status).toBe(2);
  });

  test.each([
    ["no gate on the socket", ["--socket", "/nonexistent/socket"], "can't be reached"],
    ["a token without a gate", ["--token-file", "x"], "--gate"],
    ["a gate and a socket", ["--socket", "x", "--gate", "y"], "not by both"],
  ])("%s is one sentence and exit status 2", async (_, words, text) => {
    const ran = await sekisho("machine", "list", ...words);
    expect(ran).toMatchObject({ status: 2, errors: expect.stringContaining(text) });
    expect(ran.errors.trim().split("\n")).toHaveLength(1);
  });

  test("nothing is sent to a gate whose TLS key gate.json does not name", async () => {
    const pins = { ...place.gate.identity, tlsKeyDigests: ["99".repeat(32)] };
    const words = [
      "--gate",
      await place.write("other.json", pins),
      "--token-file",
      place.gate.directory.administratorToken,
    ];
    const ran = await sekisho("machine", "list", ...words);
    expect(ran).toMatchObject({ status: 2, errors: expect.stringContaining("Nothing was sent") });
  });

  test("a wrong token is refused", async () => {
    const token = await place.write("token", "sekisho-admin-wrong\n");
    const words = ["--gate", place.gate.directory.identity, "--token-file", token];
    expect((await sekisho("machine", "list", ...words)).errors).toContain("administrator's token");
  });

  test("a busy port, an unsafe folder and a missing gate are one sentence and exit status 2", async () => {
    const data = `${place.folder}/second`;
    const busy = await sekisho(
      "gate",
      "serve",
      "--root-key",
      "file",
      "--data",
      data,
      "--listen",
      `127.0.0.1:${place.gate.port}`,
    );
    expect(busy).toMatchObject({ status: 2, errors: expect.stringContaining("in use by another program") });
    const missing = await sekisho("gate", "identity", "--data", `${place.folder}/none`);
    expect(missing).toMatchObject({ status: 2, errors: expect.stringContaining("sekisho gate init") });
  });
});
