import { toHex, toUtf8 } from "@sekisho/encoding";
import { objectName, parsePublicArea } from "@sekisho/evidence/tpm";
import { activateCredential, attestationAttributes, eccKey, rsaKey } from "@sekisho/evidence/tpm/testing";
import { expect, test } from "vitest";
import { genuineSignatures } from "./cases/signatures.ts";
import { flipped } from "./flipped.ts";
import { credentialSchema } from "./outcomes.ts";
import { need } from "./tasks/need.ts";
import type { Task } from "./tasks/perform.ts";

type Perform = (task: Task) => Promise<unknown>;

/** How many bytes stand before a key's own numbers, and say what it is. */
const keyHeaders: Readonly<Record<string, number>> = {
  "ECDSA P-256 sha256": 27,
  "RSASSA-PKCS1 2048 sha256": 32,
  Ed25519: 12,
};

/**
 * Tests of the crypto room in a page.
 *
 * @param both does a task in the page, and expects that Node.js ends alike
 * @param inPage does a task in the page alone, where the outcome is another each time
 */
export function cryptoTests(both: Perform, inPage: Perform): void {
  test.each(genuineSignatures())("%s: the genuine signature verifies, a changed one does not", async (_, task) => {
    expect(await both(task)).toEqual({ imported: true, genuine: true });
    for (const changed of [
      { ...task, signature: flipped(task.signature, 5) },
      { ...task, signature: task.signature.subarray(1) },
      { ...task, data: flipped(task.data, 0) },
    ])
      expect(await both(changed)).toEqual({ imported: true, genuine: false });
  });

  test.each(genuineSignatures().filter(([name]) => name in keyHeaders))(
    "%s: a key whose form was changed is imported by both or by neither",
    async (name, task) => {
      for (let bit = 0; bit < 8 * (keyHeaders[name] ?? 0); bit++) {
        const changed = { ...task, key: flipped(task.key, bit >> 3, 1 << (bit & 7)) };
        expect(await both(changed)).toEqual({ imported: false });
      }
    },
  );

  test.each(["sha1", "sha256", "sha384", "sha512"] as const)("%s", async (algorithm) => {
    for (const length of [0, 1, 64, 5000]) {
      const digest = await both({ kind: "hash", algorithm, data: new Uint8Array(length).fill(length) });
      expect(digest).toMatch(/^[0-9a-f]+$/);
    }
  });

  const storage = { attributes: ["fixedTPM", "fixedParent", "restricted", "decrypt"] } as const;

  test.each([
    ["RSA-2048, SHA-256, AES-128", rsaKey(2048, { ...storage, symmetric: 128 })],
    ["RSA-3072, SHA-384, AES-256", rsaKey(3072, { ...storage, symmetric: 256, nameAlg: "sha384" })],
    ["RSA-2048, SHA-1, AES-256", rsaKey(2048, { ...storage, symmetric: 256, nameAlg: "sha1" })],
    ["P-256, SHA-256, AES-128", eccKey("P-256", { ...storage, symmetric: 128 })],
    ["P-384, SHA-384, AES-256", eccKey("P-384", { ...storage, symmetric: 256, nameAlg: "sha384" })],
  ] as const)("a credential that the page makes is opened by the TPM whose key is %s", async (_, key) => {
    const area = need(parsePublicArea(key.publicArea));
    const name = await objectName(need(parsePublicArea(attestationKey.publicArea)));
    const credential = toUtf8("twenty bytes at most");
    const task = { kind: "credential", endorsementKey: key.publicArea, name, credential } as const;
    const { credentialBlob, secret } = credentialSchema.parse(await inPage(task));
    expect(toHex(activateCredential(key, area, name, credentialBlob, secret))).toBe(toHex(credential));
    expect(() => activateCredential(key, area, flipped(name, 9), credentialBlob, secret)).toThrow("TPM_RC_INTEGRITY");
  });
}

const attestationKey = eccKey("P-256", {
  attributes: attestationAttributes,
  scheme: { kind: "ecdsa", hash: "sha256" },
});
