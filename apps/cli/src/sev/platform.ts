import { concatBytes, fromBase64, fromUtf8, malformedMessage } from "@sekisho/encoding";
import { parseSevCertificates, type SevCertificates } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import { z } from "zod";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

const capabilitiesSchema = z.object({ pdh: z.string(), "cert-chain": z.string() });
const answerSchema = z.object({ return: capabilitiesSchema });

/** A platform's certificates as they were found, and read. */
export type PlatformFiles = { readonly bytes: Uint8Array; readonly certificates: SevCertificates };

/**
 * The certificates of `--platform`, from files as sevctl exports them (bytes), as base64 (libvirt's `pdh` and `cert-chain`), or as
 * QEMU answers `query-sev-capabilities` (JSON).
 *
 * @throws UsageError when a file is missing or is none of these
 */
export async function readPlatform(paths: readonly string[]): Promise<PlatformFiles> {
  const parts: Uint8Array[] = [];
  for (const path of paths) {
    const content = await readInput(path);
    const bytes = certificateBytes(content);
    const parsed = parseSevCertificates(bytes);
    if (!parsed.ok) throw new UsageError(malformedMessage(path, parsed.error));
    parts.push(bytes);
  }
  const bytes = concatBytes(...parts);
  const certificates = parseSevCertificates(bytes);
  // An ARK without its signature ends a file, and nothing may follow it.
  if (!certificates.ok) throw new UsageError(message("cli.sev.platform-order", { path: paths.join(", ") }));
  return { bytes, certificates: certificates.value };
}

/** The bytes of a file, whichever of the three forms it has. */
function certificateBytes(content: Uint8Array): Uint8Array {
  const text = fromUtf8("certificates", content);
  // Certificates begin with a version as a 32-bit number, whose zero bytes no text has.
  if (!text.ok || text.value.includes("\0")) return content;
  const capabilities = capabilitiesOf(text.value);
  const encoded = capabilities === undefined ? [text.value] : [capabilities.pdh, capabilities["cert-chain"]];
  const decoded = encoded.map((one) => fromBase64("certificates", one.replaceAll(/\s/g, "")));
  return concatBytes(...decoded.map((one) => (one.ok ? one.value : new Uint8Array())));
}

function capabilitiesOf(text: string): z.infer<typeof capabilitiesSchema> | undefined {
  const json = jsonOf(text);
  const answer = answerSchema.safeParse(json);
  if (answer.success) return answer.data.return;
  const capabilities = capabilitiesSchema.safeParse(json);
  return capabilities.success ? capabilities.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
