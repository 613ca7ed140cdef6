import { sign, type KeyObject } from "node:crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import { parseCertificate, parseCrl } from "@sekisho/encoding/x509";
import { describe, expect, test } from "vitest";
import { keyDigest } from "./certificate-path.ts";
import { checkEkRevocation, parseEkCertificate, parsePublicArea, subjectPublicKeyInfo } from "./index.ts";
import { good } from "./testing/changed.ts";
import { authorityKey, basicConstraints, issueCertificate, keyUsage, nameOf } from "./testing/issue-certificate.ts";
import { rsaKey } from "./testing/software-key.ts";

const [rootKey, middleKey, stranger] = [authorityKey(), authorityKey(), authorityKey()];
const ek = good(parsePublicArea(rsaKey(2048, { attributes: ["restricted", "decrypt"], symmetric: 128 }).publicArea));
const signsAll = keyUsage(0x06, 1);
const signsCertificates = keyUsage(0x04, 2);

const at = new Date("2026-06-01T00:00:00Z");
const serialOfAll = 7;
const ecdsaSha256 = der.sequence(der.objectIdentifier("1.2.840.10045.4.3.2"));

type ListFields = {
  readonly issuer: string;
  readonly serial?: number;
  readonly until?: Date | null;
  readonly critical?: true;
};

function listOf(key: KeyObject, { issuer, serial, until = new Date("2026-07-01T00:00:00Z"), critical }: ListFields) {
  const entry = (number: number) => der.sequence(der.sequence(der.integer(number), der.time(at)));
  const extension = der.sequence(der.objectIdentifier("1.2.3"), der.boolean(true), der.octetString(der.nullValue()));
  const body = der.sequence(
    der.integer(1),
    ecdsaSha256,
    nameOf(issuer),
    der.time(new Date("2026-05-01T00:00:00Z")),
    ...(until === null ? [] : [der.time(until)]),
    ...(serial === undefined ? [] : [entry(serial)]),
    ...(critical === undefined ? [] : [der.explicit(0, der.sequence(extension))]),
  );
  const signature = der.bitString(new Uint8Array(sign("sha256", body, key)));
  return good(parseCrl(der.sequence(body, ecdsaSha256, signature)));
}

const ofRoot = (more: Partial<ListFields> = {}) => listOf(rootKey.privateKey, { issuer: "root", ...more });
const ofMiddle = (more: Partial<ListFields> = {}) => listOf(middleKey.privateKey, { issuer: "middle", ...more });

async function statusWith(lists: Parameters<typeof checkEkRevocation>[2], usage = signsAll, rootTrusted = true) {
  const authority = (subject: string, spki: Uint8Array) =>
    good(
      parseCertificate(
        issueCertificate(
          { subject, issuer: "root", spki, extensions: [basicConstraints(true), usage] },
          rootKey.privateKey,
        ),
      ),
    );
  const root = authority("root", rootKey.spki);
  const issuers = [root, authority("middle", middleKey.spki)];
  const leaf = {
    subject: "ek",
    issuer: "middle",
    spki: subjectPublicKeyInfo(ek),
    extensions: [basicConstraints(false)],
  };
  const certificate = good(parseEkCertificate(issueCertificate(leaf, middleKey.privateKey)));
  const roots = rootTrusted ? [await keyDigest(root)] : [];
  return (await checkEkRevocation(certificate, { issuers, roots, at }, lists)).status;
}

describe("revocation of an EK certificate", () => {
  test("passes with a valid list for each certificate below the root", async () => {
    expect(await statusWith([ofMiddle(), ofRoot()])).toBe("pass");
    expect(await statusWith([ofMiddle({ serial: 8 }), ofRoot({ serial: 8 })])).toBe("pass");
  });

  test("fails where a list names the certificate or an issuer, whatever other lists say", async () => {
    const revoked = { serial: serialOfAll };
    expect(await statusWith([ofMiddle(revoked), ofRoot()])).toBe("fail");
    expect(await statusWith([ofMiddle(), ofRoot(revoked)])).toBe("fail");
    expect(await statusWith([ofMiddle(), ofMiddle(revoked), ofRoot()])).toBe("fail");
    expect(await statusWith([ofRoot(revoked)])).toBe("fail");
  });

  test("is unknown without a usable list", async () => {
    expect(await statusWith([])).toBe("unknown");
    expect(await statusWith([ofMiddle()])).toBe("unknown");
    expect(await statusWith([ofRoot()])).toBe("unknown");
    expect(await statusWith([ofMiddle({ until: new Date("2026-05-31T00:00:00Z") }), ofRoot()])).toBe("unknown");
    expect(await statusWith([ofMiddle({ until: null }), ofRoot()])).toBe("unknown");
    expect(await statusWith([ofMiddle({ critical: true }), ofRoot()])).toBe("unknown");
    expect(await statusWith([listOf(stranger.privateKey, { issuer: "middle" }), ofRoot()])).toBe("unknown");
    expect(await statusWith([listOf(middleKey.privateKey, { issuer: "other" }), ofRoot()])).toBe("unknown");
    expect(await statusWith([ofMiddle(), ofRoot()], signsCertificates)).toBe("unknown");
    expect(await statusWith([ofMiddle(), ofRoot()], signsAll, false)).toBe("unknown");
  });
});
