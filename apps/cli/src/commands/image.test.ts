import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createContext } from "../context.ts";
import { main } from "../main.ts";

let folder = "";
let gate = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-cli-image-"));
  gate = join(folder, "gate.json");
  await writeFile(
    gate,
    JSON.stringify({
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: "AAAA", digest }],
      tlsKeyDigests: [digest],
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sekisho(words: readonly string[], locale: "en" | "ja" = "en") {
  let errors = "";
  let output = "";
  const sink = (take: (text: string) => void) => ({ write: take, isTTY: false });
  const context = createContext(
    locale,
    sink((text) => (output += text)),
    sink((text) => (errors += text)),
  );
  return { status: await main(words, context), output, errors };
}

const build = (...more: string[]) =>
  sekisho(["image", "build", "--gate", gate, "--output", join(folder, "x"), "--name", "ward-3", ...more]);

const digest = "ab".repeat(32);
const disk = ["--suite", "trixie", "--boot", "uki"];
const tpm = [...disk, "--technology", "tpm"];

describe("sekisho image build answers wrong usage with one sentence and status 2", () => {
  test.each([
    ["no source", [], "--suite trixie, or --from"],
    ["two sources", ["--suite", "trixie", "--from", "."], "exclude each other"],
    ["a source that is not there", ["--from", "/nonexistent/tree"], "/nonexistent/tree"],
    ["packages for a person's own tree", ["--from", "/etc", "--packages", "nginx"], "--packages is for --suite"],
    ["a package that is none", ["--suite", "trixie", "--packages", "a b;c"], "no package name"],
    ["two keys", ["--suite", "trixie", "--key-file", "k", "--generate-key"], "exclude each other"],
    ["a generated passphrase", ["--suite", "trixie", "--mode", "enter", "--generate-key"], "mode enter"],
    ["no CPU", ["--suite", "trixie", "--vcpus", "0"], "from 1 to 512"],
    [
      "what only a disk needs",
      ["--suite", "trixie", "--secure-boot", "off"],
      "--secure-boot is for machines that boot",
    ],
    ["a TPM without a disk", ["--suite", "trixie", "--technology", "tpm"], "--technology is for machines that boot"],
    ["a TD that boots from its disk", [...disk, "--technology", "tdx"], "such a guest boots directly"],
    ["a TPM known to a direct boot", ["--suite", "trixie", "--endorsement-key", digest], "--endorsement-key is for"],
    ["an SVSM without a VM", [...tpm, "--vtpm", "svsm"], "inside a confidential VM"],
    ["a report of no VM", [...tpm, "--report-source", "port"], "has no attestation report"],
    ["a TPM known twice", [...disk, "--endorsement-root", digest], "Leave --endorsement-key and --endorsement-root"],
    ["a key without its certificate", [...disk, "--signing-key", "k"], "both --signing-key and --signing-certificate"],
    [
      "a key for what its maker signed",
      ["--suite", "trixie", "--boot", "grub", "--signing-key", "k", "--signing-certificate", "c"],
      "Only --boot uki with Secure Boot signs",
    ],
    ["a signing key that is not there", [...disk, "--signing-key", "k", "--signing-certificate", "c"], "no file k"],
    ["a root that is no digest", ["--suite", "trixie", "--additional-root", "abc"], "64 hexadecimal digits"],
    ["a cloud without a name", ["--suite", "trixie", "--cloud", " "], "1 to 64 characters"],
  ])("%s", async (_, more, expected) => {
    const { status, output, errors } = await build(...more);
    expect(status).toBe(2);
    expect(errors).toContain(expected);
    expect(output).toBe("");
  });

  test("a key that is too short to be one", async () => {
    const key = join(folder, "short.key");
    await writeFile(key, "0123456789");
    const { status, errors } = await build("--suite", "trixie", "--key-file", key);
    expect(status).toBe(2);
    expect(errors).toContain("has 10 bytes");
    expect(errors).not.toContain("0123456789");
  });

  test("a gate.json that is none", async () => {
    const wrong = join(folder, "wrong.json");
    await writeFile(wrong, '{"type":"sekisho-gate"}');
    const words = ["image", "build", "--suite", "trixie", "--gate", wrong, "--output", folder, "--name", "a"];
    const { status, errors } = await sekisho(words, "ja");
    expect(status).toBe(2);
    expect(errors).toContain("の内容が正しくありません");
  });
});

describe("sekisho machine import", () => {
  test("wants to know whether to verify or to restore", async () => {
    const { status, errors } = await sekisho(["machine", "import", "backup"]);
    expect(status).toBe(2);
    expect(errors).toContain("Say either --verify");
  });

  test("names a backup that is not there", async () => {
    const passphrase = join(folder, "passphrase");
    await writeFile(passphrase, "words\n");
    const words = ["machine", "import", "/nonexistent/backup", "--verify", "--passphrase-file", passphrase];
    const { status, errors } = await sekisho(words);
    expect(status).toBe(2);
    expect(errors).toContain("/nonexistent/backup");
  });
});
