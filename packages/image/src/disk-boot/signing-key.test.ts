import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { authenticodeDigest, authenticodeSigner, parsePe, parsePeSignatures } from "@sekisho/encoding/pe";
import { describe, expect, test } from "vitest";
import { ImageError } from "../image-error.ts";
import { withFolder } from "../testing/small-disk.ts";
import { smallStub } from "../testing/small-stub.ts";
import { certificateBytes, makeSigningKey, readSigningKey, signProgram } from "./signing-key.ts";

const now = new Date("2026-11-23T00:00:00Z");
const key = await makeSigningKey("ward-3", now);

describe("a signing key", () => {
  test("comes with a certificate of its own, which has no end and certifies nobody", () => {
    const certificate = new X509Certificate(certificateBytes(key));
    expect(certificate.subject).toBe("CN=Sekisho Secure Boot ward-3");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.validToDate.getUTCFullYear()).toBe(9999);
    expect(certificate.ca).toBe(false);
  });

  test("signs a program so that its certificate, and no other, is found in the signature", async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "program.efi");
      await writeFile(path, smallStub());
      await signProgram(path, path, key);
      const bytes = new Uint8Array(await readFile(path));
      const image = parsePe(bytes);
      if (!image.ok) throw new Error(image.error.field);
      const signatures = parsePeSignatures(bytes, image.value);
      if (!signatures.ok) throw new Error(signatures.error.field);
      expect(signatures.value).toHaveLength(1);
      for (const signature of signatures.value) {
        const signer = await authenticodeSigner(signature, await authenticodeDigest(bytes, image.value));
        expect(signer?.der).toEqual(certificateBytes(key));
      }
    });
  });

  test("is read from its two files, if they belong together", async () => {
    await withFolder(async (folder) => {
      const [keyPath, certificatePath] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
      await writeFile(keyPath, key.key);
      await writeFile(certificatePath, key.certificate);
      expect(await readSigningKey(keyPath, certificatePath)).toEqual(key);
      const problemOf = async (first: string, second: string): Promise<unknown> => {
        const error: unknown = await readSigningKey(first, second).catch((reason: unknown) => reason);
        return error instanceof ImageError ? error.problem.id : error;
      };
      expect(await problemOf(certificatePath, keyPath)).toBe("image.file.malformed");
      expect(await problemOf(keyPath, join(folder, "nothing"))).toBe("image.file.missing");
      const other = join(folder, "other.pem");
      await writeFile(other, (await makeSigningKey("other", now)).certificate);
      expect(await problemOf(keyPath, other)).toBe("image.signing-key.mismatch");
    });
  });
});
