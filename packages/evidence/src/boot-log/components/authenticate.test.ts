import { toUtf8 } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import { describe, expect, test } from "vitest";
import { authenticateComponent } from "./authenticate.ts";
import { describeEvent } from "./describe.ts";
import { describeIpl } from "./ipl.ts";

const [right, wrong] = [toUtf8("right"), toUtf8("wrong")];
const digestsOf = async (sha1: Uint8Array, sha256: Uint8Array) =>
  new Map<HashAlgorithm, Uint8Array>([
    ["sha1", await hash("sha1", sha1)],
    ["sha256", await hash("sha256", sha256)],
  ]);

async function authenticated(
  measured: readonly Uint8Array[],
  digests: ReadonlyMap<HashAlgorithm, Uint8Array>,
  extendsRegister = true,
): Promise<boolean> {
  return (await authenticateComponent({ kind: "other", name: "", measured }, digests, extendsRegister)).authenticated;
}

describe("a name is authenticated", () => {
  test("when the same bytes give the digest of every bank", async () => {
    expect(await authenticated([wrong, right], await digestsOf(right, right))).toBe(true);
    expect(await authenticated([right], await digestsOf(wrong, right))).toBe(false);
    expect(await authenticated([right], await digestsOf(right, wrong))).toBe(false);
    expect(await authenticated([right, wrong], await digestsOf(right, wrong))).toBe(false);
  });

  test("never without a digest, without bytes, or for what no register holds", async () => {
    expect(await authenticated([right], new Map())).toBe(false);
    expect(await authenticated([], await digestsOf(right, right))).toBe(false);
    expect(await authenticated([right], await digestsOf(right, right), false)).toBe(false);
  });
});

/** UEFI_IMAGE_LOAD_EVENT whose device path is one file. */
function imageLoad(path: string): Uint8Array {
  const name = new Uint8Array(new Uint16Array(Array.from(`${path}\0`, (letter) => letter.charCodeAt(0))).buffer);
  const data = new Uint8Array(32 + 4 + name.length);
  const view = new DataView(data.buffer);
  view.setUint32(24, 4 + name.length, true);
  data.set([4, 4], 32);
  view.setUint16(34, 4 + name.length, true);
  data.set(name, 36);
  return data;
}

describe("kinds follow from names within bounds", () => {
  test.each([
    ["\\EFI\\BOOT\\shimx64.efi", "shim"],
    ["\\EFI\\BOOT\\SHIM.EFI", "shim"],
    ["\\EFI\\shim-backup\\grubx64.efi", "boot-loader"],
    [`\\EFI\\shim${"a".repeat(17)}.efi`, "boot-loader"],
  ])("%s is a %s", (path, kind) => {
    const event = { register: 4, typeName: "EV_EFI_BOOT_SERVICES_APPLICATION", data: imageLoad(path) };
    expect(describeEvent(event)).toMatchObject({ name: path, kind });
  });

  test.each([
    [9, "/boot/grub/grub.cfg", "grub-file"],
    [9, "/vmlinuz-6.12", "kernel"],
    [9, "insmod /x y", "grub-command"],
    [8, "/boot/grub/grub.cfg", "grub-command"],
    [9, "insmod", "grub-command"],
  ])("in PCR %i, %s is a %s", (register, text, kind) => {
    expect(describeIpl(register, toUtf8(`${text}\0`)).kind).toBe(kind);
  });
});
