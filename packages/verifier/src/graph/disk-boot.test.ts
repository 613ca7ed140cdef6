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
import { look } from "../testing/lab-case.ts";
import { refusal, told, type Row } from "../testing/told.ts";
import { tpmCase, type TpmChange } from "../testing/tpm-case.ts";

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
    ["another firmware", { digest: new Uint8Array(48).fill(1) }, ["svsm", "firmware"], "firmware"],
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
  test.each(rows)("%s", async (...[, change, failing, headline, values]) => {
    expect(await told(await tpmCase(change))).toMatchObject(refusal(failing, headline, values));
  });

  test("of a command line that was measured, both whole texts are compared", async () => {
    const [, change = {}] = rows.find(([name]) => name === "another command line") ?? [];
    const { graph } = await look(await tpmCase(change));
    expect(graph.nodes.find(({ id }) => id === "command-line")?.difference).toMatchObject({
      expected: commandLine,
      came: evil,
      commandLine: { added: ["init=/bin/sh"], removed: [], moved: [] },
    });
  });

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
    const passing = graph.nodes.filter(({ status }) => status === "pass").map(({ id }) => id);
    expect(passing).toEqual(expect.arrayContaining(["report", "svsm", "firmware", "boot-loader"]));
    expect(kernel?.difference?.nearest).toEqual({
      name: "files",
      since: "2026-11-23T00:00:00Z",
      origin: "predicted",
      version: null,
    });
  });
});
