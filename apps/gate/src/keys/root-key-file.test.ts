import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GateStartError, initialiseGate, sealRootKey, startGate, unsealRootKey, type RootKeyAccess } from "../index.ts";
import { fakeAppraiser } from "../test-support/fake-appraiser.ts";
import { generateRootKeyFile, keyOfFile, rootKeyFileSchema, sealedFile, type RootKeyFile } from "./root-key-file.ts";

const passphrase = "correct horse battery staple";

/** Types one passphrase whenever one is asked for, and notes what for. */
function typing(text: string): RootKeyAccess & { kind: "passphrase"; readonly asked: string[]; last?: Uint8Array } {
  const asked: string[] = [];
  const access: ReturnType<typeof typing> = {
    kind: "passphrase",
    asked,
    ask: (why) => {
      asked.push(why);
      access.last = new Uint8Array(Buffer.from(text));
      return Promise.resolve(access.last);
    },
  };
  return access;
}

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GateStartError)) throw new Error(`worked, or failed otherwise: ${String(error)}`);
  return error.problem.id;
}

describe("a sealed root key", () => {
  const plain = generateRootKeyFile();
  let key: Buffer;
  let sealed: RootKeyFile;
  beforeAll(async () => {
    key = (await keyOfFile(plain)) ?? Buffer.alloc(0);
    sealed = await sealedFile(plain.id, key, Buffer.from(passphrase));
  });

  test("opens with its passphrase, and with no other", async () => {
    expect(key).toHaveLength(32);
    expect(rootKeyFileSchema.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
    expect(JSON.stringify(sealed)).not.toContain(key.toString("base64"));
    expect(await keyOfFile(sealed, Buffer.from(passphrase))).toEqual(key);
    expect(await keyOfFile(sealed, Buffer.from(`${passphrase} `))).toBeUndefined();
  });

  test("does not open once anything of its file was changed", async () => {
    const { protection } = sealed;
    if (protection.kind !== "passphrase") throw new Error("not sealed");
    const flip = (text: string): string => {
      const bytes = Buffer.from(text, "base64");
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return bytes.toString("base64");
    };
    const changes: RootKeyFile["protection"][] = [
      { ...protection, sealed: flip(protection.sealed) },
      { ...protection, iv: flip(protection.iv) },
      { ...protection, kdf: { ...protection.kdf, salt: flip(protection.kdf.salt) } },
      { ...protection, kdf: { ...protection.kdf, n: 2 ** 16 } },
    ];
    for (const changed of changes) {
      expect(await keyOfFile({ ...sealed, protection: changed }, Buffer.from(passphrase))).toBeUndefined();
    }
    const renamed = { ...sealed, id: "0011223344556677" };
    expect(await keyOfFile(renamed, Buffer.from(passphrase))).toBeUndefined();
  });

  test.each([2 ** 13, 2 ** 21, 2 ** 17 + 1, -1, 0.5])("is not tried with a cost of %d", (n) => {
    const { protection } = sealed;
    if (protection.kind !== "passphrase") throw new Error("not sealed");
    const changed = { ...sealed, protection: { ...protection, kdf: { ...protection.kdf, n } } };
    expect(rootKeyFileSchema.safeParse(changed).success).toBe(false);
  });

  test("is tried with the largest cost that a file may name", async () => {
    const { protection } = sealed;
    if (protection.kind !== "passphrase") throw new Error("not sealed");
    const largest = { ...sealed, protection: { ...protection, kdf: { ...protection.kdf, n: 2 ** 20, p: 1 } } };
    expect(rootKeyFileSchema.safeParse(largest).success).toBe(true);
    expect(await keyOfFile(largest, Buffer.from(passphrase))).toBeUndefined();
  });
});

describe("a gate", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sekisho-root-key-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = (data: string, rootKey: RootKeyAccess) =>
    startGate({ data, rootKey, listen: { host: "127.0.0.1", port: 0 }, appraiser: fakeAppraiser() });

  test("seals a new root key, and starts with the passphrase alone", async () => {
    const data = join(folder, "sealed");
    const fresh = typing(passphrase);
    await initialiseGate({ data, rootKey: fresh });
    expect(fresh.asked).toEqual(["new"]);
    // What was typed is wiped.
    expect(fresh.last?.every((byte) => byte === 0)).toBe(true);
    const again = typing("not asked for");
    await initialiseGate({ data, rootKey: again });
    expect(again.asked).toEqual([]);
    expect(await problemOf(start(data, { kind: "file" }))).toBe("gate.start.passphraseNeeded");
    expect(await problemOf(start(data, typing("wrong")))).toBe("gate.start.passphraseWrong");
    const right = typing(passphrase);
    await (await start(data, right)).close();
    expect(right.asked).toEqual(["open"]);
    expect(right.last?.every((byte) => byte === 0)).toBe(true);
  });

  test("goes on with a key that its file alone protects, and keeps it the same when it is sealed and unsealed", async () => {
    const data = join(folder, "plain");
    const path = join(data, "keys", "root-key.json");
    await initialiseGate({ data, rootKey: { kind: "file" } });
    const before = await readFile(path, "utf8");
    await (await start(data, typing("not asked for"))).close();
    await sealRootKey(data, typing(passphrase));
    expect(await problemOf(start(data, { kind: "file" }))).toBe("gate.start.passphraseNeeded");
    expect(await problemOf(sealRootKey(data, typing("wrong")))).toBe("gate.start.passphraseWrong");
    expect(await problemOf(unsealRootKey(data, { kind: "file" }))).toBe("gate.start.passphraseNeeded");
    await unsealRootKey(data, typing(passphrase));
    expect(await readFile(path, "utf8")).toBe(before);
  });

  test("says that a file it can't make sense of is broken", async () => {
    const data = join(folder, "broken");
    await initialiseGate({ data, rootKey: { kind: "file" } });
    const path = join(data, "keys", "root-key.json");
    await writeFile(path, "{}", { mode: 0o600 });
    expect(await problemOf(start(data, { kind: "file" }))).toBe("gate.start.keyBroken");
  });
});
