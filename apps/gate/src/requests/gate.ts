import type { GateIdentity } from "@sekisho/release";
import type { JudgeHardware } from "../approvals/hardware.ts";
import type { PeopleOrigin } from "../people/ceremony.ts";
import type { Challenges } from "../people/challenges.ts";
import type { EventHub } from "../people/events.ts";
import type { Appraiser } from "@sekisho/verifier";
import type { KeyRing } from "../keys/key-ring.ts";
import type { NonceIssuer } from "../keys/nonces.ts";
import type { Database } from "../store/open.ts";

/** Seconds after which things happen. */
export type Timing = {
  /** How long a challenge can be answered. */
  readonly challenge: number;
  /** How old a waiting guest's evidence gets before it is asked for fresh one. */
  readonly refresh: number;
  /** How young evidence must be when a key is released after a person's decision. */
  readonly fresh: number;
  /** How often a waiting guest asks; and once a person has decided. */
  readonly poll: number;
  readonly decidedPoll: number;
  /** How long a request can wait at most; and without fresh evidence. */
  readonly request: number;
  readonly silence: number;
};

export const defaultTiming: Timing = {
  challenge: 120,
  refresh: 120,
  fresh: 5,
  poll: 3,
  decidedPoll: 1,
  request: 24 * 3600,
  silence: 15 * 60,
};

/** How many requests of strangers, whose evidence was never accepted, are kept for people to see. */
export const strangersKept = 1000;

/** Of how many of them the evidence is kept where it holds the logs of a boot. */
export const largeStrangersKept = 50;

/** What every part of the gate's work needs. */
export type Gate = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly nonces: NonceIssuer;
  readonly appraiser: Appraiser;
  readonly timing: Timing;
  readonly clock: () => Date;
  readonly identity: () => GateIdentity;
  /** Where people reach the gate; undefined without a door for them. */
  readonly people: PeopleOrigin | undefined;
  /** The challenges of people's passkeys. */
  readonly challenges: Challenges;
  /** What is known of the hardware that passkeys live in. */
  readonly hardwareOf: JudgeHardware;
  /** What people follow live. */
  readonly events: EventHub;
};
