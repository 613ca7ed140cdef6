import { ByteWriter, parseAll, type Parsed } from "@sekisho/encoding";
import { hashLength, hashNode } from "./merkle-tree.ts";
import type { SubtreeReader } from "./make-proofs.ts";

/** How many hashes a full tile has, and how many entries a full bundle: a subtree of eight levels. */
export const tileWidth = 256;
const tileLevels = 8;
/** Levels of tiles that a tree whose size is a safe integer can have. */
const mostLevels = 7;

/** A tile by its place: `level` 0 holds hashes of leaves, each level above those of full tiles below; or a bundle of entries. */
export type TilePlace = {
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256; less than 256 for a partial one at the right edge of the tree. */
  readonly width: number;
};

/** The path of a tile as C2SP tlog-tiles writes it, without the log's prefix: "tile/0/x001/x234/067.p/8". */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const elements = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group));
  return `tile/${level}/${elements.join("/")}${width === tileWidth ? "" : `.p/${width}`}`;
}

/** Reads a tile's path; undefined for any text that {@link tilePath} does not write. */
export function parseTilePath(path: string): TilePlace | undefined {
  const found = /^tile\/(entries|[0-9])\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  const [, level, elements, partial] = found ?? [];
  if (level === undefined || elements === undefined) return undefined;
  const place = {
    level: level === "entries" ? level : Number(level),
    index: Number(elements.replaceAll(/[x/]/g, "")),
    width: partial === undefined ? tileWidth : Number(partial),
  } as const;
  if (place.level !== "entries" && place.level >= mostLevels) return undefined;
  return Number.isSafeInteger(place.index) && tilePath(place) === path ? place : undefined;
}

/** How many hashes the tile at this place has in a tree of `size` leaves; 0 where there is none yet. */
export function tileWidthIn(size: number, level: number | "entries", index: number): number {
  const hashes = Math.floor(size / tileWidth ** (level === "entries" ? 0 : level));
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

/** Gives the hashes of a tile, one after the other: 32 bytes for each. */
export type TileReader = (place: TilePlace & { readonly level: number }) => Promise<Uint8Array>;

/** Reads subtrees of a tree of `size` leaves out of its tiles. A tile is asked for once. */
export function subtreesOfTiles(size: number, readTile: TileReader): SubtreeReader {
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tileAt = (level: number, index: number): Promise<Uint8Array> => {
    const place = { level, index, width: tileWidthIn(size, level, index) };
    const path = tilePath(place);
    const found = tiles.get(path) ?? readTile(place);
    tiles.set(path, found);
    return found;
  };
  return async (level, index) => {
    const tileLevel = Math.floor(level / tileLevels);
    const count = 2 ** (level % tileLevels);
    const first = index * count;
    const tile = await tileAt(tileLevel, Math.floor(first / tileWidth));
    const from = (first % tileWidth) * hashLength;
    if (from + count * hashLength > tile.length) throw new RangeError(`a tile of ${tile.length} bytes is too short`);
    let hashes = Array.from({ length: count }, (_, at) => hashAt(tile, from / hashLength + at));
    while (hashes.length > 1) hashes = await joined(hashes);
    return hashAt(hashes[0] ?? new Uint8Array(), 0);
  };
}

function hashAt(hashes: Uint8Array, at: number): Uint8Array {
  return hashes.subarray(at * hashLength, (at + 1) * hashLength);
}

function joined(hashes: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const pairs = Array.from({ length: hashes.length / 2 }, (_, at) => hashes.slice(2 * at, 2 * at + 2));
  return Promise.all(pairs.map(([left = empty, right = empty]) => hashNode(left, right)));
}

const empty = new Uint8Array();

/** The longest entry that a bundle can hold. */
export const longestEntry = 0xffff;

/** A bundle of entries: each after its length, two bytes, big-endian (C2SP tlog-tiles). */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter();
  for (const entry of entries) {
    if (entry.length > longestEntry) throw new RangeError(`an entry of ${entry.length} bytes`);
    writer.u16be(entry.length);
    writer.bytes(entry);
  }
  return writer.finish();
}

/** Reads a bundle of `width` entries. */
export function parseEntryBundle(bytes: Uint8Array, width: number): Parsed<Uint8Array[]> {
  return parseAll("entry bundle", bytes, (reader) =>
    Array.from({ length: width }, (_, at) => reader.bytes(`entry ${at}`, reader.u16be(`length of entry ${at}`))),
  );
}
