import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { run } from "@sekisho/image";
import { writeVariableStore } from "@sekisho/reference-values/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { main } from "../main.ts";

let folder: string;
let disk: string;
let files: string[];

/** A disk with systemd-boot and a unified kernel image, as far as their sections go. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-measure-pcrs-"));
  const named = (name: string) => ({ name: ".sdmagic", content: toUtf8(`#### LoaderInfo: ${name} 257.13 ####`) });
  const kernel = writePe({ sections: [{ name: ".text", content: Uint8Array.of(1) }] });
  const commandLine = { name: ".cmdline", content: toUtf8("root=x") };
  const uki = writePe({ sections: [named("systemd-stub"), { name: ".linux", content: kernel }, commandLine] });
  await mkdir(join(folder, "EFI/BOOT"), { recursive: true });
  await mkdir(join(folder, "EFI/Linux"), { recursive: true });
  await writeFile(join(folder, "EFI/BOOT/BOOTX64.EFI"), writePe({ sections: [named("systemd-boot")] }));
  await writeFile(join(folder, "EFI/Linux/one.efi"), uki);
  disk = join(folder, "disk.img");
  await writeFile(disk, "");
  await truncate(disk, 12 * 1024 * 1024);
  await run("sfdisk", ["--quiet", disk], { stdin: toUtf8("label: gpt\nstart=2048,size=16384,type=U,name=esp\n") });
  await run("mformat", ["-i", `${disk}@@1M`, "-T", "16384", "::"]);
  await run("mcopy", ["-i", `${disk}@@1M`, "-s", join(folder, "EFI"), "::"]);
  await writeFile(join(folder, "code.fd"), new Uint8Array(1000));
  await writeFile(join(folder, "vars.fd"), writeVariableStore([]));
  files = ["--firmware", join(folder, "code.fd"), "--variables", join(folder, "vars.fd")];
});
afterAll(() => rm(folder, { recursive: true }));

async function sekisho(...words: string[]): Promise<{ status: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  const context = createContext("en", { write: (text) => (output += text) }, { write: (text) => (errors += text) });
  const status = await main(words, context);
  return { status, output, errors };
}

describe("sekisho measure pcrs", () => {
  test("prints PCRs, events and what only a first boot tells as one JSON object", async () => {
    const { status, output } = await sekisho("measure", "pcrs", "--image", disk, ...files, "--json");
    expect(status).toBe(0);
    const found = JSON.parse(output) as Record<string, unknown>;
    const zeros = "0".repeat(64);
    // The separator alone, as every boot log has it.
    const separated = "3d458cfe55cc03ea1f443f1562beec8df51c75e14a9fcf9a7234a13f198e7969";
    expect(found).toMatchObject({
      boot: "uki",
      secureBoot: false,
      banks: { sha256: { "2": separated, "3": separated, "6": separated, "8": zeros, "12": zeros, "14": zeros } },
      unpredicted: [{ pcr: 0 }, { pcr: 1 }, { pcr: 10 }, { pcr: 15 }],
    });
    expect(found["events"]).toContainEqual(
      expect.objectContaining({ pcr: 9, component: "command-line", name: "root=x" }),
    );
    const [first] = found["unpredicted"] as readonly { readonly reason: string }[];
    expect(first?.reason).toContain("sekisho machine learn");
    // Nobody can see into this firmware, so both of its kinds stand there.
    expect(found["alternatives"]).toHaveLength(3);
  });

  test("prints them for a person, by PCR", async () => {
    const { status, output } = await sekisho("measure", "pcrs", "--image", disk, ...files);
    expect(status).toBe(0);
    expect(output).toMatch(/^PCR 11 [0-9a-f]{64}\n {2}[0-9a-f]{16} uki-section \.linux$/m);
    expect(output).toContain("[empty-boot-option]\n  PCR 4 ");
    expect(output).toContain("Not told by the image:\n  PCR 0 It holds the firmware");
  });

  test("says in one sentence what does not fit", async () => {
    const grub = await sekisho("measure", "pcrs", "--image", disk, ...files, "--boot", "grub");
    expect(grub).toMatchObject({ status: 2, output: "" });
    expect(grub.errors).toContain("There is no file /EFI/BOOT/grubx64.efi");
    const noDisk = await sekisho("measure", "pcrs", "--image", join(folder, "vars.fd"), ...files);
    expect(noDisk).toMatchObject({ status: 2, output: "" });
    expect(noDisk.errors).toContain("no partition table that can be read");
    expect((await sekisho("measure", "pcrs", "--image", disk)).status).toBe(2);
  });
});
