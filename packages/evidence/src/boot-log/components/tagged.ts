import { anyText } from "./text.ts";
import type { ComponentKind, Description } from "./component.ts";

/** Tags of Linux' EFI stub (`efistub.h`) and of systemd-boot and systemd-stub (`measure.h`). */
const tags: ReadonlyMap<number, readonly [ComponentKind, string]> = new Map([
  [0x8f3b_22ec, ["initrd", "Linux initrd"]],
  [0x8f3b_22ed, ["command-line", "LOADED_IMAGE::LoadOptions"]],
  [0xf5bc_582a, ["boot-loader", "loader.conf"]],
]);

/**
 * EV_EVENT_TAG: TCG_PCClientTaggedEvent, a number and a description (little-endian). The digests are over what the tag is
 * about, which is not in the log, so no name of it can be proven.
 */
export function describeTagged(data: Uint8Array): Description {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const isTagged = data.length >= headerSize && view.getUint32(4, true) === data.length - headerSize;
  const text = anyText(isTagged ? data.subarray(headerSize) : data);
  if (!isTagged) return describeUntagged(text, data);
  const id = view.getUint32(0, true);
  const [kind, name] = tags.get(id) ?? ["other", undefined];
  return { kind, name: text ?? name ?? `0x${id.toString(16)}`, measured: [] };
}

/** taggedEventID and taggedEventDataSize. */
const headerSize = 8;

/** Linux 5.16 to 6.9 wrote the description alone. */
function describeUntagged(text: string | undefined, data: Uint8Array): Description {
  if (text === undefined) return { kind: "other", name: "", measured: [] };
  const known = [...tags.values()].find(([, name]) => name === text);
  return known === undefined
    ? { kind: "other", name: text, measured: [data] }
    : { kind: known[0], name: text, measured: [] };
}
