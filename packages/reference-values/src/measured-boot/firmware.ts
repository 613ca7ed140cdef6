import { action, separator } from "./events.ts";
import type { PredictionBuilder } from "./prediction.ts";
import { secureBootEvents, type SecureBootState } from "./secure-boot.ts";

/** What the firmware's own build decides: whether Secure Boot is in it. Unknown where nobody looked into the file. */
export type FirmwareSupport = { readonly secureBoot: boolean | undefined };

/** What OVMF measures before it calls the boot loader, whatever that is. */
export async function addFirmware(
  builder: PredictionBuilder,
  state: SecureBootState,
  support: FirmwareSupport,
): Promise<void> {
  builder.add(...(await Promise.all([2, 3, 6].map(separator))));
  builder.add(await action(4, "Calling EFI Application from Boot Option"), await separator(4));
  builder.add(await separator(5));
  builder.add(...(await secureBootEvents(state, support.secureBoot ?? true)));
  builder.leaveZero(8, 11, 12, 13, 14);
}

/** What OVMF measures when the kernel takes over. */
export async function addHandover(builder: PredictionBuilder): Promise<void> {
  builder.add(
    await action(5, "Exit Boot Services Invocation"),
    await action(5, "Exit Boot Services Returned with Success"),
  );
}

/**
 * Other ways to the same boot, which the firmware and the VM's devices decide: a boot option that leads nowhere (an empty
 * drive) is tried first; and where nobody looked into a firmware that does not enforce Secure Boot, it may be built without it.
 */
export async function addVariants(
  builder: PredictionBuilder,
  state: SecureBootState,
  support: FirmwareSupport,
): Promise<void> {
  const [call, back] = [
    await action(4, "Calling EFI Application from Boot Option"),
    await action(4, "Returning from EFI Application from Boot Option"),
  ];
  builder.addVariant("empty-boot-option", 4, ([first, second, ...rest]) => [
    ...(first === undefined ? [] : [first]),
    ...(second === undefined ? [] : [second]),
    back,
    call,
    ...rest,
  ]);
  if (support.secureBoot !== undefined || state.enforced) return;
  const own = await secureBootEvents(state, false);
  builder.addVariant("firmware-without-secure-boot", 7, (events) => [...own, ...events.slice(own.length)]);
}
