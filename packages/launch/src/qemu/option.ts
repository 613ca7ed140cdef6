/** The value of one property of a QEMU option; `undefined` leaves the property out. */
export type OptionValue = string | number | boolean | undefined;

/**
 * One structured option of QEMU ("virtio-blk-pci,drive=disk0,romfile="). Commas in values are doubled, as QEMU wants
 * them; truth values become `on` and `off`.
 *
 * @param driver what stands before the first comma; an empty one leaves the option with properties only
 */
export function qemuOption(driver: string, properties: Readonly<Record<string, OptionValue>>): string {
  const parts = driver === "" ? [] : [driver];
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) parts.push(`${name}=${textOf(value).replaceAll(",", ",,")}`);
  }
  return parts.join(",");
}

function textOf(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}
