import { createHash, randomBytes } from "node:crypto";
import { equalBytes } from "@sekisho/encoding";
import { objectName } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { quotedPcrs, type GuestConfiguration, type VtpmProvider } from "@sekisho/release";
import type { Answered, BootRecord, VirtualTpm } from "../agent/ports.ts";
import {
  activateCredential,
  connectSwtpm,
  extendPcr,
  flushContext,
  openTpmDevice,
  quotePcrs,
  TpmError,
  type TpmTransport,
} from "../tpm/index.ts";
import { readHclReport } from "./azure-report.ts";
import { systemClock } from "./clock.ts";
import { linuxLogPaths, readLogs, type LogPaths, type Logs } from "./measurement-logs.ts";
import { findKeys, readEndorsementCertificate, readEndorsementChain, type TpmKeys } from "./tpm-keys.ts";
import { tpmProblem } from "./tpm-problem.ts";

type Connection = NonNullable<GuestConfiguration["vtpm"]>["connection"];

export type VirtualTpmOptions = {
  readonly provider: VtpmProvider;
  readonly connection: Connection;
  /** Linux's, unless the guest is a process whose boot somebody else wrote down. */
  readonly logs?: LogPaths;
  readonly sleep?: (seconds: number) => Promise<void>;
};

/** What PCR 15 is extended with when the initrd is left. */
const leavingPcr = 15;
const leavingDigest = sha256("sekisho: the initrd is left");

/** A log that grew between its reading and the quote would not explain the quote; then both are made again. */
const attempts = 5;

/** TPM_RC_INTEGRITY, TPM_RC_VALUE, TPM_RC_SIZE and their kin: the credential is at fault, not the TPM (format one, part 2, 6.6). */
const parameterError = 0x0c0;

/**
 * The guest's TPM: the kernel's device, or swtpm for a guest that is a process. It is connected to at its first use.
 *
 * The attestation key is derived from random bytes that are nowhere kept, so that once this is closed nobody can have the
 * TPM make that key again.
 */
export function createVirtualTpm(options: VirtualTpmOptions): VirtualTpm {
  const { provider, connection, logs = linuxLogPaths, sleep = systemClock.sleep } = options;
  const seed = new Uint8Array(randomBytes(32));
  let transport: TpmTransport | undefined;
  let keys: TpmKeys | undefined;

  const connected = async (): Promise<TpmTransport> => (transport ??= await connect(connection));
  const keysIn = async (tpm: TpmTransport): Promise<TpmKeys> => (keys ??= await findKeys(tpm, provider, seed));
  const using = async <T>(use: (tpm: TpmTransport) => Promise<Answered<T>>): Promise<Answered<T>> => {
    try {
      return await use(await connected());
    } catch (error) {
      return { ok: false, reason: tpmProblem(error, connection.path) };
    }
  };

  return {
    provider,
    attestationKeyName: () =>
      using(async (tpm) => ({ ok: true, value: await objectName((await keysIn(tpm)).attestation.publicArea) })),
    record: (binding) => using(async (tpm) => recordBoot(tpm, await keysIn(tpm), logs, binding)),
    hclReport: (binding) => using((tpm) => readHclReport(tpm, binding, sleep)),
    activate: (credential) =>
      using(async (tpm) => {
        const { attestation, endorsement } = await keysIn(tpm);
        try {
          return { ok: true, value: await activateCredential(tpm, attestation, endorsement, credential) };
        } catch (error) {
          if (isForAnother(error)) return { ok: true, value: undefined };
          throw error;
        }
      }),
    leave: () =>
      using(async (tpm) => {
        await extendPcr(tpm, leavingPcr, leavingDigest);
        return { ok: true, value: undefined };
      }),
    close: async () => {
      const tpm = transport;
      transport = undefined;
      if (tpm === undefined) return;
      // The kernel's resource manager would flush them by itself; swtpm keeps them.
      for (const handle of keys?.transient ?? []) await flushContext(tpm, handle).catch(() => undefined);
      keys = undefined;
      await tpm.close();
    },
  };
}

function connect(connection: Connection): Promise<TpmTransport> {
  return connection.kind === "device" ? openTpmDevice(connection.path) : connectSwtpm(connection.path);
}

async function recordBoot(
  tpm: TpmTransport,
  { attestation, endorsement }: TpmKeys,
  paths: LogPaths,
  binding: Uint8Array,
): Promise<Answered<BootRecord>> {
  const endorsementCertificate = await readEndorsementCertificate(tpm);
  const endorsementChain = endorsementCertificate === undefined ? [] : await readEndorsementChain(tpm);
  let before = await readLogs(paths);
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (!before.ok) return before;
    const { attest, signatureBytes } = await quotePcrs(tpm, attestation, sha256(binding), [
      { hash: "sha256", pcrs: quotedPcrs },
    ]);
    const after = await readLogs(paths);
    if (after.ok && sameLogs(before.value, after.value)) {
      const record: BootRecord = {
        endorsementKey: endorsement.publicArea.bytes,
        endorsementCertificate,
        endorsementChain,
        attestationKey: attestation.publicArea.bytes,
        quote: attest.bytes,
        signature: signatureBytes,
        ...after.value,
      };
      return { ok: true, value: record };
    }
    before = after;
  }
  return { ok: false, reason: message("guest.log.changing") };
}

function sameLogs(left: Logs, right: Logs): boolean {
  const same = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
    one === undefined || other === undefined ? one === other : equalBytes(one, other);
  return (
    same(left.firmwareLog, right.firmwareLog) &&
    same(left.userspaceLog, right.userspaceLog) &&
    same(left.imaLog, right.imaLog)
  );
}

/** Whether TPM2_ActivateCredential refused a parameter: one that was made for another TPM or key, or is no credential. */
function isForAnother(error: unknown): boolean {
  if (!(error instanceof TpmError) || error.failure.kind !== "refused") return false;
  return error.command === "TPM2_ActivateCredential" && (error.failure.code & parameterError) === parameterError;
}

function sha256(content: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(content).digest());
}
