import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startNetwork } from "../cloud/network.ts";
import { testAuthority } from "../testing.ts";
import { labStatus, stopLab } from "./control-client.ts";
import { serveLab } from "./service.ts";
import { controlSocket } from "./status.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-lab-"));
  await testAuthority("Genoa");
  const keys = fileURLToPath(new URL("../../../../.cache/lab-ca/trusted", import.meta.url));
  await cp(keys, join(directory, "ca"), { recursive: true });
});
afterEach(() => rm(directory, { recursive: true }));

describe("a lab that runs", () => {
  it("says what it is, and stops when it is told to", async () => {
    const service = await serveLab({ directory });
    const { rootDigest } = await testAuthority("Genoa");
    expect(await labStatus(directory)).toMatchObject({ product: "Genoa", rootDigest, keyServerRequests: 0 });
    const { keyServer, intelRootDigest } = service.status();
    expect(intelRootDigest).toBe(service.lab.intel.rootDigest);
    expect((await fetch(`${keyServer}/vcek/v1/Genoa/crl`)).status).toBe(200);
    expect((await fetch(`${keyServer}/tdx/certification/v4/qe/identity`)).status).toBe(200);
    expect((await labStatus(directory))?.keyServerRequests).toBe(2);

    expect(await stopLab(directory)).toBe(true);
    await service.down;
    await expect(fetch(`${keyServer}/vcek/v1/Genoa/crl`)).rejects.toThrow("fetch failed");
    expect(await labStatus(directory)).toBeUndefined();
    expect(await stopLab(directory)).toBe(false);
  });

  it("has its directory to itself, and gives it free", async () => {
    const service = await serveLab({ directory });
    await expect(serveLab({ directory })).rejects.toMatchObject({ problem: { id: "lab.running" } });
    await service.close();
    const second = await serveLab({ directory });
    await second.close();
  });
});

describe("a lab that can't run", () => {
  it("names a port that is taken", async () => {
    const other = await startNetwork();
    const started = serveLab({ directory, keyServerPort: other.port });
    await expect(started).rejects.toMatchObject({ problem: { id: "lab.port.busy", values: { port: other.port } } });
    expect(await labStatus(directory)).toBeUndefined();
    await other.close();
  });

  it("names a directory that is a file, or whose path is too long for a socket", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    await expect(serveLab({ directory: file })).rejects.toMatchObject({ problem: { id: "lab.directory.unusable" } });
    const long = join(directory, "d".repeat(100));
    await expect(serveLab({ directory: long })).rejects.toMatchObject({ problem: { id: "lab.directory.long" } });
  });

  it("is not taken for something else that listens at its place", async () => {
    const stranger = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
    await new Promise<void>((resolve) => stranger.listen(controlSocket(directory), resolve));
    await expect(labStatus(directory)).rejects.toMatchObject({ problem: { id: "lab.silent" } });
    stranger.close();
  });
});
