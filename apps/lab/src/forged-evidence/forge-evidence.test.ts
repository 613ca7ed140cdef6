import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { equalBytes, toBase64, toBase64Url, toHex } from "@sekisho/encoding";
import { parseTcgEventLog, replayTcgEventLog } from "@sekisho/evidence/boot-log";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import {
  authenticateQuote,
  checkAttestationKey,
  makeCredential,
  objectName,
  parseAttest,
  parsePublicArea,
  parseTpmSignature,
} from "@sekisho/evidence/tpm";
import type { GateTransport } from "@sekisho/guest";
import { writeTestMachine } from "@sekisho/launch/testing";
import {
  activationProof,
  bindingOfEvidence,
  evidenceBundleSchema,
  quotedPcrs,
  releasePollSchema,
  type DiskMachine,
  type EvidenceBundle,
} from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLab, type Lab } from "../cloud/lab.ts";
import { haveSwtpm } from "../vtpm/testing.ts";
import { forgeEvidence } from "./forge-evidence.ts";
import { forgeries, type Forgery } from "./forgery.ts";

const names = ["separator", "BOOT_IMAGE=/vmlinuz sekisho.machine=6b0c5a2e-54d5-4f5a-9a57-0f4a3f7c1d11"];
const events = names.map((name, index) => ({
  pcr: 4 + 4 * index,
  component: index === 0 ? "separator" : "command-line",
  name,
  digest: createHash("sha256").update(name).digest("hex"),
}));
const secret = new Uint8Array(randomBytes(32));
const request = "7f0d3c7e-54d5-4f5a-9a57-0f4a3f7c1d11";

let folder: string;
let lab: Lab;
let machine: DiskMachine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-forged-"));
  lab = await startLab({ directory: fileURLToPath(new URL("../../../../.cache/lab-ca/cloud", import.meta.url)) });
  const { machine: direct } = await writeTestMachine(folder);
  await writeFile(join(folder, "variables.fd"), "store");
  machine = {
    ...direct,
    boot: {
      kind: "grub",
      firmware: direct.boot.firmware,
      variables: { file: "variables.fd", sha256: "00".repeat(32), version: "1" },
      svsm: null,
      secureBoot: true,
      commandLine: direct.boot.commandLine,
    },
    vtpm: { provider: "svsm" },
    measuredBoots: [{ name: "known", addedAt: direct.createdAt, origin: "predicted", pcrs: [...quotedPcrs], events }],
  };
}, 120_000);
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

/** What a gate that looks at everything but one thing at a time would object to. */
async function objections(bundle: EvidenceBundle): Promise<string[]> {
  const { vtpm, evidence } = bundle;
  if (vtpm?.provider !== "svsm" || evidence.technology !== "sev-snp") throw new Error("other evidence");
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
  const report = value(parseAttestationReport(bytes(evidence.report)));
  const attest = value(parseAttest(bytes(vtpm.quote)));
  const attestationKey = value(parsePublicArea(bytes(vtpm.attestationKey)));
  const log = value(parseTcgEventLog(bytes(vtpm.firmwareLog)));
  const binding = await bindingOfEvidence(bundle);
  const manifest = bytes(vtpm.servicesManifest);
  const found: string[] = [];
  const demand = (holds: boolean, objection: string): void => void (holds || found.push(objection));
  const named = await checkAttestationKey(attestationKey, await objectName(attestationKey));
  demand(!named.some(({ status }) => status === "fail"), "attestation key");
  const signature = value(parseTpmSignature(bytes(vtpm.signature)));
  demand(await authenticateQuote({ attest, signature, attestationKey }), "signature");
  demand(equalBytes(attest.extraData, sha("sha256", binding)), "extra data");
  demand(equalBytes(manifest, bytes(vtpm.endorsementKey)), "manifest");
  demand(equalBytes(report.reportData, sha("sha512", binding, manifest)), "report data");
  demand(report.vmpl === 0, "VMPL");
  if (attest.attested.kind !== "quote") throw new Error("no quote");
  demand(attest.attested.pcrSelect[0]?.pcrs.join() === quotedPcrs.join(), "selection");
  const values = (await replayTcgEventLog(log)).get("sha256");
  const replayed = sha("sha256", ...quotedPcrs.map((pcr) => values?.get(pcr) ?? new Uint8Array(32)));
  if (!found.includes("selection")) demand(equalBytes(attest.attested.pcrDigest, replayed), "log");
  const logged = log.events.map(({ digests }) => toHex(digests[0]?.bytes ?? new Uint8Array()));
  demand(logged.join() === events.map(({ digest }) => digest).join(), "events");
  return found;
}

function value<T>(parsed: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function sha(algorithm: "sha256" | "sha512", ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(createHash(algorithm).update(Buffer.concat(parts)).digest());
}

/** A gate that asks for an activation, whatever the evidence, and then refuses; it keeps what it objects to. */
function observingGate(): { readonly gate: GateTransport; readonly found: string[] } {
  const found: string[] = [];
  let bundle: EvidenceBundle | undefined;
  const post: GateTransport["post"] = async (path, body) => {
    if (path === "/v1/challenge") {
      return { kind: "answer", body: { nonce: toBase64Url(randomBytes(32)), expiresAt: new Date().toISOString() } };
    }
    if (path === "/v1/evidence") {
      bundle = evidenceBundleSchema.parse(body);
      found.push(...(await objections(bundle)));
      const made = await makeCredential({
        endorsementKey: value(
          parsePublicArea(new Uint8Array(Buffer.from(bundle.vtpm?.endorsementKey ?? "", "base64"))),
        ),
        name: new Uint8Array(Buffer.from(bundle.attestationKeyName, "base64url")),
        credential: secret,
        random: (length) => new Uint8Array(randomBytes(length)),
      });
      if (made === undefined) throw new Error("no credential");
      const activation = { credentialBlob: toBase64(made.credentialBlob), secret: toBase64(made.secret) };
      return { kind: "answer", body: { state: "waiting", request, pollAfterSeconds: 1, activation } };
    }
    const poll = releasePollSchema.parse(body);
    if (bundle === undefined) throw new Error("polled before any evidence");
    const proof = await activationProof(secret, request, await bindingOfEvidence(bundle));
    if (poll.activationProof !== toBase64Url(proof)) found.push("activation");
    return { kind: "answer", body: { state: "refused", number: 1 } };
  };
  return { gate: { post }, found };
}

const expected: Readonly<Record<Forgery, readonly string[]>> = {
  "event-removed": ["log"],
  "event-relabelled": ["events"],
  "other-pcrs": ["selection"],
  "second-attestation-key": ["activation"],
  "unrestricted-attestation-key": ["attestation key"],
  "own-report": ["VMPL"],
};

describe.skipIf(!haveSwtpm)("root who forges evidence", () => {
  it.each(forgeries)("of the kind %s is wrong in that one thing", async (forgery) => {
    const work = join(folder, forgery);
    await mkdir(work);
    const { gate, found } = observingGate();
    const status = await forgeEvidence(lab, { forgery, machine, folder, work, socket: join(work, "port"), gate });
    expect(status).toEqual({ state: "refused", number: 1 });
    expect(found).toEqual(expected[forgery]);
  });
});
