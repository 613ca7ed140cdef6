import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64 } from "@sekisho/encoding";
import { writeTestMachine } from "@sekisho/launch/testing";
import { pointOfSpki, signIdBlock, type IdBlock, type OwnerKey } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { main } from "../main.ts";

let folder: string;
let machine: Machine;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-launch-cli-"));
  ({ machine, path } = await writeTestMachine(folder));
});
afterAll(() => rm(folder, { recursive: true }));

async function launch(...words: string[]): Promise<{ status: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(["launch", ...words], context);
  return { status, output, errors };
}

async function write(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

function newKey(): OwnerKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
  const point = pointOfSpki(publicKey.export({ type: "spki", format: "der" }));
  if (!point.ok) throw new Error(point.error.field);
  const signer = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
  return { publicKey: point.value, sign: (data) => Promise.resolve(sign("sha384", data, signer)) };
}

/** Signs an ID block for the machine, changed as wished, and gives the options that name its files. */
async function identityOptions(changes: Partial<IdBlock> = {}, author?: OwnerKey): Promise<string[]> {
  const launchDigest = new Uint8Array(Buffer.from(machine.referenceValues[0]?.launchDigest ?? "", "hex"));
  const names = { familyId: new Uint8Array(16), imageId: new Uint8Array(16), guestSvn: 0 };
  const block = { launchDigest, ...names, policy: BigInt(machine.guestPolicy), ...changes };
  const signed = await signIdBlock(block, { id: newKey(), ...(author === undefined ? {} : { author }) });
  const idBlock = await write("id-block", `${toBase64(signed.idBlock)}\n`);
  return ["--id-block", idBlock, "--id-auth", await write("id-auth", toBase64(signed.idAuthentication))];
}

/** The same machine with SEV-ES, and the options that name its owner's session. */
async function sevMachine(): Promise<{ readonly path: string; readonly session: readonly string[] }> {
  const values = machine.referenceValues.map((value) => ({ ...value, launchDigest: "ab".repeat(32) }));
  const sev = { ...machine, technology: "sev-es", guestPolicy: "0xf", referenceValues: values };
  const certificate = await write("dh.b64", `${toBase64(new Uint8Array(2084))}\n`);
  const session = ["--dh-cert", certificate, "--session", await write("session.b64", toBase64(new Uint8Array(128)))];
  return { path: await write("sev.json", JSON.stringify(sev)), session };
}

describe("a machine of SEV-ES", () => {
  test("is printed with its owner's session, for QEMU and libvirt", async () => {
    const { path: sev, session } = await sevMachine();
    const printed = await launch(sev, ...session, "--print", "qemu", "--cbitpos", "47");
    expect(printed.errors).toBe("");
    expect(printed.output).toContain("sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=1,policy=0xf");
    expect((await launch(sev, ...session, "--print", "libvirt")).output).toContain(
      `<session>${"A".repeat(171)}=</session>`,
    );
  });

  test.each<[string, (session: readonly string[]) => readonly string[], string]>([
    ["no session", () => ["--print", "libvirt"], "give --dh-cert and --session"],
    ["no C-bit for QEMU", (session) => [...session, "--print", "qemu"], "--cbitpos must be given"],
    ["no owner", (session) => session, "waits for its owner"],
    ["half a session", (session) => [...session.slice(0, 3), path, "--print", "libvirt"], "128 bytes as base64"],
    ["an ID block", (session) => [...session, "--host-data", "00"], "--host-data means nothing"],
  ])("with %s is one sentence and status 2", async (_, words, expected) => {
    const { path: sev, session } = await sevMachine();
    const { status, errors, output } = await launch(sev, ...words(session));
    expect(errors).toContain(expected);
    expect([status, output]).toEqual([2, ""]);
  });

  test("alone takes such a session", async () => {
    const { session } = await sevMachine();
    expect((await launch(path, ...session, "--print", "qemu")).errors).toContain("--dh-cert means nothing");
  });
});

/** The same machine as a TD. */
async function trustDomain(): Promise<string> {
  const td = { ...machine, technology: "tdx", guestPolicy: "0x10000000", referenceValues: [] };
  return write("td.json", JSON.stringify(td));
}

describe("sekisho launch --print of a TD", () => {
  test("prints a QEMU command and libvirt's XML with what the owner gives", async () => {
    const owner = ["--mr-owner", "ab".repeat(48), "--quote-socket", "/run/qgs"];
    const { status, output, errors } = await launch("--print", "qemu", ...owner, await trustDomain());
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toContain('"attributes":268435456,"quote-generation-socket":{"type":"unix","path":"/run/qgs"}');
    expect(output).toContain(`"mrowner":"${toBase64(new Uint8Array(48).fill(0xab))}"`);
    const xml = (await launch("--print", "libvirt", ...owner, await trustDomain())).output;
    expect(xml).toContain("<quoteGenerationService path='/run/qgs'/>");
  });

  test("knows the options of its own technology alone", async () => {
    const foreign = await launch("--print", "qemu", "--cbitpos", "47", await trustDomain());
    expect(foreign).toMatchObject({ status: 2, output: "" });
    expect(foreign.errors).toContain("--cbitpos means nothing for this machine, whose technology is tdx");
    const other = await launch("--print", "qemu", "--mr-owner-config", "00", path);
    expect(other.errors).toContain("--mr-owner-config means nothing for this machine, whose technology is sev-snp");
    const short = await launch("--print", "qemu", "--mr-owner", "00", await trustDomain());
    expect(short.errors).toContain("96 hexadecimal digits (48 bytes)");
  });
});

describe("sekisho launch --print", () => {
  test("prints a QEMU command with absolute paths", async () => {
    const { status, output, errors } = await launch("--print", "qemu", path);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output).toMatch(/^qemu-system-x86_64 \\\n {2}-name guest=genome-1 /);
    expect(output).toContain(`-kernel ${join(folder, "kernel")} \\\n`);
    expect(output).toContain(",policy=0x30000,kernel-hashes=on");
  });

  test("prints libvirt's XML", async () => {
    const { output } = await launch("--print", "libvirt", "--bridge", "br0", path);
    expect(output).toMatch(/^<domain type='kvm'>\n/);
    expect(output).toContain("<launchSecurity type='sev-snp' kernelHashes='yes'>");
    expect(output).toContain("<source bridge='br0'/>");
  });

  test("puts in the owner's identity, HOST_DATA and where the C-bit is", async () => {
    const identity = await identityOptions({}, newKey());
    const more = ["--host-data", "ab".repeat(32), "--cbitpos", "47", "--reduced-phys-bits", "5"];
    const { output } = await launch("--print", "qemu", ...identity, "--author-key", ...more, path);
    expect(output).toMatch(
      /,cbitpos=47,reduced-phys-bits=5,.*,id-block=.*,id-auth=.*,author-key-enabled=on,host-data=q6ur/,
    );
  });
});

describe("wrong usage ends with one sentence and status 2", () => {
  test.each<[string, () => string[] | Promise<string[]>, string]>([
    ["no machine.json", () => [join(folder, "gone.json")], "There is no file"],
    ["no JSON", async () => [await write("no.json", "{")], "no.json is not JSON text"],
    ["another JSON", async () => [await write("other.json", "{}")], "type: "],
    ["half an identity", () => ["--id-block", path, path], "both --id-block and --id-auth"],
    ["no base64", () => ["--id-block", path, "--id-auth", path, path], "96 bytes as base64"],
    [
      "another machine's block",
      async () => [...(await identityOptions({ launchDigest: new Uint8Array(48) })), path],
      "launch digest 0000",
    ],
    ["another policy", async () => [...(await identityOptions({ policy: 0xb_0000n })), path], "0xb0000"],
    ["no author", async () => [...(await identityOptions()), "--author-key", path], "author key"],
    ["odd host data", () => ["--host-data", "00", path], "64 hexadecimal digits"],
    ["an odd C-bit", () => ["--cbitpos", "64", path], "--cbitpos must be a whole number from 32 to 63"],
    ["an unknown form", () => ["--print", "xen", path], "What it takes: qemu, libvirt"],
  ])("%s", async (_, words, sentence) => {
    const { status, output, errors } = await launch("--print", "qemu", ...(await words()));
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toContain(sentence);
    expect(errors.trim().split("\n")).toHaveLength(1);
  });

  test("a signature that does not hold, or is none", async () => {
    const [, idBlock = "", , idAuth = ""] = await identityOptions();
    const other = await write("other-block", toBase64(new Uint8Array(96)));
    const mixed = await launch("--print", "qemu", "--id-block", other, "--id-auth", idAuth, path);
    expect(mixed.status).toBe(2);
    expect(mixed.errors).toContain("signature over the ID block does not hold");

    const noise = await write("noise", toBase64(new Uint8Array(4096).fill(1)));
    const broken = await launch("--print", "qemu", "--id-block", idBlock, "--id-auth", noise, path);
    expect(broken.status).toBe(2);
    expect(broken.errors).toContain("does not hold what --id-auth needs: 4096 bytes");
  });

  test.skipIf(existsSync("/sys/module/kvm_amd/parameters/sev_snp"))("a host without SEV-SNP", async () => {
    const { status, errors } = await launch(path);
    expect(status).toBe(2);
    expect(errors).toMatch(/\/dev\/kvm can't be opened|SEV-SNP is off on this host/);
  });
});
