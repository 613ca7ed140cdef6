import type { Page } from "playwright-core";

/** What a page did that no page of Sekisho may do. */
export type Watch = {
  /** Errors of scripts and of the console, as text. */
  readonly errors: readonly string[];
  /** What the Content-Security-Policy or trusted types stopped. */
  readonly violations: readonly string[];
  /** Addresses outside of the gate that it asked for. */
  readonly strangers: readonly string[];
  /** Everything in one list, for a test that expects nothing. */
  all(): readonly string[];
  /** What was expected to go wrong so far is forgotten. */
  forget(): void;
};

/** A request that the gate answers with a problem is written on the browser's console; the page tells the person of it. */
const answeredWithProblem = /Failed to load resource: the server responded with a status of 4\d\d|net::ERR_/;

/** Watches a page from before its first document on. */
export async function watchPage(page: Page, origin: string): Promise<Watch> {
  const errors: string[] = [];
  const violations: string[] = [];
  const strangers: string[] = [];
  page.on("pageerror", (error) => void errors.push(String(error)));
  page.on("console", (line) => {
    if (line.type() === "error" && !answeredWithProblem.test(line.text())) errors.push(line.text());
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.protocol !== "blob:" && url.origin !== origin) strangers.push(request.url());
  });
  await page.exposeFunction("reportViolation", (text: string) => void violations.push(text));
  await page.addInitScript(() => {
    type Reporting = typeof globalThis & { readonly reportViolation: (text: string) => Promise<void> };
    document.addEventListener("securitypolicyviolation", (event) => {
      const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const text = `${violatedDirective}: ${blockedURI} ${sample} (${sourceFile}:${lineNumber})`;
      void (globalThis as Reporting).reportViolation(text);
    });
  });
  return {
    errors,
    violations,
    strangers,
    all: () => [...errors, ...violations, ...strangers],
    forget: () => {
      for (const list of [errors, violations, strangers]) list.length = 0;
    },
  };
}
