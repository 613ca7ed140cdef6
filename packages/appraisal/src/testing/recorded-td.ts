import { createHash } from "node:crypto";
import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { writeCcel, type TdEvent } from "@sekisho/lab";
import type { MeasuredBoot } from "@sekisho/reference-values";

/** What a TD of the tests measures, in order: its register, what it is, and the bytes that are hashed. */
export type Step = {
  readonly register: 0 | 1 | 2 | 3;
  readonly component: string;
  readonly name: string;
  readonly measured?: Uint8Array;
};

export const machineId = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";
export const commandLine = `root=/dev/mapper/root sekisho.machine=${machineId} initrd=initrd`;

/** A text as Linux's boot stub measures it: UTF-16 with its zero. */
export function wide(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, "utf16le"));
}

/** A boot as its owner knows it. */
export const usualSteps: readonly Step[] = [
  { register: 0, component: "platform-configuration", name: "ACPI DATA" },
  { register: 0, component: "separator", name: "", measured: new Uint8Array(4) },
  { register: 1, component: "kernel", name: "kernel", measured: toUtf8("kernel 6.16") },
  { register: 1, component: "separator", name: "", measured: new Uint8Array(4) },
  { register: 2, component: "command-line", name: commandLine, measured: wide(commandLine) },
  { register: 2, component: "initrd", name: "Linux initrd", measured: toUtf8("initrd 1") },
];

/** EV_EFI_BOOT_SERVICES_APPLICATION, EV_EVENT_TAG, EV_SEPARATOR, EV_PLATFORM_CONFIG_FLAGS, by component. */
const types: Readonly<Record<string, number>> = { kernel: 0x8000_0003, separator: 4, "platform-configuration": 0xa };
const tag = 6;

function digestOf({ name, measured = toUtf8(name) }: Step): Uint8Array {
  return new Uint8Array(createHash("sha384").update(measured).digest());
}

function eventOf(step: Step): TdEvent {
  const { register, component, name } = step;
  const data = component === "kernel" ? imageLoadEvent : toUtf8(name.slice(0, 16));
  return { register, type: types[component] ?? tag, digest: digestOf(step), data };
}

/** UEFI_IMAGE_LOAD_EVENT of a kernel that QEMU hands over: address, length and link address, then OVMF's device path of it. */
const kernelPath = Buffer.from(
  "0403140072f728144ab61e44b8c39ebdd7f893c7040412006b00650072006e0065006c0000007fff0400",
  "hex",
);
const imageLoadEvent = new ByteWriter()
  .u64le(0n)
  .u64le(0n)
  .u64le(0n)
  .u64le(BigInt(kernelPath.length))
  .bytes(kernelPath)
  .finish();

/** The log of these steps, as the firmware of a TD keeps it. */
export function ccelOf(steps: readonly Step[]): Uint8Array {
  return writeCcel(steps.map(eventOf));
}

/** What the registers hold after these steps. */
export function rtmrsOf(steps: readonly Step[]): [Uint8Array, Uint8Array, Uint8Array, Uint8Array] {
  const values = [0, 1, 2, 3].map(() => new Uint8Array(48));
  for (const step of steps) {
    const before = values[step.register] ?? new Uint8Array(0);
    const after = createHash("sha384")
      .update(concatBytes(before, digestOf(step)))
      .digest();
    values[step.register] = new Uint8Array(after);
  }
  return values as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
}

/** These steps as a known boot, of some registers. */
export function knownBootOf(
  steps: readonly Step[],
  name = "kernel 6.16",
  pcrs: readonly number[] = [0, 1, 2],
): MeasuredBoot {
  return {
    name,
    addedAt: "2026-11-23T00:00:00.000Z",
    registers: "rtmr",
    origin: "predicted",
    pcrs: [...pcrs],
    events: steps
      .filter(({ register }) => pcrs.includes(register))
      .map((step) => ({
        pcr: step.register,
        component: step.component,
        name: step.name,
        digest: toHex(digestOf(step)),
      })),
  };
}

/** The digest of a step, hexadecimal. */
export function stepDigest(step: Step): string {
  return toHex(digestOf(step));
}
