import { toHex } from "@sekisho/encoding";
import { parseSignatureLists } from "@sekisho/encoding/uefi";
import type { TcgEvent } from "../tcg/event-log.ts";
import type { ComponentKind, Description } from "./component.ts";
import { parseImageLoad } from "./device-path.ts";
import { describeIpl } from "./ipl.ts";
import { describeTagged } from "./tagged.ts";
import { anyText } from "./text.ts";
import { authorityCertificate, parseGptEvent, parseVariable } from "./uefi.ts";

const secureBootLists: ReadonlySet<string> = new Set(["PK", "KEK", "db", "dbx", "dbt", "dbr"]);

/** What a TCG event says about itself. Malformed event data costs the event its name, never the log its replay. */
export function describeEvent({
  register,
  typeName,
  data,
}: Pick<TcgEvent, "register" | "typeName" | "data">): Description {
  switch (typeName) {
    case "EV_NO_ACTION":
      return { kind: "information", name: anyText(data.subarray(0, 16)) ?? "", measured: [] };
    case "EV_SEPARATOR":
      return { kind: "separator", name: toHex(data.subarray(0, 32)), measured: [data] };
    case "EV_ACTION":
    case "EV_EFI_ACTION":
      return whole("action", data);
    case "EV_S_CRTM_VERSION":
    case "EV_S_CRTM_CONTENTS":
    case "EV_POST_CODE":
    case "EV_POST_CODE2":
    case "EV_EFI_HCRTM_EVENT":
    case "EV_NONHOST_CODE":
    case "EV_NONHOST_INFO":
      return whole("firmware", data);
    case "EV_EFI_PLATFORM_FIRMWARE_BLOB":
    case "EV_EFI_PLATFORM_FIRMWARE_BLOB2":
      return { kind: "firmware", name: blobName(typeName, data), measured: [] };
    case "EV_CPU_MICROCODE":
    case "EV_PLATFORM_CONFIG_FLAGS":
    case "EV_TABLE_OF_DEVICES":
    case "EV_NONHOST_CONFIG":
    case "EV_EFI_HANDOFF_TABLES":
    case "EV_EFI_HANDOFF_TABLES2":
      return whole("platform-configuration", data);
    case "EV_EFI_VARIABLE_DRIVER_CONFIG":
    case "EV_EFI_VARIABLE_AUTHORITY":
      return describeVariable("secure-boot", data, typeName === "EV_EFI_VARIABLE_AUTHORITY");
    case "EV_EFI_VARIABLE_BOOT":
    case "EV_EFI_VARIABLE_BOOT2":
      return describeVariable("boot-variable", data, false);
    case "EV_EFI_BOOT_SERVICES_APPLICATION":
      return describeImage(data);
    case "EV_EFI_BOOT_SERVICES_DRIVER":
    case "EV_EFI_RUNTIME_SERVICES_DRIVER":
      return { ...describeImage(data), kind: "option-rom-or-driver" };
    case "EV_EFI_GPT_EVENT":
    case "EV_EFI_GPT_EVENT2":
      return describeGpt(data);
    case "EV_IPL":
      return describeIpl(register, data);
    case "EV_EVENT_TAG":
      return describeTagged(data);
    default:
      return whole("other", data);
  }
}

/** An event whose digest is over its data, if the firmware follows the profile. */
function whole(kind: ComponentKind, data: Uint8Array): Description {
  const name = anyText(data);
  return { kind, name: name ?? "", measured: name === undefined ? [] : [data] };
}

function describeVariable(kind: ComponentKind, data: Uint8Array, authority: boolean): Description {
  const variable = parseVariable(data);
  if (!variable.ok) return { kind, name: "", measured: [] };
  const { name, data: content, length } = variable.value;
  const named = { kind, name, measured: [data, data.subarray(0, length)] };
  // An authority event holds the one entry that vouched for a program, without the list around it.
  if (authority) {
    const certificate = authorityCertificate(content);
    return certificate === undefined ? named : { ...named, authority: certificate };
  }
  if (!secureBootLists.has(name)) {
    return name === "SecureBoot" && content.length > 0 ? { ...named, name: `SecureBoot=${toHex(content)}` } : named;
  }
  const lists = parseSignatureLists(content);
  return lists.ok ? { ...named, signatures: lists.value } : named;
}

/** The digest is over the program (PE/COFF Authenticode), so its path is a claim. */
function describeImage(data: Uint8Array): Description {
  const path = parseImageLoad(data);
  const name = path.ok ? path.value : "";
  return { kind: /shim[a-z0-9]{0,16}\.efi/i.test(name) ? "shim" : "boot-loader", name, measured: [] };
}

function describeGpt(data: Uint8Array): Description {
  const gpt = parseGptEvent(data);
  if (!gpt.ok) return { kind: "partition-table", name: "", measured: [] };
  const { disk, partitions } = gpt.value;
  return { kind: "partition-table", name: `${disk}: ${partitions.join(", ")}`, measured: [data] };
}

function blobName(typeName: string, data: Uint8Array): string {
  if (!typeName.endsWith("2")) return "";
  const length = data[0] ?? 0;
  return anyText(data.subarray(1, 1 + length)) ?? "";
}
