import { ByteWriter, concatBytes, fromHex, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventTypeNumber, readBootLog, type BootEvent } from "../index.ts";
import { writeCryptoAgileLog, type WrittenEvent } from "../testing/write-log.ts";

const sha256 = 0x000b;
const wide = (text: string) => new Uint8Array(Buffer.from(`${text}\0`, "utf16le"));

/** The event as `readBootLog` gives it, alone in a log; its digest is of `measured`. */
async function read(type: string, data: Uint8Array, measured: Uint8Array = data, register = 8): Promise<BootEvent> {
  const written: WrittenEvent = {
    register,
    type: eventTypeNumber(type) ?? -1,
    digests: [[sha256, await hash("sha256", measured)]],
    data,
  };
  const log = await readBootLog(writeCryptoAgileLog([[sha256, 32]], [written]));
  if (!log.ok) throw new Error(JSON.stringify(log.error));
  const [event] = log.value.events;
  if (event === undefined) throw new Error("no event");
  return event;
}

async function component(type: string, data: Uint8Array, measured?: Uint8Array, register?: number) {
  return (await read(type, data, measured, register)).component;
}

const content = toUtf8("what a file holds");

describe("GRUB's events", () => {
  test.each([
    ["grub_cmd: set root=hd0\0", "set root=hd0", "grub-command"],
    ["grub_cmd set root=hd0", "set root=hd0", "grub-command"],
    ["kernel_cmdline: /vmlinuz root=/dev/sda1\0", "/vmlinuz root=/dev/sda1", "command-line"],
    ["grub_kernel_cmdline /vmlinuz ro", "/vmlinuz ro", "command-line"],
    ["module_cmdline: xen\0", "xen", "command-line"],
    ["grub_cmd: x\0`", "x", "grub-command"],
  ])("%j is %j without its prefix and its zero", async (data, name, kind) => {
    expect(await component("EV_IPL", toUtf8(data), toUtf8(name))).toEqual({ kind, name, authenticated: true });
  });

  test("a name that was changed afterwards is only a claim", async () => {
    const changed = await component("EV_IPL", toUtf8("kernel_cmdline: ro\0"), toUtf8("ro init=/bin/sh"));
    expect(changed).toEqual({ kind: "command-line", name: "ro", authenticated: false });
  });

  test.each([
    ["(hd0,gpt1)/grub/grub.cfg\0", "grub-file"],
    ["/boot/vmlinuz-6.12\0", "kernel"],
    ["/initrd.img-6.12\0", "initrd"],
    ["grub_linuxefi Kernel\0", "kernel"],
    ["MokListX\0", "machine-owner-keys"],
  ])("the file %j is named and never proven, even by a digest of its own name", async (data, kind) => {
    const name = data.slice(0, -1);
    expect(await component("EV_IPL", toUtf8(data), content, 9)).toEqual({ kind, name, authenticated: false });
    expect(await component("EV_IPL", toUtf8(data), toUtf8(name), 9)).toEqual({ kind, name, authenticated: false });
  });
});

describe("a unified kernel image", () => {
  test("proves the names of its sections, and not that a content is theirs", async () => {
    const section = { kind: "uki-section", name: ".initrd" };
    expect(await component("EV_IPL", wide(".initrd"), toUtf8(".initrd\0"), 11)).toEqual({
      ...section,
      authenticated: true,
    });
    expect(await component("EV_IPL", wide(".initrd"), content, 11)).toEqual({ ...section, authenticated: false });
  });

  test("proves what the host adds to its command line", async () => {
    const added = { kind: "command-line", name: "init=/bin/sh", authenticated: true };
    expect(await component("EV_IPL", wide("init=/bin/sh"), undefined, 12)).toEqual(added);
  });

  test.each([
    [0x8f3b22ec, "Linux initrd", "initrd"],
    [0x8f3b22ed, "LOADED_IMAGE::LoadOptions", "command-line"],
  ])("tag %d is a claim about what the log does not hold", async (tag, name, kind) => {
    const text = toUtf8(`${name}\0`);
    const tagged = new ByteWriter().u32le(tag).u32le(text.length).bytes(text).finish();
    expect(await component("EV_EVENT_TAG", tagged, undefined, 9)).toEqual({ kind, name, authenticated: false });
    expect(await component("EV_EVENT_TAG", text, undefined, 9)).toEqual({ kind, name, authenticated: false });
  });
});

/** UEFI_VARIABLE_DATA of a variable. */
function variable(name: string, data: Uint8Array): Uint8Array {
  const head = new ByteWriter().zeros(16).u64le(BigInt(name.length)).u64le(BigInt(data.length));
  return head.bytes(wide(name).subarray(0, -2)).bytes(data).finish();
}

const guid = (text: string): Uint8Array => {
  const bytes = fromHex("GUID", text);
  return bytes.ok ? bytes.value : new Uint8Array(16);
};
const x509 = guid("a159c0a5e494a74a87b5ab155c2bf072");
const listed = guid("2616c4c14c509240aca941f936934328");
const list = (type: Uint8Array, ...entries: readonly Uint8Array[]) => {
  const size = 16 + (entries[0]?.length ?? 0);
  const head = new ByteWriter()
    .bytes(type)
    .u32le(28 + size * entries.length)
    .u32le(0)
    .u32le(size);
  for (const entry of entries) head.zeros(16).bytes(entry);
  return head.finish();
};

describe("Secure Boot", () => {
  test("is shown with its entries: certificates by their digest, hashes as they are", async () => {
    const hashes = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const;
    const data = variable("dbx", concatBytes(list(x509, content), list(listed, ...hashes)));
    const { name, authenticated, signatures } = await component("EV_EFI_VARIABLE_DRIVER_CONFIG", data, undefined, 7);
    expect({ name, authenticated }).toEqual({ name: "dbx", authenticated: true });
    expect(signatures?.map(({ type, value }) => [type, value])).toEqual([
      ["x509", toHex(await hash("sha256", content))],
      ["sha256", "01".repeat(32)],
      ["sha256", "02".repeat(32)],
    ]);
  });

  test("says whether it is on", async () => {
    const on = await component("EV_EFI_VARIABLE_DRIVER_CONFIG", variable("SecureBoot", Uint8Array.of(1)), undefined, 7);
    expect(on).toEqual({ kind: "secure-boot", name: "SecureBoot=01", authenticated: true });
  });

  test("a variable of which only the value was measured proves no name", async () => {
    const data = variable("db", list(x509, content));
    expect((await component("EV_EFI_VARIABLE_DRIVER_CONFIG", data, list(x509, content), 7)).authenticated).toBe(false);
  });

  test("shows the certificate that vouched, with its owner or alone, and nothing else for one", async () => {
    const certificate = concatBytes(Uint8Array.of(0x30, 0x82, 0x01, 0x00), new Uint8Array(256).fill(7));
    const authority = toHex(await hash("sha256", certificate));
    const shown = async (value: Uint8Array) => await component("EV_EFI_VARIABLE_AUTHORITY", variable("db", value));
    const vouched = { kind: "secure-boot", name: "db", authenticated: true };
    const owned = concatBytes(new Uint8Array(16), certificate);
    expect(await shown(owned)).toEqual({ ...vouched, authority });
    expect(await shown(certificate)).toEqual({ ...vouched, authority });
    for (const other of [owned.subarray(0, -1), concatBytes(owned, Uint8Array.of(0)), new Uint8Array(48)]) {
      expect(await shown(other)).toEqual(vouched);
    }
  });

  test("a broken list costs the entries, never the replay", async () => {
    const broken = variable("db", list(x509, content).subarray(0, -1));
    const shown = await component("EV_EFI_VARIABLE_DRIVER_CONFIG", broken, undefined, 7);
    expect(shown).toEqual({ kind: "secure-boot", name: "db", authenticated: true });
  });
});

test("an EFI program is named by its path, which is a claim", async () => {
  const path = (text: string) =>
    new ByteWriter()
      .u8(4)
      .u8(4)
      .u16le(4 + wide(text).length)
      .bytes(wide(text))
      .finish();
  const image = (text: string) => {
    const nodes = concatBytes(path(text), Uint8Array.of(0x7f, 0xff, 4, 0));
    return new ByteWriter().zeros(24).u64le(BigInt(nodes.length)).bytes(nodes).finish();
  };
  const type = "EV_EFI_BOOT_SERVICES_APPLICATION";
  expect(await component(type, image("\\EFI\\BOOT\\BOOTX64.EFI"), undefined, 4)).toEqual({
    kind: "boot-loader",
    name: "\\EFI\\BOOT\\BOOTX64.EFI",
    authenticated: false,
  });
  expect((await component(type, image("\\EFI\\debian\\shimx64.efi"), undefined, 4)).kind).toBe("shim");
});

test("what extends no register proves nothing, even with a fitting digest", async () => {
  const event = await read("EV_NO_ACTION", toUtf8("SP800-155 Event3"));
  expect(event).toMatchObject({ extends: false, component: { kind: "information", authenticated: false } });
});

test("event data of any kind and any bytes never crashes the reader", async () => {
  const types = ["EV_IPL", "EV_EVENT_TAG", "EV_EFI_VARIABLE_DRIVER_CONFIG", "EV_EFI_GPT_EVENT", "EV_S_CRTM_VERSION"];
  const more = [
    "EV_EFI_BOOT_SERVICES_APPLICATION",
    "EV_EFI_PLATFORM_FIRMWARE_BLOB2",
    "EV_EFI_VARIABLE_AUTHORITY",
    "EV_EFI_VARIABLE_BOOT",
    "EV_SEPARATOR",
  ];
  const good = variable("db", list(x509, content));
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, value]) => good.with(at, value)),
    fc.nat(good.length).map((length) => good.subarray(0, length)),
  );
  const property = fc.asyncProperty(fc.constantFrom(...types, ...more), data, async (type, bytes) => {
    const { type: shown, digests } = await read(type, bytes);
    return shown === type && digests.size === 1;
  });
  await expect(fc.assert(property, { numRuns: 500 })).resolves.toBeUndefined();
});

test.each([
  ["zeros before a letter", "EV_EFI_VARIABLE_BOOT", variable("\0".repeat(400_000) + "x", new Uint8Array())],
  ["slashes before a space", "EV_IPL", toUtf8(`${"/".repeat(800_000)} x`)],
  ["shims without end", "EV_EFI_BOOT_SERVICES_APPLICATION", toUtf8("shim".repeat(200_000))],
])("%s take no longer than other data", { timeout: 5000 }, async (_, type, data) => {
  expect((await read(type, data, data, 9)).type).toBe(type);
});
