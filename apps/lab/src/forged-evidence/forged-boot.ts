import { createHash } from "node:crypto";
import { quotedPcrs } from "@sekisho/release";
import type { RecordedEvent } from "../vtpm/record-boot.ts";
import type { Forgery } from "./forgery.ts";

/** What the machine's TPM recorded, and what the attacker says it recorded. */
export type ForgedBoot = { readonly measured: readonly RecordedEvent[]; readonly claimed: readonly RecordedEvent[] };

const shell = "init=/bin/sh";
/** An event of GRUB's that no genuine boot has. */
const added = eventOf(8, `grub_cmd: set extra=${shell}`);

/**
 * A boot that differs from the genuine one by one event, and the log that is to hide it. Where an event is relabelled, it is
 * the one that holds the kernel's command line.
 *
 * @throws Error when the genuine boot has no command line with the machine's name
 */
export function forgedBoot(forgery: Forgery, genuine: readonly RecordedEvent[]): ForgedBoot {
  if (forgery !== "event-relabelled") return { measured: [...genuine, added], claimed: genuine };
  const place = genuine.findIndex(({ text }) => text.includes("sekisho.machine="));
  const event = genuine[place];
  if (event === undefined) throw new Error("the genuine boot has no command line that names the machine");
  const { digest } = eventOf(event.pcr, `${event.text} ${shell}`);
  const changed = genuine.with(place, { ...event, digest });
  return { measured: changed, claimed: changed };
}

function eventOf(pcr: number, text: string): RecordedEvent {
  return { pcr, text, digest: sha256(Buffer.from(text)) };
}

/** What a quote of all PCRs says after these events: SHA-256 over their values. */
export function quotedDigest(events: readonly RecordedEvent[]): Uint8Array {
  const values = quotedPcrs.map((pcr) =>
    events
      .filter((event) => event.pcr === pcr)
      .reduce<Uint8Array>((value, { digest }) => sha256(value, digest), new Uint8Array(32)),
  );
  return sha256(...values);
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const state = createHash("sha256");
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}
