import { createHash, randomUUID } from "node:crypto";
import { equalBytes, fromBase64Url, fromHex, toBase64, toBase64Url } from "@sekisho/encoding";
import { leavingDigest, type GateTransport } from "@sekisho/guest";
import { parseTdxMetadata } from "@sekisho/reference-values";
import {
  challengeSchema,
  computeBinding,
  generateGuestKey,
  requestStatusSchema,
  type Challenge,
  type DirectMachine,
  type EvidenceBundle,
  type RequestStatus,
} from "@sekisho/release";
import { readBootArtifacts, type BootArtifacts } from "../cloud/boot-artifacts.ts";
import type { Lab } from "../cloud/lab.ts";
import { directBootEvents, loadOptions } from "../tdx/firmware-events.ts";
import { writeCcel, type TdEvent } from "../tdx/td-events.ts";
import { tdAttributes, type LaunchedTd } from "../tdx/tdx-module.ts";
import { post, sound } from "./gate-conversation.ts";
import type { TdForgery } from "./td-forgery.ts";

export type ForgedTdEvidenceInput = {
  readonly forgery: TdForgery;
  /** The machine whose key is asked for. */
  readonly machine: DirectMachine;
  /** Where its `machine.json` stands. */
  readonly folder: string;
  readonly gate: GateTransport;
  /** The events of a genuine boot, in whose log the command line is measured; default: what follows from the machine's files. */
  readonly events?: readonly TdEvent[];
};

/**
 * Somebody asks for the key of a TD with evidence that is wrong in one thing. The lab launches what the attacker runs; all that
 * follows is the attacker's own program, who may have anything quoted there.
 *
 * @returns the gate's word: `refused`, unless it fell for it
 * @throws Error when the gate can't be had
 */
export async function forgeTdEvidence(lab: Lab, input: ForgedTdEvidenceInput): Promise<RequestStatus> {
  const { forgery, gate } = input;
  const { td, log } = await launch(lab, input);
  if (forgery === "td-initrd-left") td.extend(3, leavingDigest);
  const first = challengeSchema.parse(await post(gate, "/v1/challenge", {}));
  const genuine = await bundleFor(input, first, (binding) => td.quote(binding), log);
  if (forgery !== "td-replayed-quote") return ask(gate, genuine);
  const second = challengeSchema.parse(await post(gate, "/v1/challenge", {}));
  const { evidence } = genuine;
  const quote = evidence.technology === "tdx" ? evidence.quote : "";
  const replayed = await bundleFor(input, second, () => new Uint8Array(Buffer.from(quote, "base64")), log);
  return ask(gate, replayed);
}

/** What the attacker runs, and the log that is to go with its quotes. */
async function launch(
  lab: Lab,
  { forgery, machine, folder, events }: ForgedTdEvidenceInput,
): Promise<{ readonly td: LaunchedTd; readonly log: Uint8Array }> {
  const { memoryMiB } = machine;
  const artifacts = await readBootArtifacts(machine, folder);
  const genuine = events ?? (await directBootEvents(artifacts, memoryMiB));
  const started = forgery === "td-other-firmware" ? withOtherFirmware(artifacts) : artifacts;
  const measured = withOtherCommandLine(genuine, machine.boot.commandLine, otherCommandLine(forgery, machine));
  const usual = BigInt(machine.guestPolicy);
  const attributes = forgery === "td-debug" ? usual | tdAttributes.debug : usual;
  const { td } = await lab.launchTd({ artifacts: started, memoryMiB, attributes, events: measured });
  return { td, log: writeCcel(forgery === "td-altered-log" ? genuine : measured) };
}

function otherCommandLine(forgery: TdForgery, { id, boot: { commandLine } }: DirectMachine): string {
  if (forgery === "td-sibling") return commandLine.replaceAll(id, randomUUID());
  return forgery === "td-altered-log" ? `${commandLine} init=/bin/sh` : commandLine;
}

function withOtherCommandLine(events: readonly TdEvent[], from: string, to: string): readonly TdEvent[] {
  const place = events.findIndex(({ digest }) => equalBytes(digest, sha384(loadOptions(from))));
  const event = events[place];
  if (event === undefined) throw new Error("the genuine boot does not measure the machine's command line");
  return events.with(place, { ...event, digest: sha384(loadOptions(to)) });
}

/** One bit of what MRTD covers is another. */
function withOtherFirmware(artifacts: BootArtifacts): BootArtifacts {
  const firmware = artifacts.firmware.slice();
  const sections = parseTdxMetadata(firmware);
  const measured = sections.ok ? sections.value.find(({ extendsMrTd }) => extendsMrTd) : undefined;
  const at = measured === undefined ? -1 : Buffer.from(firmware.buffer).indexOf(measured.data);
  if (at < 0) throw new Error("the firmware has nothing that MRTD covers");
  firmware[at] = (firmware[at] ?? 0) ^ 1;
  return { ...artifacts, firmware };
}

async function bundleFor(
  { machine }: ForgedTdEvidenceInput,
  challenge: Challenge,
  quote: (binding: Uint8Array) => Uint8Array,
  log: Uint8Array,
): Promise<EvidenceBundle> {
  const gateKeyDigest = challenge.gateKeyDigest ?? machine.gate.signingKeys[0]?.digest ?? "";
  const { publicKey } = await generateGuestKey();
  const binding = await computeBinding({
    machineId: machine.id,
    gateKeyDigest: sound(fromHex("gateKeyDigest", gateKeyDigest)),
    nonce: sound(fromBase64Url("nonce", challenge.nonce)),
    guestKey: publicKey,
    headerDigest: sound(fromHex("headerDigest", machine.disk.headerDigest)),
    attestationKeyName: new Uint8Array(),
  });
  return {
    type: "sekisho-evidence",
    version: 1,
    machineId: machine.id,
    nonce: challenge.nonce,
    guestKey: toBase64Url(publicKey),
    gateKeyDigest,
    headerDigest: machine.disk.headerDigest,
    attestationKeyName: "",
    evidence: { technology: "tdx", quote: toBase64(quote(binding)), eventLog: toBase64(log) },
    claimedBoot: { commandLine: machine.boot.commandLine, kernelVersion: "" },
  };
}

async function ask(gate: GateTransport, bundle: EvidenceBundle): Promise<RequestStatus> {
  return requestStatusSchema.parse(await post(gate, "/v1/evidence", bundle));
}

function sha384(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha384").update(bytes).digest());
}
