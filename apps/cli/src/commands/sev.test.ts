import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { concatBytes, toUtf8 } from "@sekisho/encoding";
import { diskPassphraseGuid, parseSecretTable } from "@sekisho/evidence/sev";
import {
  createSevPlatform,
  launchSevGuest,
  SevFirmwareError,
  type MeasuredSevGuest,
  type SevGuestFiles,
  type SevPlatform,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { launchedDiskKeyGuid, parseLaunchedDiskKey } from "@sekisho/release";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sekisho, type Outcome } from "../testing.ts";

const authority = await testAuthority("Milan");
const platform = createSevPlatform(authority);
const firmware = buildSyntheticFirmware({
  extraEntries: [{ guid: "4c2eb361-7d9b-4cc3-8081-127c90d3d294", data: Uint8Array.of(0, 0, 0x81, 0, 0, 0x0c, 0, 0) }],
});
const shape = { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x0" } as const;
const files: SevGuestFiles = {
  firmware,
  kernel: toUtf8("kernel"),
  initrd: toUtf8("initrd with efi_secret.ko"),
  commandLine: "quiet panic=-1",
  shape,
};
const headerDigest = "5c".repeat(32);
const verdictSchema = z.object({
  verdict: z.string(),
  checks: z.array(z.object({ id: z.string(), status: z.string(), required: z.boolean(), text: z.string() })),
});

let folder = "";
const place = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-sev-"));
  await writeFile(place("platform.cert"), platform.chain);
  await writeFile(place("ovmf.fd"), firmware);
  await writeFile(place("vmlinuz"), files.kernel);
  await writeFile(place("initrd.img"), files.initrd);
  await writeFile(place("disk.key"), "the key of the disk");
});

const root = ["--root", authority.rootDigest];
const good = () => [
  ...root,
  "--ovmf",
  place("ovmf.fd"),
  "--kernel",
  place("vmlinuz"),
  "--initrd",
  place("initrd.img"),
  "--append",
  files.commandLine,
  "--vcpus",
  "2",
  "--vcpu-type",
  "EPYC-Milan",
];

/** A session as the owner makes it; its files begin with `name`. */
async function session(name: string, ...more: readonly string[]): Promise<Outcome> {
  const words = ["--platform", place("platform.cert"), "--guest-policy", "0xf", "--out", folder, "--name", name];
  return sekisho("sev", "session", ...words, ...root, ...more);
}

/** What the host then does with the owner's files, on this platform or another. */
async function launch(
  name: string,
  changes: Partial<SevGuestFiles> & { readonly policy?: number; readonly platform?: SevPlatform } = {},
): Promise<MeasuredSevGuest> {
  const read = async (suffix: string): Promise<Uint8Array> =>
    new Uint8Array(Buffer.from(await readFile(place(`${name}${suffix}`), "utf8"), "base64"));
  const start = {
    policy: changes.policy ?? 0xf,
    certificate: await read("-dh.b64"),
    session: await read("-session.b64"),
  };
  const guest = await launchSevGuest(changes.platform ?? platform, start, { ...files, ...changes });
  await writeFile(place(`${name}.info`), guest.launchInfo);
  return guest;
}

function verify(name: string, ...more: readonly string[]): Promise<Outcome> {
  const words = ["--keys", place(`${name}.keys`), "--launch-info", place(`${name}.info`), "--json"];
  return sekisho("sev", "verify", ...words, ...good(), ...more);
}

/** What refuses, and the first sentence about it. */
function refusalsOf({ output }: Outcome): { readonly ids: readonly string[]; readonly text: string } {
  const { checks } = verdictSchema.parse(JSON.parse(output));
  const refusing = checks.filter(({ status, required }) => status === "fail" || (required && status !== "pass"));
  return { ids: refusing.map(({ id }) => id), text: refusing[0]?.text ?? "" };
}

function secret(name: string, ...more: readonly string[]): Promise<Outcome> {
  const words = ["--keys", place(`${name}.keys`), "--out", folder, "--name", `${name}-secret`, "--json"];
  const key = ["--key", place("disk.key"), "--header-digest", headerDigest];
  return sekisho("sev", "secret", ...words, ...key, ...more);
}

const packetSchema = z.strictObject({ "packet-header": z.base64(), secret: z.base64(), gpa: z.int().optional() });

async function inject(guest: MeasuredSevGuest, { output }: Outcome): Promise<Uint8Array> {
  const packet = packetSchema.parse(JSON.parse(output));
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
  return guest.launching.secret(bytes(packet["packet-header"]), bytes(packet.secret));
}

describe("the way of a disk key into a SEV-ES guest", () => {
  test("session, launch, measurement, secret: the guest has the key, for its own disk", async () => {
    const made = await session("way");
    expect(made.status).toBe(0);
    expect(made.output).toContain(`dh-cert-file=${place("way-dh.b64")}`);
    expect((await stat(place("way.keys"))).mode & 0o777).toBe(0o600);
    const guest = await launch("way");
    const verified = await verify("way", "--verdict", place("way.verdict"));
    expect(refusalsOf(verified)).toEqual({ ids: [], text: "" });
    expect(verified.status).toBe(0);
    const sealed = await secret("way", "--verdict", place("way.verdict"), ...good());
    expect(sealed.errors).toBe("");
    expect(sealed.status).toBe(0);
    expect(packetSchema.parse(JSON.parse(sealed.output)).gpa).toBe(0x81_0000);
    const table = parseSecretTable(await inject(guest, sealed));
    const entry = table.ok ? table.value.find(({ guid }) => guid === launchedDiskKeyGuid) : undefined;
    const key = parseLaunchedDiskKey(entry?.data ?? new Uint8Array());
    expect(key).toEqual({ ok: true, value: { headerDigest, key: toUtf8("the key of the disk") } });
    expect(await readFile(place("way-secret-payload.b64"), "utf8")).toBe(
      packetSchema.parse(JSON.parse(sealed.output)).secret,
    );
  });

  test("verification and secret in one call; a passphrase under the field's GUID needs no kernel", async () => {
    await session("once");
    const guest = await launch("once");
    await writeFile(place("passphrase"), "open sesame");
    const words = ["--keys", place("once.keys"), "--launch-info", place("once.info"), "--out", folder];
    const sealed = await sekisho(
      "sev",
      "secret",
      "--json",
      ...words,
      ...good(),
      "--disk-passphrase",
      place("passphrase"),
    );
    expect(sealed.status).toBe(0);
    expect(parseSecretTable(await inject(guest, sealed))).toEqual({
      ok: true,
      value: [{ guid: diskPassphraseGuid, data: toUtf8("open sesame") }],
    });
  });
});

describe("refused", () => {
  test.each<[string, Parameters<typeof launch>[1], RegExp]>([
    ["another firmware", { firmware: buildSyntheticFirmware({ pages: 5 }) }, /none of \d+ launches/],
    ["another kernel", { kernel: toUtf8("kernel of the host") }, /The kernel differs/],
    ["another command line", { commandLine: "quiet panic=-1 init=/bin/sh" }, /adds "init=\/bin\/sh"/],
    ["more virtual CPUs", { shape: { ...shape, vcpus: 4 } }, /2 → 4/],
  ])("%s, and why", async (name, changes, reason) => {
    const id = name.replaceAll(" ", "-");
    await session(id);
    await launch(id, changes);
    await writeFile(place("host-kernel"), "kernel of the host");
    const suspects = ["--try-kernel", place("host-kernel"), "--try-append", "quiet panic=-1 init=/bin/sh"];
    const verdict = place(`${id}.verdict`);
    const verified = await verify(id, ...suspects, "--verdict", verdict);
    expect(verified.status).toBe(1);
    expect(refusalsOf(verified).ids).toContain("sev.measurement");
    expect(refusalsOf(verified).text).toMatch(reason);
    await expect(stat(verdict)).rejects.toThrow("ENOENT");
    const sealed = await secret(id, "--launch-info", place(`${id}.info`), ...good());
    expect(sealed.status).toBe(1);
    expect(sealed.output).toBe("");
    await expect(stat(place(`${id}-secret-payload.b64`))).rejects.toThrow("ENOENT");
  });

  test("another policy or another platform: the firmware does not start", async () => {
    await session("foreign");
    await expect(launch("foreign", { policy: 0xb })).rejects.toThrow(SevFirmwareError);
    const other = createSevPlatform(authority, { name: "another" });
    await expect(launch("foreign", { platform: other })).rejects.toThrow("BAD_MEASUREMENT");
  });

  test("the measurement of an earlier launch, and a verdict or packet of one", async () => {
    await session("first");
    await session("second");
    await launch("first");
    await verify("first", "--verdict", place("first.verdict"));
    const guest = await launch("second");
    const replayed = await sekisho(
      "sev",
      "verify",
      "--json",
      "--keys",
      place("second.keys"),
      "--launch-info",
      place("first.info"),
      ...good(),
    );
    expect(refusalsOf(replayed).ids).toEqual(["sev.measurement"]);
    const foreign = await secret("second", "--verdict", place("first.verdict"), ...good());
    expect(foreign.status).toBe(2);
    expect(foreign.errors).toContain("was not made with these keys");
    const sealed = await secret("first", "--verdict", place("first.verdict"), ...good());
    await expect(inject(guest, sealed)).rejects.toThrow("BAD_MEASUREMENT");
  });

  test("a forged chain, a root that nobody named, and a policy that lets the host debug: no session is made", async () => {
    await writeFile(place("forged.cert"), createSevPlatform(authority, { forge: "CEK" }).chain);
    const words = (name: string, policy: string) => [
      "sev",
      "session",
      "--platform",
      place(name),
      "--guest-policy",
      policy,
      "--out",
      folder,
      "--name",
      "none",
    ];
    const forged = await sekisho(...words("forged.cert", "0xf"), ...root);
    expect(forged.status).toBe(1);
    expect(forged.output).toContain("The platform's CEK is not signed by its ASK.");
    expect((await sekisho(...words("platform.cert", "0xf"))).output).toContain("[sev.chain.root]");
    expect((await sekisho(...words("platform.cert", "0xe"), ...root)).output).toContain("[sev.policy.debug]");
    await expect(stat(place("none.keys"))).rejects.toThrow("ENOENT");
  });

  test("a kernel that can't read the secret, or of which nobody knows", async () => {
    await writeFile(place("config-debian"), "# CONFIG_EFI_SECRET is not set\n");
    const debian = await secret("way", "--verdict", place("way.verdict"), "--kernel-config", place("config-debian"));
    expect(debian.status).toBe(2);
    expect(debian.errors).toContain("Ubuntu 24.04");
    const unknown = await secret("way", "--verdict", place("way.verdict"), "--kernel", place("vmlinuz"));
    expect(unknown.status).toBe(2);
    expect(unknown.errors).toContain("--kernel-config");
  });
});

describe("wrong usage and unreadable input are one sentence with status 2", () => {
  test.each<[string, () => readonly string[], string]>([
    [
      "no certificates",
      () => ["session", "--platform", place("disk.key"), "--guest-policy", "1", "--out", folder],
      "disk.key",
    ],
    [
      "no policy",
      () => ["session", "--platform", place("platform.cert"), "--out", folder],
      "--guest-policy must be given",
    ],
    ["keys that are none", () => ["verify", "--keys", place("disk.key"), ...good()], "magic"],
    ["no measurement", () => ["verify", "--keys", place("way.keys"), ...good()], "--measurement must be given"],
    [
      "half a measurement",
      () => ["verify", "--keys", place("way.keys"), "--measurement", "AAAA", "--firmware", "1.55.21", ...good()],
      "MEASURE",
    ],
    [
      "no version",
      () => ["verify", "--keys", place("way.keys"), "--measurement", "AAAA", ...good()],
      "--firmware must be given",
    ],
    ["nothing to seal", () => ["secret", "--keys", place("way.keys"), "--out", folder], "give --key"],
    [
      "a verdict that is none",
      () => [
        "secret",
        "--keys",
        place("way.keys"),
        "--out",
        folder,
        "--disk-passphrase",
        place("disk.key"),
        "--verdict",
        place("disk.key"),
      ],
      "is no verdict file",
    ],
  ])("%s", async (_, words, expected) => {
    const { status, errors, output } = await sekisho("sev", ...words());
    expect(errors).toContain(expected);
    expect(status).toBe(2);
    expect(output).toBe("");
  });

  test("a session is never written over another one", async () => {
    const again = await session("way");
    expect(again.status).toBe(2);
    expect(again.errors).toContain("exists already");
  });
});

describe("what hosts tell", () => {
  test("certificates as QEMU and libvirt give them, and a launch as virsh tells it", async () => {
    const { pdh, pek, oca, cek, ask, ark } = platform.certificates;
    const base64 = (...parts: readonly Uint8Array[]): string => Buffer.from(concatBytes(...parts)).toString("base64");
    const answer = { return: { pdh: base64(pdh), "cert-chain": base64(pek, oca, cek), cbitpos: 51 } };
    await writeFile(place("capabilities.json"), JSON.stringify(answer));
    await writeFile(place("ca.b64"), `${base64(ask, ark)}\n`);
    const words = ["--platform", place("capabilities.json"), "--platform", place("ca.b64"), "--guest-policy", "0xf"];
    const made = await sekisho("sev", "session", ...words, ...root, "--out", folder, "--name", "virsh");
    expect(made.status).toBe(0);
    const { measurement } = await launch("virsh");
    const { apiMajor, apiMinor, build } = platform.firmware;
    const lines = [
      `sev-measurement: ${Buffer.from(measurement).toString("base64")}`,
      `sev-api-major  : ${apiMajor}`,
      `sev-api-minor  : ${apiMinor}`,
      `sev-build-id   : ${build}`,
      "sev-policy     : 15",
    ];
    await writeFile(place("virsh.info"), `${lines.join("\n")}\n`);
    expect(refusalsOf(await verify("virsh"))).toEqual({ ids: [], text: "" });
  });
});
