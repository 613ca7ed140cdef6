import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64, toHex } from "@sekisho/encoding";
import { buildKernelHashTable, hashKernelFiles } from "@sekisho/reference-values";
import type { DirectMachine, DiskMachine, Machine } from "@sekisho/release";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkMachineFiles,
  kernelHashTable,
  LaunchError,
  libvirtDomain,
  machineFiles,
  qemuArguments,
  quoteWord,
  shellCommand,
  type DirectFiles,
  type LabDiskTarget,
  type LabTarget,
  type SnpTarget,
} from "./index.ts";
import { qemuOption } from "./qemu/option.ts";
import { writeTestMachine } from "./testing/index.ts";

let folder: string;
let machine: DirectMachine;
let files: DirectFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-launch-"));
  ({ machine } = await writeTestMachine(folder));
  files = machineFiles(machine, folder);
});
afterAll(() => rm(folder, { recursive: true }));

const snp: SnpTarget = { kind: "sev-snp", network: { kind: "user" }, cbitPosition: 51, reducedPhysBits: 1 };
const identity = {
  idBlock: new Uint8Array(96).fill(1),
  idAuthentication: new Uint8Array(4096).fill(2),
  authorKey: true,
};
const hostData = new Uint8Array(32).fill(3);
const lab: LabTarget = {
  kind: "lab",
  qemuMajor: 7,
  hashTable: { file: "/run/table", address: 0x81_0c00 },
  reportPort: { socket: "/run/report", name: "sekisho.report" },
  keepDisk: false,
};

/** The values of one option, in their order. */
function valuesOf(words: readonly string[], option: string): string[] {
  return words.filter((_, index) => words[index - 1] === option);
}

describe("QEMU's arguments on a SEV-SNP host", () => {
  test("name guest policy, kernel hashes and everything that is measured", () => {
    const words = qemuArguments(machine, files, snp);
    expect(valuesOf(words, "-object")).toEqual([
      "memory-backend-memfd,id=ram0,size=2048M,share=on,prealloc=off",
      "sev-snp-guest,id=sev0,cbitpos=51,reduced-phys-bits=1,policy=0x30000,kernel-hashes=on",
    ]);
    expect(valuesOf(words, "-machine")).toEqual([
      "q35,confidential-guest-support=sev0,memory-backend=ram0,smm=off,vmport=off",
    ]);
    expect(valuesOf(words, "-cpu")).toEqual(["EPYC-Milan"]);
    expect(valuesOf(words, "-smp")).toEqual(["2"]);
    expect(valuesOf(words, "-bios")).toEqual([join(folder, "firmware")]);
    expect(valuesOf(words, "-kernel")).toEqual([join(folder, "kernel")]);
    expect(valuesOf(words, "-initrd")).toEqual([join(folder, "initrd")]);
    expect(valuesOf(words, "-append")).toEqual([machine.boot.commandLine]);
    expect(words).toEqual(expect.arrayContaining(["-nodefaults", "-no-user-config", "-no-reboot"]));
    expect(words).not.toContain("-fw_cfg");
  });

  test("double the commas of file names, and give devices no option ROM", () => {
    const words = qemuArguments(machine, files, { ...snp, network: { kind: "bridge", name: "br0" } });
    expect(valuesOf(words, "-drive")).toEqual([`if=none,id=disk0,file=${folder}/disk,, one.img,format=raw`]);
    expect(valuesOf(words, "-netdev")).toEqual(["bridge,id=net0,br=br0"]);
    for (const device of valuesOf(words, "-device")) {
      expect(device).toMatch(/,disable-legacy=on,iommu_platform=on,romfile=$/);
    }
  });

  test("carry the owner's identity", () => {
    const [, guest = ""] = valuesOf(qemuArguments(machine, files, { ...snp, identity, hostData }), "-object");
    expect(guest).toContain(`,id-block=${toBase64(identity.idBlock)}`);
    expect(guest).toContain(`,id-auth=${toBase64(identity.idAuthentication)},author-key-enabled=on`);
    expect(guest).toContain(`,host-data=${toBase64(hostData)}`);
  });

  test("are refused for a shape that QEMU would start differently", () => {
    const problem = (shape: Partial<Machine["shape"]>): unknown => {
      try {
        return qemuArguments({ ...machine, shape: { ...machine.shape, ...shape } }, files, snp);
      } catch (error) {
        return error instanceof LaunchError ? error.problem.id : error;
      }
    };
    expect(problem({ vmmType: "ec2" })).toBe("launch.shape.vmm-type");
    expect(problem({ vcpuType: "0xa10f11" })).toBe("launch.shape.vcpu-type");
    expect(problem({ guestFeatures: "0x21" })).toBe("launch.shape.guest-features");
  });
});

describe("QEMU's arguments in the lab", () => {
  test("hand the firmware the table and the kernel as it lies on the disk", () => {
    const words = qemuArguments(machine, files, lab);
    expect(valuesOf(words, "-device")).toContain("loader,file=/run/table,addr=0x810c00,force-raw=on");
    expect(valuesOf(words, "-fw_cfg")).toEqual([`name=etc/boot/kernel,file=${join(folder, "kernel")}`]);
    expect(valuesOf(words, "-accel")).toEqual(["tcg,thread=multi,tb-size=512"]);
    expect(valuesOf(words, "-chardev")).toEqual(["socket,id=report,path=/run/report"]);
    expect(valuesOf(words, "-drive")).toEqual([
      `if=none,id=disk0,file=${folder}/disk,, one.img,format=raw,snapshot=on`,
    ]);
    expect(words.join(" ")).not.toContain("sev-snp-guest");
  });

  test("leave the kernel to QEMU from version 10 on, and the table out where none is wanted", () => {
    const words = qemuArguments(machine, files, { ...lab, qemuMajor: 10, hashTable: null });
    expect(words).not.toContain("-fw_cfg");
    expect(words.join(" ")).not.toContain("loader");
  });

  test("put an injected secret where the firmware has room for it, and need no report port", () => {
    const launchSecret = { file: "/run/secret", address: 0x81_0000 };
    const words = qemuArguments(machine, files, { ...lab, launchSecret, reportPort: null });
    expect(valuesOf(words, "-device")).toContain("loader,file=/run/secret,addr=0x810000,force-raw=on");
    expect(words.join(" ")).not.toContain("virtserialport");
    expect(qemuArguments(machine, files, lab).join(" ")).toContain("virtserialport");
  });

  test("have a TPM where it stands in for a TD's registers, and there alone", () => {
    const words = qemuArguments(machine, files, { ...lab, hashTable: null, tpm: "/run/tpm" });
    expect(valuesOf(words, "-chardev")).toEqual(["socket,id=tpm,path=/run/tpm", "socket,id=report,path=/run/report"]);
    expect(valuesOf(words, "-tpmdev")).toEqual(["emulator,id=tpm0,chardev=tpm"]);
    expect(valuesOf(words, "-device")).toContain("tpm-crb,tpmdev=tpm0");
    expect(valuesOf(words, "-fw_cfg")).toHaveLength(1);
    expect(valuesOf(qemuArguments(machine, files, lab), "-tpmdev")).toEqual([]);
  });

  test("keep the disk where that is wanted, but never a further one", () => {
    const words = qemuArguments(machine, files, { ...lab, keepDisk: true, extraDisks: ["/x"] });
    expect(valuesOf(words, "-drive").map((drive) => drive.endsWith("snapshot=on"))).toEqual([false, true]);
  });

  test("the hash table is the one that the firmware enforces", async () => {
    const { bytes, address } = await kernelHashTable(files, machine.boot.commandLine);
    expect(address).toBe(0x81_0c00);
    const hashes = await hashKernelFiles({
      kernel: Buffer.from("kernel"),
      initrd: Buffer.from("initrd"),
      commandLine: machine.boot.commandLine,
    });
    expect(toHex(bytes)).toBe(toHex(buildKernelHashTable(hashes)));
    await expect(kernelHashTable({ ...files, firmware: files.kernel }, "")).rejects.toThrow(
      "launch.firmware.no-kernel-hashes",
    );
  });
});

describe("a machine that boots from its disk", () => {
  const onDisk = (secureBoot: boolean): DiskMachine => ({
    ...machine,
    boot: {
      kind: "grub",
      firmware: machine.boot.firmware,
      variables: { file: "variables.fd", sha256: "66".repeat(32), version: "1" },
      svsm: null,
      secureBoot,
      commandLine: "quiet",
    },
    vtpm: { provider: "svsm" },
  });
  const target: LabDiskTarget = {
    kind: "lab-disk",
    variables: "/run/vars, mine",
    tpm: "/run/tpm",
    reportPort: { socket: "/run/report", name: "sekisho.report" },
    keepDisk: false,
  };

  test("starts in the lab with flash, TPM and disk, and no kernel from the host", () => {
    const one = onDisk(true);
    const words = qemuArguments(one, machineFiles(one, folder), target);
    expect(valuesOf(words, "-drive")).toEqual([
      `if=pflash,format=raw,unit=0,readonly=on,file=${join(folder, "firmware")}`,
      "if=pflash,format=raw,unit=1,readonly=off,file=/run/vars,, mine",
      `if=none,id=disk0,file=${folder}/disk,, one.img,format=raw,snapshot=on`,
    ]);
    expect(valuesOf(words, "-chardev")).toEqual(["socket,id=tpm,path=/run/tpm", "socket,id=report,path=/run/report"]);
    expect(valuesOf(words, "-tpmdev")).toEqual(["emulator,id=tpm0,chardev=tpm"]);
    expect(valuesOf(words, "-device")).toEqual(
      expect.arrayContaining(["tpm-crb,tpmdev=tpm0", "virtio-blk-pci,drive=disk0,romfile=,bootindex=0"]),
    );
    for (const option of ["-kernel", "-initrd", "-append", "-bios", "-fw_cfg", "-smbios"]) {
      expect(words).not.toContain(option);
    }
  });

  test("has System Management Mode only where the firmware keeps Secure Boot's variables in it", () => {
    const wordsOf = (one: DiskMachine): string[] => qemuArguments(one, machineFiles(one, folder), target);
    const [on, off] = [wordsOf(onDisk(true)), wordsOf(onDisk(false))];
    expect(valuesOf(on, "-global")).toEqual(["driver=cfi.pflash01,property=secure,value=on"]);
    expect(valuesOf(on, "-machine")).toEqual(["q35,smm=on,vmport=off,sata=off,smbus=off"]);
    expect(valuesOf(off, "-global")).toEqual([]);
    expect(valuesOf(off, "-machine")).toEqual(["q35,smm=off,vmport=off,sata=off,smbus=off"]);
  });

  test("gets OEM strings, and no report port without a confidential VM", () => {
    const one = onDisk(false);
    const files = machineFiles(one, folder);
    const words = qemuArguments(one, files, { ...target, reportPort: null, oemStrings: ["a=b,c", "d"] });
    expect(valuesOf(words, "-smbios")).toEqual(["type=11,value=a=b,,c", "type=11,value=d"]);
    expect(words.join(" ")).not.toContain("virtserialport");
  });

  test("is started on no real host, neither by QEMU nor by libvirt", () => {
    const one = onDisk(true);
    const files = machineFiles(one, folder);
    const refusal = expect.objectContaining({ problem: { id: "launch.boot.disk", values: { boot: "grub" } } });
    expect(() => qemuArguments(one, files, snp)).toThrow(refusal);
    expect(() => qemuArguments(one, files, lab)).toThrow(refusal);
    expect(() => libvirtDomain(one, files, snp)).toThrow(refusal);
  });

  test("has its variable store checked", async () => {
    const one = onDisk(true);
    await writeFile(join(folder, "variables.fd"), "store");
    const files = machineFiles(one, folder);
    await expect(checkMachineFiles(one, files)).rejects.toMatchObject({
      problem: { id: "launch.file.changed", values: { path: join(folder, "variables.fd") } },
    });
    const sha256 = createHash("sha256").update("store").digest("hex");
    const known: DiskMachine = { ...one, boot: { ...one.boot, variables: { ...one.boot.variables, sha256 } } };
    await expect(checkMachineFiles(known, files)).resolves.toBeUndefined();
  });
});

test("libvirt's domain says the same, with every text escaped", () => {
  const xml = libvirtDomain(machine, files, { ...snp, identity, hostData, network: { kind: "bridge", name: "br0" } });
  expect(xml).toContain("<launchSecurity type='sev-snp' kernelHashes='yes' authorKey='yes'>");
  expect(xml).toContain("<policy>0x30000</policy>");
  expect(xml).toContain(`<idBlock>${toBase64(identity.idBlock)}</idBlock>`);
  expect(xml).toContain(`<idAuth>${toBase64(identity.idAuthentication)}</idAuth>`);
  expect(xml).toContain(`<hostData>${toBase64(hostData)}</hostData>`);
  expect(xml).toContain("<vcpu>2</vcpu>");
  expect(xml).toContain("<model fallback='forbid'>EPYC-Milan</model>");
  expect(xml).toContain("it&apos;s=&quot;odd&quot; &amp; &lt;odd&gt;</cmdline>");
  expect(xml).toContain("<source bridge='br0'/>");
  const plain = libvirtDomain(machine, files, snp);
  expect(plain).toContain("<launchSecurity type='sev-snp' kernelHashes='yes'>");
  expect(plain).not.toContain("idBlock");
});

describe("the printed command", () => {
  test("is read back by a shell word by word", () => {
    const awkward = fc.array(fc.string({ unit: fc.constantFrom("a", "'", '"', " ", "$", "\\", "\n", "`", "-", "関") }));
    fc.assert(
      fc.property(awkward, (words) => {
        const script = `for word in ${words.map(quoteWord).join(" ")}; do printf '%s\\0' "$word"; done`;
        const output = execFileSync("sh", ["-c", script], { encoding: "utf8" });
        expect(output.split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 40 },
    );
  });

  test("has one option on each line and runs as one command", () => {
    const command = shellCommand("printf", ["%s\\n", "-a", "x y", "-b"]);
    expect(command).toBe("printf \\\n  '%s\\n' \\\n  -a 'x y' \\\n  -b\n");
    expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe("-a\nx y\n-b\n");
  });

  test("an option's values keep their commas apart from QEMU's own", () => {
    expect(qemuOption("d", { a: "x,y", b: true, c: undefined, e: 1 })).toBe("d,a=x,,y,b=on,e=1");
  });
});

describe("a machine's files", () => {
  test("are accepted as they were built", async () => {
    await expect(checkMachineFiles(machine, files)).resolves.toBeUndefined();
  });

  test("are refused when one is gone or another", async () => {
    const away = { ...files, disk: join(folder, "gone") };
    await expect(checkMachineFiles(machine, away)).rejects.toThrow("launch.file.unreadable");
    const other = join(folder, "other");
    await writeFile(other, "kernel!");
    const swapped = checkMachineFiles(machine, { ...files, kernel: other });
    await expect(swapped).rejects.toMatchObject({ problem: { id: "launch.file.changed", values: { path: other } } });
  });
});
