import { randomBytes } from "node:crypto";
import { mkdir, readFile, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { message, type Message } from "@sekisho/messages";
import type { Report, ReportProvider, ReportService, ReportSource } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";

/** What is done with files; the tests stand in for the kernel with it. */
export type TsmFiles = {
  readonly exists: (path: string) => Promise<boolean>;
  readonly makeFolder: (path: string) => Promise<void>;
  readonly removeFolder: (path: string) => Promise<void>;
  readonly read: (path: string) => Promise<Uint8Array>;
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
};

/** Linux's interface for reports of confidential guests (Documentation/ABI/testing/configfs-tsm), since 6.7. */
const tsmFolder = "/sys/kernel/config/tsm/report";

/** The kernel's modules that give the reports. */
const modules: Readonly<Record<ReportProvider, string>> = { sev_guest: "sev-guest", tdx_guest: "tdx-guest" };

/** Another program may write into an entry of its own while the driver works; the kernel then says EBUSY or EINTR. */
const attempts = 3;

/**
 * Gets reports from Linux's configfs-tsm: one entry for each, made and removed again.
 *
 * @param kernelVersion for the sentence that says that this kernel has no such interface
 * @param provider whose reports are wanted
 */
export function createConfigfsTsm(options: {
  readonly kernelVersion: string;
  readonly provider?: ReportProvider;
  readonly folder?: string;
  readonly files?: TsmFiles;
}): ReportSource {
  const { kernelVersion, provider = "sev_guest", folder = tsmFolder, files = nodeFiles } = options;
  return {
    report: async (binding, service) => {
      if (!(await files.exists(folder)))
        return refused(message("guest.tsm.missing", { folder, kernelVersion, module: modules[provider] }));
      const entry = join(folder, `sekisho-${randomBytes(8).toString("hex")}`);
      try {
        await files.makeFolder(entry);
      } catch (error) {
        return refused(
          message("guest.tsm.noProvider", { reason: errorCode(error), folder, module: modules[provider] }),
        );
      }
      try {
        return await readEntry(entry, provider, binding, service, files);
      } catch (error) {
        return refused(message("guest.tsm.failed", { reason: errorCode(error) }));
      } finally {
        await files.removeFolder(entry).catch(() => undefined);
      }
    },
    close: () => Promise.resolve(),
  };
}

type Reported = Awaited<ReturnType<ReportSource["report"]>>;

async function readEntry(
  entry: string,
  expected: ReportProvider,
  binding: Uint8Array,
  service: ReportService | undefined,
  files: TsmFiles,
): Promise<Reported> {
  const text = async (name: string): Promise<string> =>
    new TextDecoder().decode(await files.read(join(entry, name))).trim();
  const provider = await text("provider");
  if (provider !== expected) return refused(message("guest.tsm.provider", { expected, actual: provider }));
  if (service !== undefined) await chooseService(entry, service, files);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = BigInt(await text("generation"));
    await files.write(join(entry, "inblob"), binding);
    const blobs = await readBlobs(entry, service, files);
    // Each write counts: any other number means that someone else changed what the report is over.
    const after = BigInt(await text("generation"));
    if (blobs !== undefined && after === before + 1n) return { ok: true, report: { provider: expected, ...blobs } };
  }
  return refused(message("guest.tsm.generation"));
}

/** Asks the SVSM instead of the processor. Its attributes exist since Linux 6.11; without an SVSM the driver refuses later. */
async function chooseService(entry: string, service: ReportService, files: TsmFiles): Promise<void> {
  const write = (name: string, text: string): Promise<void> =>
    files.write(join(entry, name), new TextEncoder().encode(text));
  await write("service_provider", service.provider);
  await write("service_guid", service.guid);
  await write("service_manifest_version", `${service.manifestVersion}`);
}

async function readBlobs(
  entry: string,
  service: ReportService | undefined,
  files: TsmFiles,
): Promise<Omit<Report, "provider"> | undefined> {
  try {
    const outblob = await files.read(join(entry, "outblob"));
    const auxblob = await readOptional(join(entry, "auxblob"), files);
    const manifestblob = service === undefined ? new Uint8Array() : await files.read(join(entry, "manifestblob"));
    return { outblob, auxblob, manifestblob };
  } catch (error) {
    if (["EBUSY", "EINTR", "EAGAIN"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

/** The host need not provide certificates; the attribute is then absent or empty. */
async function readOptional(path: string, files: TsmFiles): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return new Uint8Array();
    throw error;
  }
}

function refused(reason: Message): Reported {
  return { ok: false, reason };
}

const nodeFiles: TsmFiles = {
  exists: async (path) => (await stat(path).catch(() => undefined)) !== undefined,
  makeFolder: async (path) => {
    await mkdir(path);
  },
  removeFolder: rmdir,
  read: async (path) => new Uint8Array(await readFile(path)),
  write: async (path, bytes) => writeFile(path, bytes, { flag: "w" }),
};
