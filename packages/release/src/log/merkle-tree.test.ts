import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appendLeaf,
  emptyFrontier,
  hashLeaf,
  makeConsistencyProof,
  makeInclusionProof,
  rootOf,
  subtreesOfTiles,
  verifyConsistency,
  verifyInclusion,
  type Frontier,
  type SubtreeReader,
  type TreeHead,
} from "./index.ts";

/** The leaves that Certificate Transparency's own tests use, and the roots of the trees of the first one, two … of them. */
const knownLeaves = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const knownRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const knownInclusions: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    5,
    8,
    [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
  [
    1,
    5,
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];
const knownConsistencies: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    6,
    8,
    [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [
    2,
    5,
    [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

/** The definition of RFC 6962, section 2.1, word by word. */
function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

function naiveSubtrees(leaves: readonly Uint8Array[]): SubtreeReader {
  return (level, index) => {
    const width = 2 ** level;
    if ((index + 1) * width > leaves.length) throw new RangeError("not a full subtree");
    return Promise.resolve(naiveRoot(leaves.slice(index * width, (index + 1) * width)));
  };
}

async function grow(leaves: readonly Uint8Array[]): Promise<Frontier> {
  let frontier = emptyFrontier;
  for (const leaf of leaves) ({ frontier } = await appendLeaf(frontier, await hashLeaf(leaf)));
  return frontier;
}

const known = knownLeaves.map((text) => Buffer.from(text, "hex"));
const leaf = fc.uint8Array({ maxLength: 8 });

describe("known answers", () => {
  test("roots", async () => {
    expect(hex(await rootOf(emptyFrontier))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (const [at, root] of knownRoots.entries())
      expect(hex(await rootOf(await grow(known.slice(0, at + 1))))).toBe(root);
  });

  test.each(knownInclusions)("inclusion of leaf %i in a tree of %i", async (index, size, expected) => {
    const proof = await makeInclusionProof(index, size, naiveSubtrees(known));
    expect(proof.map(hex)).toEqual(expected);
    const leafHash = await hashLeaf(known[index] ?? Buffer.alloc(0));
    const root = Buffer.from(knownRoots[size - 1] ?? "", "hex");
    expect(await verifyInclusion({ leafHash, index, size, root, proof })).toBe(true);
  });

  test.each(knownConsistencies)("consistency of trees of %i and %i", async (older, newer, expected) => {
    const proof = await makeConsistencyProof(older, newer, naiveSubtrees(known));
    expect(proof.map(hex)).toEqual(expected);
    const head = (size: number) => ({ size, root: Buffer.from(knownRoots[size - 1] ?? "", "hex") });
    expect(await verifyConsistency(head(older), head(newer), proof)).toBe(true);
  });
});

test("a tree grown leaf by leaf has the root of the definition, and tells each subtree that it fills", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(leaf, { maxLength: 80 }), async (leaves) => {
      let frontier = emptyFrontier;
      for (const [at, content] of leaves.entries()) {
        const appended = await appendLeaf(frontier, await hashLeaf(content));
        frontier = appended.frontier;
        expect(hex(await rootOf(frontier))).toBe(hex(naiveRoot(leaves.slice(0, at + 1))));
        const filled = [1, 2, 3, 4, 5, 6].filter((level) => (at + 1) % 2 ** level === 0);
        expect(appended.completed.map(({ level }) => level)).toEqual(filled);
        for (const { level, index, hash } of appended.completed) {
          expect(hex(hash)).toBe(hex(await naiveSubtrees(leaves)(level, index)));
        }
      }
    }),
    { numRuns: 40 },
  );
});

/** Leaves of which no two are the same: of two equal neighbours each could stand in the other's place. */
const tree = fc
  .array(leaf, { minLength: 1, maxLength: 70 })
  .map((leaves) => leaves.map((content, at) => Buffer.concat([Buffer.of(at), content])));

test("a proof of inclusion holds for its leaf, its place and its tree, and for nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.nat(), fc.nat(), fc.nat(), async (leaves, seed, place, bit) => {
      const size = leaves.length;
      const index = seed % size;
      const root = naiveRoot(leaves);
      const proof = await makeInclusionProof(index, size, naiveSubtrees(leaves));
      const leafHash = await hashLeaf(leaves[index] ?? Buffer.alloc(0));
      const good = { leafHash, index, size, root, proof };
      expect(await verifyInclusion(good)).toBe(true);
      const elsewhere = place % size;
      const broken = proof.map((hash, at) => (at === place % proof.length ? flipped(hash, bit) : hash));
      const wrong = [
        { ...good, leafHash: flipped(leafHash, bit) },
        { ...good, root: flipped(root, bit) },
        { ...good, proof: [...proof, root] },
        { ...good, index: size },
        { ...good, index: -1 },
        ...(elsewhere === index ? [] : [{ ...good, index: elsewhere }]),
        ...(proof.length === 0
          ? []
          : [
              { ...good, proof: proof.slice(1) },
              { ...good, proof: broken },
            ]),
      ];
      expect(await Promise.all(wrong.map(verifyInclusion))).toEqual(wrong.map(() => false));
    }),
    { numRuns: 200 },
  );
});

test("a proof of consistency holds for its two trees; a tree whose past was changed has none", async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.nat(), fc.nat(), fc.nat(), async (leaves, seed, place, bit) => {
      const [older, newer] = [seed % (leaves.length + 1), leaves.length];
      const first = { size: older, root: naiveRoot(leaves.slice(0, older)) };
      const second = { size: newer, root: naiveRoot(leaves) };
      const proof = await makeConsistencyProof(older, newer, naiveSubtrees(leaves));
      expect(await verifyConsistency(first, second, proof)).toBe(true);
      const changed = leaves.map((content, at) =>
        at === place % Math.max(older, 1) ? flipped(content, bit) : content,
      );
      const forged = await makeConsistencyProof(older, newer, naiveSubtrees(changed));
      const wrong: [TreeHead, TreeHead, Uint8Array[]][] = [
        [{ ...first, root: flipped(first.root, bit) }, second, proof],
        [first, second, [...proof, second.root]],
      ];
      // Of the empty tree everything is a continuation.
      if (older > 0) {
        wrong.push([first, { ...second, root: flipped(second.root, bit) }, proof]);
        wrong.push([first, { size: newer, root: naiveRoot(changed) }, forged]);
      }
      if (older !== newer) wrong.push([second, first, proof]);
      if (proof.length > 0) wrong.push([first, second, proof.slice(1)]);
      const held = await Promise.all(wrong.map(([before, after, steps]) => verifyConsistency(before, after, steps)));
      expect(held).toEqual(wrong.map(() => false));
    }),
    { numRuns: 200 },
  );
});

test("sizes beyond 32 bits are no other numbers", async () => {
  const leafHash = await hashLeaf(Buffer.of(1));
  const size = 2 ** 40;
  const proof = await makeInclusionProof(2 ** 33 + 1, size, (level) => Promise.resolve(sha256(Buffer.of(level))));
  expect(proof.length).toBe(40);
  let root = leafHash;
  for (const [level, hash] of proof.entries()) {
    const right = Math.floor((2 ** 33 + 1) / 2 ** level) % 2 === 1;
    root = right ? sha256(Buffer.of(1), hash, root) : sha256(Buffer.of(1), root, hash);
  }
  expect(await verifyInclusion({ leafHash, index: 2 ** 33 + 1, size, root, proof })).toBe(true);
  expect(await verifyInclusion({ leafHash, index: 1, size, root, proof })).toBe(false);
});

test("proofs that are made from tiles are those of the tree", async () => {
  const leaves = Array.from({ length: 70_000 }, (_, at) => Buffer.from(String(at)));
  const levels: Buffer[][] = [leaves.map((content) => sha256(Buffer.of(0), content))];
  let frontier = emptyFrontier;
  for (const hash of levels[0] ?? []) {
    const appended = await appendLeaf(frontier, hash);
    frontier = appended.frontier;
    for (const subtree of appended.completed.filter(({ level }) => level % 8 === 0)) {
      (levels[subtree.level / 8] ??= []).push(Buffer.from(subtree.hash));
    }
  }
  expect(levels.map(({ length }) => length)).toEqual([70_000, 273, 1]);
  const asked: string[] = [];
  const read = subtreesOfTiles(70_000, ({ level, index, width }) => {
    asked.push(`${level}/${index}.p/${width}`);
    return Promise.resolve(Buffer.concat((levels[level] ?? []).slice(index * 256, index * 256 + width)));
  });
  const root = await rootOf(frontier);
  for (const index of [0, 255, 256, 65_535, 65_536, 69_888, 69_999]) {
    const proof = await makeInclusionProof(index, 70_000, read);
    const leafHash = levels[0]?.[index] ?? Buffer.alloc(0);
    expect(await verifyInclusion({ leafHash, index, size: 70_000, root, proof })).toBe(true);
  }
  // The partial tiles are those that C2SP tlog-tiles names for a tree of 70,000.
  expect(asked).toEqual(expect.arrayContaining(["0/273.p/112", "1/1.p/17", "2/0.p/1"]));
  expect(new Set(asked).size).toBe(asked.length);
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = new Uint8Array(bytes);
  const at = bit % (bytes.length * 8);
  changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
  return changed;
}
