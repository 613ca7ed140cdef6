import { knownFirmware } from "@sekisho/gate/testing";
import type { Machine } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { look, type LabCase } from "../testing/lab-case.ts";
import { snpCase } from "../testing/snp-case.ts";
import { tdxCase } from "../testing/tdx-case.ts";
import { tpmCase } from "../testing/tpm-case.ts";
import { trustGaps } from "./trust-gaps.ts";

async function gapsOf(made: LabCase): Promise<readonly string[]> {
  const { verdict } = await look(made);
  const { evidence } = made.detail;
  if (evidence === null) throw new Error("no evidence");
  return trustGaps({ machine: made.machine, evidence, verdict, policy: made.policy }).map(({ id }) => id);
}

const google: NonNullable<Machine["vtpm"]> = { provider: "google", endorsementKeys: [], roots: [] };

describe("what a verdict leaves open", () => {
  test.each<[string, () => Promise<LabCase>, readonly string[], readonly string[]]>([
    ["the lab", () => snpCase(), ["lab-root", "any-chip", "physical-access"], ["no-crl", "vlek", "tcb-not-judged"]],
    ["a VLEK", () => snpCase({ processor: { cspId: "cloud" } }), ["vlek"], ["any-chip"]],
    [
      "no list, where the policy does not ask for one",
      () => snpCase({ without: ["crls"], policy: "version: 1\nsev-snp: {}\n" }),
      ["no-crl", "tcb-not-judged"],
      [],
    ],
    [
      "processors that the policy names",
      () => snpCase({ policy: `version: 1\nsev-snp:\n  chip-ids: ["${"00".repeat(64)}"]\n` }),
      [],
      ["any-chip"],
    ],
    [
      "a cloud's own firmware",
      () =>
        tdxCase({
          machine: { measuredLaunches: [{ ...knownFirmware, firmware: { sha256: "99".repeat(32), version: "" } }] },
        }),
      ["unrebuildable-firmware"],
      [],
    ],
    [
      "a cloud that starts the owner's firmware",
      () => tdxCase({ machine: { cloud: "google" } }),
      [],
      ["unrebuildable-firmware"],
    ],
    ["a TD", () => tdxCase(), ["no-boot-identity", "learned-registers", "any-chip"], ["no-collateral", "no-crl"]],
    [
      "a TD that Intel was not asked about",
      () => tdxCase({ withoutCollateral: true, policy: "version: 1\ntdx: {}\n" }),
      ["no-collateral", "no-crl"],
      [],
    ],
    ["an SVSM's TPM", () => tpmCase(), ["learned-registers"], ["vtpm-outside", "unmeasured-svsm", "secure-boot-off"]],
    [
      "a launch without a known SVSM",
      async () => {
        const [launch] = (await tpmCase()).machine.measuredLaunches ?? [];
        return tpmCase({ machine: { measuredLaunches: launch === undefined ? [] : [{ ...launch, svsm: null }] } });
      },
      ["unmeasured-svsm"],
      [],
    ],
    ["Google's TPM", () => tpmCase({ machine: { vtpm: google } }), ["vtpm-outside", "unrebuildable-firmware"], []],
    [
      "a policy that leaves registers out",
      () => tpmCase({ policy: "version: 1\nsev-snp: {}\nmeasured-boot:\n  pcrs: [4, 8]\n" }),
      ["registers-left-out"],
      [],
    ],
    ["no confidential VM", () => tpmCase({ alone: true }), ["no-confidential-vm"], ["vtpm-outside", "physical-access"]],
  ])("%s", async (_, make, there, absent) => {
    const gaps = await gapsOf(await make());
    expect(gaps).toEqual(expect.arrayContaining([...there]));
    expect(gaps.filter((id) => absent.includes(id))).toEqual([]);
  });
});

test("the gravest come first, each once, with all three texts", async () => {
  const made = await tpmCase({ machine: { vtpm: google, cloud: "google" } });
  const { verdict } = await look(made);
  const { evidence } = made.detail;
  if (evidence === null) throw new Error("no evidence");
  const gaps = trustGaps({ machine: made.machine, evidence, verdict, policy: null });
  const order = gaps.map(({ weight }) => ["high", "medium", "low"].indexOf(weight));
  expect(order).toEqual(order.toSorted((left, right) => left - right));
  expect(new Set(gaps.map(({ id }) => id)).size).toBe(gaps.length);
  for (const { id, title, why, remedy } of gaps) {
    expect([title.id, why.id, remedy.id]).toEqual(
      ["title", "why", "remedy"].map((part) => `verifier.gap.${id}.${part}`),
    );
  }
});

test("a policy that can't be read leaves no gap unsaid that the evidence itself shows", async () => {
  const made = await snpCase({ processor: { cspId: "cloud" } });
  const { verdict } = await look(made);
  const { evidence } = made.detail;
  if (evidence === null) throw new Error("no evidence");
  const ids = trustGaps({ machine: made.machine, evidence, verdict, policy: "nonsense: [" }).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["lab-root", "vlek", "tcb-not-judged"]));
});
