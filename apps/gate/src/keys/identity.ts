import { readFile } from "node:fs/promises";
import { message } from "@sekisho/messages";
import { gateIdentitySchema, type GateIdentity } from "@sekisho/release";
import { GateStartError } from "../start-error.ts";
import type { DataDirectory } from "./data-directory.ts";
import type { IdentityKeys } from "./key-ring.ts";
import { reasonOf, writeDurably } from "./private-files.ts";

/** What images and people need to know of the gate that has these keys and is reached at `url`. */
export function identityOf(keys: IdentityKeys, url: string): GateIdentity {
  return {
    type: "sekisho-gate",
    version: 1,
    url,
    signingKeys: keys.signing.map(({ spki, digest }) => ({ spki: spki.toString("base64"), digest })),
    tlsKeyDigests: [keys.tls.digest, keys.nextTlsKeyDigest],
  };
}

/** Writes `gate.json`, unless it says the same already. */
export async function writeIdentity(directory: DataDirectory, identity: GateIdentity): Promise<void> {
  const content = `${JSON.stringify(identity, null, 2)}\n`;
  const present = await readFile(directory.identity, "utf8").catch(() => "");
  if (present !== content) await writeDurably(directory.identity, content, 0o644);
}

/** Reads `gate.json`; `undefined` when there is none. */
export async function readIdentity(directory: DataDirectory): Promise<GateIdentity | undefined> {
  let text: string;
  try {
    text = await readFile(directory.identity, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new GateStartError(
      message("gate.start.fileUnreadable", { path: directory.identity, reason: reasonOf(error) }),
    );
  }
  try {
    return gateIdentitySchema.parse(JSON.parse(text));
  } catch {
    throw new GateStartError(message("gate.start.identityBroken", { path: directory.identity }));
  }
}
