import {
  enrolmentOptionsSchema,
  requestOptionsSchema,
  sessionViewSchema,
  type EnrolmentOptions,
  type RequestOptions,
  type SessionView,
} from "@sekisho/release";
import type { Misbehaviour, SoftwareAuthenticator } from "./authenticator.ts";
import { httpClient, type Answer, type Call } from "./client.ts";

/** A person's browser at the people's door: keeps the cookie, and sends what the gate's own page would send. */
export type TestBrowser = {
  readonly origin: string;
  /** The cookie as it would be sent; undefined when signed out. */
  cookie(): string | undefined;
  setCookie(cookie: string | undefined): void;
  /** The token against forged requests that the page has, or pretends to have. */
  csrf: string | null;
  /** Calls as the page does: with cookie, origin and token, unless `headers` say otherwise ("" leaves one out). */
  call(call: Call): Promise<Answer>;
  /** Opens a one-time link, and registers a passkey with it. */
  enrol(url: string, authenticator: SoftwareAuthenticator, label?: string): Promise<SessionView>;
  /** The steps of it, for tests of what goes wrong between them. */
  enrolmentOptions(url: string): Promise<EnrolmentOptions>;
  finishEnrolment(
    url: string,
    options: EnrolmentOptions,
    authenticator: SoftwareAuthenticator,
    misbehaviour?: Misbehaviour,
  ): Promise<Answer>;
  signInOptions(): Promise<RequestOptions>;
  signIn(authenticator: SoftwareAuthenticator, misbehaviour?: Misbehaviour, options?: RequestOptions): Promise<Answer>;
  close(): void;
};

/** A browser at a gate whose page is at this origin, behind this port. */
export function testBrowser({ origin, port }: { readonly origin: string; readonly port: number }): TestBrowser {
  const client = httpClient(port);
  let cookie: string | undefined;

  const browser: TestBrowser = {
    origin,
    csrf: null,
    cookie: () => cookie,
    setCookie: (value) => void (cookie = value),

    call: async (call) => {
      const headers: Record<string, string> = { origin, "sec-fetch-site": "same-origin" };
      if (cookie !== undefined) headers["cookie"] = cookie;
      if (browser.csrf !== null) headers["x-sekisho-csrf"] = browser.csrf;
      const all = Object.entries({ ...headers, ...call.headers }).filter(([, value]) => value !== "");
      const answer = await client.call({ ...call, headers: Object.fromEntries(all) });
      const [set] = answer.headers["set-cookie"] ?? [];
      if (set !== undefined) cookie = set.includes("Max-Age=0") ? undefined : set.split(";")[0];
      return answer;
    },

    enrol: async (url, authenticator, label) => {
      const answer = await browser.finishEnrolment(url, await browser.enrolmentOptions(url), authenticator, { label });
      if (answer.status !== 200) throw new Error(`enrolment: ${answer.status} ${JSON.stringify(answer.body)}`);
      return sessionViewSchema.parse(answer.body);
    },

    enrolmentOptions: async (url) => {
      const answer = await browser.call({ path: "/v1/enrolment/options", body: { token: tokenOf(url) } });
      if (answer.status !== 200) throw new Error(`link: ${answer.status} ${JSON.stringify(answer.body)}`);
      return enrolmentOptionsSchema.parse(answer.body);
    },

    finishEnrolment: async (url, { options }, authenticator, misbehaviour = {}) => {
      const credential = await authenticator.create(options, origin, misbehaviour);
      const label = misbehaviour.label ?? "test key";
      return kept(
        browser,
        await browser.call({ path: "/v1/enrolment", body: { token: tokenOf(url), credential, label } }),
      );
    },

    signInOptions: async () => {
      const answer = await browser.call({ path: "/v1/session/options", body: {} });
      return requestOptionsSchema.parse(answer.body);
    },

    signIn: async (authenticator, misbehaviour, options) => {
      const credential = await authenticator.get(options ?? (await browser.signInOptions()), origin, misbehaviour);
      return kept(browser, await browser.call({ path: "/v1/session", body: { credential } }));
    },

    close: () => client.close(),
  };
  return browser;
}

/** The secret of a one-time link. */
export function tokenOf(url: string): string {
  return new URL(url).hash.slice(1);
}

function kept(browser: TestBrowser, answer: Answer): Answer {
  const view = sessionViewSchema.safeParse(answer.body);
  if (view.success) browser.csrf = view.data.csrf;
  return answer;
}
