import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, toUtf8 } from "../index.ts";
import {
  authenticodeDigest,
  authenticodeSigner,
  certifiedBy,
  findSection,
  parseAuthenticode,
  parsePe,
  parsePeSignatures,
  sectionContent,
  type PeImage,
} from "./index.ts";
import { writePe } from "./testing/index.ts";

const sections = [
  { name: ".text", content: new Uint8Array(700).fill(1) },
  { name: ".cmdline", content: toUtf8("root=/dev/vda ro") },
  { name: ".vendor_cert", content: toUtf8("a long name") },
];
const plain = writePe({ sections, trailer: toUtf8("symbols") });

function image(bytes: Uint8Array): PeImage {
  const parsed = parsePe(bytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

describe("reading a PE image", () => {
  test("sections come out as they were written, with long names", () => {
    const read = image(plain);
    expect(read).toMatchObject({ machine: 0x8664, subsystem: 10, certificates: undefined });
    expect(read.sections.map(({ name }) => name)).toEqual([".text", ".cmdline", ".vendor_cert"]);
    for (const { name, content } of sections) {
      const section = findSection(read, name);
      expect(section && sectionContent(plain, section)).toEqual(content);
    }
  });

  test("a section that is larger in memory than in the file has no content to measure", () => {
    expect(
      sectionContent(plain, { name: ".bss", virtualAddress: 0, virtualSize: 9, fileOffset: 0, fileSize: 8 }),
    ).toBeUndefined();
  });

  test.each([
    ["DOS magic", 0, 2],
    ["e_lfanew", 63, 4],
    ["PE signature", 0x80, 4],
    ["NumberOfSections", 0x87, 2],
    ["Magic", 0x98, 2],
    ["NumberOfRvaAndSizes", 0x98 + 111, 4],
    ["SizeOfHeaders", 0x98 + 63, 4],
    ["certificate table", 0x98 + 112 + 4 * 8 + 4, 8],
    ["section .text", 0x98 + 240 + 16 + 3, 8],
  ])("a wrong %s is named", (field, offset) => {
    const changed = new Uint8Array(plain);
    changed[offset] = 0x7f;
    expect(parsePe(changed)).toMatchObject({ ok: false, error: { field } });
  });

  test("headers that reach into a section are refused", () => {
    const changed = new Uint8Array(plain);
    new DataView(changed.buffer).setUint32(0x98 + 60, 1024, true);
    expect(parsePe(changed)).toMatchObject({ ok: false, error: { field: "section .text" } });
  });

  test("what is cut off or made up is an error, never a crash", () => {
    fc.assert(
      fc.property(fc.nat(plain.length - 1), (length) => {
        // Only what follows the last section may be missing.
        expect(parsePe(plain.subarray(0, length)).ok && length < plain.length - 60).toBe(false);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const start = new Uint8Array(plain.subarray(0, 600));
        start.set(bytes, 0x80);
        for (const one of [bytes, start]) expect(typeof parsePe(one).ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });
});

describe("the Authenticode digest", () => {
  test("covers every byte but the checksum, the entry for signatures and the signatures", async () => {
    const signed = writePe({ sections, trailer: toUtf8("symbols!"), signatures: [new Uint8Array(100).fill(7)] });
    const { checksumOffset, certificateEntryOffset = 0, certificates } = image(signed);
    const digest = toHex(await authenticodeDigest(signed, image(signed)));
    const left = [
      [checksumOffset, 4],
      [certificateEntryOffset, 8],
      [certificates?.offset ?? 0, certificates?.size ?? 0],
    ] as const;
    expect(certificates?.size).toBe(112);
    await fc.assert(
      fc.asyncProperty(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = new Uint8Array(signed);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const parsed = parsePe(changed);
        if (!parsed.ok) return;
        const same = toHex(await authenticodeDigest(changed, parsed.value)) === digest;
        expect(same).toBe(left.some(([start, size]) => at >= start && at < start + size));
      }),
      { numRuns: 1000 },
    );
  });

  test("is the same with and without a signature, in each bank", async () => {
    // A signature begins at a multiple of eight bytes; what fills the file up to there is hashed, so there must be none here.
    expect(plain.length % 8).toBe(0);
    const signed = writePe({ sections, trailer: toUtf8("symbols"), signatures: [new Uint8Array(100)] });
    const unsigned = plain;
    for (const algorithm of ["sha1", "sha256", "sha384", "sha512"] as const) {
      const digest = await authenticodeDigest(signed, image(signed), algorithm);
      expect(digest).toEqual(await authenticodeDigest(unsigned, image(unsigned), algorithm));
      expect(digest.length).toBe(createHash(algorithm).digest().length);
    }
  });

  test("takes sections by their place in the file, whatever the table's order", async () => {
    const two = image(plain);
    const turned = { ...two, sections: two.sections.toReversed() };
    expect(await authenticodeDigest(plain, turned)).toEqual(await authenticodeDigest(plain, two));
  });
});

const tools = ["/usr/bin/openssl", "/usr/bin/sbsign"];
const haveTools = tools.every((tool) => existsSync(tool));
if (!haveTools) process.stderr.write("No openssl or sbsign: signatures of other tools are not tried.\n");

describe.runIf(haveTools)("signatures that sbsign makes", () => {
  function signedBy(name: string): { readonly signed: Uint8Array; readonly certificate: Uint8Array } {
    const folder = mkdtempSync(join(tmpdir(), "sekisho-pe-test-"));
    try {
      const [key, crt, input, output] = ["key", "crt", "in.efi", "out.efi"].map((file) => join(folder, file));
      if (key === undefined || crt === undefined || input === undefined || output === undefined)
        throw new Error("names");
      const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`, "-days", "2"];
      execFileSync("/usr/bin/openssl", [...request, "-keyout", key, "-out", crt], { stdio: "ignore" });
      writeFileSync(input, plain);
      execFileSync("/usr/bin/sbsign", ["--key", key, "--cert", crt, "--output", output, input], { stdio: "ignore" });
      const pem = readFileSync(crt, "utf8").replaceAll(/-----[A-Z ]+-----|\s/g, "");
      return {
        signed: new Uint8Array(readFileSync(output)),
        certificate: new Uint8Array(Buffer.from(pem, "base64")),
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("hold the digest that is computed here, and are the signer's; a changed byte is nobody's", async () => {
    const { signed, certificate } = signedBy("the owner");
    const read = image(signed);
    const signatures = parsePeSignatures(signed, read);
    expect(signatures).toMatchObject({ ok: true, value: [{ imageDigest: { algorithm: "sha256" } }] });
    const [signature] = signatures.ok ? signatures.value : [];
    if (signature === undefined) throw new Error("no signature");
    const digest = await authenticodeDigest(signed, read);
    expect(toHex(signature.imageDigest.value)).toBe(toHex(digest));
    const signer = await authenticodeSigner(signature, digest);
    expect(signer?.subject.commonName).toBe("the owner");
    expect(signer?.der).toEqual(certificate);
    expect(await authenticodeSigner(signature, new Uint8Array(32))).toBeUndefined();
    if (signer === undefined) return;
    expect(await certifiedBy(signer, signer, [])).toBe(true);
    const other = parsePeSignatures(...withImage(signedBy("the owner").signed));
    const stranger = other.ok ? other.value[0]?.certificates[0] : undefined;
    expect(stranger !== undefined && (await certifiedBy(signer, stranger, [stranger]))).toBe(false);
  });

  test("are typed errors when they are cut off or changed, and never verify", async () => {
    const { signed } = signedBy("the owner");
    const { offset = 0 } = image(signed).certificates ?? {};
    const der = signed.subarray(offset + 8, offset + new DataView(signed.buffer).getUint32(offset, true));
    const digest = await authenticodeDigest(signed, image(signed));
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = new Uint8Array(der);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const parsed = parseAuthenticode(changed);
        // A certificate's own signature does not enter; everything that names the signer or the image does.
        const signer = parsed.ok ? await authenticodeSigner(parsed.value, digest) : undefined;
        const signedDigest = parsed.ok ? toHex(parsed.value.imageDigest.value) : "";
        expect(signer === undefined || signedDigest === toHex(digest)).toBe(true);
        expect(parseAuthenticode(der.subarray(0, at)).ok && der.length - at >= 8).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  function withImage(bytes: Uint8Array): [Uint8Array, PeImage] {
    return [bytes, image(bytes)];
  }
});
