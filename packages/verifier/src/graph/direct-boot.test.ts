import { olderTcb, productFacts } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { describe, expect, test } from "vitest";
import { look } from "../testing/lab-case.ts";
import { snpCase, type SnpChange } from "../testing/snp-case.ts";
import { refusal, told, type Row } from "../testing/told.ts";

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
    ["an unknown initrd", { boot: { initrd: "evil" } }, ["report"], "file-exchanged"],
    [
      "an unknown kernel, by its name",
      { boot: { kernel: "6.1-evil" } },
      ["kernel"],
      "kernel-claimed",
      { claimed: '"6.1-evil"' },
    ],
    ["files that nobody knows or claims", { boot: { initrd: "evil" }, claimed: null }, ["report"], "started-other"],
    ["kernel hashes switched off", { boot: { hashed: false } }, ["firmware"], "unmeasured"],
    [
      "more virtual CPUs than it was made for",
      { boot: { shape: { vcpus: 4, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } } },
      ["report"],
      "vcpus",
      { actual: "4", expected: "2" },
    ],
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
  test.each(rows)("%s", async (...[, change, failing, headline, values]) => {
    expect(await told(await snpCase(change))).toMatchObject(refusal(failing, headline, values));
  });

  test("a word added to the command line: the sentence names it, and both lines are compared", async () => {
    const usual = await snpCase();
    const [, value] = usual.machine.referenceValues;
    const line = value?.commandLine ?? "";
    const made = await snpCase({ boot: longer(line, "init=/bin/sh"), machine: usual.machine });
    expect(await told(made)).toMatchObject(refusal(["command-line"], "command-line.adds", { added: '"init=/bin/sh"' }));
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

  test("a launch digest that nothing explains accuses no single part", async () => {
    const { graph } = await look(await snpCase({ boot: { initrd: "evil" } }));
    const parts = graph.nodes.filter(({ id }) => ["firmware", "kernel", "initrd"].includes(id));
    expect(parts.map(({ status, summary }) => [status, summary.id])).toEqual(
      parts.map(() => ["unknown", "verifier.node.maybe-this"]),
    );
    const { difference } = graph.nodes.find(({ id }) => id === "report") ?? {};
    expect(difference?.nearest).toMatchObject({ name: "kernel 6.12.108", since: "2026-11-01T00:00:00.000Z" });
  });

  test("what the chip maker was not asked for any more is not said to be missing", async () => {
    const { graph } = await look(await snpCase({ debug: true, without: ["certificates", "crls"] }));
    const chip = graph.nodes.find(({ id }) => id === "chip-key");
    expect(chip).toMatchObject({ status: "unknown", summary: { id: "verifier.node.not-fetched" } });
    expect(chip).not.toHaveProperty("difference");
  });

  test("another machine's boot is told as that, and not word by word", async () => {
    const commandLine = "root=/dev/mapper/root ro panic=-1 sekisho.machine=00000000-0000-4000-8000-000000000000";
    const made = await snpCase({ boot: { commandLine } });
    expect(await told(made)).toMatchObject(refusal(["command-line"], "image-of-another"));
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
    expect(await told(made)).toMatchObject(refusal(["silicon-root"], "foreign-root"));
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
