import type { TdEvent } from "@sekisho/lab";
import { testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { olderTcb, productFacts } from "@sekisho/lab";
import { tdCommandLine, tdEvent } from "@sekisho/gate/testing";
import { describe, expect, test } from "vitest";
import {
  commandLine,
  grubFile,
  grubText,
  loadOptions,
  program,
  variable,
  type TestEvent,
} from "../../../appraisal/src/testing/measured-log.ts";
import { look, type LabCase } from "../testing/lab-case.ts";
import { snpCase, type SnpChange } from "../testing/snp-case.ts";
import { tdxCase, type TdxChange } from "../testing/tdx-case.ts";
import { tpmCase, type TpmChange } from "../testing/tpm-case.ts";

describe("an honest machine's chain holds from end to end", () => {
  test.each<[string, () => Promise<LabCase>, string]>([
    ["that boots directly", snpCase, "accepted.lab"],
    ["in a TD", tdxCase, "accepted.lab"],
    ["that boots from its disk, with an SVSM", tpmCase, "accepted.lab"],
    ["with a TPM alone", () => tpmCase({ alone: true }), "accepted.tpm"],
  ])("%s", async (_, make, headline) => {
    const seen = await look(await make());
    expect(seen.verdict.verdict).toBe("accepted");
    expect([...seen.failing, ...seen.unknown]).toEqual([]);
    expect(seen.headline.id).toBe(`verifier.headline.${headline}`);
    expect(seen.leading).toBeUndefined();
  });

  test("where there is no confidential VM, the report is said to be absent", async () => {
    const { graph } = await look(await tpmCase({ alone: true }));
    expect(graph.nodes[0]).toMatchObject({ id: "report", status: "absent" });
    expect(graph.nodes.map(({ id }) => id)).not.toContain("silicon-root");
  });

  test("every link but the first stands on another, and the guest's key stands on all", async () => {
    for (const make of [snpCase, tdxCase, tpmCase]) {
      const { nodes, edges } = (await look(await make())).graph;
      const [first, ...others] = nodes.map(({ id }) => id);
      expect(others.filter((id) => !edges.some(({ to }) => to === id))).toEqual([]);
      expect(edges.filter(({ to }) => to === first)).toEqual([]);
      const reached = new Set<string>(["guest-key"]);
      for (const { from, to } of [...edges, ...edges].toReversed()) if (reached.has(to)) reached.add(from);
      expect([...reached].toSorted()).toEqual([...nodes.map(({ id }) => id)].toSorted());
    }
  });
});

/** What fails, and the sentence about it with those of its values that matter. */
type Row<Change> = [string, Change, readonly string[], string, Readonly<Record<string, string>>?];

async function expectRow(made: LabCase, failing: readonly string[], headline: string, values = {}): Promise<void> {
  const seen = await look(made);
  expect(seen.verdict.verdict).toBe("rejected");
  expect(seen.failing).toEqual(failing);
  expect(seen.headline).toMatchObject({ id: `verifier.headline.${headline}`, values });
  const shown = seen.graph.nodes.find(({ checks }) => checks.some(({ id }) => id === seen.leading));
  expect(["fail", "unknown"]).toContain(shown?.status);
  expect(shown?.summary).toEqual(seen.headline);
}

const longer = (line: string, more: string): Partial<NonNullable<SnpChange["boot"]>> => ({
  commandLine: `${line} ${more}`,
});

describe("a machine that boots directly:", () => {
  const rows: Row<SnpChange>[] = [
    [
      "an older kernel",
      { boot: { kernel: "6.12.107" } },
      ["kernel"],
      "kernel-version",
      { actual: "6.12.107", expected: "6.12.108" },
    ],
    ["an older initrd", { boot: { initrd: "initrd A" } }, ["initrd"], "initrd"],
    ["an unknown initrd", { boot: { initrd: "evil" } }, ["initrd"], "initrd-likely"],
    [
      "an unknown kernel, by its name",
      { boot: { kernel: "6.1-evil" } },
      ["kernel"],
      "kernel-claimed",
      { claimed: '"6.1-evil"' },
    ],
    ["files that nobody knows or claims", { boot: { initrd: "evil" }, claimed: null }, ["report"], "started-other"],
    ["kernel hashes switched off", { boot: { hashed: false } }, ["firmware"], "unmeasured"],
    ["debug mode", { debug: true }, ["report"], "debug"],
    ["another disk", { bundle: { headerDigest: "77".repeat(32) } }, ["disk-header"], "other-disk"],
    [
      "another machine's evidence",
      { bundle: { machineId: "00000000-0000-4000-8000-000000000000" } },
      ["guest-key"],
      "other-machine",
    ],
    ["an image that trusts another gate", { bundle: { gateKeyDigest: "77".repeat(32) } }, ["guest-key"], "other-gate"],
    ["a stolen report", { stolen: { guestKey: Buffer.alloc(32, 9).toString("base64url") } }, ["guest-key"], "borrowed"],
    ["a report with a changed byte", { flip: 0x1a0 + 3 }, ["chip-key", "report"], "forged"],
    ["a revoked signing key", { revoked: true }, ["intermediate"], "revoked"],
    ["certificates that have expired", { at: new Date("2071-01-01T00:00:00Z") }, ["intermediate"], "expired"],
    [
      "old processor firmware",
      { processor: { tcb: { ...productFacts.Genoa.currentTcb, snp: 2 } } },
      ["tcb"],
      "tcb-hole",
    ],
  ];
  test.each(rows)("%s", async (...[, change, failing, headline, values]) =>
    expectRow(await snpCase(change), failing, headline, values),
  );

  test("a word added to the command line: the sentence names it, and both lines are compared", async () => {
    const usual = await snpCase();
    const [, value] = usual.machine.referenceValues;
    const line = value?.commandLine ?? "";
    const made = await snpCase({ boot: longer(line, "init=/bin/sh"), machine: usual.machine });
    await expectRow(made, ["command-line"], "command-line.adds", { added: '"init=/bin/sh"' });
    const { graph } = await look(made);
    const node = graph.nodes.find(({ id }) => id === "command-line");
    expect(node?.difference).toMatchObject({
      expected: line,
      came: `${line} init=/bin/sh`,
      commandLine: { added: ["init=/bin/sh"], removed: [], moved: [] },
      nearest: { name: "kernel 6.12.108", since: "2026-11-01T00:00:00.000Z", origin: "predicted" },
    });
    // The digest is computed from the other files as well, so they are proven.
    const passed = graph.nodes.filter(({ status }) => status === "pass").map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(["report", "firmware", "kernel", "initrd"]));
    expect(graph.nodes.find(({ id }) => id === "guest-key")).toMatchObject({
      status: "unknown",
      because: "command-line",
    });
  });

  test("a part of another known boot is told as such, with the day since when that is known", async () => {
    const { graph } = await look(await snpCase({ boot: { kernel: "6.12.107" } }));
    expect(graph.nodes.find(({ id }) => id === "kernel")?.difference).toMatchObject({
      nearest: { version: "6.12.108", since: "2026-11-01T00:00:00.000Z" },
      cameFrom: { name: "kernel 6.12.107", version: "6.12.107", since: "2026-10-01T00:00:00.000Z" },
    });
  });

  test("a processor of another root, whoever made it", async () => {
    const authority = await testAuthority("Genoa", "foreign");
    const made = await snpCase({ authority, without: ["crls"] });
    await expectRow(made, ["silicon-root"], "foreign-root");
  });

  test("without certificates nothing is forged, but nothing is shown either", async () => {
    const seen = await look(await snpCase({ without: ["certificates"] }));
    expect(seen.verdict.verdict).toBe("rejected");
    expect(seen.failing).toEqual([]);
    expect(seen.unknown).toEqual(seen.graph.nodes.map(({ id }) => id));
    expect(seen.headline.id).toBe("verifier.headline.certificates-missing");
  });

  test("without a revocation list only that is unknown: what is shown stays shown", async () => {
    const seen = await look(await snpCase({ without: ["crls"] }));
    expect(seen.unknown).toEqual(["intermediate"]);
    expect(seen.headline.id).toBe("verifier.headline.revocation-unknown");
  });

  test("firmware that is one level old is no hole that anybody has published", async () => {
    const { currentTcb } = productFacts.Genoa;
    expect((await look(await snpCase({ processor: { tcb: olderTcb(currentTcb) } }))).failing).toEqual([]);
  });
});

describe("a TD:", () => {
  const kernel = (own: readonly TdEvent[]): readonly TdEvent[] => [
    ...own.slice(0, 1),
    tdEvent(1, "other"),
    ...own.slice(2),
  ];
  const line = (own: readonly TdEvent[]): readonly TdEvent[] => [...own.slice(0, 2), tdCommandLine("init=/bin/sh")];
  const rows: Row<TdxChange>[] = [
    ["another firmware", { mrTd: new Uint8Array(48).fill(1) }, ["firmware"], "firmware"],
    ["another kernel", { events: kernel }, ["kernel"], "kernel"],
    ["another command line", { events: line }, ["command-line"], "command-line"],
    ["a debug TD", { debug: true }, ["report"], "debug"],
    ["a TD that has left its initrd", { left: true }, ["guest-key"], "initrd-left"],
    ["a quote with a changed byte", { flip: 48 + 200 }, ["report"], "forged"],
    ["a stolen quote", { stolen: { guestKey: Buffer.alloc(32, 9).toString("base64url") } }, ["guest-key"], "borrowed"],
  ];
  test.each(rows)("%s", async (...[, change, failing, headline, values]) =>
    expectRow(await tdxCase(change), failing, headline, values),
  );

  test("a platform of another root", async () => {
    await expectRow(
      await tdxCase({ authority: await testIntelAuthority("foreign"), withoutCollateral: true }),
      ["silicon-root"],
      "foreign-root",
    );
  });

  test("without Intel's documents the platform's worth is unknown", async () => {
    const seen = await look(await tdxCase({ withoutCollateral: true }));
    expect(seen.failing).toEqual([]);
    expect(seen.unknown).toContain("tcb");
    expect(seen.verdict.verdict).toBe("rejected");
  });
});

describe("a machine that boots from its disk:", () => {
  const replaced = (find: (event: TestEvent) => boolean, by: TestEvent): TpmChange => ({
    events: (usual) => usual.map((event) => (find(event) ? by : event)),
  });
  const measures =
    (text: string) =>
    (event: TestEvent): boolean =>
      Buffer.from(event.measured).toString("utf8") === text;
  const evil = `${commandLine} init=/bin/sh`;
  const rows: Row<TpmChange>[] = [
    ["another firmware", { digest: new Uint8Array(48).fill(1) }, ["svsm", "firmware"], "started-other"],
    ["another boot loader", replaced(measures("GRUB 2.12"), program("GRUB evil")), ["boot-loader"], "boot-loader"],
    ["another kernel", replaced(measures("kernel 6.12"), grubFile("/vmlinuz-6.12", "evil")), ["kernel"], "kernel"],
    ["another initrd", replaced(measures("initrd 6.12"), grubFile("/initrd.img-6.12", "evil")), ["initrd"], "initrd"],
    [
      "another command line",
      {
        events: (usual) =>
          usual.map((event) => {
            if (measures(commandLine)(event)) return grubText("kernel_cmdline", evil);
            return event.data === loadOptions(commandLine).data ||
              event.measured.length === loadOptions(commandLine).measured.length
              ? loadOptions(evil)
              : event;
          }),
      },
      ["command-line"],
      "command-line.adds",
      { added: '"init=/bin/sh"' },
    ],
    [
      "Secure Boot switched off",
      replaced(
        (event) => event.register === 7 && event.data.length === variable("SecureBoot", Uint8Array.of(1)).data.length,
        variable("SecureBoot", Uint8Array.of(0)),
      ),
      ["firmware"],
      "secure-boot-off",
    ],
    [
      "a quote that its TPM did not sign",
      { vtpm: (own, other) => ({ ...own, signature: other.signature }) },
      ["svsm"],
      "forged-quote",
    ],
    [
      "a TPM that the SVSM does not hold",
      { vtpm: (own, other) => ({ ...own, endorsementKey: other.endorsementKey }) },
      ["svsm"],
      "foreign-tpm",
    ],
    [
      "a quote after the initrd was left",
      { events: (usual) => [...usual, { ...grubText("grub_cmd", "left"), register: 15 }] },
      ["guest-key"],
      "initrd-left",
    ],
  ];
  test.each(rows)("%s", async (...[, change, failing, headline, values]) =>
    expectRow(await tpmCase(change), failing, headline, values),
  );

  test("a boot that nobody has seen before asks to be looked at", async () => {
    const made = await tpmCase();
    const [, predicted] = made.machine.measuredBoots ?? [];
    const seen = await look(await tpmCase({ machine: { measuredBoots: predicted === undefined ? [] : [predicted] } }));
    expect(seen.unknown).toContain("firmware");
    expect(seen.headline).toMatchObject({ id: "verifier.headline.never-seen", values: { registers: "PCR 0, 1" } });
  });

  test("a policy that looks at some registers alone leaves the others' links unknown", async () => {
    const policy = "version: 1\nsev-snp: {}\nmeasured-boot:\n  pcrs: [4, 8]\n";
    const seen = await look(await tpmCase({ policy }));
    expect(seen.verdict.verdict).toBe("accepted");
    expect(seen.unknown).toEqual(expect.arrayContaining(["kernel", "initrd"]));
    expect(seen.graph.nodes.find(({ id }) => id === "kernel")?.summary.id).toBe("verifier.node.not-demanded");
  });

  test("what is wrong is put beside the known boot that is nearest to it", async () => {
    const { graph } = await look(await tpmCase(replaced(measures("kernel 6.12"), grubFile("/vmlinuz-6.12", "evil"))));
    const kernel = graph.nodes.find(({ id }) => id === "kernel");
    expect(kernel?.difference?.nearest).toEqual({
      name: "files",
      since: "2026-11-23T00:00:00Z",
      origin: "predicted",
      version: null,
    });
  });
});
