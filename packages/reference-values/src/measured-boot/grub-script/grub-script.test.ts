import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grubDisk } from "../testing/grub-disk.ts";
import { loaderCommandLine } from "./command-line.ts";
import { evaluateGrub } from "./evaluate.ts";
import { GrubScriptError } from "./syntax.ts";

const config = "(hd0,gpt1)/EFI/debian/grub.cfg";
const machine = { modules: new Set(["part_gpt", "ext2"]), hasMemoryDisk: true };
const kernel = { "(hd0,gpt1)/k": "kernel", "(hd0,gpt1)/i": "initrd", "(hd0,gpt1)/u": "microcode" };
const boot = "linux /k root=x\nboot\n";

/** The texts of PCR 8's events, in order. */
async function commands(script: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return (await trace(script, files)).events.filter(({ pcr }) => pcr === 8).map(({ name }) => name);
}

/** What was run before the kernel was loaded. */
async function before(script: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return (await commands(`${script}\n${boot}`, files)).slice(0, -3);
}

async function trace(script: string, files: Readonly<Record<string, string>> = {}) {
  const disk = grubDisk({ ...kernel, ...files, [config]: script });
  return evaluateGrub(disk, { device: "hd0,gpt1", prefix: "/EFI/debian", machine });
}

async function refusal(script: string, files: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return trace(script, files).then(
    () => undefined,
    (error: unknown) => (error instanceof GrubScriptError ? [error.file, error.line, error.what] : error),
  );
}

describe("words", () => {
  test.each([
    ["echo a  b\tc", "echo a b c"],
    ["echo 'a  b' \"c  d\"", "echo a  b c  d"],
    ["echo 'it''s' a\\ b", "echo its a b"],
    ['echo "a\\"b\\$c\\\\d\\e"', 'echo a"b$c\\d\\e'],
    ["echo '$x' \\$x", "echo $x $x"],
    ["echo a \\\n b # a comment\n", "echo a b"],
    ["echo a#b", "echo a#b"],
    ["echo $", "echo $"],
  ])("%j is run as %j", async (script, run) => expect(await before(script)).toEqual([run]));

  test.each([
    ["set x=1; echo $x ${x}2 \"$x\" '$x'", "echo 1 12 1 $x"],
    ["set x='a  b'; echo $x", "echo a b"],
    ["set x='a  b'; echo \"$x\"", "echo a  b"],
    ["set x=' a b '; echo 1${x}2", "echo 1 a b 2"],
    ["set x=; echo $x.", "echo ."],
    ["echo $x '' end", "echo  end"],
    ["echo a $x b", "echo a b"],
    ["false; echo $?", "echo 1"],
    ["x=y; echo $x", "echo y"],
    ["set x=y; unset x; echo ${x}z", "echo z"],
  ])("%j ends with %j", async (script, run) => expect((await before(script)).at(-1)).toBe(run));

  test("a command that becomes nothing is not run", async () => expect(await before("$nothing")).toEqual([]));
});

describe("conditions", () => {
  test.each([
    ["[ a = a ]", true],
    ["[ a = b ]", false],
    ["[ a != b ]", true],
    ["[ -z '' ]", true],
    ["[ -n a ]", true],
    ["[ '' ]", false],
    ["[ a ]", true],
    ["[ ! a = b ]", true],
    ["test a = b -o c = c", true],
    ["test a = a -a c = d", false],
    ["test a = b -a c = c", false],
    ["[ -f /k ]", true],
    ["[ -e (hd0,gpt2)/k ]", false],
    ["[ -s /i ]", true],
    ["true", true],
    ["false", false],
    ["search --no-floppy --fs-uuid --set=root --hint-efi=hd0 boot-uuid", true],
    ["search --label --set=x absent", false],
  ])("%s is %s", async (condition, holds) => {
    const script = `if ${condition}; then echo yes; else echo no; fi`;
    const files = { "(hd0,gpt2)/k": "kernel" };
    const run = await commands(`${script}\nset root=hd0,gpt1\n${boot}`, condition.includes("gpt2") ? {} : files);
    expect(run).toContain(holds ? "echo yes" : "echo no");
    expect(run).not.toContain(holds ? "echo no" : "echo yes");
  });

  test("elif and nested ones take the first that holds", async () => {
    const script =
      "if false; then echo 1\nelif [ a = a ]\nthen if false; then echo 2; else echo 3; fi\nelse echo 4\nfi";
    expect(await before(script)).toEqual(["false", "[ a = a ]", "false", "echo 3"]);
  });

  test("a test of a file's size reads it, one of its being there does not", async () => {
    const read = async (script: string) =>
      (await trace(`${script}\n${boot}`)).events.filter(({ pcr, name }) => pcr === 9 && name === "/u").length;
    expect([await read("[ -s /u ]"), await read("[ -f /u ]")]).toEqual([1, 0]);
  });
});

describe("scripts and menus", () => {
  test("functions get their arguments, and their own only", async () => {
    const script = "function f {\n  echo $1 $# $2\n}\nf a b\necho $1.";
    expect(await before(script)).toEqual(["f a b", "echo a 2 b", "echo ."]);
  });

  test("configfile starts anew with exported variables, source goes on", async () => {
    const files = { "(hd0,gpt1)/other": "echo $x $y\nset z=1" };
    const set = "set x=1; set y=2; export y";
    expect((await before(`${set}\nconfigfile /other\necho $x $z`, files)).slice(-3)).toEqual([
      "echo 2",
      "set z=1",
      "echo 1",
    ]);
    expect((await before(`${set}\nsource /other\necho $x $z`, files)).slice(-3)).toEqual([
      "echo 1 2",
      "set z=1",
      "echo 1 1",
    ]);
  });

  test("the default entry runs after all others were read, with its title as parameters", async () => {
    const entry = (title: string, id: string) =>
      `menuentry '${title}' --class os --id ${id} {\n\techo $1\n\tlinux /k\n}\n`;
    const script = (wanted: string) => `set default=${wanted}\n${entry("One", "first")}${entry("Two", "second")}`;
    for (const [wanted, title] of [
      ["0", "One"],
      ["1", "Two"],
      ["second", "Two"],
      ["One", "One"],
    ] as const) {
      const run = await commands(script(wanted));
      expect(run.slice(1, 3)).toEqual([
        "menuentry One --class os --id first {\n\techo $1\n\tlinux /k\n}",
        "menuentry Two --class os --id second {\n\techo $1\n\tlinux /k\n}",
      ]);
      expect(run.slice(3)).toEqual([`setparams ${title}`, `echo ${title}`, "linux /k", "/k"]);
    }
  });

  test("kernel and initrds are read in their order, and quotes stay on the command line", async () => {
    const { events, kernel: loaded, initrds } = await trace("linux /k 'a b' c=\"d\" it\\'s\ninitrd /u /i\nboot");
    expect(loaded.commandLine).toBe(String.raw`/k "a b" c=d it\'s`);
    expect(events.slice(2).map(({ pcr, component, name }) => [pcr, component, name])).toEqual([
      [8, "grub-command", "linux /k a b c=d it's"],
      [9, "kernel", "/k"],
      [8, "command-line", String.raw`/k "a b" c=d it\'s`],
      [8, "grub-command", "initrd /u /i"],
      [9, "initrd", "/u"],
      [9, "initrd", "/i"],
      [8, "grub-command", "boot"],
    ]);
    expect(initrds.length).toBe(2);
    expect(loaderCommandLine(["/k", "a\\x20b", "c\\d"])).toBe(String.raw`/k a\x20b c\\d`);
  });

  test("saved variables are read from grubenv", async () => {
    const files = { "(hd0,gpt1)/EFI/debian/grubenv": "# GRUB Environment Block\nsaved=3\n#####" };
    expect(await before("load_env\necho $saved", files)).toEqual(["load_env", "echo 3"]);
  });
});

describe("what can't be foretold names its line", () => {
  test.each([
    ["echo 1\nfrobnicate now", 2, "frobnicate"],
    ["for x in a; do echo; done", 1, "for"],
    ["echo 1\n\necho *.mod", 3, "*"],
    ["echo a | b", 1, "|"],
    ["echo 'open", 1, "'"],
    ["if true; then echo", 1, "elif, else, fi"],
    ["menuentry x {\n\techo", 1, "{"],
    ["[ a -lt b ]", 1, "[ a -lt b ]"],
    ["\nlinux /absent", 2, "linux /absent"],
    ["linux /k\ninitrd newc:a:/i", 2, "initrd newc:a:/i"],
    ["insmod other", 1, "insmod other"],
    ["loadfont /f.pf2", 1, "loadfont /f.pf2"],
    ["save_env x", 1, "save_env"],
    ["source relative", 1, "relative"],
    ["function f {\n f\n}\nf", 2, "16 levels"],
    ["menuentry a {\n\n  true | false\n}", 3, "|"],
    ["set default=5\nmenuentry a { linux /k; }", 1, "default=5"],
    ["submenu a { menuentry b { linux /k; }; }", 1, "default="],
    ["boot", 1, "boot"],
    ["echo", 1, "boot"],
    ["! true", 1, "!"],
  ])("%j", async (script, line, what) => {
    const files = { "(hd0,gpt1)/EFI/debian/x86_64-efi/other.mod": "a module" };
    expect(await refusal(script, files)).toEqual([config, line, what]);
  });

  test("in the file where it stands", async () => {
    const files = { "(hd0,gpt1)/other": "\n\nfrobnicate" };
    expect(await refusal("configfile /other", files)).toEqual(["/other", 3, "frobnicate"]);
    expect(await refusal("configfile /absent", files)).toEqual([config, 1, "/absent"]);
  });

  test("a translation that GRUB would read", async () => {
    const files = { "(hd0,gpt1)/l/ja.mo": "texts" };
    expect(await refusal("set locale_dir=/l\nset lang=ja_JP", files)).toEqual([config, 2, "set lang=ja_JP"]);
  });

  test("any script ends in a trace or in such an error", async () => {
    const pieces = [
      "if ",
      "then ",
      "else ",
      "fi",
      "elif ",
      ";",
      "\n",
      "{",
      "}",
      "'",
      '"',
      "$x",
      "${",
      "\\",
      "#",
      " ",
      "[",
    ];
    const words = [
      "menuentry a ",
      "function f ",
      "f ",
      "linux /k ",
      "boot",
      "set x=1",
      "configfile ",
      config,
      "]",
      "-a",
      "!",
    ];
    const script = fc.array(fc.oneof(fc.constantFrom(...pieces, ...words), fc.string({ maxLength: 4 })), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(script, async (parts) => {
        const outcome = await trace(parts.join("")).catch((error: unknown) => error);
        expect(outcome instanceof Error && !(outcome instanceof GrubScriptError)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
