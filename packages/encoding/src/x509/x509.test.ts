import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import * as pkijs from "pkijs";
import { describe, expect, test } from "vitest";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { encodePem, toHex, toUtf8 } from "../index.ts";
import {
  ecdsaSignatureFromDer,
  parseCertificate,
  parseCertificateBundle,
  parseCrl,
  parseCrlBundle,
  verifyCertificateSignature,
  verifyCrlSignature,
  type Certificate,
  type CertificateRevocationList,
} from "./index.ts";

type ManifestEntry = { readonly path: string; readonly format: string };

const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly ManifestEntry[]) : [];
const certificateFormats = ["der-cert", "vek-cert", "pem-chain", "pem-cert"];
const certificatePaths = manifest.filter(({ format }) => certificateFormats.includes(format)).map(({ path }) => path);
const crlPaths = manifest.filter(({ format }) => ["der-crl", "pem-crl"].includes(format)).map(({ path }) => path);

function certificatesAt(path: string): readonly Uint8Array[] {
  const bundle = parseCertificateBundle(path, readVector(path));
  if (!bundle.ok) throw new Error(`${path}: ${JSON.stringify(bundle.error)}`);
  return bundle.value;
}

function certificate(der: Uint8Array): Certificate {
  const parsed = parseCertificate(der);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function crl(der: Uint8Array): CertificateRevocationList {
  const parsed = parseCrl(der);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

describe.skipIf(!haveVectors)("certificates of real authorities", () => {
  test("there are many", () => expect(certificatePaths.length).toBeGreaterThan(100));

  test.each(certificatePaths)("%s is read as node:crypto and PKI.js read it", (path) => {
    for (const der of certificatesAt(path)) {
      const own = certificate(der);
      const node = new X509Certificate(der);
      const pki = pkijs.Certificate.fromBER(new Uint8Array(der));
      expect(own.notBefore).toEqual(node.validFromDate);
      expect(own.notAfter).toEqual(node.validToDate);
      expect(BigInt(`0x${own.serialNumber}`)).toBe(BigInt(`0x${node.serialNumber}`));
      expect(toHex(own.subjectPublicKeyInfo)).toBe(
        node.publicKey.export({ format: "der", type: "spki" }).toString("hex"),
      );
      expect(own.basicConstraints?.ca ?? false).toBe(node.ca);
      expect(toHex(own.tbs)).toBe(Buffer.from(pki.tbsView).toString("hex"));
      expect(toHex(own.signature)).toBe(Buffer.from(pki.signatureValue.valueBlock.valueHexView).toString("hex"));
      expect(toHex(own.issuer.der)).toBe(Buffer.from(pki.issuer.valueBeforeDecode).toString("hex"));
      expect([...own.extensions.keys()]).toEqual((pki.extensions ?? []).map(({ extnID }) => extnID));
      expect([...own.extensions.values()].map(({ critical }) => critical)).toEqual(
        (pki.extensions ?? []).map((extension) => extension.critical),
      );
    }
  });

  test.each(["milan", "genoa", "turin"])("the ARK of %s signed itself, its ASK and its ASVK", async (product) => {
    const folder = `snp-ca/lunal-dev-attestation-rs/${product}`;
    const ark = certificate(readVector(`${folder}/ark.der`));
    const key = await importPublicKey(ark.subjectPublicKeyInfo);
    if (key === undefined) throw new Error("ARK not imported");
    expect(ark.signatureAlgorithm.scheme).toEqual({ kind: "rsa-pss", hash: "sha384", saltLength: 48 });
    expect(ark.keyUsage).toEqual(new Set(["keyCertSign", "cRLSign"]));
    for (const name of ["ark", "ask", "asvk"]) {
      const signed = certificate(readVector(`${folder}/${name}.der`));
      expect(await verifyCertificateSignature(signed, key)).toBe(true);
    }
    const foreign = certificate(readVector("snp/confidential-containers-trustee/test-vcek.der"));
    expect(await verifyCertificateSignature(foreign, key)).toBe(false);
  });

  test("an ECDSA chain (Intel's) verifies too", async () => {
    const chain = certificatesAt("tdx/lunal-dev-attestation-rs/tcb_signing_chain.pem").map(certificate);
    expect(chain.length).toBe(2);
    for (const child of chain) {
      const issuer = chain.find(({ subject }) => toHex(subject.der) === toHex(child.issuer.der));
      const key = issuer && (await importPublicKey(issuer.subjectPublicKeyInfo));
      if (key === undefined) throw new Error(`no issuer of ${child.subject.text}`);
      expect(await verifyCertificateSignature(child, key)).toBe(true);
      const forged = { ...child, tbs: child.tbs.slice(1) };
      expect(await verifyCertificateSignature(forged, key)).toBe(false);
      const unsupported = { ...child, signatureAlgorithm: { ...child.signatureAlgorithm, scheme: undefined } };
      expect(await verifyCertificateSignature(unsupported, key)).toBe(false);
    }
  });

  test("AMD's serial number 0 and the attributes of its names are read", () => {
    const vcek = certificate(readVector("snp/confidential-containers-trustee/test-vcek.der"));
    expect(vcek.serialNumber).toBe("00");
    expect(vcek.subject.commonName).toBe("SEV-VCEK");
    expect(vcek.subject.text).toBe("OU=Engineering, C=US, L=Santa Clara, ST=CA, O=Advanced Micro Devices, CN=SEV-VCEK");
  });

  test("a flipped bit gives an error at an offset within, or a certificate whose signature is wrong", async () => {
    const der = readVector("snp-ca/lunal-dev-attestation-rs/milan/ask.der");
    const ark = certificate(readVector("snp-ca/lunal-dev-attestation-rs/milan/ark.der"));
    const key = await importPublicKey(ark.subjectPublicKeyInfo);
    if (key === undefined) throw new Error("ARK not imported");
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.nat(7), async (index, bit) => {
        const changed = der.slice();
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        const parsed = parseCertificate(changed);
        const refused = parsed.ok
          ? !(await verifyCertificateSignature(parsed.value, key))
          : parsed.error.offset <= der.length;
        expect(refused).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("truncated and over-long certificates are refused", () => {
    const der = readVector("snp/confidential-containers-trustee/test-vcek.der");
    for (let length = 0; length < der.length; length += 7)
      expect(parseCertificate(der.slice(0, length)).ok).toBe(false);
    const longer = new Uint8Array(der.length + 1);
    longer.set(der);
    expect(parseCertificate(longer)).toMatchObject({ ok: false, error: { code: "trailing", offset: der.length } });
  });
});

describe.skipIf(!haveVectors)("revocation lists of real authorities", () => {
  test.each(crlPaths)("%s is read as PKI.js reads it", (path) => {
    const bundle = parseCrlBundle(path, readVector(path));
    if (!bundle.ok) throw new Error(JSON.stringify(bundle.error));
    for (const der of bundle.value) {
      const own = crl(der);
      const pki = pkijs.CertificateRevocationList.fromBER(new Uint8Array(der));
      expect(own.thisUpdate).toEqual(pki.thisUpdate.value);
      expect(own.nextUpdate).toEqual(pki.nextUpdate?.value);
      const revoked = (pki.revokedCertificates ?? []).map(({ userCertificate }) =>
        BigInt(`0x${Buffer.from(userCertificate.valueBlock.valueHexView).toString("hex")}`),
      );
      expect([...own.revoked.keys()].map((serial) => BigInt(`0x${serial}`))).toEqual(revoked);
    }
  });

  test("Genoa's list revokes an ASK, and its ARK signed it", async () => {
    const list = crl(readVector("snp-ca/amd-kds-kdsintf.amd.com/vcek_genoa.crl"));
    expect(list.revoked).toEqual(new Map([["020001", new Date("2022-10-31T12:00:00Z")]]));
    const verdicts = ["genoa", "milan"].map(async (product) => {
      const ark = certificate(readVector(`snp-ca/lunal-dev-attestation-rs/${product}/ark.der`));
      const key = await importPublicKey(ark.subjectPublicKeyInfo);
      return key !== undefined && verifyCrlSignature(list, key);
    });
    expect(await Promise.all(verdicts)).toEqual([true, false]);
  });
});

describe("bundles", () => {
  const block = (label: string) => encodePem({ label, bytes: Uint8Array.of(1, 2, 3) });

  test("PEM blocks are given in their order, text between them skipped", () => {
    const text = toUtf8(`first\n${block("CERTIFICATE")}\nsecond\n${block("CERTIFICATE")}`);
    expect(parseCertificateBundle("file", text)).toEqual({
      ok: true,
      value: [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3)],
    });
  });

  test("blocks of another kind, and files of none, are refused", () => {
    expect(parseCertificateBundle("file", toUtf8(block("PUBLIC KEY")))).toMatchObject({ ok: false });
    expect(parseCrlBundle("file", toUtf8(block("CERTIFICATE")))).toMatchObject({ ok: false });
    expect(parseCertificateBundle("file", toUtf8("nothing"))).toMatchObject({ ok: false });
    expect(parseCertificateBundle("file", Uint8Array.of(0xff, 0xfe))).toMatchObject({ ok: false });
  });
});

describe("random input", () => {
  test("ends in a typed error", () => {
    const inputs = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(inputs, (input) => {
        expect(parseCertificate(input).ok).toBe(false);
        expect(parseCrl(input).ok).toBe(false);
        parseCertificateBundle("file", input);
        ecdsaSignatureFromDer(input, 48);
      }),
    );
  });

  test("an ECDSA signature is padded to the curve's length, and one that does not fit is refused", () => {
    const encoded = Uint8Array.of(0x30, 7, 2, 1, 5, 2, 2, 0, 0x80);
    expect(ecdsaSignatureFromDer(encoded, 2)).toEqual({ ok: true, value: Uint8Array.of(0, 5, 0, 0x80) });
    expect(ecdsaSignatureFromDer(Uint8Array.of(0x30, 8, 2, 1, 5, 2, 3, 1, 0, 0), 2)).toMatchObject({ ok: false });
    expect(ecdsaSignatureFromDer(Uint8Array.of(0x30, 6, 2, 1, 0x85, 2, 1, 1), 2)).toMatchObject({ ok: false });
  });
});
