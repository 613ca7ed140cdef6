import { message } from "@sekisho/messages";
import type { Check } from "../check.ts";
import { allowed } from "./allow-list.ts";
import { digestChecks } from "./digest-checks.ts";
import type { Luks2Header } from "./header.ts";
import { keyslotChecks } from "./keyslot-checks.ts";
import type { CryptSegment } from "./metadata.ts";
import { luks2Check } from "./outcome.ts";

/** What the header is checked against besides the allow-list. */
export type HeaderExpectations = {
  /** How many bytes stand before the data segment, where that is known (`disk.headerBytes` of machine.json). */
  readonly headerBytes?: number;
  /** The memory that a key derivation may take, in KiB: the guest's. */
  readonly memoryKiB?: number;
};

/**
 * Judges a header against the allow-list: one encrypted data segment, no null cipher anywhere, key slots and digests that
 * cover it, and nothing that Sekisho does not know. Every check is required.
 */
export function checkLuks2Header(header: Luks2Header, expectations: HeaderExpectations = {}): Check[] {
  const { metadata } = header;
  const [[id, segment] = [], ...others] = Object.entries(metadata.segments);
  const types = Object.values(metadata.segments).map(({ type }) => type);
  const single = luks2Check("luks2.segments", {
    ok: id === "0" && others.length === 0 && segment !== undefined && !("other" in segment),
    expected: "0: crypt",
    actual: Object.keys(metadata.segments)
      .map((key, index) => `${key}: ${types[index] ?? ""}`)
      .join(", "),
    pass: message("luks2.segments.pass"),
    fail: message("luks2.segments.fail"),
  });
  return [
    single,
    ...(segment === undefined || "other" in segment ? [] : segmentChecks(segment, header, expectations)),
    ...configurationChecks(header),
    ...keyslotChecks(header, expectations.memoryKiB),
    ...digestChecks(metadata),
  ];
}

function segmentChecks(segment: CryptSegment, header: Luks2Header, expectations: HeaderExpectations): Check[] {
  const { encryption, sector_size: sectorSize, offset, size, iv_tweak: ivTweak, integrity, flags = [] } = segment;
  const keyslotsEnd = 2 * header.primary.hdrSize + header.metadata.config.keyslots_size;
  const wanted = expectations.headerBytes;
  return [
    luks2Check("luks2.segment.cipher", {
      ok: encryption === allowed.encryption,
      expected: allowed.encryption,
      actual: encryption,
      pass: message("luks2.segment.cipher.pass", { encryption }),
      fail: message(isNullCipher(encryption) ? "luks2.segment.cipher.null" : "luks2.segment.cipher.fail", {
        encryption,
      }),
    }),
    luks2Check("luks2.segment.sector-size", {
      ok: (allowed.sectorSizes as readonly number[]).includes(sectorSize),
      expected: allowed.sectorSizes.join(" / "),
      actual: String(sectorSize),
      pass: message("luks2.segment.sector-size.pass"),
      fail: message("luks2.segment.sector-size.fail"),
    }),
    luks2Check("luks2.segment.position", {
      ok: offset >= keyslotsEnd && offset % 4096 === 0 && (wanted === undefined || offset === wanted),
      expected: wanted === undefined ? `>= ${keyslotsEnd}` : String(wanted),
      actual: String(offset),
      pass: message("luks2.segment.position.pass"),
      fail: message("luks2.segment.position.fail"),
    }),
    luks2Check("luks2.segment.extent", {
      ok: size === "dynamic" && ivTweak === 0,
      expected: "size dynamic, iv_tweak 0",
      actual: `size ${size}, iv_tweak ${ivTweak}`,
      pass: message("luks2.segment.extent.pass"),
      fail: message("luks2.segment.extent.fail"),
    }),
    luks2Check("luks2.segment.integrity", {
      ok: integrity === undefined,
      expected: "none",
      actual: integrity?.type ?? "none",
      pass: message("luks2.segment.integrity.pass"),
      fail: message("luks2.segment.integrity.fail"),
    }),
    luks2Check("luks2.segment.flags", {
      ok: flags.length === 0,
      expected: "none",
      actual: flags.length === 0 ? "none" : flags.join(", "),
      pass: message("luks2.segment.flags.pass"),
      fail: message("luks2.segment.flags.fail"),
    }),
  ];
}

function configurationChecks({ primary, metadata }: Luks2Header): Check[] {
  const { requirements, flags = [], json_size: jsonSize } = metadata.config;
  const mandatory = requirements?.mandatory ?? [];
  const foreignFlags = flags.filter((flag) => !(allowed.flags as readonly string[]).includes(flag));
  const tokens = Object.values(metadata.tokens).map(({ type }) => type);
  const foreignTokens = tokens.filter((type) => !(allowed.tokenTypes as readonly string[]).includes(type));
  return [
    luks2Check("luks2.requirements", {
      ok: mandatory.length === 0,
      expected: "none",
      actual: mandatory.length === 0 ? "none" : mandatory.join(", "),
      pass: message("luks2.requirements.pass"),
      fail: message("luks2.requirements.fail"),
    }),
    luks2Check("luks2.flags", {
      ok: foreignFlags.length === 0,
      expected: allowed.flags.join(", "),
      actual: flags.length === 0 ? "none" : flags.join(", "),
      pass: message("luks2.flags.pass"),
      fail: message("luks2.flags.fail", { flags: foreignFlags.join(", ") }),
    }),
    luks2Check("luks2.tokens", {
      ok: foreignTokens.length === 0,
      expected: `none / ${allowed.tokenTypes.join(" / ")}`,
      actual: tokens.length === 0 ? "none" : tokens.join(", "),
      pass: message("luks2.tokens.pass"),
      fail: message("luks2.tokens.fail", { types: foreignTokens.join(", ") }),
    }),
    luks2Check("luks2.json-size", {
      ok: jsonSize === primary.hdrSize - 4096,
      expected: String(primary.hdrSize - 4096),
      actual: String(jsonSize),
      pass: message("luks2.json-size.pass"),
      fail: message("luks2.json-size.fail"),
    }),
  ];
}

/** cryptsetup's names of "no encryption at all": `cipher_null-ecb`, `cipher_null`, and the kernel's `null`. */
function isNullCipher(encryption: string): boolean {
  return /null/i.test(encryption);
}
