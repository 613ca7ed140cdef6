import { createRenderer } from "@sekisho/messages";
import { encodingCatalogue, toHex } from "@sekisho/encoding";
import { bootLogCatalogue } from "@sekisho/evidence/boot-log";
import { evidenceCatalogue } from "@sekisho/evidence/locales";
import { eccKey, rsaKey } from "@sekisho/evidence/tpm/testing";
import { tpmCatalogue } from "@sekisho/evidence/tpm";
import { describe, expect, test } from "vitest";
import { appraisalCatalogue } from "../locales/index.ts";
import type { Policy } from "../policy/schema.ts";
import {
  attestationKey,
  binding,
  bootEvidence,
  endorsementKey,
  refused,
  usualBoots,
  type Changes,
} from "../testing/measured-boot.ts";
import {
  commandLine,
  grubFile,
  grubText,
  hashList,
  loadOptions,
  plain,
  separator,
  sha256,
  usualEvents,
  variable,
  type TestEvent,
} from "../testing/measured-log.ts";
import { precheckMeasuredBoot } from "./precheck.ts";

const render = createRenderer("en", [
  appraisalCatalogue,
  bootLogCatalogue,
  encodingCatalogue,
  evidenceCatalogue,
  tpmCatalogue,
]);

async function judge(changes: Changes = {}): Promise<{ readonly ids: readonly string[]; readonly text: string }> {
  const checks = await precheckMeasuredBoot(await bootEvidence(changes));
  const ids = refused(checks);
  return {
    ids,
    text: checks
      .filter(({ id }) => ids.includes(id))
      .map(({ detail }) => render(detail))
      .join("\n"),
  };
}

/** The usual events with one exchanged, found by what it measures. */
function exchanged(old: TestEvent, ...now: readonly TestEvent[]): readonly TestEvent[] {
  const index = usualEvents.findIndex(
    ({ register, measured }) => register === old.register && toHex(measured) === toHex(old.measured),
  );
  expect(index).toBeGreaterThan(-1);
  return usualEvents.toSpliced(index, 1, ...now);
}

const evil = `${commandLine} init=/bin/sh`;
const evilCommandLine = exchanged(grubText("kernel_cmdline", commandLine), grubText("kernel_cmdline", evil)).map(
  (event) => (event.type === 6 ? loadOptions(evil) : event),
);

test("a known boot passes every check", async () => {
  expect(await judge()).toEqual({ ids: [], text: "" });
});

test("a known boot is looked at wholly", async () => {
  const ids = (await precheckMeasuredBoot(await bootEvidence())).map(({ id }) => id);
  expect(ids).toEqual([
    "tpm.attestation-key.name",
    "tpm.attestation-key.attributes",
    "tpm.attestation-key.scheme",
    "tpm.endorsement-key.attributes",
    "tpm.endorsement-key.strength",
    "measured-boot.policy.provider",
    "vtpm.inside-tcb",
    "vtpm.provider",
    "vtpm.svsm.endorsement-key",
    "vtpm.svsm.manifest",
    "svsm.vmpl",
    "svsm.report-data",
    "vtpm.svsm.measured",
    "tpm.quote.type",
    "tpm.quote.extra-data",
    "tpm.quote.pcr-select",
    "tpm.quote.pcr-digest",
    "measured-boot.separators",
    "measured-boot.initrd-left",
    "measured-boot.known",
    "measured-boot.machine",
  ]);
});

describe("another component is named", () => {
  test.each<readonly [string, readonly TestEvent[], string, string]>([
    [
      "a GRUB command",
      exchanged(grubText("grub_cmd", "set timeout=0"), grubText("grub_cmd", "set timeout=9")),
      "measured-boot.grub-command",
      "set timeout=9 in place of set timeout=0 (PCR 8).",
    ],
    [
      "the kernel",
      exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), grubFile("/vmlinuz-6.13", "kernel 6.13")),
      "measured-boot.kernel",
      '"/vmlinuz-6.13"? in place of /vmlinuz-6.12 (PCR 9).',
    ],
    [
      "the kernel under its own name",
      exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), grubFile("/vmlinuz-6.12", "kernel 6.13")),
      "measured-boot.kernel",
      "/vmlinuz-6.12 has another content (PCR 9).",
    ],
    [
      "the initrd",
      exchanged(grubFile("/initrd.img-6.12", "initrd 6.12"), grubFile("/initrd.img-6.12", "evil")),
      "measured-boot.initrd",
      "/initrd.img-6.12 has another content (PCR 9).",
    ],
    ["the command line", evilCommandLine, "measured-boot.command-line", 'The kernel command line adds "init=/bin/sh".'],
    [
      "Secure Boot",
      exchanged(variable("SecureBoot", Uint8Array.of(1)), variable("SecureBoot", Uint8Array.of(0))),
      "measured-boot.secure-boot",
      "Secure Boot is off, and the known boot has it on.",
    ],
    [
      "dbx",
      exchanged(variable("dbx", hashList(3, 4)), variable("dbx", hashList(3))),
      "measured-boot.secure-boot",
      "The Secure Boot list dbx is another one. Entries now: 1.",
    ],
    [
      "the firmware",
      exchanged(plain(0, "crtm", new TextEncoder().encode("firmware 1")), plain(0, "crtm", new Uint8Array([65, 66]))),
      "measured-boot.firmware",
      "AB in place of firmware 1 (PCR 0).",
    ],
    [
      "an initrd that SMBIOS strings add",
      [...usualEvents, loadOptions("io.systemd.stub.kernel-cmdline-extra", 12)],
      "measured-boot.command-line",
      '"LOADED_IMAGE::LoadOptions"? was measured into PCR 12, where no known boot has anything.',
    ],
  ])("%s", async (_, events, id, sentence) => {
    const { ids, text } = await judge({ events });
    expect(ids).toEqual(["measured-boot.known", id]);
    expect(text).toContain(sentence);
  });

  test("what the log alone claims about a digest stays a claim", async () => {
    // The kernel's own measurement holds no text; only the guest's word, hashed again, tells it.
    const events = usualEvents.map((event) => (event.type === 6 ? loadOptions(evil) : event));
    expect((await judge({ events })).text).toContain("BOOT_IMAGE=");
    const told = await judge({ events, claimed: evil });
    expect(told.text).toContain('The kernel command line adds "init=/bin/sh".');
    const lied = await judge({ events, claimed: `${commandLine} harmless` });
    expect(lied.text).not.toContain("harmless");
  });
});

describe("a log that is not what happened", () => {
  const withoutInitrd = exchanged(grubFile("/initrd.img-6.12", "initrd 6.12"));

  test("with an event removed names the event and the PCR", async () => {
    const { ids, text } = await judge({ logged: withoutInitrd });
    expect(ids).toContain("tpm.quote.pcr-digest");
    expect(ids).toContain("measured-boot.log");
    expect(text).toContain('the known boot "files", from which the log differs in PCR 9.');
    expect(text).toContain("An event is missing from the log: /initrd.img-6.12 (PCR 9).");
  });

  test("with a known boot's events in place of those that happened", async () => {
    expect((await judge({ events: evilCommandLine, logged: usualEvents })).ids).toEqual(["tpm.quote.pcr-digest"]);
  });

  test("may call an event what it likes, and the known boot's place decides", async () => {
    // The digest of another kernel under the label of a command line.
    const label = grubText("kernel_cmdline", commandLine).data;
    const other = { ...grubFile("", "kernel 6.13"), data: label };
    const events = exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), other);
    const { ids, text } = await judge({ events });
    expect(ids).toEqual(["measured-boot.known", "measured-boot.kernel"]);
    expect(text).toContain('"');
  });

  test("may call a known event what it likes", async () => {
    const relabelled = exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), grubFile("/innocent", "kernel 6.12"));
    expect((await judge({ logged: relabelled })).ids).toEqual([]);
  });

  test("without any event is refused", async () => {
    expect((await judge({ events: [], logged: [] })).ids).toContain("measured-boot.log");
  });

  test("with thousands of foreign events costs little, however many boots are known", async () => {
    const foreign = Array.from({ length: 5000 }, (_, index) => grubText("kernel_cmdline", `foreign ${index}`));
    const boots = await usualBoots();
    const known = Array.from({ length: 32 }, () => boots).flat();
    const input = await bootEvidence({ events: [...foreign, ...usualEvents], known });
    const start = performance.now();
    const checks = await precheckMeasuredBoot(input);
    expect(performance.now() - start).toBeLessThan(4000);
    expect(refused(checks)).toContain("measured-boot.known");
    expect(JSON.stringify(checks).length).toBeLessThan(16_384);
  });

  test("that can't be read is named with its field", async () => {
    const input = await bootEvidence();
    const cut = { ...input.vtpm, firmwareLog: input.vtpm.firmwareLog.subarray(0, 200) };
    const checks = await precheckMeasuredBoot({ ...input, vtpm: cut });
    expect(checks).toMatchObject([{ id: "vtpm.readable.firmware-log", status: "fail" }]);
  });
});

describe("what userspace measured", () => {
  const phase = "enter-initrd";
  const digest = sha256(new TextEncoder().encode(phase));
  const userspaceLog = new TextEncoder().encode(
    `\u{1e}${JSON.stringify({
      pcr: 11,
      digests: [{ hashAlg: "sha256", digest: toHex(digest) }],
      content_type: "systemd",
      content: { eventType: "phase", string: phase },
    })}\n`,
  );
  const events = [...usualEvents, { ...separator(11), measured: new TextEncoder().encode(phase) }];

  test("follows the firmware's log, and is held against the known boots", async () => {
    const known = await usualBoots(events);
    const input = await bootEvidence({ events, logged: usualEvents, known });
    expect(refused(await precheckMeasuredBoot(input))).toContain("tpm.quote.pcr-digest");
    const whole = { ...input, vtpm: { ...input.vtpm, userspaceLog } };
    expect(refused(await precheckMeasuredBoot(whole))).toEqual([]);
    const unknown = await bootEvidence({ events, logged: usualEvents });
    const checks = await precheckMeasuredBoot({ ...unknown, vtpm: { ...unknown.vtpm, userspaceLog } });
    expect(refused(checks)).toEqual(["measured-boot.known", "measured-boot.systemd-phase"]);
  });
});

describe("a TPM that is not the one it must be", () => {
  const other = rsaKey(2048, {
    attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt"],
    symmetric: 128,
  });
  const signing = { kind: "ecdsa", hash: "sha256" } as const;
  const unrestricted = eccKey("P-256", {
    scheme: signing,
    attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "sign"],
  });
  const longKey = rsaKey(3072, {
    symmetric: 128,
    attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt"],
  });
  const lab: Policy = { version: 1, "sev-snp": { roots: { additional: ["ab".repeat(32)] } } };

  test.each<readonly [string, Changes, readonly string[]]>([
    ["an endorsement key beside the manifest", { manifest: other.publicArea }, ["vtpm.svsm.manifest"]],
    ["a report of VMPL 2", { vmpl: 2 }, ["svsm.vmpl"]],
    ["a report over the binding alone", { reportData: binding }, ["svsm.report-data"]],
    ["a second attestation key", { boundKey: eccKey("P-256", { scheme: signing }) }, ["tpm.attestation-key.name"]],
    ["an unrestricted attestation key", { ak: unrestricted }, ["tpm.attestation-key.attributes"]],
    [
      "an endorsement key that signs",
      { ek: attestationKey },
      ["tpm.endorsement-key.attributes", "tpm.endorsement-key.strength", "vtpm.svsm.endorsement-key"],
    ],
    ["a longer endorsement key, in which a manifest could hide", { ek: longKey }, ["vtpm.svsm.endorsement-key"]],
    ["a launch without an SVSM", { svsm: null }, ["vtpm.svsm.measured"]],
    ["a launch without an SVSM, in a lab", { svsm: null, policy: lab }, []],
    ["a quote for another request", { extraData: sha256(new Uint8Array(1)) }, ["tpm.quote.extra-data"]],
    ["a quote over PCR 16 too", { select: [{ hash: "sha256", pcrs: [0, 16] }] }, ["tpm.quote.pcr-select"]],
    ["a quote over PCR 23", { select: [{ hash: "sha256", pcrs: [23] }] }, ["tpm.quote.pcr-select"]],
    ["a quote over another bank", { select: [{ hash: "sha1", pcrs: [0] }] }, ["tpm.quote.pcr-select"]],
    ["a device that nobody knows", { provider: "device" }, ["vtpm.endorsement-key.known"]],
    ["a device that is pinned", { provider: "device", pins: [toHex(sha256(endorsementKey.publicArea))] }, []],
    [
      "a device where the policy wants an SVSM",
      {
        provider: "device",
        pins: [toHex(sha256(endorsementKey.publicArea))],
        policy: { version: 1, "measured-boot": { providers: ["svsm"] } },
      },
      ["measured-boot.policy.provider"],
    ],
  ])("%s", async (_, changes, ids) => {
    expect((await judge(changes)).ids).toEqual(ids);
  });

  test("of another provider than the machine's", async () => {
    const input = await bootEvidence();
    const { machine } = input;
    if (machine === undefined) throw new Error("no machine");
    const moved = { ...machine, vtpm: { provider: "azure-hcl" } as const };
    expect(refused(await precheckMeasuredBoot({ ...input, machine: moved }))).toEqual(["vtpm.provider"]);
  });

  test("without the report that speaks for it", async () => {
    const { report: _, ...input } = await bootEvidence();
    expect(refused(await precheckMeasuredBoot(input))).toEqual(["vtpm.report"]);
  });
});

describe("PCRs", () => {
  test("15 extended: the initrd had been left", async () => {
    const { ids } = await judge({ events: [...usualEvents, plain(15, "separator", new Uint8Array(4))] });
    expect(ids).toEqual(["measured-boot.initrd-left"]);
  });

  test("without a separator are not the firmware's alone", async () => {
    const events = exchanged(plain(2, "separator", new Uint8Array(4)));
    const { ids } = await judge({ events });
    expect(ids).toEqual(["measured-boot.separators", "measured-boot.known", "measured-boot.separator"]);
  });

  test("that no known boot speaks for are to be learned", async () => {
    const [, files] = await usualBoots();
    const { ids, text } = await judge({ known: files === undefined ? [] : [files] });
    expect(ids).toEqual(["measured-boot.known"]);
    expect(text).toContain("No known boot speaks for PCR 0, 1.");
    expect(text).toContain("sekisho machine learn");
  });

  test("of two known boots are not mixed within one value", async () => {
    // Each PCR is that of some known boot, and no known boot has all of them.
    const update = exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), grubFile("/vmlinuz-6.12", "kernel 6.13")).map(
      (event) => (event.register === 8 && event.measured.length === 13 ? grubText("grub_cmd", "set timeout=1") : event),
    );
    const known = [...(await usualBoots()), ...(await usualBoots(update))];
    expect((await judge({ known, events: update })).ids).toEqual([]);
    const mixed = exchanged(grubText("grub_cmd", "set timeout=0"), grubText("grub_cmd", "set timeout=1"));
    expect((await judge({ known, events: mixed })).ids).toContain("measured-boot.known");
  });
});

test("an image whose command line names another machine is refused", async () => {
  const input = await bootEvidence();
  const { machine } = input;
  if (machine === undefined) throw new Error("no machine");
  const checks = await precheckMeasuredBoot({ ...input, machine: { ...machine, id: binding.join("") } });
  expect(refused(checks)).toEqual(["measured-boot.machine"]);
});

describe("a policy", () => {
  const off = exchanged(variable("SecureBoot", Uint8Array.of(1)), variable("SecureBoot", Uint8Array.of(0)));

  test("that requires Secure Boot refuses a known boot without it", async () => {
    const known = await usualBoots(off);
    const required: Policy = { version: 1, "measured-boot": { "secure-boot": "required" } };
    expect((await judge({ events: off, known })).ids).toEqual([]);
    expect((await judge({ events: off, known, policy: required })).ids).toEqual(["measured-boot.policy.secure-boot"]);
    expect((await judge({ policy: required })).ids).toEqual([]);
  });

  test("that requires Secure Boot isn't fooled by what a started program measures", async () => {
    const late = [...off, variable("SecureBoot", Uint8Array.of(1))];
    const policy: Policy = { version: 1, "measured-boot": { "secure-boot": "required" } };
    expect((await judge({ events: late, known: await usualBoots(late), policy })).ids).toEqual([
      "measured-boot.policy.secure-boot",
    ]);
  });

  test("accepts another initrd by its digest, only in an initrd's place", async () => {
    const next = new TextEncoder().encode("initrd 6.13");
    const policy: Policy = {
      version: 1,
      "measured-boot": { components: { initrd: { digests: [toHex(sha256(next))] } } },
    };
    const good = exchanged(grubFile("/initrd.img-6.12", "initrd 6.12"), grubFile("/initrd.img-6.13", "initrd 6.13"));
    const bad = exchanged(grubFile("/vmlinuz-6.12", "kernel 6.12"), grubFile("/initrd.img", "initrd 6.13"));
    const gone = exchanged(grubFile("/initrd.img-6.12", "initrd 6.12"));
    expect((await judge({ events: good, policy })).ids).toEqual([]);
    expect((await judge({ events: bad, policy })).ids).toContain("measured-boot.kernel");
    expect((await judge({ events: gone, policy })).ids).toContain("measured-boot.initrd");
  });

  test("accepts command lines by a pattern, which hash to what was measured", async () => {
    const pattern = "/vmlinuz-6.12 root=/dev/mapper/root ro quiet sekisho.machine={machine}";
    const patterns = [`${pattern} slot={*}`, `BOOT_IMAGE=${pattern} slot={*}`];
    const policy: Policy = { version: 1, "measured-boot": { components: { "command-line": { patterns } } } };
    const withLine = (text: string) =>
      exchanged(grubText("kernel_cmdline", commandLine), grubText("kernel_cmdline", text)).map((event) =>
        event.type === 6 ? loadOptions(text) : event,
      );
    expect((await judge({ events: withLine(`${commandLine} slot=b`), policy })).ids).toEqual([]);
    const words = withLine(`${commandLine} slot=b init=/bin/sh`);
    expect((await judge({ events: words, policy })).ids).toContain("measured-boot.command-line");
  });

  test("that demands no PCR accepts any boot whose log is true", async () => {
    const policy: Policy = { version: 1, "measured-boot": { pcrs: [] } };
    expect((await judge({ events: evilCommandLine, known: [], policy })).ids).toEqual([]);
    expect((await judge({ events: evilCommandLine, logged: usualEvents, known: [], policy })).ids).toEqual([
      "tpm.quote.pcr-digest",
    ]);
  });
});
