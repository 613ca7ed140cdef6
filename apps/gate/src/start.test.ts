import { X509Certificate } from "node:crypto";
import { chmod, lstat, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gateIdentitySchema } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GateStartError, initialiseGate, startGate, type GateOptions } from "./index.ts";
import { fakeAppraiser } from "./test-support/fake-appraiser.ts";

const rootKey = { kind: "file" } as const;
let data: string;
beforeEach(async () => {
  data = join(await mkdtemp(join(tmpdir(), "sekisho-start-")), "gate");
});
afterEach(() => rm(join(data, ".."), { recursive: true, force: true }));

const options = (): GateOptions => ({
  data,
  rootKey,
  listen: { host: "127.0.0.1", port: 0 },
  appraiser: fakeAppraiser(),
});

async function problemOf(starting: Promise<unknown>): Promise<string> {
  const error = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GateStartError)) throw new Error(`started, or failed otherwise: ${String(error)}`);
  return error.problem.id;
}

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o777).toString(8);
}

test("the first start makes keys that only the owner can read; the next one keeps them", async () => {
  const first = await startGate(options());
  expect(await modeOf(data)).toBe("700");
  expect(await modeOf(join(data, "keys"))).toBe("700");
  const keys = (await readdir(join(data, "keys"))).map((name) => join("keys", name));
  expect(keys).toHaveLength(8);
  const secret = [...keys, "administrator-token", "gate.sqlite", "admin.sock"];
  const modes = await Promise.all(secret.map(async (file) => [file, await modeOf(join(data, file))]));
  expect(modes).toEqual(secret.map((file) => [file, "600"]));
  await first.close();

  const second = await startGate({ ...options(), url: "https://gate.example:8443" });
  expect(second.identity).toEqual({ ...first.identity, url: "https://gate.example:8443" });
  expect(gateIdentitySchema.parse(JSON.parse(await readFile(join(data, "gate.json"), "utf8")))).toEqual(
    second.identity,
  );
  await second.close();
});

test("the TLS certificate is for the pinned P-256 key, and names the gate", async () => {
  const identity = await initialiseGate({ data, rootKey, url: "https://gate.example:8443" });
  const certificate = new X509Certificate(await readFile(join(data, "keys", "tls-current-certificate.pem")));
  const spki = certificate.publicKey.export({ type: "spki", format: "der" });
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", spki)).toString("hex");
  expect(identity.tlsKeyDigests[0]).toBe(digest);
  expect(new Set([...identity.tlsKeyDigests, ...identity.signingKeys.map((key) => key.digest)]).size).toBe(4);
  expect(certificate.subjectAltName).toContain("DNS:gate.example");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test("the token's file can be taken away: the gate keeps its digest only", async () => {
  await initialiseGate({ data, rootKey });
  const token = (await readFile(join(data, "administrator-token"), "utf8")).trim();
  await rm(join(data, "administrator-token"));
  const kept = await Promise.all((await readdir(join(data, "keys"))).map((file) => readFile(join(data, "keys", file))));
  expect(kept.filter((content) => content.includes(token))).toEqual([]);
  await (await startGate(options())).close();
});

describe("the gate does not start, and says why", () => {
  test("in a folder that others may enter", async () => {
    await initialiseGate({ data, rootKey });
    await chmod(data, 0o750);
    expect(await problemOf(startGate(options()))).toBe("gate.start.permissions");
  });

  test("with a key that others may read, that is missing, or that is something else", async () => {
    await initialiseGate({ data, rootKey });
    const key = join(data, "keys", "signing-current.pem");
    await chmod(key, 0o640);
    expect(await problemOf(startGate(options()))).toBe("gate.start.permissions");
    await chmod(key, 0o600);
    await writeFile(key, "-----BEGIN PRIVATE KEY-----\n");
    expect(await problemOf(startGate(options()))).toBe("gate.start.keyBroken");
    await rm(key);
    expect(await problemOf(startGate(options()))).toBe("gate.start.keyMissing");
  });

  test("where a file has the folder's name", async () => {
    await writeFile(data, "");
    expect(await problemOf(startGate(options()))).toBe("gate.start.folderUnusable");
  });

  test("on a port that is in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await problemOf(startGate({ ...options(), listen: { host: "127.0.0.1", port } }))).toBe(
      "gate.start.portBusy",
    );
    server.close();
  });

  test("on an address that this machine does not have", async () => {
    const listen = { host: "192.0.2.1", port: 0 };
    expect(await problemOf(startGate({ ...options(), listen }))).toBe("gate.start.addressUnusable");
  });

  test("on the data of a gate that runs", async () => {
    const running = await startGate(options());
    expect(await problemOf(startGate(options()))).toBe("gate.start.databaseBusy");
    await running.close();
  });

  test("with a database that is none", async () => {
    await initialiseGate({ data, rootKey });
    await writeFile(join(data, "gate.sqlite"), "x".repeat(8192), { mode: 0o600 });
    expect(await problemOf(startGate(options()))).toBe("gate.start.databaseUnusable");
  });

  test("on a socket that another gate answers, or over a file", async () => {
    const running = await startGate(options());
    const other = { ...options(), data: join(data, "..", "other") };
    const adminSocket = running.adminSocket;
    expect(await problemOf(startGate({ ...other, adminSocket }))).toBe("gate.start.socketBusy");
    expect(await problemOf(startGate({ ...other, adminSocket: running.directory.identity }))).toBe(
      "gate.start.socketUnusable",
    );
    await running.close();
  });
});
