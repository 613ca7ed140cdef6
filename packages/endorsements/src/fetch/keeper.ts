import { setTimeout as sleep } from "node:timers/promises";
import { malformedMessage, type Parsed } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import { createDiskStore, createMemoryStore, type Kept, type Store } from "./store.ts";
import { Transport, type Limits, type Response, type World } from "./transport.ts";
import { isOpen, type Dated } from "./window.ts";

/** What was asked for, or why it could not be had. */
export type Had<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Message; readonly notFound: boolean };

/** Something that a vendor publishes. */
export type Resource<T> = {
  /** The vendor, and the path of its own interface: the same whichever service is asked ("amd/vcek/v1/Milan/crl"). */
  readonly name: string;
  /** Where it is: the next one is tried where the one before does not have it. Kept under the first. */
  readonly urls: readonly [string, ...string[]];
  /** What of the response is kept; its body if absent. */
  readonly keep?: (response: Response) => Parsed<Uint8Array>;
  /** Reads what was kept, and until when the vendor says that it holds. Says no to what is not about `name`. */
  readonly read: (kept: Uint8Array) => Parsed<Dated<T>>;
  /** Milliseconds after which a newer one is asked for, though the vendor's word still holds; absent: never. */
  readonly keptFor?: number;
};

/** What all clients of vendors' services take. */
export type ServiceOptions = Partial<World> &
  Partial<Limits> & {
    /** Where answers are kept; in memory only if absent. */
    readonly directory?: string;
    /** Keeps them instead of `directory`. */
    readonly store?: Store;
    /** Nothing is asked: what was kept or imported must do. */
    readonly offline?: boolean;
    /** Is told of each answer that could be read, as it is kept. */
    readonly heard?: (name: string, kept: Kept) => void;
  };

/** Gets resources of one service, politely. */
export type Keeper = { get<T>(resource: Resource<T>): Promise<Had<T>> };

const defaultLimits: Limits = { timeoutMs: 20_000, attempts: 4, maximumBytes: 1 << 20, maximumWaitMs: 60_000 };

/** What a list or a TCB information says may have changed since yesterday, though it is valid for weeks. */
export const oneDay = 24 * 3600 * 1000;
/** How long a service that could not give a new one is left alone, while the old one still holds. */
const renewalPause = 10 * 60 * 1000;

/** The key under which `importBundle` files what came from a bundle: no address that a service could have. */
export function importedKey(name: string): string {
  return `${importedPrefix}${name}`;
}

/** The name that {@link importedKey} made a key of; undefined for an address. */
export function importedName(key: string): string | undefined {
  return key.startsWith(importedPrefix) ? key.slice(importedPrefix.length) : undefined;
}

const importedPrefix = "import:";

/**
 * The discipline of every vendor's client. Answers are kept, and used again only while the vendor's own dates say that they
 * hold; what changes is asked for again after `keptFor`, and the old one serves while no newer one can be had. What a bundle
 * brought serves where the service can't. Callers that want the same thing at the same time share one request.
 */
export function createKeeper(options: ServiceOptions): Keeper {
  const world: World = {
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? (() => new Date()),
    sleep: options.sleep ?? ((milliseconds) => sleep(milliseconds)),
    random: options.random ?? Math.random,
  };
  const { directory, offline = false } = options;
  const transport = new Transport(world, { ...defaultLimits, ...definedLimits(options) });
  const store = options.store ?? (directory === undefined ? createMemoryStore() : createDiskStore(directory));
  const underWay = new Map<string, Promise<Had<unknown>>>();
  const renewals = new Map<string, number>();

  const ask = async <T>({ name, urls, keep = bodyOf, read }: Resource<T>): Promise<Had<Dated<T>>> => {
    const [first, ...others] = urls;
    let url = first;
    let answer = await transport.get(url);
    for (const next of others) {
      if (answer.ok || !answer.notFound) break;
      url = next;
      answer = await transport.get(url);
    }
    if (!answer.ok) return answer;
    const kept = keep(answer.value);
    if (!kept.ok) return lacking(malformedMessage(url, kept.error));
    const dated = read(kept.value);
    if (!dated.ok) return lacking(malformedMessage(url, dated.error));
    const answered: Kept = { bytes: kept.value, at: world.now() };
    options.heard?.(name, answered);
    // A store that can't be written costs speed, not the answer.
    await store.put(first, answered).catch(() => undefined);
    return dated;
  };

  const load = async <T>(resource: Resource<T>): Promise<Had<T>> => {
    const { name, urls, read, keptFor = Infinity } = resource;
    const now = world.now();
    const kept = await store.get(urls[0]);
    const held = kept && openNow(read(kept.bytes), now);
    if (kept !== undefined && held !== undefined) {
      // A clock that was set back makes an answer from the future, whose age nobody knows.
      const young = Math.abs(now.getTime() - kept.at.getTime()) <= keptFor;
      const paused = now.getTime() < (renewals.get(name) ?? 0);
      if (young || paused) return { ok: true, value: held.value };
    }
    const asked = await ask(resource);
    if (asked.ok && isOpen(asked.value.window, now)) return { ok: true, value: asked.value.value };
    if (held !== undefined) renewals.set(name, world.now().getTime() + renewalPause);
    const there = await loadOffline(resource);
    if (there.ok) return there;
    // What the service gave, though its time is over: the appraisal says so better than silence.
    return asked.ok ? { ok: true, value: asked.value.value } : asked;
  };

  /** The newest of what was kept and what was imported, if it holds. */
  const loadOffline = async <T>({ name, urls, read }: Resource<T>): Promise<Had<T>> => {
    const now = world.now();
    const places = await Promise.all([store.get(urls[0]), store.get(importedKey(name))]);
    const found = places.flatMap((place) => {
      const dated = place && read(place.bytes);
      return dated?.ok === true ? [dated.value] : [];
    });
    const newestFirst = found.toSorted((left, right) => right.window.from.getTime() - left.window.from.getTime());
    const open = newestFirst.find(({ window }) => isOpen(window, now));
    if (open !== undefined) return { ok: true, value: open.value };
    const [newest] = newestFirst;
    if (newest === undefined) return lacking(message("endorsements.fetch.offline-missing", { name }));
    const { from, until } = newest.window;
    return lacking(message("endorsements.fetch.offline-stale", { name, from: day(from), until: day(until) }));
  };

  return {
    get: <T>(resource: Resource<T>): Promise<Had<T>> => {
      const { name } = resource;
      // One name stands for one kind of resource.
      const shared = underWay.get(name) as Promise<Had<T>> | undefined;
      if (shared !== undefined) return shared;
      const request = (offline ? loadOffline(resource) : load(resource)).finally(() => underWay.delete(name));
      underWay.set(name, request);
      return request;
    },
  };
}

function definedLimits({ timeoutMs, attempts, maximumBytes, maximumWaitMs }: ServiceOptions): Partial<Limits> {
  const entries = Object.entries({ timeoutMs, attempts, maximumBytes, maximumWaitMs });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function bodyOf({ body }: Response): Parsed<Uint8Array> {
  return { ok: true, value: body };
}

function openNow<T>(dated: Parsed<Dated<T>>, now: Date): Dated<T> | undefined {
  return dated.ok && isOpen(dated.value.window, now) ? dated.value : undefined;
}

function lacking(error: Message): Had<never> {
  return { ok: false, error, notFound: false };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
