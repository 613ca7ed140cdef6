import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate, parseCrl, verifyCrlSignature } from "@sekisho/encoding/x509";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testAuthority } from "../testing.ts";
import { labAuthority } from "./authority.ts";
import { spkiOf } from "./certificate.ts";
import { productFacts, products } from "./product.ts";

describe.each(products)("the authority of %s", (product) => {
  const { hardwareIdBytes, currentTcb, vcekProductName } = productFacts[product];
  const hardwareId = new Uint8Array(hardwareIdBytes).fill(0xa5);

  it("has a chain that another implementation accepts", async () => {
    const authority = await testAuthority(product);
    const vcek = new X509Certificate(authority.endorse({ kind: "vcek", hardwareId }, currentTcb).certificate);
    const vlek = new X509Certificate(authority.endorse({ kind: "vlek", cspId: "lab.invalid" }, currentTcb).certificate);
    const ark = new X509Certificate(authority.ark.certificate);
    const ask = new X509Certificate(authority.ask.certificate);
    const asvk = new X509Certificate(authority.asvk.certificate);
    expect(ark.verify(ark.publicKey)).toBe(true);
    for (const [child, parent] of [
      [ask, ark],
      [asvk, ark],
      [vcek, ask],
      [vlek, asvk],
    ] as const) {
      expect(child.issuer).toBe(parent.subject);
      expect(child.verify(parent.publicKey)).toBe(true);
    }
    expect(vlek.verify(ask.publicKey)).toBe(false);
    expect(ark.subject).toContain(`CN=ARK-${product}`);
    expect(ark.subject).toContain("O=Sekisho Lab (not AMD)");
  });

  it("writes AMD's extensions as AMD encodes them", async () => {
    const authority = await testAuthority(product);
    const { certificate } = authority.endorse({ kind: "vcek", hardwareId }, { ...currentTcb, microcode: 222 });
    const parsed = parseCertificate(certificate);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const extensions = new Map(Array.from(parsed.value.extensions.values(), ({ oid, value }) => [oid, toHex(value)]));
    expect(extensions.get("1.3.6.1.4.1.3704.1.4")).toBe("a5".repeat(hardwareIdBytes));
    expect(extensions.get("1.3.6.1.4.1.3704.1.2")).toBe(
      `16${toHex(Uint8Array.of(vcekProductName.length))}${Buffer.from(vcekProductName).toString("hex")}`,
    );
    expect(extensions.get("1.3.6.1.4.1.3704.1.3.8")).toBe("020200de");
    expect(extensions.has("1.3.6.1.4.1.3704.1.3.9")).toBe(product === "Turin");
  });

  it("signs a CRL with the root that names the revoked serials", async () => {
    const authority = await testAuthority(product);
    const parsed = parseCrl(authority.crl({ revoked: [0x10001n, 255n] }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect([...parsed.value.revoked.keys()]).toEqual(["010001", "ff"]);
    const ark = await importPublicKey(spkiOf(authority.ark.key.publicKey));
    const ask = await importPublicKey(spkiOf(authority.ask.key.publicKey));
    if (ark === undefined || ask === undefined) throw new Error("keys of the lab");
    expect(await verifyCrlSignature(parsed.value, ark)).toBe(true);
    expect(await verifyCrlSignature(parsed.value, ask)).toBe(false);
  });
});

describe("a state directory", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sekisho-lab-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("gives everybody who asks, at once or later, the same root, and nobody else may read it", async () => {
    const path = join(directory, "ca");
    const input = { directory: path, product: "Milan" } as const;
    const [first, second] = await Promise.all([labAuthority(input), labAuthority(input)]);
    const third = await labAuthority(input);
    expect(second.rootDigest).toBe(first.rootDigest);
    expect(third.rootDigest).toBe(first.rootDigest);
    expect(third.ark.certificate).toEqual(first.ark.certificate);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, "milan-ark.key"))).mode & 0o777).toBe(0o600);
  });

  it("gives a chip the same key at the same TCB, and another at another", async () => {
    const authority = await testAuthority("Genoa");
    const { currentTcb } = productFacts.Genoa;
    const hardwareId = new Uint8Array(64).fill(1);
    const keyAt = (tcb: typeof currentTcb): string =>
      authority
        .endorse({ kind: "vcek", hardwareId }, tcb)
        .key.publicKey.export({ format: "pem", type: "spki" })
        .toString();
    expect(keyAt(currentTcb)).toBe(keyAt(currentTcb));
    expect(keyAt({ ...currentTcb, snp: 1 })).not.toBe(keyAt(currentTcb));
  });
});
