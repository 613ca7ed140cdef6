import type { TcgEventLog } from "@sekisho/evidence/boot-log";
import { writeCryptoAgileLog } from "@sekisho/evidence/boot-log/testing";
import type { RegisterNumber } from "./tdx-module.ts";

/** One event of a TD's boot: what it extends, and what the log says of it. */
export type TdEvent = {
  /** Of RTMR 0 to 3. */
  readonly register: RegisterNumber;
  /** As the TCG numbers events. */
  readonly type: number;
  /** SHA-384: 48 bytes. */
  readonly digest: Uint8Array;
  readonly data: Uint8Array;
};

/** TPM_ALG_SHA384. */
export const sha384Algorithm = { id: 0x000c, size: 48 } as const;
/** EV_SEPARATOR. */
const separatorType = 4;

/** The data of the ACPI table CCEL, in which index 0 is MRTD and 1 to 4 are RTMR 0 to 3. */
export function writeCcel(events: readonly TdEvent[]): Uint8Array {
  const { id, size } = sha384Algorithm;
  return writeCryptoAgileLog(
    [[id, size]],
    events.map(({ register, type, digest, data }) => ({ register: register + 1, type, data, digests: [[id, digest]] })),
  );
}

/**
 * The register of a TD into which a firmware measures what it would put into a TPM's PCR (UEFI 2.10, 38.4.1). PCR 0 is the
 * firmware's own code, which MRTD covers; PCR 10 is the running system's (IMA), which a TD's registers don't hold.
 */
export function registerOfPcr(pcr: number): RegisterNumber | undefined {
  if (pcr === 1 || pcr === 7) return 0;
  if (pcr >= 2 && pcr <= 6) return 1;
  return pcr >= 8 && pcr <= 15 && pcr !== 10 ? 2 : undefined;
}

/** What a TPM was extended with, and a TD's registers are to be. */
export type TpmExtension = { readonly pcr: number; readonly digest: Uint8Array };

/**
 * As a TD's firmware would have measured what one with a TPM did. It draws its line before the boot, the separator, once in
 * each register, and not once in each PCR.
 */
export function asTdMeasures<Extension extends TpmExtension>(
  extensions: readonly Extension[],
  isSeparator: (extension: Extension) => boolean,
): readonly (Extension & { readonly register: RegisterNumber })[] {
  const drawn = new Set<RegisterNumber>();
  return extensions.flatMap((extension) => {
    const register = registerOfPcr(extension.pcr);
    if (register === undefined) return [];
    if (isSeparator(extension)) {
      if (drawn.has(register)) return [];

      drawn.add(register);
    }
    return [{ ...extension, register }];
  });
}

/** The events of a log of TPM events as a TD would have logged them. */
export function tdEventsOfTpmLog({ events }: TcgEventLog): readonly TdEvent[] {
  const extensions = events.flatMap(({ extends: extending, register: pcr, type, digests, data }) => {
    const digest = digests.find(({ algorithm }) => algorithm.id === sha384Algorithm.id)?.bytes;
    return extending && digest !== undefined ? [{ pcr, type, digest, data }] : [];
  });
  return asTdMeasures(extensions, ({ type }) => type === separatorType).map(({ register, type, digest, data }) => ({
    register,
    type,
    digest,
    data,
  }));
}
