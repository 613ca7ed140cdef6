import { generateKeyPairSync, sign } from "node:crypto";
import { equalBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash, importPublicKey, verifySignature } from "@sekisho/encoding/crypto";
import { generateGuestKey, openSecret, sealSecret } from "@sekisho/release";

/** SHA-256 of "abc" (FIPS 180-4, example). */
const digestOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** What the agent can't do without; each gives true when it works. */
export const selfTests: Readonly<Record<string, () => Promise<boolean>>> = {
  "SHA-256": async () => toHex(await hash("sha256", toUtf8("abc"))) === digestOfAbc,
  Ed25519: async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const data = toUtf8("sekisho");
    const signature = new Uint8Array(sign(null, data, privateKey));
    const key = await importPublicKey(new Uint8Array(publicKey.export({ type: "spki", format: "der" })));
    if (key === undefined || !(await verifySignature({ kind: "ed25519" }, key, data, signature))) return false;
    return !(await verifySignature({ kind: "ed25519" }, key, toUtf8("Sekisho"), signature));
  },
  HPKE: async () => {
    const guestKey = await generateGuestKey();
    const [binding, other] = [new Uint8Array(64).fill(1), new Uint8Array(64).fill(2)];
    const secret = toUtf8("a secret");
    const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret });
    const opened = await openSecret({ guestKey, binding, sealed });
    if (opened === undefined || !equalBytes(opened, secret)) return false;
    return (await openSecret({ guestKey, binding: other, sealed })) === undefined;
  },
};

/** Runs every test; gives the name of the first that fails. */
export async function selfTest(): Promise<string | undefined> {
  for (const [name, works] of Object.entries(selfTests)) {
    if (!(await works().catch(() => false))) return name;
  }
  return undefined;
}
