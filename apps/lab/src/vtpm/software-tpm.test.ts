import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { toHex } from "@sekisho/encoding";
import { extendPcr } from "@sekisho/guest/tpm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { haveSwtpm, readPcr } from "./testing.ts";
import { endorsementKeyIn, startGuestTpm, startMachineTpm, withTpm } from "./software-tpm.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-tpm-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!haveSwtpm)("a TPM in software", () => {
  it("keeps its endorsement key in its folder, and has another in another folder", async () => {
    const socket = join(folder, "socket");
    const [one, again, other] = [
      await endorsementKeyIn(join(folder, "one"), socket),
      await endorsementKeyIn(join(folder, "one"), socket),
      await endorsementKeyIn(join(folder, "other"), socket),
    ];
    expect(toHex(one)).toBe(toHex(again));
    expect(toHex(one)).not.toBe(toHex(other));
  });

  it("keeps its PCRs from client to client, until it is started anew", async () => {
    const [state, socket] = [join(folder, "state"), join(folder, "socket")];
    const digest = new Uint8Array(32).fill(7);
    const extended = createHash("sha256").update(new Uint8Array(32)).update(digest).digest("hex");
    const tpm = await startGuestTpm(state, socket);
    await withTpm(socket, (transport) => extendPcr(transport, 4, digest));
    expect(toHex(await withTpm(socket, (transport) => readPcr(transport, 4)))).toBe(extended);
    await tpm.stop();
    const restarted = await startGuestTpm(state, socket);
    expect(toHex(await withTpm(socket, (transport) => readPcr(transport, 4)))).toBe("00".repeat(32));
    await restarted.stop();
  });

  it("waits for a machine, and stops without one", async () => {
    const socket = join(folder, "control");
    const tpm = await startMachineTpm(join(folder, "state"), socket);
    expect(existsSync(socket)).toBe(true);
    await tpm.stop();
    await tpm.stop();
    expect(existsSync(socket)).toBe(false);
  });

  it("says why there is none", async () => {
    const socket = join(folder, "no-such-folder", "socket");
    await expect(startMachineTpm(join(folder, "state"), socket)).rejects.toMatchObject({ problem: { id: "lab.tpm" } });
    const path = process.env["PATH"];
    process.env["PATH"] = folder;
    try {
      const missing = startGuestTpm(join(folder, "state"), join(folder, "socket"));
      await expect(missing).rejects.toMatchObject({ problem: { values: { reason: "spawn swtpm ENOENT" } } });
    } finally {
      process.env["PATH"] = path;
    }
  });
});
