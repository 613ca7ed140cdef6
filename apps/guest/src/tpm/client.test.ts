import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ByteWriter, concatBytes, toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import {
  algorithmIds,
  authenticateQuote,
  checkAttestationKey,
  checkQuote,
  makeCredential,
  objectName,
} from "@sekisho/evidence/tpm";
import { haveSwtpm, startSwtpm, type Swtpm } from "../testing/swtpm.ts";
import {
  activateCredential,
  attestationKeyTemplate,
  connectSwtpm,
  createEndorsementPrimary,
  defineNvIndex,
  endorsementKeyTemplate,
  extendPcr,
  flushContext,
  quotePcrs,
  readLoadedKey,
  readNvIndex,
  rsaEkCertificateIndex,
  TpmError,
  writeNvIndex,
  type TpmTransport,
} from "./index.ts";

const random = (length: number) => new Uint8Array(randomBytes(length));

describe.skipIf(!haveSwtpm)("over swtpm", () => {
  let server: Swtpm;
  let tpm: TpmTransport;

  beforeAll(async () => {
    server = await startSwtpm();
    tpm = await connectSwtpm(server.path);
  });

  afterAll(async () => {
    await tpm.close();
    await server.stop();
  });

  test("an attestation key quotes, and the quote holds", async () => {
    const key = await createEndorsementPrimary(tpm, attestationKeyTemplate(random(32)));
    const name = await objectName(key.publicArea);
    expect((await checkAttestationKey(key.publicArea, name)).map(({ status }) => status)).toEqual([
      "pass",
      "pass",
      "pass",
    ]);
    const extraData = random(32);
    const { attest, signature } = await quotePcrs(tpm, key, extraData, [{ hash: "sha256", pcrs: [0, 7, 16] }]);
    const zero = new Uint8Array(32);
    const values = new Map([0, 7, 16].map((pcr) => [pcr, zero] as const));
    const quote = { attest, signature, attestationKey: key.publicArea };
    const checks = await checkQuote(quote, { extraData, pcrs: [{ hash: "sha256", values }] });
    expect(checks.filter(({ status }) => status !== "pass")).toEqual([]);
    await flushContext(tpm, key.handle);
  });

  test.each([
    ["RSASSA, SHA-256", algorithmIds.rsassa, algorithmIds.sha256],
    ["RSAPSS, SHA-256", algorithmIds.rsapss, algorithmIds.sha256],
    ["RSAPSS, SHA-384", algorithmIds.rsapss, algorithmIds.sha384],
  ])("a quote by an RSA key with %s is genuine", async (_, scheme, hash) => {
    const key = await createEndorsementPrimary(tpm, rsaSigningTemplate(scheme, hash));
    const { attest, signature } = await quotePcrs(tpm, key, random(32), [{ hash: "sha256", pcrs: [0] }]);
    expect(await authenticateQuote({ attest, signature, attestationKey: key.publicArea })).toBe(true);
    const other = {
      ...attest,
      bytes: Uint8Array.from(attest.bytes, (byte, index) => (index === 50 ? byte ^ 1 : byte)),
    };
    expect(await authenticateQuote({ attest: other, signature, attestationKey: key.publicArea })).toBe(false);
    await flushContext(tpm, key.handle);
  });

  test("another seed gives another key, the same seed the same key", async () => {
    const names: string[] = [];
    for (const fill of [1, 2, 1]) {
      const key = await createEndorsementPrimary(tpm, attestationKeyTemplate(new Uint8Array(32).fill(fill)));
      names.push(toHex(await objectName(key.publicArea)));
      await flushContext(tpm, key.handle);
    }
    expect(names[0]).not.toBe(names[1]);
    expect(names[0]).toBe(names[2]);
  });

  test("a credential opens with the right keys only", async () => {
    const endorsement = await createEndorsementPrimary(tpm, endorsementKeyTemplate());
    const attestation = await createEndorsementPrimary(tpm, attestationKeyTemplate(random(32)));
    const request = { endorsementKey: endorsement.publicArea, credential: random(32), random };
    const name = await objectName(attestation.publicArea);
    const made = await makeCredential({ ...request, name });
    const other = await makeCredential({ ...request, name: Uint8Array.of(0, 0x0b, ...random(32)) });
    if (made === undefined || other === undefined) throw new Error("no credential");
    expect(toHex(await activateCredential(tpm, attestation, endorsement, made))).toBe(toHex(request.credential));
    await expect(activateCredential(tpm, attestation, endorsement, other)).rejects.toMatchObject({
      command: "TPM2_ActivateCredential",
      failure: { kind: "refused" },
    });
    await flushContext(tpm, attestation.handle);
    await flushContext(tpm, endorsement.handle);
  });

  test("extending changes a PCR, and only that one, as the specification says", async () => {
    const key = await createEndorsementPrimary(tpm, attestationKeyTemplate(random(32)));
    const [extraData, digest] = [random(32), random(32)];
    await extendPcr(tpm, 15, digest);
    const quoted = await quotePcrs(tpm, key, extraData, [{ hash: "sha256", pcrs: [14, 15] }]);
    const zero = new Uint8Array(32);
    const extended = await hash("sha256", concatBytes(zero, digest));
    const values = new Map([
      [14, zero],
      [15, extended],
    ]);
    const quote = { ...quoted, attestationKey: key.publicArea };
    const checks = await checkQuote(quote, { extraData, pcrs: [{ hash: "sha256", values }] });
    expect(checks.filter(({ status }) => status !== "pass")).toEqual([]);
    await flushContext(tpm, key.handle);
  });

  test("a key that is in the TPM is read", async () => {
    const key = await createEndorsementPrimary(tpm, endorsementKeyTemplate());
    expect(await readLoadedKey(tpm, key.handle)).toEqual(key);
    await flushContext(tpm, key.handle);
    await expect(readLoadedKey(tpm, key.handle)).rejects.toMatchObject({ failure: { kind: "refused" } });
  });

  test("a whole NV index is read, in pieces; one that is not there is refused", async () => {
    const content = random(1300);
    await defineNvIndex(tpm, rsaEkCertificateIndex, content.length);
    for (const user of ["index", "owner"] as const) {
      content.reverse();
      await writeNvIndex(tpm, rsaEkCertificateIndex, content, user);
      expect(toHex(await readNvIndex(tpm, rsaEkCertificateIndex, user))).toBe(toHex(content));
    }
    await expect(readNvIndex(tpm, 0x01c0_0010)).rejects.toMatchObject({ failure: { kind: "refused", code: 0x18b } });
  });
});

/** An attestation key as many TPMs have one: the attributes of the P-256 template, RSA-2048. */
function rsaSigningTemplate(scheme: number, hash: number): Uint8Array {
  const head = new ByteWriter().u16be(algorithmIds.rsa).u16be(algorithmIds.sha256).u32be(0x0005_0072).u16be(0);
  const parameters = head.u16be(algorithmIds.null).u16be(scheme).u16be(hash).u16be(2048).u32be(0);
  return parameters.u16be(0).finish();
}

describe("a TPM that answers nonsense", () => {
  const answering = (answer: Uint8Array): TpmTransport => ({
    exchange: () => Promise.resolve(answer),
    close: () => Promise.resolve(),
  });
  const header = (tag: number, size: number, code: number) =>
    new ByteWriter().u16be(tag).u32be(size).u32be(code).finish();

  test.each([
    ["closes the connection", new Uint8Array(0), { kind: "closed" }],
    ["refuses", header(0x8001, 10, 0x18b), { kind: "refused", code: 0x18b }],
    ["stops in its header", header(0x8001, 10, 0).subarray(0, 9), { kind: "malformed" }],
    [
      "states another size",
      header(0x8001, 11, 0),
      { kind: "malformed", malformed: { field: "responseSize", offset: 2 } },
    ],
    ["has an unknown tag", header(0x8003, 10, 0), { kind: "malformed", malformed: { field: "tag", offset: 0 } }],
    ["answers with sessions", header(0x8002, 10, 0), { kind: "malformed", malformed: { field: "tag", offset: 0 } }],
    ["adds something", concatBytes(header(0x8001, 11, 0), Uint8Array.of(0)), { kind: "malformed" }],
  ])("and %s ends the command with a typed error", async (_, answer, failure) => {
    await expect(flushContext(answering(answer), 0x8000_0000)).rejects.toMatchObject({
      name: "TpmError",
      command: "TPM2_FlushContext",
      failure,
    });
  });

  test("but is only busy is asked again, a few times", async () => {
    const busy = (times: number) => {
      const state = { asked: 0 };
      const answer = () => header(0x8001, 10, state.asked++ < times ? 0x922 : 0);
      return { state, tpm: { exchange: () => Promise.resolve(answer()), close: () => Promise.resolve() } };
    };
    const [short, long] = [busy(2), busy(100)];
    await flushContext(short.tpm, 0x8000_0000);
    expect(short.state.asked).toBe(3);
    await expect(flushContext(long.tpm, 0x8000_0000)).rejects.toMatchObject({ failure: { code: 0x922 } });
    expect(long.state.asked).toBe(8);
  });

  test("ends every command with a typed error, whatever it says", async () => {
    const key = { handle: 0x8000_0000 } as Parameters<typeof quotePcrs>[1];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
        const answer = concatBytes(
          header(0x8002, 14 + body.length, 0),
          new ByteWriter().u32be(body.length).finish(),
          body,
        );
        for (const bytes of [body, answer]) {
          const tpm = answering(bytes);
          await expect(quotePcrs(tpm, key, new Uint8Array(32), [])).rejects.toBeInstanceOf(TpmError);
          await expect(createEndorsementPrimary(tpm, new Uint8Array(0))).rejects.toBeInstanceOf(TpmError);
          await expect(readLoadedKey(tpm, key.handle)).rejects.toBeInstanceOf(TpmError);
          await expect(readNvIndex(tpm, rsaEkCertificateIndex)).rejects.toBeInstanceOf(TpmError);
        }
      }),
    );
  });
});
