import { X509Certificate } from "node:crypto";
import { toHex } from "@sekisho/encoding";
import { parseCrl } from "@sekisho/encoding/x509";
import { afterEach, describe, expect, it } from "vitest";
import { createSecureProcessor } from "../secure-processor/secure-processor.ts";
import { testAuthority } from "../testing.ts";
import { startKeyServer, type KeyServer, type KeyServerInput } from "./key-server.ts";

const running: KeyServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(input: Partial<KeyServerInput> = {}): Promise<KeyServer> {
  const authorities = [await testAuthority("Genoa"), await testAuthority("Turin")];
  const server = await startKeyServer({ authorities, ...input });
  running.push(server);
  return server;
}

const hardwareId = "ab".repeat(64);
const levels = "blSPL=10&teeSPL=0&snpSPL=28&ucodeSPL=88";

describe("the key server", () => {
  it("hands out the VCEK that signs the chip's reports", async () => {
    const authority = await testAuthority("Turin");
    const processor = createSecureProcessor(authority);
    const { fmc, bootLoader, tee, snp, microcode } = processor.tcb;
    const server = await start();
    const query = `fmcSPL=${fmc}&blSPL=${bootLoader}&teeSPL=${tee}&snpSPL=${snp}&ucodeSPL=${microcode}`;
    const answer = await fetch(`${server.url}/vcek/v1/Turin/${toHex(processor.hardwareId)}?${query}`);
    expect(answer.status).toBe(200);
    const vcek = new X509Certificate(Buffer.from(await answer.arrayBuffer()));
    expect(vcek.publicKey.equals(processor.endorsement.key.publicKey)).toBe(true);
  });

  it.each([
    ["vcek", "CN=SEV-Genoa"],
    ["vlek", "CN=SEV-VLEK-Genoa"],
  ])("gives the chain of %s keys, issuer first", async (kind, name) => {
    const server = await start();
    const text = await (await fetch(`${server.url}/${kind}/v1/Genoa/cert_chain`)).text();
    const blocks = text.match(/-----BEGIN [^]*?-----END CERTIFICATE-----/g) ?? [];
    const [issuer, root] = blocks.map((block) => new X509Certificate(block));
    expect(blocks).toHaveLength(2);
    expect(issuer?.subject).toContain(name);
    expect(root?.subject).toContain("CN=ARK-Genoa");
  });

  it("revokes what it is told to", async () => {
    const server = await start({ revoked: () => [0x20001n] });
    const crl = parseCrl(new Uint8Array(await (await fetch(`${server.url}/vcek/v1/Genoa/crl`)).arrayBuffer()));
    expect(crl.ok && [...crl.value.revoked.keys()]).toEqual(["020001"]);
  });

  it.each([
    ["a product it does not serve", `/vcek/v1/Milan/${hardwareId}?${levels}`, 404],
    ["a chip nobody made", `/vcek/v1/Genoa/${"00".repeat(64)}?${levels}`, 404],
    ["a VLEK certificate", `/vlek/v1/Genoa/${hardwareId}?${levels}`, 404],
    ["half a hwID", `/vcek/v1/Genoa/abcd?${levels}`, 400],
    ["a missing SPL", `/vcek/v1/Genoa/${hardwareId}?blSPL=10&teeSPL=0&snpSPL=28`, 400],
    ["Turin's SPL for Genoa", `/vcek/v1/Genoa/${hardwareId}?${levels}&fmcSPL=1`, 400],
    ["an SPL above 255", `/vcek/v1/Genoa/${hardwareId}?${levels.replace("88", "256")}`, 400],
    ["anything else", "/", 404],
  ])("refuses %s", async (_, path, status) => {
    const server = await start({ chips: new Set([hardwareId]) });
    expect((await fetch(`${server.url}/vcek/v1/Genoa/${hardwareId}?${levels}`)).status).toBe(200);
    expect((await fetch(server.url + path)).status).toBe(status);
  });

  it("misbehaves as often as it is told, and counts what it is asked", async () => {
    const server = await start();
    server.misbehave({ status: 429, retryAfterSeconds: 7 }, 1);
    const first = await fetch(`${server.url}/vcek/v1/Genoa/crl`);
    const second = await fetch(`${server.url}/vcek/v1/Genoa/crl`);
    expect([first.status, first.headers.get("retry-after"), second.status]).toEqual([429, "7", 200]);
    expect(server.requests).toEqual(["/vcek/v1/Genoa/crl", "/vcek/v1/Genoa/crl"]);
  });
});
