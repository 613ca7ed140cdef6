import { element, boolean, integer, objectIdentifier, octetString, sequence } from "../der-writer.ts";
import type { Extension } from "../certificate.ts";
import type { IntelPlatform } from "./platform.ts";

/** The arc of Intel's SGX extensions (SGX PCK Certificate and CRL Profile Specification, 1.5, section 1.3.5). */
const arc = "1.2.840.113741.1.13.1";
const enumeratedTag = 0x0a;
const sgxTypes = { standard: 0, scalable: 1, "scalable-with-integrity": 2 } as const;

/** The SGX extensions of a PCK certificate: one X.509 extension with a sequence of identifiers and values. */
export function pckExtensions(platform: IntelPlatform): Extension {
  const { ppid, pceId, pceSvn, fmspc, cpuSvn, sgxComponents, sgxType, instance } = platform;
  const entry = (path: string, value: Uint8Array): Uint8Array => sequence(objectIdentifier(`${arc}.${path}`), value);
  const tcb = sequence(
    ...sgxComponents.map((svn, index) => entry(`2.${index + 1}`, integer(svn))),
    entry("2.17", integer(pceSvn)),
    entry("2.18", octetString(cpuSvn)),
  );
  const entries = [
    entry("1", octetString(ppid)),
    entry("2", tcb),
    entry("3", octetString(pceId)),
    entry("4", octetString(fmspc)),
    entry("5", element(enumeratedTag, Uint8Array.of(sgxTypes[sgxType]))),
  ];
  if (instance !== undefined) {
    const configuration = sequence(
      entry("7.1", boolean(instance.dynamicPlatform)),
      entry("7.2", boolean(instance.cachedKeys)),
      entry("7.3", boolean(instance.smtEnabled)),
    );
    entries.push(entry("6", octetString(instance.id)), entry("7", configuration));
  }
  return { oid: arc, value: sequence(...entries) };
}
