import { readFile } from "node:fs/promises";
import { parseSevCertificates, sevKeyDigest, verifyAmdCertificate, type SevCertificates } from "@sekisho/evidence/sev";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appraiseSevEndorsements, sevRootKeys, type SevEndorsements } from "./index.ts";

const read = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`testing/${name}.cert`, import.meta.url)));

function parsed(bytes: Uint8Array): SevCertificates {
  const certificates = parseSevCertificates(bytes);
  if (!certificates.ok) throw new Error(JSON.stringify(certificates.error));
  return certificates.value;
}

function appraise(bytes: Uint8Array): Promise<SevEndorsements> {
  return appraiseSevEndorsements({ certificates: parsed(bytes), additionalRoots: [] });
}

const statuses = ({ checks }: SevEndorsements) => checks.map(({ status }) => status);

describe.each([
  ["naples", "Naples", "c9908bee1842c022c78d135c3a10c73a76a0393f7a95e1f8ba9dd32697210b4c"],
  ["rome", "Rome", "d56d3376d100fe7105763bd4f15a12b20c772286cb61d864c2482e443b4ae9e2"],
] as const)("the platform of a real processor: %s", (file, product, chip) => {
  test("leads from its PDH to AMD's pinned root", async () => {
    const endorsements = await appraise(await read(file));
    expect(statuses(endorsements)).toEqual(["pass", "pass", "pass", "pass", "unknown"]);
    expect(endorsements).toMatchObject({ product, chip, pdh: { usage: "PDH", key: { curve: "P-384" } } });
  });

  test("does not with any bit of its own certificates changed that somebody signed", async () => {
    const bytes = await read(file);
    const [certificate, signed] = [2084, 0x414];
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(signed * 8 - 1), async (index, bit) => {
        const changed = bytes.slice();
        const at = index * certificate + (bit >> 3);
        changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
        const certificates = parseSevCertificates(changed);
        const judged = certificates.ok && (await appraise(changed)).checks.every(({ status }) => status !== "fail");
        const complete = certificates.ok && certificates.value.platform.length === 4;
        expect(judged && complete).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

test("every root that is pinned is that of AMD's own file, and signs its ASK and itself", async () => {
  const { amd } = parsed(await read("later-roots"));
  const rome = parsed(await read("rome")).amd;
  const digests = new Map<string, boolean | undefined>();
  for (const ark of [...amd, ...rome].filter(({ usage }) => usage === "ARK")) {
    digests.set(await sevKeyDigest(ark.key), await verifyAmdCertificate(ark, ark));
  }
  expect(digests).toEqual(
    new Map(
      [sevRootKeys.Milan, sevRootKeys.Genoa, sevRootKeys.Turin, sevRootKeys.Naples, sevRootKeys.Rome].map((digest) => [
        digest,
        true,
      ]),
    ),
  );
  for (const ask of amd.filter(({ usage }) => usage === "ASK")) {
    const issuers = await Promise.all(
      amd.filter(({ usage }) => usage === "ARK").map((ark) => verifyAmdCertificate(ask, ark)),
    );
    expect(issuers.filter(Boolean)).toHaveLength(1);
  }
});
