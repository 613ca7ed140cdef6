import { setTimeout as sleep } from "node:timers/promises";
import { malformedMessage, type Parsed } from "@sekisho/encoding";
import { parseCertificate, parseCertificateBundle, parseCrl, parseCrlBundle } from "@sekisho/encoding/x509";
import type { Product, TcbVersion } from "@sekisho/evidence/sev-snp";
import type { Message } from "@sekisho/messages";
import type { Signer } from "../amd/names.ts";
import { amdKeyServiceUrl, certificateChainUrl, revocationListUrl, vcekUrl } from "./amd-urls.ts";
import { createDiskStore, createMemoryStore } from "./store.ts";
import { Transport, type Limits, type World } from "./transport.ts";

/** DER of what was asked for, or why it could not be had. */
export type Fetched =
  | { readonly ok: true; readonly value: readonly Uint8Array[] }
  | { readonly ok: false; readonly error: Message; readonly notFound: boolean };

/** AMD's key service, or one that speaks its interface. Nothing that it gives is verified here. */
export type AmdKeyServer = {
  /** The VCEK of a chip at a TCB. */
  vcek(product: Product, chipId: Uint8Array, tcb: TcbVersion): Promise<Fetched>;
  /** ASK and ARK, or ASVK and ARK. */
  certificateChain(signer: Signer, product: Product): Promise<Fetched>;
  /** The ARK's revocation list. */
  revocationList(signer: Signer, product: Product): Promise<Fetched>;
};

export type AmdKeyServerOptions = Partial<World> &
  Partial<Limits> & {
    /** Scheme, host and perhaps a path, without a slash at the end; AMD's own if absent. */
    readonly baseUrl?: string;
    /** Where answers are kept; in memory only if absent. */
    readonly directory?: string;
  };

const defaultLimits: Limits = { timeoutMs: 20_000, attempts: 4, maximumBytes: 1 << 20, maximumWaitMs: 60_000 };

/** A list is valid for weeks, but what it says may have changed since yesterday. */
const listsKept = 24 * 3600 * 1000;
/** How long a service that could not give a new list is left alone, while the old one is still valid. */
const renewalPause = 10 * 60 * 1000;

/** Reads an answer: its DER parts, and until when they may be used again. */
type Read = (
  url: string,
  bytes: Uint8Array,
) => Parsed<{ readonly parts: readonly Uint8Array[]; readonly window: Window }>;
type Window = { readonly from: Date; readonly until: Date };

/**
 * A client of AMD's key service. Answers are kept and used again while they are valid: certificates within their dates, lists
 * for a day, and until their nextUpdate where no newer one can be had. Callers that want the same thing at the same time
 * share one request.
 */
export function createAmdKeyServer(options: AmdKeyServerOptions = {}): AmdKeyServer {
  const { baseUrl = amdKeyServiceUrl, directory } = options;
  const world: World = {
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? (() => new Date()),
    sleep: options.sleep ?? ((milliseconds) => sleep(milliseconds)),
    random: options.random ?? Math.random,
  };
  const transport = new Transport(world, { ...defaultLimits, ...definedLimits(options) });
  const store = directory === undefined ? createMemoryStore() : createDiskStore(directory);
  const underWay = new Map<string, Promise<Fetched>>();
  const renewals = new Map<string, number>();

  const ask = async (url: string, read: Read): Promise<Fetched> => {
    const answer = await transport.get(url);
    if (!answer.ok) return answer;
    const parsed = read(url, answer.value);
    if (!parsed.ok) return { ok: false, error: malformedMessage(url, parsed.error), notFound: false };
    // A store that can't be written costs speed, not the answer.
    await store.put(url, { bytes: answer.value, at: world.now() }).catch(() => undefined);
    return { ok: true, value: parsed.value.parts };
  };

  const load = async (url: string, read: Read, keptFor: number): Promise<Fetched> => {
    const now = world.now();
    const kept = await store.get(url);
    const reusable = kept && usable(read(url, kept.bytes), now);
    if (kept === undefined || reusable === undefined) return ask(url, read);
    // A clock that was set back makes an answer from the future, whose age nobody knows.
    const young = Math.abs(now.getTime() - kept.at.getTime()) <= keptFor;
    const paused = now.getTime() < (renewals.get(url) ?? 0);
    if (young || paused) return { ok: true, value: reusable };
    const renewed = await ask(url, read);
    if (renewed.ok) return renewed;
    renewals.set(url, world.now().getTime() + renewalPause);
    return { ok: true, value: reusable };
  };

  const get = (url: string, read: Read, keptFor = Infinity): Promise<Fetched> => {
    const shared = underWay.get(url);
    if (shared !== undefined) return shared;
    const request = load(url, read, keptFor).finally(() => underWay.delete(url));
    underWay.set(url, request);
    return request;
  };

  return {
    vcek: (product, chipId, tcb) => get(vcekUrl(baseUrl, product, chipId, tcb), readCertificates),
    certificateChain: (signer, product) => get(certificateChainUrl(baseUrl, signer, product), readCertificates),
    revocationList: (signer, product) => get(revocationListUrl(baseUrl, signer, product), readCrls, listsKept),
  };
}

function definedLimits({ timeoutMs, attempts, maximumBytes, maximumWaitMs }: AmdKeyServerOptions): Partial<Limits> {
  const entries = Object.entries({ timeoutMs, attempts, maximumBytes, maximumWaitMs });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function usable(parsed: ReturnType<Read>, now: Date): readonly Uint8Array[] | undefined {
  if (!parsed.ok) return undefined;
  const { parts, window } = parsed.value;
  return window.from <= now && now <= window.until ? parts : undefined;
}

const readCertificates: Read = (url, bytes) => {
  const bundle = parseCertificateBundle(url, bytes);
  if (!bundle.ok) return bundle;
  const windows: Window[] = [];
  for (const der of bundle.value) {
    const certificate = parseCertificate(der);
    if (!certificate.ok) return certificate;
    windows.push({ from: certificate.value.notBefore, until: certificate.value.notAfter });
  }
  return { ok: true, value: { parts: bundle.value, window: intersection(windows) } };
};

const readCrls: Read = (url, bytes) => {
  const bundle = parseCrlBundle(url, bytes);
  if (!bundle.ok) return bundle;
  const windows: Window[] = [];
  for (const der of bundle.value) {
    const crl = parseCrl(der);
    if (!crl.ok) return crl;
    windows.push({ from: crl.value.thisUpdate, until: crl.value.nextUpdate ?? crl.value.thisUpdate });
  }
  return { ok: true, value: { parts: bundle.value, window: intersection(windows) } };
};

function intersection(windows: readonly Window[]): Window {
  const from = Math.max(...windows.map((window) => window.from.getTime()));
  const until = Math.min(...windows.map((window) => window.until.getTime()));
  return { from: new Date(from), until: new Date(until) };
}
