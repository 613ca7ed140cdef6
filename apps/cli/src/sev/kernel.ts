import { access } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { kernelsWithSecrets, readImageRecord, secretSupport } from "@sekisho/image";
import { machineFiles } from "@sekisho/launch";
import { message } from "@sekisho/messages";
import { isDirect } from "@sekisho/release";
import { readInput } from "../files.ts";
import { readMachineFolder } from "../launch/machine-file.ts";
import { largestArtifact } from "../measure/measure.ts";
import { UsageError } from "../usage-error.ts";

/** The options that name a kernel. */
export type KernelOptions = {
  readonly machine?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly kernelConfig?: string;
};

/**
 * Demands that the guest's kernel can read an injected secret; one that can't would wait for ever, with its key in memory.
 *
 * @throws UsageError when it can't, or nobody can tell
 */
export async function demandSecretSupport(options: KernelOptions): Promise<void> {
  if (options.machine !== undefined && (await builtForSecrets(options.machine))) return;
  const { kernel, initrd } = await filesOf(options);
  const config = options.kernelConfig ?? (kernel === undefined ? undefined : await configBeside(kernel));
  const support = secretSupport({
    ...(config === undefined ? {} : { config: Buffer.from(await readInput(config)).toString() }),
    ...(kernel === undefined ? {} : { kernel: await readInput(kernel, largestArtifact) }),
    ...(initrd === undefined ? {} : { initrd: await readInput(initrd, largestArtifact) }),
  });
  if (support === "yes") return;
  throw new UsageError(message(`cli.sev.kernel.${support}`, { kernels: kernelsWithSecrets.join(", ") }));
}

async function filesOf({
  machine: path,
  kernel,
  initrd,
}: KernelOptions): Promise<Pick<KernelOptions, "kernel" | "initrd">> {
  if (path === undefined) {
    return { ...(kernel === undefined ? {} : { kernel }), ...(initrd === undefined ? {} : { initrd }) };
  }
  const { machine, folder } = await readMachineFolder(path);
  return isDirect(machine) ? machineFiles(machine, folder) : {};
}

/** `sekisho image build` has looked at the kernel of such a machine, and says so in `image.json`. */
async function builtForSecrets(path: string): Promise<boolean> {
  const record = await readImageRecord(dirname(path)).catch(() => undefined);
  return record?.guest.reportSource.kind === "launch-secret";
}

/** Distributions keep `config-VERSION` beside `vmlinuz-VERSION`. */
async function configBeside(kernel: string): Promise<string | undefined> {
  const name = basename(kernel);
  if (!name.startsWith("vmlinuz-")) return undefined;
  const path = join(dirname(kernel), name.replace("vmlinuz-", "config-"));
  return access(path).then(
    () => path,
    () => undefined,
  );
}
