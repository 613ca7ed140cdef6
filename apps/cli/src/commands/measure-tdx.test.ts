import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { computeMrTd } from "@sekisho/reference-values";
import { buildSyntheticFirmware, buildTdxFirmware } from "@sekisho/reference-values/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sekisho } from "../testing.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sekisho-tdx-"))));
afterAll(() => rm(folder, { recursive: true }));

const firmware = buildTdxFirmware();

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const kernel = () => save("vmlinuz", writePe({ sections: [{ name: ".text", content: toUtf8("kernel") }] }));

describe("sekisho measure tdx", () => {
  test("prints MRTD alone, or one JSON object, in either order of pages", async () => {
    const path = await save("OVMF.fd", firmware);
    const [digest, bySection] = [await computeMrTd(firmware), await computeMrTd(firmware, { order: "section" })];
    expect(await sekisho("measure", "tdx", "--ovmf", path)).toEqual({
      status: 0,
      output: `${toHex(digest)}\n`,
      errors: "",
    });
    const json = await sekisho("measure", "tdx", "--ovmf", path, "--page-order", "section", "--json");
    expect(JSON.parse(json.output)).toEqual({ digest: toHex(bySection) });
  });

  test("with a kernel tells RTMR 1 and 2, and why not the others", async () => {
    const boot = ["--kernel", await kernel(), "--initrd", await save("initrd", toUtf8("initrd")), "--append", "quiet"];
    const words = ["measure", "tdx", "--ovmf", await save("OVMF.fd", firmware), ...boot];
    const { digest, rtmrs, events, alternatives, unpredicted } = JSON.parse(
      (await sekisho(...words, "--json")).output,
    ) as {
      readonly [name: string]: unknown;
      readonly rtmrs: Readonly<Record<string, string>>;
      readonly events: readonly { readonly component: string; readonly pcr: number }[];
    };
    const sha384 = (...parts: readonly Uint8Array[]) => createHash("sha384").update(Buffer.concat(parts)).digest();
    const commandLine = sha384(Buffer.from("quiet initrd=initrd\0", "utf16le"));
    const rtmr2 = sha384(sha384(new Uint8Array(48), commandLine), sha384(toUtf8("initrd")));
    expect(digest).toBe(toHex(await computeMrTd(firmware)));
    expect(Object.keys(rtmrs)).toEqual(["1", "2"]);
    expect(rtmrs["2"]).toBe(rtmr2.toString("hex"));
    expect(events.map(({ component }) => component)).toContain("kernel");
    const inFront = sha384(Buffer.from("initrd=initrd quiet\0", "utf16le"));
    const otherwise = sha384(sha384(new Uint8Array(48), inFront), sha384(toUtf8("initrd"))).toString("hex");
    expect(alternatives).toEqual([{ name: "direct boot [initrd-argument-in-front]", rtmrs: { "2": otherwise } }]);
    expect(unpredicted).toMatchObject([{ rtmr: 0 }, { rtmr: 3 }]);

    const { output, status } = await sekisho(...words);
    expect(status).toBe(0);
    expect(output).toContain(`RTMR 2 ${rtmr2.toString("hex")}\n  ${commandLine.toString("hex").slice(0, 16)}`);
    expect(output).toContain(`[initrd-argument-in-front]\n  RTMR 2 ${otherwise}\n`);
    expect(output).toContain("Not told by these files:\n  RTMR 0 ");
  });

  test.each([
    ["--initrd", "initrd"],
    ["--append", "quiet"],
  ])("refuses %s without a kernel", async (option, value) => {
    const refused = await sekisho("measure", "tdx", "--ovmf", await save("OVMF.fd", firmware), option, value);
    expect(refused).toMatchObject({ status: 2, output: "" });
    expect(refused.errors).toContain("--kernel");
  });

  test("says what is wrong with firmware that is not for TDX, and a kernel that is no EFI program", async () => {
    const other = await sekisho("measure", "tdx", "--ovmf", await save("OVMF.amd.fd", buildSyntheticFirmware()));
    expect(other).toMatchObject({ status: 2, output: "" });
    expect(other.errors).toContain("TDX metadata");
    const words = ["--ovmf", await save("OVMF.fd", firmware), "--kernel", await save("kernel", toUtf8("kernel"))];
    const none = await sekisho("measure", "tdx", ...words);
    expect(none).toMatchObject({ status: 2, output: "" });
    expect(none.errors).toContain("CONFIG_EFI_STUB");
  });
});
