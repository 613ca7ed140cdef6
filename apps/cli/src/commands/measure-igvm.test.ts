import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHex, toHex } from "@sekisho/encoding";
import { computeIgvmLaunchDigest, parseIgvm, pointOfSpki, signIdBlock } from "@sekisho/reference-values";
import {
  igvmIdBlockContent,
  igvmStructures as write,
  writeIgvm,
  type WrittenStructure,
} from "@sekisho/reference-values/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sekisho-igvm-"))));
afterAll(() => rm(folder, { recursive: true }));

const policy = 0x3_0000n;
const saveArea = new Uint8Array(4096).fill(1);
const body = [write.page(0x1000, null), write.page(0x2000, new Uint8Array(4096).fill(9)), write.vpContext(saveArea)];
const start = [write.platform(), write.policy(policy)];

async function save(structures: readonly WrittenStructure[]): Promise<string> {
  const path = join(folder, "guest.igvm");
  await writeFile(path, writeIgvm(structures));
  return path;
}

async function digestOf(structures: readonly WrittenStructure[]): Promise<Uint8Array> {
  const file = parseIgvm(writeIgvm(structures));
  if (!file.ok) throw new Error(file.error.field);
  return await computeIgvmLaunchDigest(file.value);
}

async function idBlockOver(launchDigest: Uint8Array, signedPolicy = policy): Promise<WrittenStructure> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
  const point = pointOfSpki(publicKey.export({ type: "spki", format: "der" }));
  if (!point.ok) throw new Error(point.error.field);
  const name = new Uint8Array(16);
  const { idBlock, idAuthentication } = await signIdBlock(
    { launchDigest, familyId: name, imageId: name, guestSvn: 1, policy: signedPolicy },
    {
      id: {
        publicKey: point.value,
        sign: (data) => Promise.resolve(sign("sha384", data, { key: privateKey, dsaEncoding: "ieee-p1363" })),
      },
    },
  );
  return write.other(0x30b, igvmIdBlockContent(idBlock, idAuthentication));
}

describe("sekisho measure igvm", () => {
  test("prints the digest, or one JSON object", async () => {
    const path = await save([...start, ...body]);
    const digest = toHex(await digestOf([...start, ...body]));
    expect(await sekisho("measure", "igvm", path)).toEqual({ status: 0, output: `${digest}\n`, errors: "" });
    expect(JSON.parse((await sekisho("measure", "igvm", path, "--json")).output)).toEqual({ digest });
    const native = await sekisho("measure", "igvm", path, "--native-zero");
    expect(native.output).toMatch(/^[0-9a-f]{96}\n$/);
    expect(native.output).not.toContain(digest);
  });

  test("accepts an ID block that fits, and rejects one that does not", async () => {
    const digest = await digestOf([...start, ...body]);
    const good = await idBlockOver(digest);
    expect((await sekisho("measure", "igvm", await save([...start, ...body, good]))).status).toBe(0);
    const other = fromHex("digest", "00".repeat(48));
    const cases = [
      [[...start, ...body, await idBlockOver(other.ok ? other.value : digest)], `demands the launch digest 0000`],
      [[...start, ...body, await idBlockOver(digest, 0n)], "a signature of the file's ID block does not hold"],
      [[write.platform(), ...body, good], "no guest policy"],
    ] as const;
    for (const [structures, sentence] of cases) {
      const path = await save(structures);
      const { status, output, errors } = await sekisho("measure", "igvm", path);
      expect({ status, output }).toEqual({ status: 1, output: `${toHex(digest)}\n` });
      expect(errors).toContain(sentence);
      expect((await sekisho("measure", "igvm", path, "--ignore-id-block")).status).toBe(0);
    }
  });

  test("asks which platform is meant", async () => {
    const path = await save([...start.slice(0, 1), write.platform({ mask: 2 }), ...body]);
    expect(await sekisho("measure", "igvm", path)).toMatchObject({ status: 2, output: "" });
    expect((await sekisho("measure", "igvm", path, "--compatibility-mask", "0x1")).status).toBe(0);
    expect((await sekisho("measure", "igvm", path, "--compatibility-mask", "x")).errors).toContain("whole number");
  });

  test("refuses what is no IGVM file, and on demand what KVM would change", async () => {
    const path = await save([...start, ...body]);
    const kvm = await sekisho("measure", "igvm", path, "--check-kvm");
    expect(kvm).toMatchObject({ status: 2, output: "" });
    expect(kvm.errors).toContain("CR0 = 0x31");
    await writeFile(path, "no IGVM file, whatever its name says");
    const none = await sekisho("measure", "igvm", path);
    expect(none.status).toBe(2);
    expect(none.errors).toContain("magic");
  });
});
