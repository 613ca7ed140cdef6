import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { parseSecretTable } from "@sekisho/evidence/sev";
import { generateGuestKey, openSecret } from "@sekisho/release";
import { beforeAll, describe, expect, test } from "vitest";
import { haveVectors } from "../test/vectors.ts";
import { goldenDigests } from "./cases/golden.ts";
import { labEvidence, labQuote, sevPlatform, softwareBoot, syntheticMachine, syntheticTd } from "./cases/made.ts";
import {
  googleEkCertificate,
  recordedAzureTds,
  recordedEvidence,
  recordedLogs,
  recordedQuotes,
  recordedWithCollateral,
  recordedWithCrls,
} from "./cases/recorded.ts";
import { genuineSignatures } from "./cases/signatures.ts";
import { cryptoTests } from "./crypto-tests.ts";
import { flipped } from "./flipped.ts";
import { exitStatus, launchSchema, logSchema, sealedSchema, sessionSchema, verdictSchema } from "./outcomes.ts";
import { haveBrowser } from "./launch.ts";
import { openPage, type Page } from "./page.ts";
import { perform, type Task } from "./tasks/perform.ts";

const medianGoal = 50;

let page: Page;

/** What the page ends with, once Node.js has ended with the same. */
async function both(task: Task): Promise<unknown> {
  const [inPage, here] = await Promise.all([page.perform(task), perform(task)]);
  expect(inPage).toEqual(here);
  return inPage;
}

describe.skipIf(!haveBrowser)("in a browser", () => {
  beforeAll(async () => {
    page = await openPage();
    return () => page.close();
  });

  test("the page has WebCrypto, and none of Node.js", async () => {
    const [, some] = genuineSignatures();
    if (some === undefined) throw new Error("no signature");
    expect(await page.perform(some[1])).toEqual({ imported: true, genuine: true });
    expect(page.problems).toEqual([]);
  });

  describe("what the lab makes is judged as in Node.js:", () => {
    test.each([
      ["a VCEK's report", {}],
      ["a VLEK's report", { cspId: "lab" }],
      ["a report of version 5", { reportVersion: 5 }],
    ])("%s is accepted", async (_, options) => {
      expect(await both(await labEvidence(options))).toMatchObject({ verdict: "accepted" });
    });

    test("a report with a changed byte, or of another root, or too late, is rejected", async () => {
      const task = await labEvidence();
      for (const changed of [
        { ...task, file: flipped(task.file, 0x90) },
        { ...task, roots: [] },
        { ...task, at: "2070-01-01T00:00:00Z" },
      ])
        expect(await both(changed)).toMatchObject({ verdict: "rejected" });
      expect(await both({ ...task, file: task.file.subarray(1) })).toHaveProperty("unreadable");
    });

    test.each(["tdx", "sgx"] as const)("a quote of %s with its collateral is accepted", async (technology) => {
      const outcome = await both(await labQuote(technology));
      expect(outcome).toMatchObject({ verdict: "accepted", claims: { tcb: { status: "UpToDate" } } });
    });

    test.each(["tdx", "sgx"] as const)("a changed quote of %s, or of another root, is rejected", async (technology) => {
      const task = await labQuote(technology);
      const [info = task.file, ...others] = task.collateral;
      for (const changed of [
        { ...task, file: flipped(task.file, 0x90) },
        { ...task, roots: [] },
        { ...task, collateral: [flipped(info, info.length - 4), ...others] },
      ])
        expect(await both(changed)).not.toMatchObject({ verdict: "accepted" });
      expect(await both({ ...task, file: task.file.subarray(0, -1) })).toHaveProperty("unreadable");
    });

    test("a boot that a TPM quoted is known; with another quote's signature it is not", async () => {
      const known = await both(await softwareBoot());
      expect(JSON.stringify(known)).not.toContain('"status":"fail"');
      const other = await both(await softwareBoot((await softwareBoot()).boot.vtpm.signature.with(-1, 0)));
      expect(other).toMatchObject({
        checks: expect.arrayContaining([expect.objectContaining({ id: "tpm.quote.signature", status: "fail" })]),
      });
    });

    test("a SEV launch whose session the page made is accepted, and the platform opens what is sealed to it", async () => {
      const policy = 0x1800_000b;
      const { rootDigest, platform } = await sevPlatform();
      const session = sessionSchema.parse(
        await page.perform({ kind: "sev-session", pdh: platform.certificates.pdh, policy }),
      );
      const launching = await platform.launchStart({ policy, ...session });
      launching.updateData(syntheticMachine.firmware);
      const task: Task = {
        kind: "sev-launch",
        chain: platform.chain,
        firmware: platform.firmware,
        policy,
        measurement: await launching.measure(),
        keys: session.keys,
        launchDigest: toHex(await hash("sha256", syntheticMachine.firmware)),
        passphrase: toUtf8("correct horse"),
        iv: new Uint8Array(16).fill(5),
        roots: [rootDigest],
      };
      const { verdict, packet } = launchSchema.parse(await both(task));
      expect(verdict.verdict).toBe("accepted");
      const opened = await launching.secret(packet.header, packet.payload);
      expect(parseSecretTable(opened)).toMatchObject({ ok: true, value: [{ data: toUtf8("correct horse") }] });
      for (const changed of [
        { ...task, chain: flipped(task.chain, 0x20) },
        { ...task, measurement: flipped(task.measurement, 40) },
        { ...task, roots: [] },
      ])
        expect(await both(changed)).toMatchObject({ verdict: { verdict: "rejected" } });
    });

    test("launch digests", async () => {
      for (const task of [syntheticMachine, syntheticTd]) expect(await both(task)).toMatch(/^[0-9a-f]{96}$/);
    });

    test("a secret that the page seals opens with the guest's key, and only for its binding", async () => {
      const guestKey = await generateGuestKey();
      const digest = new Uint8Array(32).fill(3);
      const fields = {
        machineId: "5f0c3f7e-0000-4000-8000-000000000001",
        gateKeyDigest: digest,
        nonce: digest,
        guestKey: guestKey.publicKey,
        headerDigest: digest,
        attestationKeyName: new Uint8Array(0),
      };
      const secret = toUtf8("correct horse battery staple");
      const answer = sealedSchema.parse(await page.perform({ kind: "seal", fields, secret }));
      const { binding, sealed } = answer;
      expect(await openSecret({ guestKey, binding, sealed })).toEqual(secret);
      expect(await openSecret({ guestKey, binding: flipped(binding, 0), sealed })).toBeUndefined();
    });
  });

  cryptoTests(both, (task) => page.perform(task));

  test.each(["naples", "rome"])("the certificates of a real SEV platform (%s) lead to AMD's root", async (name) => {
    const path = join(import.meta.dirname, `../../packages/endorsements/src/sev/testing/${name}.cert`);
    const task = { kind: "sev-platform", chain: new Uint8Array(await readFile(path)), policy: 0x5 } as const;
    expect(await both(task)).toMatchObject({ verdict: "accepted" });
    expect(await both({ ...task, chain: flipped(task.chain, 0x20) })).toMatchObject({ verdict: "rejected" });
  });

  test("a receipt is verified as in Node.js, and a changed one is refused", async () => {
    const sample = (name: string): Promise<string> =>
      readFile(join(import.meta.dirname, "..", "..", "docs", "samples", "receipt", name), "utf8");
    const [receipt, gate, since] = await Promise.all(["receipt.json", "gate.json", "older.checkpoint"].map(sample));
    if (receipt === undefined || gate === undefined || since === undefined) throw new Error("no sample");
    const task = { kind: "receipt", receipt, gate, since } as const;
    expect(await both(task)).toMatchObject({ verdict: "accepted" });
    const changed = receipt.replace('\\"mode\\":\\"auto\\"', '\\"mode\\":\\"enter\\"');
    expect(changed).not.toBe(receipt);
    expect(await both({ ...task, receipt: changed })).toMatchObject({ verdict: "rejected" });
  });

  describe.skipIf(!haveVectors)("what real hardware made is judged as in Node.js:", () => {
    test("the cases are there", () => {
      expect(recordedEvidence.length).toBeGreaterThan(60);
      expect(recordedAzureTds.length).toBeGreaterThan(2);
      expect(recordedLogs.length).toBeGreaterThan(40);
      expect(recordedQuotes.length).toBeGreaterThan(13);
      expect(goldenDigests.length).toBeGreaterThan(15);
    });

    test.each(recordedEvidence)("$id", async ({ task, expect: status }) => {
      expect(exitStatus(await both(task))).toBe(status);
    });

    test.each(recordedWithCrls)("$id, with the vendor's revocation lists", async ({ task }) => {
      const { checks } = verdictSchema.parse(await both(task));
      expect(checks).toContainEqual(expect.objectContaining({ id: "sev-snp.chain.revocation", status: "pass" }));
    });

    test.each(recordedWithCollateral)("$id, with Intel's collateral", async ({ task }) => {
      const { checks } = verdictSchema.parse(await both(task));
      for (const topic of ["tcb-info.signature", "qe-identity.signature", "tcb"])
        expect(checks).toContainEqual(
          expect.objectContaining({ id: expect.stringMatching(`^(?:tdx|sgx).${topic}$`), status: "pass" }),
        );
    });

    test.each(recordedAzureTds)("$id, with the quote that came with it", async ({ task }) => {
      const { checks } = verdictSchema.parse(await both(task));
      expect(checks).toContainEqual(expect.objectContaining({ id: "azure-hcl.td-report.same", status: "pass" }));
    });

    test.each(recordedLogs)("$id", async ({ task, pcrs }) => {
      const { banks } = logSchema.parse(await both(task));
      expect(Object.fromEntries(banks.map(([bank, registers]) => [bank, Object.fromEntries(registers)]))).toEqual(pcrs);
    });

    test.each(recordedQuotes)("$path", async ({ task }) => {
      expect(await both(task)).toMatchObject({ signed: true });
      expect(await both({ ...task, attest: flipped(task.attest, 20) })).toMatchObject({ signed: false });
    });

    test.each(goldenDigests)("launch digest $test", async ({ task, digest }) => {
      expect(await both(task)).toBe(digest);
    });

    test("a certificate of Google's endorsement keys", async () => {
      expect(JSON.stringify(await both(await googleEkCertificate()))).toContain("tpm.ek-certificate.chain");
    });
  });

  test(`an SEV-SNP verification with its chain takes less than ${medianGoal} ms`, async () => {
    const task = await labEvidence();
    const times = await page.timeVerification(Array.from({ length: 25 }, () => task));
    const median = times.toSorted((left, right) => left - right)[12] ?? Infinity;
    process.stderr.write(
      `Chromium ${page.version}: ${median.toFixed(1)} ms for an SEV-SNP verification with its chain\n`,
    );
    expect(median).toBeLessThan(medianGoal);
  });
});
