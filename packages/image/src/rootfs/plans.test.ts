import { describe, expect, test } from "vitest";
import { mirrorAmong } from "./mirror.ts";
import { maskedUnits, overlayEntries } from "./overlay.ts";
import { compareVersions, newestKernel } from "./requirements.ts";
import { basePackages, mmdebstrapWords } from "./suite.ts";

describe("the arguments of mmdebstrap", () => {
  const options = { suite: "trixie", mirror: "http://mirror.example/debian", packages: ["nginx"], root: false };
  const words = mmdebstrapWords("/cache/rootfs.tar", options);

  test("work without root, and name suite, output and mirror last", () => {
    expect(words[0]).toBe("--mode=unshare");
    expect(words.slice(-3)).toEqual(["trixie", "/cache/rootfs.tar", "http://mirror.example/debian"]);
    expect(mmdebstrapWords("", { ...options, root: true })[0]).toBe("--mode=root");
  });

  test("take what booting needs, and what the owner adds", () => {
    const included = words
      .find((word) => word.startsWith("--include="))
      ?.slice("--include=".length)
      .split(",");
    expect(included).toEqual([...basePackages, "nginx"].toSorted());
  });

  test("leave out documentation, but keep licences", () => {
    expect(words).toContain("--dpkgopt=path-exclude=/usr/share/man/*");
    expect(words).toContain("--dpkgopt=path-include=/usr/share/doc/*/copyright");
  });
});

describe("the kernel of a tree", () => {
  test("is the newest one that has its modules, compared by number", () => {
    const boot = ["config-6.12.10-amd64", "vmlinuz-6.12.9-amd64", "vmlinuz-6.12.10-amd64", "vmlinuz-6.13.0-amd64"];
    const modules = ["6.12.9-amd64", "6.12.10-amd64"];
    expect(newestKernel(boot, modules)).toEqual({ version: "6.12.10-amd64", file: "boot/vmlinuz-6.12.10-amd64" });
  });

  test("is none where /boot is empty, or holds a kernel without modules", () => {
    expect(newestKernel([], ["6.12.9-amd64"])).toBeUndefined();
    expect(newestKernel(["vmlinuz-6.12.9-amd64"], [])).toBeUndefined();
  });

  test("versions are ordered as people read them", () => {
    expect(["6.12.108", "6.12.9", "6.2.1"].toSorted(compareVersions)).toEqual(["6.2.1", "6.12.9", "6.12.108"]);
  });
});

describe("the mirror", () => {
  test("is the one that this machine's apt takes Debian from", () => {
    const targets = [
      "Translations|http://a.example/debian/|main|Debian",
      "Packages|http://security.example/debian-security/|main|Debian",
      "Packages|http://other.example/|main|Other",
      "Packages|http://b.example/debian/|contrib|Debian",
      "Packages|http://c.example/debian/|main|Debian",
    ];
    expect(mirrorAmong(targets.join("\n"))).toBe("http://c.example/debian");
  });

  test("is none on a machine without Debian's archive", () => {
    expect(mirrorAmong("Packages|http://archive.ubuntu.com/ubuntu/|main|Ubuntu\n")).toBeUndefined();
  });
});

describe("what is laid over a tree", () => {
  const entries = overlayEntries({ hostname: "ward-3", sshKeys: ["ssh-ed25519 AAAA me"], ownSuite: true });
  const at = (path: string) => entries.find((entry) => entry.path === path);

  test("keeps SysRq off, whatever the tree's own settings are", () => {
    const [settings, ...others] = entries.filter(({ path }) => path.startsWith("etc/sysctl.d/"));
    expect(settings).toMatchObject({ kind: "file", content: "kernel.sysrq = 0\n" });
    // systemd-sysctl lets the last name win; Debian's link 99-sysctl.conf is one of them.
    expect((settings?.path ?? "") > "etc/sysctl.d/99-sysctl.conf").toBe(true);
    expect(others).toEqual([]);
  });

  test("leaves no way to a shell on the host's console", () => {
    expect(at("etc/systemd/system/debug-shell.service")).toMatchObject({ kind: "link", target: "/dev/null" });
    for (const name of ["emergency", "rescue"]) {
      const entry = at(`etc/systemd/system/${name}.service.d/90-sekisho.conf`);
      expect(entry).toMatchObject({
        kind: "file",
        content: expect.stringMatching(/ExecStart=\nExecStart=-?.* reboot\n/),
      });
    }
  });

  test("masks the hypervisor's agents", () => {
    expect(maskedUnits).toContain("qemu-guest-agent.service");
    for (const unit of maskedUnits) expect(at(`etc/systemd/system/${unit}`)).toMatchObject({ target: "/dev/null" });
  });

  test("mounts nothing but the opened disk, which may grow", () => {
    expect(at("etc/fstab")).toMatchObject({ content: "/dev/mapper/root / ext4 defaults,x-systemd.growfs 0 1\n" });
  });

  test("protects the authorized keys as sshd demands", () => {
    expect(at("root/.ssh")).toMatchObject({ kind: "folder", mode: 0o700 });
    expect(at("root/.ssh/authorized_keys")).toMatchObject({ mode: 0o600, content: "ssh-ed25519 AAAA me\n" });
  });

  test("gives a person's own tree no network settings", () => {
    const own = overlayEntries({ hostname: "ward-3", sshKeys: [], ownSuite: false });
    expect(own.some(({ path }) => path.includes("systemd/network"))).toBe(false);
    expect(own.some(({ path }) => path.startsWith("root"))).toBe(false);
  });
});
