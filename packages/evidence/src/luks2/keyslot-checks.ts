import { message } from "@sekisho/messages";
import type { Check } from "../check.ts";
import { allowed, within } from "./allow-list.ts";
import type { Luks2Header } from "./header.ts";
import type { Luks2Keyslot } from "./metadata.ts";
import { eachCheck } from "./outcome.ts";

type Numbered = readonly [slot: string, keyslot: Luks2Keyslot];

/**
 * Checks over every key slot: known types, the volume key's size, the area's cipher and place, the key derivation.
 *
 * @param memoryKiB the memory that a key derivation may take
 */
export function keyslotChecks(header: Luks2Header, memoryKiB: number | undefined): Check[] {
  const all = Object.entries(header.metadata.keyslots);
  const known = all.flatMap(([slot, keyslot]): Numbered[] => ("other" in keyslot ? [] : [[slot, keyslot]]));
  const types = eachCheck("luks2.keyslot.type", all, {
    ok: (keyslot) => !("other" in keyslot),
    expected: "luks2",
    show: ({ type }) => type,
    pass: message("luks2.keyslot.type.pass", { count: all.length }),
    fail: (slot, { type }) => message("luks2.keyslot.type.fail", { slot, type }),
  });
  if (all.length === 0) {
    return [{ ...types, status: "fail", expected: ">= 1", detail: message("luks2.keyslot.type.none") }];
  }
  return [
    types,
    eachCheck("luks2.keyslot.key-size", known, {
      ok: ({ key_size: keySize }) => keySize === allowed.keySize,
      expected: `${allowed.keySize * 8} bit`,
      show: ({ key_size: keySize }) => `${keySize * 8} bit`,
      pass: message("luks2.keyslot.key-size.pass"),
      fail: (slot) => message("luks2.keyslot.key-size.fail", { slot }),
    }),
    eachCheck("luks2.keyslot.cipher", known, {
      ok: ({ area }) =>
        !("other" in area) && area.encryption === allowed.encryption && area.key_size === allowed.keySize,
      expected: `${allowed.encryption}, ${allowed.keySize * 8} bit`,
      show: ({ area }) => ("other" in area ? area.type : `${area.encryption}, ${area.key_size * 8} bit`),
      pass: message("luks2.keyslot.cipher.pass"),
      fail: (slot) => message("luks2.keyslot.cipher.fail", { slot }),
    }),
    areaCheck(header, known),
    eachCheck("luks2.keyslot.anti-forensic", known, {
      ok: ({ af }) => !("other" in af) && af.stripes === allowed.stripes && isHash(af.hash),
      expected: `luks1, ${allowed.stripes} stripes, ${allowed.hashes.join(" / ")}`,
      show: ({ af }) => ("other" in af ? af.type : `luks1, ${af.stripes} stripes, ${af.hash}`),
      pass: message("luks2.keyslot.anti-forensic.pass"),
      fail: (slot) => message("luks2.keyslot.anti-forensic.fail", { slot }),
    }),
    derivationCheck(known, memoryKiB),
  ];
}

/** The areas stand between the metadata and the data, and none overlaps another. */
function areaCheck({ primary, metadata }: Luks2Header, known: readonly Numbered[]): Check {
  const start = 2 * primary.hdrSize;
  const end = start + metadata.config.keyslots_size;
  const extents = known.map(([slot, { area }]) => ({
    slot,
    from: "other" in area ? 0 : area.offset,
    to: "other" in area ? 0 : area.offset + area.size,
  }));
  const sound = (at: (typeof extents)[number]): boolean =>
    at.from >= start &&
    at.to <= end &&
    at.to > at.from &&
    extents.every((other) => other === at || other.to <= at.from || other.from >= at.to);
  return eachCheck(
    "luks2.keyslot.area",
    extents.map((at) => [at.slot, at] as const),
    {
      ok: sound,
      expected: `${start}-${end}`,
      show: ({ from, to }) => `${from}-${to}`,
      pass: message("luks2.keyslot.area.pass"),
      fail: (slot) => message("luks2.keyslot.area.fail", { slot }),
    },
  );
}

function derivationCheck(known: readonly Numbered[], memoryKiB: number | undefined): Check {
  const { time, memoryKiB: memory, cpus } = allowed.argon2id;
  const most = Math.min(memory.most, memoryKiB ?? memory.most);
  const iterations = allowed.pbkdf2Iterations;
  return eachCheck("luks2.keyslot.derivation", known, {
    ok: ({ kdf }) => {
      if ("other" in kdf) return false;
      if (kdf.type === "pbkdf2") return isHash(kdf.hash) && within(kdf.iterations, iterations);
      const affordable = within(kdf.memory, { least: memory.least, most });
      return kdf.type === "argon2id" && within(kdf.time, time) && affordable && within(kdf.cpus, cpus);
    },
    expected:
      `pbkdf2, ${allowed.hashes.join(" / ")}, ${iterations.least}-${iterations.most}; ` +
      `argon2id, ${time.least}-${time.most}, ${memory.least}-${most} KiB, ${cpus.least}-${cpus.most}`,
    show: ({ kdf }) => {
      if ("other" in kdf) return kdf.type;
      if (kdf.type === "pbkdf2") return `pbkdf2, ${kdf.hash}, ${kdf.iterations}`;
      return `${kdf.type}, ${kdf.time}, ${kdf.memory} KiB, ${kdf.cpus}`;
    },
    pass: message("luks2.keyslot.derivation.pass"),
    fail: (slot) => message("luks2.keyslot.derivation.fail", { slot }),
  });
}

function isHash(name: string): boolean {
  return (allowed.hashes as readonly string[]).includes(name);
}
