import type { Command } from "commander";
import { collectValues } from "../verify/options.ts";

/** What a platform is judged by. */
export function withPolicyOptions(command: Command): Command {
  return command
    .option("--machine <file>", "a machine.json of technology sev or sev-es")
    .option("--policy <file>", "a policy in YAML (default: the built-in policy `authentic`; `strict` with --machine)")
    .option("--root <hex>", "trust this root besides AMD's, by the SHA-256 of its key: a lab's", collectValues, []);
}

/** What a launch is judged by, and what the host tells of it. */
export function withLaunchOptions(command: Command): Command {
  return withPolicyOptions(command)
    .option("--launch-info <file>", "what the host tells: `virsh domlaunchsecinfo`, or QEMU's answers as JSON")
    .option("--measurement <base64>", "the launch measurement, 48 bytes")
    .option("--firmware <version>", "the platform's firmware: API major, API minor and build, like 1.55.21")
    .option("--ovmf <file>", "without --machine: the firmware image")
    .option("--kernel <file>", "the kernel that is booted directly")
    .option("--initrd <file>", "its initrd")
    .option("--append <text>", "its command line")
    .option("--vcpus <number>", "how many virtual CPUs")
    .option("--vcpu-type <name>", "their type, as QEMU names it (EPYC-v4, EPYC-Milan, …)")
    .option("--try-kernel <file>", "a kernel that may have been launched instead: only explains", collectValues, [])
    .option("--try-initrd <file>", "an initrd that may have been launched instead: only explains", collectValues, [])
    .option("--try-append <text>", "a command line that may have been given instead: only explains", collectValues, []);
}
