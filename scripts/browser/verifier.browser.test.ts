import { randomBytes } from "node:crypto";
import process from "node:process";
import { fromBase64Url, fromHex, toBase64Url, toUtf8, type Parsed } from "@sekisho/encoding";
import { generateGuestKey, openSecret } from "@sekisho/release";
import { verifierCatalogue } from "@sekisho/verifier/locales";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { LabCase } from "../../packages/verifier/src/testing/lab-case.ts";
import { snpCase } from "../../packages/verifier/src/testing/snp-case.ts";
import { tdxCase } from "../../packages/verifier/src/testing/tdx-case.ts";
import { tpmCase } from "../../packages/verifier/src/testing/tpm-case.ts";
import { haveBrowser } from "./launch.ts";
import { openPage, type Page } from "./page.ts";
import type { JudgeTask } from "./tasks/judge.ts";
import { perform, type Task } from "./tasks/perform.ts";

const medianGoal = 50;

let page: Page;

async function both(task: Task): Promise<unknown> {
  const [inPage, here] = await Promise.all([page.perform(task), perform(task)]);
  expect(inPage).toEqual(here);
  return inPage;
}

function judging({ detail, machine, policy, at }: LabCase): JudgeTask {
  return { kind: "judge", detail, machine, policy, at: at.toISOString() };
}

const judgedSchema = z.object({
  verdict: z.object({ verdict: z.string() }),
  headline: z.object({ id: z.string() }),
  graph: z.object({ nodes: z.array(z.object({ id: z.string(), status: z.string() })) }),
  fields: z.array(z.unknown()),
  gaps: z.array(z.unknown()),
});

describe.skipIf(!haveBrowser)("in a browser", () => {
  beforeAll(async () => {
    page = await openPage();
    return () => page.close();
  });

  test.each<[string, () => Promise<LabCase>, "accepted" | "rejected", readonly string[]]>([
    ["an honest machine", () => snpCase(), "accepted", []],
    ["a changed kernel", () => snpCase({ boot: { kernel: "6.12.107" } }), "rejected", ["kernel"]],
    ["a changed command line", () => snpCase({ boot: { commandLine: "init=/bin/sh" } }), "rejected", ["command-line"]],
    ["another disk", () => snpCase({ bundle: { headerDigest: "77".repeat(32) } }), "rejected", ["disk-header"]],
    [
      "a stolen report",
      () => snpCase({ stolen: { guestKey: toBase64Url(randomBytes(32)) } }),
      "rejected",
      ["guest-key"],
    ],
    ["missing certificates", () => snpCase({ without: ["certificates"] }), "rejected", []],
    ["an honest TD", () => tdxCase(), "accepted", []],
    ["a debug TD", () => tdxCase({ debug: true }), "rejected", ["report"]],
    ["an honest boot from disk", () => tpmCase(), "accepted", []],
    ["a boot from disk without a confidential VM", () => tpmCase({ alone: true }), "accepted", []],
    ["another firmware", () => tpmCase({ digest: new Uint8Array(48).fill(1) }), "rejected", ["svsm", "firmware"]],
  ])("%s is judged, drawn and told as in Node.js", async (_, make, verdict, failing) => {
    const judged = judgedSchema.parse(await both(judging(await make())));
    expect(judged.verdict.verdict).toBe(verdict);
    expect(judged.graph.nodes.filter(({ status }) => status === "fail").map(({ id }) => id)).toEqual(failing);
    expect(Object.keys(verifierCatalogue.ja)).toContain(judged.headline.id);
    expect(judged.gaps.length).toBeGreaterThan(0);
    expect(page.problems).toEqual([]);
  });

  test("what the page seals, the guest opens, and nobody else", async () => {
    const guestKey = await generateGuestKey();
    const made = await snpCase({ bundle: { guestKey: toBase64Url(guestKey.publicKey) } });
    const secret = toUtf8("correct horse battery staple");
    const task = { ...judging(made), kind: "seal-to-guest", secret } as const;
    const { binding, sealed } = sealedSchema.parse(await page.perform(task));
    const parts = {
      encapsulatedKey: sure(fromBase64Url("key", sealed.encapsulatedKey)),
      ciphertext: sure(fromBase64Url("text", sealed.ciphertext)),
    };
    const bound = sure(fromHex("binding", binding));
    expect(await openSecret({ guestKey, binding: bound, sealed: parts })).toEqual(secret);
    const stranger = await generateGuestKey();
    expect(await openSecret({ guestKey: stranger, binding: bound, sealed: parts })).toBeUndefined();
  });

  test("with a TPM the page makes the credential as well", async () => {
    const task = { ...judging(await tpmCase()), kind: "seal-to-guest", secret: toUtf8("x") } as const;
    const { sealed } = sealedSchema.parse(await page.perform(task));
    expect(sealed.credential?.credentialBlob.length).toBeGreaterThan(20);
  });

  test(`judging a whole request of an SEV-SNP machine takes less than ${medianGoal} ms`, async () => {
    const task = judging(await snpCase());
    const times = await page.timeVerification(Array.from({ length: 25 }, () => task));
    const median = times.toSorted((left, right) => left - right)[12] ?? Infinity;
    process.stderr.write(
      `Chromium ${page.version}: ${median.toFixed(1)} ms for a whole request of an SEV-SNP machine\n`,
    );
    expect(median).toBeLessThan(medianGoal);
  });
});

const sealedSchema = z.object({
  binding: z.string(),
  sealed: z.object({
    encapsulatedKey: z.string(),
    ciphertext: z.string(),
    credential: z.object({ credentialBlob: z.string(), secret: z.string() }).optional(),
  }),
});

function sure<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(parsed.error.field);
  return parsed.value;
}
