import process from "node:process";
import { expect, it } from "vitest";
import { z } from "zod";
import { run } from "../main.ts";
import { chooseMode } from "../mode.ts";
import { scenariosOf } from "../scenarios.ts";

const { kind } = await chooseMode(false);
if (kind !== "vm") process.stderr.write("This machine can't run the demo's virtual machine: its test is skipped.\n");

const resultSchema = z.looseObject({
  mode: z.literal("vm"),
  boots: z.array(
    z.looseObject({ name: z.string(), outcome: z.string(), refusedBy: z.string().nullable(), reason: z.string() }),
  ),
});

/** What each way to boot shows that the other doesn't; `npm run demo -- --boot …` plays all. */
const played = {
  grub: ["auto", "grub-command", "disk-initrd", "dbx", "fresh-vtpm"],
  uki: ["enter", "secure-boot-off", "smbios"],
} as const;

it.runIf(kind === "vm").each(["grub", "uki"] as const)(
  "boots the genuine machine from its disk by %s, and refuses changed ones by name",
  async (boot) => {
    let output = "";
    const only = [...played[boot], ...(boot === "grub" ? forgedNames() : [])];
    const words = ["--boot", boot, "--json", "--lang", "en"];
    const streams = {
      output: { write: (text: string) => (output += text) },
      errors: { write: (text: string) => process.stderr.write(text) },
    };
    const status = await run(words, streams, only);
    const { boots } = resultSchema.parse(JSON.parse(output));
    const wanted = scenariosOf(boot, "vm")
      .filter(({ name }) => only.includes(name))
      .map(({ name, expected }) =>
        expected.outcome === "released" ? [name, "released", null] : [name, "refused", expected.by],
      );
    expect(boots.map(({ name, outcome, refusedBy }) => [name, outcome, refusedBy])).toEqual(wanted);
    expect(status).toBe(0);
    const silent = boots.filter(({ name, reason }) => tellingWords[name]?.test(reason) === false);
    expect(silent.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
  },
);

/** What a refusal must say of the component that differs. */
const tellingWords: Readonly<Record<string, RegExp>> = {
  "grub-command": /color_normal/,
  "disk-initrd": /initrd/,
  dbx: /dbx/,
  "secure-boot-off": /Secure ?Boot/,
  smbios: /init=\/bin\/sh|command line/,
};

/** Evidence that root in the machine forges: no machine boots for it. */
function forgedNames(): string[] {
  return scenariosOf("grub", "vm")
    .map(({ name }) => name)
    .filter(
      (name) => name.startsWith("event-") || name.endsWith("-key") || name.startsWith("own-") || name === "other-pcrs",
    );
}
