import { createRenderer, locales } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { refuses, type Check } from "../check.ts";
import {
  checkLuks2Header,
  luks2Catalogue,
  parseLuks2Header,
  rewriteMetadata,
  type HeaderExpectations,
} from "./index.ts";
import { formatHeader, metadataText, withDisk } from "./testing/headers.ts";

const header = formatHeader();
const argon = formatHeader("--pbkdf", "argon2id", "--pbkdf-memory", "65536", "--pbkdf-force-iterations", "4");

async function checks(bytes: Uint8Array, expectations?: HeaderExpectations): Promise<Check[]> {
  const parsed = await parseLuks2Header(bytes);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return checkLuks2Header(parsed.value, expectations);
}

async function refused(bytes: Uint8Array, expectations?: HeaderExpectations): Promise<string[]> {
  return (await checks(bytes, expectations)).filter(refuses).map(({ id }) => id);
}

async function refusedWith(from: string | RegExp, to: string): Promise<string[]> {
  const before = metadataText(header);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return refused(await rewriteMetadata(header, after));
}

describe("the allow-list", () => {
  test("accepts what cryptsetup writes with Sekisho's options", async () => {
    expect(await refused(header)).toEqual([]);
    expect(await refused(argon)).toEqual([]);
    expect(await refused(header, { headerBytes: header.length, memoryKiB: 1024 })).toEqual([]);
  });

  test("accepts a disk that was encrypted in place, and one whose slots were added and removed", async () => {
    const encrypted = withDisk((disk, cryptsetup) => {
      const how = ["--encrypt", "--type", "luks2", "--reduce-device-size", "2M", "--cipher", "aes-xts-plain64"];
      const quick = ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"];
      cryptsetup(["reencrypt", ...how, "--key-size", "512", ...quick, disk]);
      cryptsetup(["luksAddKey", ...quick, disk, "/etc/hostname"]);
      cryptsetup(["luksAddKey", ...quick, disk, "/etc/hostname"]);
      cryptsetup(["luksKillSlot", disk, "1"]);
    });
    expect(await refused(encrypted)).toEqual([]);
  });

  const segmentCipher = '"encryption":"aes-xts-plain64","sector_size"';
  const areaCipher = '"encryption":"aes-xts-plain64","key_size"';

  test.each<[string, string | RegExp, string, string[]]>([
    ["a null cipher", segmentCipher, '"encryption":"cipher_null-ecb","sector_size"', ["luks2.segment.cipher"]],
    ["another cipher", segmentCipher, '"encryption":"aes-cbc-plain","sector_size"', ["luks2.segment.cipher"]],
    [
      "a cipher in other letters",
      segmentCipher,
      '"encryption":"AES-xts-plain64","sector_size"',
      ["luks2.segment.cipher"],
    ],
    [
      "a key slot with a null cipher",
      areaCipher,
      '"encryption":"cipher_null-ecb","key_size"',
      ["luks2.keyslot.cipher"],
    ],
    [
      "a short key in a slot's area",
      '"aes-xts-plain64","key_size":64',
      '"aes-xts-plain64","key_size":32',
      ["luks2.keyslot.cipher"],
    ],
    ["a short volume key", '"type":"luks2","key_size":64', '"type":"luks2","key_size":16', ["luks2.keyslot.key-size"]],
    ["a sector size of 1024", '"sector_size":4096', '"sector_size":1024', ["luks2.segment.sector-size"]],
    ["a fixed size", '"size":"dynamic"', '"size":"4096"', ["luks2.segment.extent"]],
    ["shifted sector numbers", '"iv_tweak":"0"', '"iv_tweak":"8"', ["luks2.segment.extent"]],
    ["segment flags", '"iv_tweak"', '"flags":["in-reencryption"],"iv_tweak"', ["luks2.segment.flags"]],
    ["integrity", '"iv_tweak"', '"integrity":{"type":"hmac(sha256)"},"iv_tweak"', ["luks2.segment.integrity"]],
    [
      "a requirement",
      '"config":{',
      '"config":{"requirements":{"mandatory":["online-reencrypt-v2"]},',
      ["luks2.requirements"],
    ],
    ["an unknown flag", '"config":{', '"config":{"flags":["no-journal"],', ["luks2.flags"]],
    ["a token", '"tokens":{', '"tokens":{"0":{"type":"clevis","keyslots":["0"]}', ["luks2.tokens"]],
    ["a re-encryption slot", '"type":"luks2"', '"type":"reencrypt"', ["luks2.keyslot.type"]],
    ["an area of another type", '"type":"raw"', '"type":"datashift"', ["luks2.keyslot.cipher", "luks2.keyslot.area"]],
    ["an area in the metadata", '"offset":"32768"', '"offset":"16384"', ["luks2.keyslot.area"]],
    ["an area in the data", '"offset":"32768"', '"offset":"1015808"', ["luks2.keyslot.area"]],
    ["other stripes", '"stripes":4000', '"stripes":1', ["luks2.keyslot.anti-forensic"]],
    ["few iterations", '"iterations":1000,"salt"', '"iterations":999,"salt"', ["luks2.keyslot.derivation"]],
    ["endless iterations", '"iterations":1000,"salt"', '"iterations":4294967295,"salt"', ["luks2.keyslot.derivation"]],
    ["an unknown derivation", '"type":"pbkdf2"', '"type":"plain"', ["luks2.keyslot.derivation"]],
    ["a digest without the segment", '"segments":["0"]', '"segments":[]', ["luks2.digest.coverage"]],
    ["a digest without the slot", '"keyslots":["0"]', '"keyslots":[]', ["luks2.digest.coverage"]],
    ["a digest of another slot only", '"keyslots":["0"]', '"keyslots":["1"]', ["luks2.digest.coverage"]],
    ["a digest of another slot too", '"keyslots":["0"]', '"keyslots":["0","1"]', ["luks2.digest.coverage"]],
    [
      "no digest",
      /"digests":\{.*\}\},"config"/,
      '"digests":{},"config"',
      ["luks2.digest.type", "luks2.digest.coverage"],
    ],
    ["another size of the JSON area", '"json_size":"12288"', '"json_size":"4096"', ["luks2.json-size"]],
    [
      "key slots that reach into the data",
      '"keyslots_size":"983040"',
      '"keyslots_size":"1048576"',
      ["luks2.segment.position"],
    ],
    [
      "an unencrypted segment beside it",
      '"segments":{"0":',
      '"segments":{"1":{"type":"linear","offset":"2097152"},"0":',
      ["luks2.segments"],
    ],
  ])("refuses %s", async (_, from, to, ids) => {
    expect(await refusedWith(from, to)).toEqual(ids);
  });

  test("refuses a header whose only segment is unencrypted, before any read goes wrong", async () => {
    const linear = metadataText(header).replace(
      /"segments":\{.*?\}\}/,
      '"segments":{"0":{"type":"linear","offset":"1048576"}}',
    );
    const parsed = await parseLuks2Header(await rewriteMetadata(header, linear));
    expect(parsed).toMatchObject({ ok: false, error: { field: "JSON area.segments" } });
  });

  test("refuses a header without key slots", async () => {
    const bare = metadataText(header).replace(/"keyslots":\{.*\}\},"tokens"/, '"keyslots":{},"tokens"');
    expect(await refused(await rewriteMetadata(header, bare))).toEqual(["luks2.keyslot.type", "luks2.digest.coverage"]);
  });

  test("refuses two slots that share an area", async () => {
    const slot = /"keyslots":\{"0":(\{.*\})\},"tokens"/.exec(metadataText(header))?.[1] ?? "";
    const twice = metadataText(header)
      .replace('"keyslots":{', `"keyslots":{"1":${slot},`)
      .replace('"keyslots":["0"]', '"keyslots":["0","1"]');
    expect(await refused(await rewriteMetadata(header, twice))).toEqual(["luks2.keyslot.area"]);
  });

  test("refuses a key derivation that takes more memory than the guest has, argon2i, and another data offset", async () => {
    expect(await refused(argon, { memoryKiB: 65_535 })).toEqual(["luks2.keyslot.derivation"]);
    const older = formatHeader("--pbkdf", "argon2i", "--pbkdf-memory", "1024", "--pbkdf-force-iterations", "4");
    expect(await refused(older)).toEqual(["luks2.keyslot.derivation"]);
    expect(await refused(header, { headerBytes: 16_777_216 })).toEqual(["luks2.segment.position"]);
  });
});

test("the null cipher is named as what it is, with both values", async () => {
  const evil = await rewriteMetadata(header, metadataText(header).replaceAll("aes-xts-plain64", "cipher_null-ecb"));
  const cipher = (await checks(evil)).find(({ id }) => id === "luks2.segment.cipher");
  expect(cipher).toMatchObject({ status: "fail", expected: "aes-xts-plain64", actual: "cipher_null-ecb" });
  expect(cipher?.detail.id).toBe("luks2.segment.cipher.null");
});

test("every check's sentence exists in both languages", async () => {
  for (const locale of locales) {
    const render = createRenderer(locale, [luks2Catalogue]);
    for (const { detail } of await checks(header)) expect(render(detail)).not.toMatch(/^luks2\.|\{/);
  }
});
