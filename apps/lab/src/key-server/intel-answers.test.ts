import { X509Certificate } from "node:crypto";
import { toHex } from "@sekisho/encoding";
import { parseCrl } from "@sekisho/encoding/x509";
import { afterEach, describe, expect, it } from "vitest";
import { labPlatform } from "../ca/intel/platform.ts";
import { testAuthority, testIntelAuthority } from "../testing.ts";
import type { IntelService } from "./intel-answers.ts";
import { startKeyServer, type KeyServer } from "./key-server.ts";

const running: KeyServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

const fmspc = toHex(labPlatform().fmspc);

async function start(says: IntelService["says"] = () => ({})): Promise<string> {
  const server = await startKeyServer({
    authorities: [await testAuthority("Genoa")],
    intel: { authority: await testIntelAuthority(), platforms: [labPlatform()], says },
  });
  running.push(server);
  return server.url;
}

/** The common names of the certificates in a header. */
function namesIn(answer: Response, header: string): string[] {
  const chain = decodeURIComponent(answer.headers.get(header) ?? "");
  const blocks = chain.match(/-----BEGIN [^]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => /^CN=(.*)$/m.exec(new X509Certificate(block).subject)?.[1] ?? "");
}

describe("Intel's interface of the key server", () => {
  it.each([
    ["sgx", "SGX"],
    ["tdx", "TDX"],
  ])("gives TCB info of %s with its issuers, for the FMSPC that was asked for", async (technology, id) => {
    const url = await start(() => ({ tcbInfo: { current: { status: "OutOfDate", advisories: ["INTEL-SA-1"] } } }));
    const answer = await fetch(`${url}/${technology}/certification/v4/tcb?fmspc=${fmspc.toUpperCase()}`);
    expect(namesIn(answer, "TCB-Info-Issuer-Chain")).toEqual(["Intel SGX TCB Signing", "Intel SGX Root CA"]);
    const level = { tcbStatus: "OutOfDate", advisoryIDs: ["INTEL-SA-1"] };
    expect(await answer.json()).toMatchObject({
      tcbInfo: { id, fmspc: fmspc.toUpperCase(), tcbLevels: [level, {}] },
    });
  });

  it.each([
    ["sgx/certification/v4/qe/identity", "QE"],
    ["sgx/certification/v4/qve/identity", "QVE"],
    ["tdx/certification/v4/qe/identity", "TD_QE"],
  ])("gives the identity at %s", async (path, id) => {
    const answer = await fetch(`${await start()}/${path}`);
    const names = namesIn(answer, "SGX-Enclave-Identity-Issuer-Chain");
    expect(names).toEqual(["Intel SGX TCB Signing", "Intel SGX Root CA"]);
    expect(await answer.json()).toMatchObject({ enclaveIdentity: { id } });
  });

  it.each([
    ["platform", "Intel SGX PCK Platform CA"],
    ["processor", "Intel SGX PCK Processor CA"],
  ])("gives the CRL of the %s CA as DER and as PEM", async (ca, name) => {
    const url = await start(() => ({ revoked: [0x99n] }));
    const path = `${url}/sgx/certification/v4/pckcrl?ca=${ca}`;
    const der = await fetch(`${path}&encoding=der`);
    expect(namesIn(der, "SGX-PCK-CRL-Issuer-Chain")).toEqual([name, "Intel SGX Root CA"]);
    const parsed = parseCrl(new Uint8Array(await der.arrayBuffer()));
    expect(parsed.ok && [...parsed.value.revoked.keys()]).toEqual(["99"]);
    expect(await (await fetch(path)).text()).toMatch(/^-----BEGIN X509 CRL-----/);
  });

  it("gives the root's CRL where Intel keeps it, and AMD's interface beside its own", async () => {
    const url = await start();
    const crl = new Uint8Array(await (await fetch(`${url}/IntelSGXRootCA.der`)).arrayBuffer());
    expect(parseCrl(crl).ok).toBe(true);
    expect((await fetch(`${url}/vcek/v1/Genoa/crl`)).status).toBe(200);
  });

  it.each([
    ["a platform that nobody has", "tdx/certification/v4/tcb?fmspc=000000000000", 404],
    ["half an FMSPC", "tdx/certification/v4/tcb?fmspc=90c0", 400],
    ["a CRL of nobody", "sgx/certification/v4/pckcrl?ca=root", 400],
    ["an encoding that is none", "sgx/certification/v4/pckcrl?ca=platform&encoding=xml", 400],
    ["a CRL in the wrong place", "tdx/certification/v4/pckcrl?ca=platform", 404],
    ["an older interface", `sgx/certification/v3/tcb?fmspc=${fmspc}`, 404],
  ])("refuses %s", async (_, path, status) => {
    expect((await fetch(`${await start()}/${path}`)).status).toBe(status);
  });
});
