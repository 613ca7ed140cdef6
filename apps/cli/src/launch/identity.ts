import { fromBase64, fromUtf8, toHex } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { OwnerIdentity } from "@sekisho/launch";
import { parseIdBlock, verifyIdAuthentication } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/** What a person may give of an ID block: files with base64, as QEMU and libvirt want it, and whether the author counts. */
export type IdentityOptions = { readonly idBlock?: string; readonly idAuth?: string; readonly authorKey?: true };

/**
 * The owner's identity from its files, checked as the secure processor would: a block for another machine, or a broken
 * signature, is said here and not by a launch that fails.
 *
 * @throws UsageError that says what does not fit
 */
export async function readIdentity(machine: Machine, options: IdentityOptions): Promise<OwnerIdentity | undefined> {
  const { idBlock, idAuth, authorKey } = options;
  if (idBlock === undefined && idAuth === undefined && authorKey === undefined) return undefined;
  if (idBlock === undefined || idAuth === undefined) throw new UsageError(message("cli.launch.identity-incomplete"));
  const identity: OwnerIdentity = {
    idBlock: await readBase64("--id-block", idBlock, 96),
    idAuthentication: await readBase64("--id-auth", idAuth, 4096),
    authorKey: authorKey === true,
  };
  await demandSignatures(identity, idAuth);
  demandThisMachine(identity, machine, idBlock);
  return identity;
}

async function demandSignatures({ idBlock, idAuthentication, authorKey }: OwnerIdentity, path: string): Promise<void> {
  const verdict = await verifyIdAuthentication(idBlock, idAuthentication);
  if (!verdict.ok) throw unreadable(path, "--id-auth", 4096);
  const { blockSignature, authorSignature } = verdict.value;
  if (blockSignature !== "valid") throw new UsageError(message("cli.launch.identity-invalid", { which: "ID" }));
  if (authorKey && authorSignature !== "valid") {
    throw new UsageError(message("cli.launch.identity-invalid", { which: "author" }));
  }
}

function demandThisMachine({ idBlock }: OwnerIdentity, machine: Machine, path: string): void {
  const block = parseIdBlock(idBlock);
  if (!block.ok) throw unreadable(path, "--id-block", 96);
  const actual = toHex(block.value.launchDigest);
  if (!machine.referenceValues.some(({ launchDigest }) => launchDigest === actual)) {
    throw new UsageError(message("cli.launch.identity-digest", { actual }));
  }
  if (block.value.policy !== BigInt(machine.guestPolicy)) {
    const policy = `0x${block.value.policy.toString(16)}`;
    throw new UsageError(message("cli.launch.identity-policy", { actual: policy, expected: machine.guestPolicy }));
  }
}

async function readBase64(option: string, path: string, size: number): Promise<Uint8Array> {
  const text = fromUtf8(option, await readInput(path));
  const bytes = text.ok ? fromBase64(option, text.value.trim()) : text;
  if (!bytes.ok || bytes.value.length !== size) throw unreadable(path, option, size);
  return bytes.value;
}

function unreadable(path: string, option: string, size: number): UsageError {
  return new UsageError(message("cli.launch.identity-unreadable", { path, option, size }));
}
