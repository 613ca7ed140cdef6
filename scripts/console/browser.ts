import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { watchPage, type Watch } from "./watch.ts";

/** How a person looks at the page. */
export type View = {
  readonly language: "en" | "ja";
  readonly theme: "light" | "dark";
  readonly width: number;
};

export const usualView: View = { language: "en", theme: "light", width: 1280 };

/** One person's browser: a page, the authenticator of that person's device, and what went wrong in it. */
export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly authenticator: Authenticator;
  readonly watch: Watch;
  close(): Promise<void>;
};

/** The authenticator that is built into a person's device, by Chromium's own means for tests (CDP, domain WebAuthn). */
export type Authenticator = {
  /** Whether the person touches it and proves who they are; where not, it does not answer. */
  setWilling(willing: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
};

/**
 * Opens an empty page for one person.
 *
 * @param signedIn what another page of the same person kept, so that they are signed in here too
 */
export async function openVisit(
  browser: Browser,
  origin: string,
  view: View = usualView,
  signedIn?: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    ...(signedIn === undefined ? {} : { storageState: signedIn }),
    viewport: { width: view.width, height: view.width < 600 ? 740 : 900 },
    locale: view.language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "Asia/Tokyo",
    colorScheme: view.theme,
    reducedMotion: "reduce",
    // A gate of the tests has a certificate of its own making.
    ignoreHTTPSErrors: true,
  });
  try {
    const page = await context.newPage();
    const watch = await watchPage(page, origin);
    const authenticator = await addAuthenticator(context, page);
    return { page, context, authenticator, watch, close: () => context.close() };
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function addAuthenticator(context: BrowserContext, page: Page): Promise<Authenticator> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setWilling: async (willing) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: willing });
    },
    count: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

/**
 * Waits until something is to be seen.
 *
 * @returns true; where it does not come, an error tells what is to be seen instead
 */
export async function appears(what: Locator, patience = 15_000): Promise<true> {
  await what
    .first()
    .waitFor({ timeout: patience })
    .catch(async (cause: unknown) => {
      const text = await what.page().locator("body").innerText();
      throw new Error(`${what.toString()} is not there, but:\n${text}`, { cause });
    });
  return true;
}
