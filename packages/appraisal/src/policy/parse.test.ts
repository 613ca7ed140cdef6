import { createRenderer } from "@sekisho/messages";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appraisalCatalogue } from "../locales/index.ts";
import { authenticPolicy, builtInPolicies, strictPolicy, withAdditionalRoots } from "./built-in.ts";
import { parsePolicy } from "./parse.ts";
import { policySchema } from "./schema.ts";

const english = createRenderer("en", [appraisalCatalogue]);
const japanese = createRenderer("ja", [appraisalCatalogue]);

function problemsOf(text: string): readonly string[] {
  const parsed = parsePolicy(text);
  if (parsed.ok) return [];
  return parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message.id}`);
}

const tcb = `{ statuses: [UpToDate, TDRelaunchAdvised], advisories: [], evaluation-data-number: { minimum: 17 }, date: { minimum: "2024-02-29" } }`;

const everyDemand = `
version: 1
name: everything
sev-snp:
  roots: { vendor: [ARK-Genoa], additional: ["${"0a".repeat(32)}"] }
  products: [Milan, Genoa, Turin]
  milan: refuse
  weak-firmware: refuse
  signer: { key: [vcek, vlek], csp-id: [AWS] }
  crl: required
  chip-ids: ["${"ab".repeat(64)}", "${"AB".repeat(8)}"]
  report-version: { minimum: 3 }
  vmpl: { maximum: 0 }
  guest-svn: { minimum: 1 }
  guest-policy:
    debug: any
    migration: false
    smt: true
    single-socket: any
    cxl: false
    mem-aes-256-xts: true
    rapl-disabled: true
    ciphertext-hiding: true
    page-swap-disabled: true
    unknown-bits: false
    abi: { minimum: "1.55" }
  measurement: ["${"01".repeat(48)}"]
  host-data: ["${"02".repeat(32)}"]
  report-data: ["${"03".repeat(64)}"]
  family-id: ["${"04".repeat(16)}"]
  image-id: ["${"05".repeat(16)}"]
  id-key-digest: ["${"06".repeat(48)}"]
  author-key-digest: ["${"07".repeat(48)}"]
  platform:
    { smt: false, tsme: any, ecc: true, rapl-disabled: if-reported, ciphertext-hiding: true, alias-check-complete: if-reported }
  tcb:
    reported: published
    current: { Genoa: { bootloader: 10, tee: 0, snp: 27, microcode: [{ cpuid: { family: 25, model: 17, stepping: 1 }, minimum: 86 }] } }
    committed: { Turin: { fmc: 1 } }
    launch: { Milan: { snp: 24 } }
  firmware: { current: { minimum: "1.55.40" }, committed: { minimum: "1.55.29" }, provisional: false }
  mitigations: { launch: [0, 1], current: [63] }
tdx:
  roots: { vendor: false, additional: ["${"0a".repeat(32)}"] }
  crl: required
  collateral: required
  tcb: ${tcb}
  fmspcs: ["${"0b".repeat(6)}"]
  platform-instance-ids: ["${"0c".repeat(16)}"]
  mr-td: reference-values
  rtmrs: { "0": known-boots, "1": ["${"0d".repeat(48)}"], "2": known-boots, "3": zero }
  attributes:
    { debug: any, lass: true, sept-ve-disable: true, migratable: false, pks: any, kl: false, perfmon: false, unknown-bits: false }
  xfam: { allowed-bits: [0, 1, 63] }
  tee-tcb-svn: { minimum: "${"0e".repeat(16)}" }
  report-data: ["${"0f".repeat(64)}"]
  mr-config-id: ["${"10".repeat(48)}"]
  mr-owner: ["${"11".repeat(48)}"]
  mr-owner-config: ["${"12".repeat(48)}"]
  mr-seam: ["${"13".repeat(48)}"]
  mr-signer-seam: ["${"14".repeat(48)}"]
  mr-service-td: ["${"15".repeat(48)}"]
sgx:
  roots: { vendor: true, additional: [] }
  crl: if-given
  collateral: if-given
  tcb: ${tcb}
  fmspcs: ["${"0b".repeat(6)}"]
  platform-instance-ids: ["${"0c".repeat(16)}"]
  mr-enclave: ["${"16".repeat(32)}"]
  mr-signer: ["${"17".repeat(32)}"]
  isv-prod-id: [0, 65535]
  isv-svn: { minimum: 1 }
  attributes:
    { debug: false, mode64: true, provision-key: false, einittoken-key: false, cet: any, kss: true, aex-notify: any, unknown-bits: false }
  xfrm: { allowed-bits: [0, 1] }
  misc-select: { allowed-bits: [] }
  report-data: ["${"18".repeat(64)}"]
  config-id: ["${"19".repeat(64)}"]
  config-svn: { minimum: 1 }
  isv-ext-prod-id: ["${"1a".repeat(16)}"]
  isv-family-id: ["${"1b".repeat(16)}"]
`;

describe("reading a policy", () => {
  test("every demand there is can be written, in YAML and in JSON", () => {
    const parsed = parsePolicy(everyDemand);
    expect(problemsOf(everyDemand)).toEqual([]);
    expect(parsed.ok && parsePolicy(JSON.stringify(parsed.policy))).toEqual(parsed);
  });

  test("this policy names every key of the schema, so that the test above is about all of them", () => {
    const parsed = parsePolicy(everyDemand);
    const demands = parsed.ok ? parsed.policy["sev-snp"] : undefined;
    const schema = policySchema.shape["sev-snp"].unwrap().shape;
    expect(Object.keys(demands ?? {}).toSorted()).toEqual(Object.keys(schema).toSorted());
    for (const section of ["guest-policy", "platform", "firmware", "tcb", "signer", "mitigations", "roots"] as const) {
      const keys = Object.keys(schema[section].unwrap().shape);
      expect([section, ...Object.keys(demands?.[section] ?? {}).toSorted()]).toEqual([section, ...keys.toSorted()]);
    }
  });

  test.each(["tdx", "sgx"] as const)("every key of the section %s is named, too", (technology) => {
    const parsed = parsePolicy(everyDemand);
    const demands = parsed.ok ? parsed.policy[technology] : undefined;
    const { shape } = policySchema.shape[technology].unwrap();
    const wanted = Object.entries(shape).map(([name, schema]) => {
      const inner = schema.unwrap();
      return [name, "shape" in inner ? Object.keys(inner.shape).toSorted() : []];
    });
    const written = Object.entries(demands ?? {}).map(([name, demand]) => {
      return [name, typeof demand === "object" && !Array.isArray(demand) ? Object.keys(demand).toSorted() : []];
    });
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(wanted));
  });

  test("built-in policies are policies", () => {
    for (const policy of Object.values(builtInPolicies)) {
      expect(parsePolicy(JSON.stringify(policy))).toEqual({ ok: true, policy });
    }
  });
});

describe("a faulty policy is refused with line and column", () => {
  test.each([
    ["an unknown key", "version: 1\nsev-snp:\n  vmpll: { maximum: 0 }", "3:3 policy.unknown-key"],
    ["an unknown key below", "version: 1\nsev-snp:\n  vmpl:\n    maximum: 0\n    max: 1", "5:5 policy.unknown-key"],
    [
      "an unknown key inside of an alternative",
      "version: 1\nsev-snp: {tcb: {reported: {Genoa: {spl: 1}}}}",
      "2:36 policy.unknown-key",
    ],
    [
      "a wrong type inside of an alternative",
      "version: 1\nsev-snp: {tcb: {reported: {Genoa: {snp: x}}}}",
      "2:41 policy.wrong-value",
    ],
    ["a key given twice", "version: 1\nname: a\nname: b", "3:1 policy.duplicate-key"],
    ["a missing version", "sev-snp: {}", "1:1 policy.missing-key"],
    ["another version", "version: 2", "1:10 policy.wrong-value"],
    ["a number out of range", "version: 1\nsev-snp:\n  vmpl: { maximum: 4 }", "3:20 policy.wrong-value"],
    ["a wrong type", "version: 1\nsev-snp:\n  crl: true", "3:8 policy.wrong-value"],
    ["a word that is no bit", "version: 1\nsev-snp:\n  guest-policy:\n    debug: maybe", "4:12 policy.wrong-value"],
    [
      "digits that YAML takes for a number",
      `version: 1\nsev-snp:\n  family-id: [${"00".repeat(16)}]`,
      "3:15 policy.not-text",
    ],
    ["a status that is always refused", "version: 1\ntdx: {tcb: {statuses: [Revoked]}}", "2:24 policy.wrong-value"],
    ["an FMSPC of another length", 'version: 1\ntdx: {fmspcs: ["00"]}', "2:16 policy.format.hex6"],
    ["a day that doesn't exist", 'version: 1\ntdx: {tcb: {date: {minimum: "2023-02-29"}}}', "2:29 policy.format.date"],
    ["a fifth RTMR", 'version: 1\ntdx: {rtmrs: {"4": zero}}', "2:15 policy.unknown-key"],
    ["a register's value of another length", 'version: 1\ntdx: {rtmrs: {"1": ["00"]}}', "2:21 policy.format.hex48"],
    [
      "an event's digest of another length",
      'version: 1\nmeasured-boot: {components: {kernel: {digests: ["00"]}}}',
      "2:49 policy.format.digest",
    ],
    ["a digest of another length", 'version: 1\nsev-snp:\n  host-data: ["00"]', "3:15 policy.format.hex32"],
    ["an empty list", "version: 1\nsev-snp:\n  chip-ids: []", "3:13 policy.format.not-empty"],
    ["an anchor", "version: &v 1", "1:13 policy.anchor-or-tag"],
    ["a tag", "version: !!int 1", "1:16 policy.anchor-or-tag"],
    ["a second document", "version: 1\n---\nversion: 1", "2:1 policy.yaml"],
    ["a list", "- version: 1", "1:1 policy.wrong-value"],
    ["nothing", "# nothing\n", "1:1 policy.empty"],
    ["a mapping that is left empty", "version: 1\nsev-snp:", "2:9 policy.wrong-value"],
    ["depth", "a: ".padEnd(4000, "["), "1:1 policy.too-deep"],
    ["length", `name: ${"x".repeat(70_000)}`, "1:1 policy.too-long"],
  ])("%s", (_what, text, expected) => {
    expect(problemsOf(text)[0]).toBe(expected);
  });

  test("all faults are told at once, in the order of the text", () => {
    const text = "version: 1\nfoo: 1\nsev-snp:\n  crl: 3\n  bar: 1";
    expect(problemsOf(text)).toEqual(["2:1 policy.unknown-key", "4:8 policy.wrong-value", "5:3 policy.unknown-key"]);
  });

  test("the sentence names the place and the choices, in both languages", () => {
    const parsed = parsePolicy("version: 1\nsev-snp:\n  guest-policy:\n    debug: maybe");
    const [problem] = parsed.ok ? [] : parsed.problems;
    expect(problem && english(problem.message)).toBe(
      'Line 4, column 12: sev-snp.guest-policy.debug must be true | false | "any".',
    );
    expect(problem && japanese(problem.message)).toContain("4 行目 12 桁目");
  });
});

describe("any text at all", () => {
  /** Either a policy, or problems that each have a line and a sentence. */
  const isToldClearly = (text: string): boolean => {
    const parsed = parsePolicy(text);
    if (parsed.ok) return policySchema.safeParse(parsed.policy).success;
    const told = parsed.problems.every(({ line, message }) => line > 0 && !english(message).includes(message.id));
    return told && parsed.problems.length > 0;
  };

  test("is read or refused, and never crashes the reader", () => {
    expect(fc.check(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), isToldClearly)).failed).toBe(false);
    const words = fc.constantFrom(
      ..."version sev-snp vmpl debug : - ? [ ] { } , & * ! | > ' \" # % \n 1 a".split(" "),
      "\n",
      "  ",
      "\t",
    );
    const text = fc.array(words, { maxLength: 60 }).map((parts) => parts.join(""));
    expect(fc.check(fc.property(text, isToldClearly), { numRuns: 500 }).failed).toBe(false);
  });

  test("a policy with some characters changed is read or refused", () => {
    const character = fc.constantFrom(":", "-", " ", "\n", "[", "{", "x", "0", '"', "&", "*");
    const changes = fc.array(fc.tuple(fc.nat(everyDemand.length - 1), character), { minLength: 1, maxLength: 4 });
    const changed = changes.map((all) => {
      const characters = everyDemand.split("");
      for (const [at, one] of all) characters[at] = one;
      return characters.join("");
    });
    expect(fc.check(fc.property(changed, isToldClearly)).failed).toBe(false);
  });

  test("any JSON value is a policy only if the schema says so", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parsePolicy(JSON.stringify(value)).ok).toBe(policySchema.safeParse(value).success);
      }),
    );
  });

  test.each(["- ", "? ", ": ", "!a ", "&a ", "a:\n ", "[", "{", '"'])(
    "a text of nothing but %j ends in time",
    (part) => {
      expect(parsePolicy(part.repeat(Math.floor(65_000 / part.length))).ok).toBe(false);
    },
  );
});

test("additional roots join the policy's own, and change nothing else", () => {
  const [lab, other] = ["0a".repeat(32), "0b".repeat(32)];
  const policy = withAdditionalRoots(withAdditionalRoots(strictPolicy, [lab]), [lab, other]);
  expect(policy["sev-snp"]?.roots).toEqual({ additional: [lab, other] });
  expect({ ...policy["sev-snp"], roots: undefined }).toEqual({ ...strictPolicy["sev-snp"], roots: undefined });
  expect(withAdditionalRoots(authenticPolicy, [])).toBe(authenticPolicy);
});

describe("the section about approvals", () => {
  const read = (text: string) => parsePolicy(`version: 1\napproval: ${text}`);

  test("says how many, who, from what hardware, and for how long", () => {
    const section = "{approvals: 2, approvers: [花子, taro], four-eyes: true, hardware: [tpm], longest: {boots: 5}}";
    expect(read(section)).toMatchObject({
      ok: true,
      policy: {
        approval: {
          approvals: 2,
          approvers: ["花子", "taro"],
          "four-eyes": true,
          hardware: ["tpm"],
          longest: { boots: 5 },
        },
      },
    });
    expect(read("{hardware: required}").ok).toBe(true);
  });

  test.each([
    ["{approvals: 0}", "approval.approvals"],
    ["{approvals: 1.5}", "approval.approvals"],
    ["{approvers: []}", "approval.approvers"],
    ["{four-eyes: 1}", "approval.four-eyes"],
    ["{hardware: [synced]}", "approval.hardware.0"],
    ["{hardware: none}", "approval.hardware"],
    ["{longest: {boots: 101}}", "approval.longest.boots"],
    ["{longest: {days: 3}}", "approval.longest"],
    ["{approver: [taro]}", "approval"],
  ])("%s is refused where it is wrong", (text, path) => {
    const parsed = read(text);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toContain(path);
  });
});
