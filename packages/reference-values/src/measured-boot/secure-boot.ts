import { parseCertificate } from "@sekisho/encoding/x509";
import {
  authenticodeDigest,
  authenticodeSigner,
  certifiedBy,
  parsePe,
  parsePeSignatures,
  type AuthenticodeSignature,
} from "@sekisho/encoding/pe";
import { equalBytes } from "@sekisho/encoding";
import { dataEvent, separator, variableData } from "./events.ts";
import type { MeasuredEvent } from "./schema.ts";
import { parseSignatureLists, type SignatureEntry } from "@sekisho/encoding/uefi";
import type { StoredVariable } from "./variable-store.ts";

export const globalGuid = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
export const imageSecurityGuid = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
const secureBootEnableGuid = "f0a30bc7-af08-4556-99c4-001009c93a44";

/** Secure Boot as a firmware comes up with a variable store. */
export type SecureBootState = {
  /** Whether it is enforced: a platform key is enrolled, and it was not switched off. */
  readonly enforced: boolean;
  readonly db: readonly SignatureEntry[];
  /** By name; absent variables are measured without data. */
  readonly variables: ReadonlyMap<string, Uint8Array>;
};

/** The lists of Secure Boot in the order in which firmware measures them. */
const lists = [
  ["PK", globalGuid],
  ["KEK", globalGuid],
  ["db", imageSecurityGuid],
  ["dbx", imageSecurityGuid],
] as const;

/** The variable of this GUID and name. */
export function findVariable(store: readonly StoredVariable[], guid: string, name: string): Uint8Array | undefined {
  return store.find((variable) => variable.guid === guid && variable.name === name)?.data;
}

/** What a variable store makes of Secure Boot (edk2, `AuthVariableLib`); undefined when its db can't be read. */
export function secureBootState(store: readonly StoredVariable[]): SecureBootState | undefined {
  const variables = new Map(lists.map(([name, guid]) => [name, findVariable(store, guid, name) ?? new Uint8Array(0)]));
  const db = parseSignatureLists(variables.get("db") ?? new Uint8Array(0));
  if (!db.ok) return undefined;
  const enrolled = (variables.get("PK")?.length ?? 0) > 0;
  const enable = findVariable(store, secureBootEnableGuid, "SecureBootEnable");
  return { enforced: enrolled && (enable === undefined || enable[0] === 1), db: db.value, variables };
}

/**
 * The events of PCR 7 before any program starts: the state, the four lists, the separator.
 *
 * @param supported false for a firmware built without Secure Boot: it has no variable SecureBoot at all
 */
export async function secureBootEvents(state: SecureBootState, supported = true): Promise<readonly MeasuredEvent[]> {
  const value = supported ? Uint8Array.of(state.enforced ? 1 : 0) : new Uint8Array(0);
  const name = supported ? `SecureBoot=${state.enforced ? "01" : "00"}` : "SecureBoot";
  return [
    await dataEvent(7, "secure-boot", name, variableData(globalGuid, "SecureBoot", value)),
    ...(await Promise.all(
      lists.map(([list, guid]) =>
        dataEvent(7, "secure-boot", list, variableData(guid, list, state.variables.get(list) ?? new Uint8Array(0))),
      ),
    )),
    await separator(7),
  ];
}

/** A program as Secure Boot looks at it: its digest, and who signed it. */
export type SignedProgram = {
  readonly digest: Uint8Array;
  readonly signatures: readonly AuthenticodeSignature[];
  /** The digest by the algorithm of each signature. */
  readonly digests: readonly Uint8Array[];
};

/** Reads a program's digest and signatures; undefined when it is no PE image or its signatures can't be read. */
export async function readSignedProgram(bytes: Uint8Array): Promise<SignedProgram | undefined> {
  const image = parsePe(bytes);
  if (!image.ok) return undefined;
  const signatures = parsePeSignatures(bytes, image.value);
  if (!signatures.ok) return undefined;
  const digest = await authenticodeDigest(bytes, image.value);
  const digests = await Promise.all(
    signatures.value.map(({ imageDigest: { algorithm } }) =>
      algorithm === "sha256" ? Promise.resolve(digest) : authenticodeDigest(bytes, image.value, algorithm),
    ),
  );
  return { digest, signatures: signatures.value, digests };
}

/**
 * The entry of a list that vouches for a program: by the program's hash, or by a certificate that its signer descends from.
 *
 * As firmware does, the program's signatures are tried in their order, each against the entries in theirs.
 */
export async function vouchingEntry(
  program: SignedProgram,
  list: readonly SignatureEntry[],
): Promise<SignatureEntry | undefined> {
  for (const [index, signature] of program.signatures.entries()) {
    const signer = await authenticodeSigner(signature, program.digests[index] ?? new Uint8Array(0));
    if (signer === undefined) continue;
    for (const entry of list) {
      const trusted = entry.type === "x509" ? parseCertificate(entry.data) : undefined;
      if (trusted?.ok === true && (await certifiedBy(signer, trusted.value, signature.certificates))) return entry;
    }
  }
  return list.find(({ type, data }) => type === "sha256" && equalBytes(data, program.digest));
}

/** EV_EFI_VARIABLE_AUTHORITY: which entry of which variable vouched for a program. */
export function authorityEvent(guid: string, name: string, entry: Uint8Array): Promise<MeasuredEvent> {
  return dataEvent(7, "secure-boot", name, variableData(guid, name, entry));
}
