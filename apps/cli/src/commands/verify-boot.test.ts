import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { kernel, testBoots, usualEvents, type TestBoots } from "../learn/test-boot.ts";
import { sekisho } from "../testing.ts";

let boots: TestBoots;
beforeAll(async () => {
  boots = await testBoots();
});
afterAll(() => boots.close());

const jsonSchema = z.object({
  verdict: z.enum(["accepted", "rejected"]),
  checks: z.array(z.object({ id: z.string(), status: z.string(), required: z.boolean(), text: z.string() })),
  claims: z.record(z.string(), z.unknown()),
});

/** What `sekisho verify` says, and the identifiers of what refuses. */
async function verify(...words: readonly string[]) {
  const { status, output } = await sekisho("verify", ...words, "--json");
  const verdict = jsonSchema.parse(JSON.parse(output));
  const refusing = verdict.checks.filter(
    (check) => check.status === "fail" || (check.required && check.status !== "pass"),
  );
  return { status, verdict, refusing: refusing.map(({ id }) => id), texts: refusing.map(({ text }) => text) };
}

test("a TPM that nothing speaks for is refused, and what it claims is shown", async () => {
  const { status, refusing, verdict } = await verify(await boots.evidence());
  expect(status).toBe(1);
  expect(refusing).toEqual(["vtpm.endorsement-key.known"]);
  expect(verdict.claims).toMatchObject({ measuredBoot: { provider: "device", insideTcb: false } });
});

test("PCRs that only a first boot tells are to be learned", async () => {
  const { refusing, texts } = await verify(await boots.evidence(), "--machine", boots.machineFile);
  expect(refusing).toEqual(["measured-boot.known"]);
  expect(texts[0]).toContain("PCR 0, 1");
});

test("a boot that its machine knows is accepted", async () => {
  const evidence = await boots.evidence();
  const learned = await sekisho("machine", "learn", boots.machineFile, "--evidence", evidence, "--yes");
  expect(learned.status).toBe(0);
  const { status, verdict } = await verify(evidence, "--machine", boots.machineFile);
  expect(status).toBe(0);
  expect(verdict.checks.find(({ id }) => id === "tpm.memory")).toMatchObject({ status: "unknown", required: false });
});

test("another kernel is named", async () => {
  const other = usualEvents.map((event) =>
    event === kernel ? ([4, kernel[1], kernel[2], new Uint8Array(9)] as const) : event,
  );
  const { status, refusing } = await verify(await boots.evidence({ events: other }), "--machine", boots.machineFile);
  expect(status).toBe(1);
  expect(refusing).toContain("measured-boot.kernel");
});

test.each([
  ["machine", { machineId: "00000000-1111-2222-3333-444444444444" }],
  ["header", { headerDigest: "cd".repeat(32) }],
] as const)("a bundle of another %s is refused", async (what, bundle) => {
  const { refusing } = await verify(await boots.evidence({ bundle }), "--machine", boots.machineFile);
  expect(refusing).toContain(`bundle.${what}`);
  expect(refusing).toContain("tpm.quote.extra-data");
});

test("a bundle without anything to judge is unreadable", async () => {
  const nothing = await boots.evidence({ bundle: { vtpm: undefined } as never });
  expect((await sekisho("verify", nothing)).status).toBe(2);
});
