import { message, type Message } from "@sekisho/messages";
import { readLimited } from "./read-limited.ts";
import { retryAfter } from "./retry-after.ts";

/** What a transport needs of the world; tests bring their own. */
export type World = {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1: spreads callers that were refused together. */
  readonly random: () => number;
};

export type Limits = {
  /** For one attempt, from request to last byte. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly maximumBytes: number;
  /** Longer than this nobody waits for one answer; the error says so instead. */
  readonly maximumWaitMs: number;
};

/** What a service answered: the body, and its headers by their names in any case (null where there is none). */
export type Response = { readonly body: Uint8Array; readonly header: (name: string) => string | null };

export type Answer =
  | { readonly ok: true; readonly value: Response }
  | { readonly ok: false; readonly error: Message; readonly notFound: boolean };

/** However long a service wants to be left alone: a wrong answer must not silence it for ever. */
const longestPause = 3600_000;

type Attempt = Answer | { readonly retry: Message; readonly waitMs: number | undefined; readonly broken?: true };

/** GETs from one service: one transport for each, so that a refusal holds back all requests to it. */
export class Transport {
  readonly #world: World;
  readonly #limits: Limits;
  #notBefore = 0;
  /** Whether no attempt at the last address was answered at all. */
  #silent = false;

  constructor(world: World, limits: Limits) {
    this.#world = world;
    this.#limits = limits;
  }

  /**
   * The body at `url`, after as many attempts as allowed: 429, 5xx and broken connections are tried again. A service that nobody
   * could reach at one address gets one attempt for each of the next, until it answers.
   */
  async get(url: string): Promise<Answer> {
    const attempts = this.#silent ? 1 : this.#limits.attempts;
    let answered = false;
    let last: Message = message("endorsements.fetch.unreachable", { url });
    for (let attempt = 0; attempt < attempts; attempt++) {
      const wait = this.#notBefore - this.#world.now().getTime();
      if (wait > this.#limits.maximumWaitMs) return this.#held(url, wait);
      if (wait > 0) await this.#world.sleep(wait);
      const outcome = await this.#attempt(url);
      answered ||= !("broken" in outcome);
      this.#silent &&= !answered;
      if ("ok" in outcome) return outcome;
      last = outcome.retry;
      this.#holdBack(outcome.waitMs ?? this.#backoff(attempt));
    }
    this.#silent = !answered;
    return { ok: false, error: last, notFound: false };
  }

  #held(url: string, wait: number): Answer {
    const error = message("endorsements.fetch.held-back", { url, seconds: Math.ceil(wait / 1000) });
    return { ok: false, error, notFound: false };
  }

  #holdBack(waitMs: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#world.now().getTime() + Math.min(waitMs, longestPause));
  }

  /** One second, doubled each time, and up to half of it more. */
  #backoff(attempt: number): number {
    return 1000 * 2 ** attempt * (1 + this.#world.random() / 2);
  }

  async #attempt(url: string): Promise<Attempt> {
    const { timeoutMs, maximumBytes } = this.#limits;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#world.fetch(url, { signal, redirect: "error" });
      const { status } = response;
      if (status === 429 || status >= 500) {
        await response.body?.cancel();
        const waitMs = retryAfter(response.headers.get("retry-after"), this.#world.now());
        return { retry: message("endorsements.fetch.refused", { url, status }), waitMs };
      }
      if (status !== 200) {
        await response.body?.cancel();
        const error = message("endorsements.fetch.status", { url, status });
        return { ok: false, error, notFound: status === 404 };
      }
      const body = await readLimited(response, maximumBytes);
      if (body !== undefined) return { ok: true, value: { body, header: (name) => response.headers.get(name) } };
      const error = message("endorsements.fetch.too-large", { url, limit: maximumBytes });
      return { ok: false, error, notFound: false };
    } catch (error) {
      return {
        retry: message("endorsements.fetch.broken", { url, reason: reasonOf(error) }),
        waitMs: undefined,
        broken: true,
      };
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
