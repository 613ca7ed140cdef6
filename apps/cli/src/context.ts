import { appraisalCatalogue } from "@sekisho/appraisal/locales";
import { encodingCatalogue } from "@sekisho/encoding";
import { endorsementsCatalogue } from "@sekisho/endorsements/locales";
import { evidenceCatalogue } from "@sekisho/evidence/locales";
import { bootLogCatalogue } from "@sekisho/evidence/boot-log/locales";
import { luks2Catalogue } from "@sekisho/evidence/luks2/locales";
import { passkeyCatalogue } from "@sekisho/evidence/passkey/locales";
import { tpmCatalogue } from "@sekisho/evidence/tpm/locales";
import { gateCatalogue } from "@sekisho/gate/locales";
import { guestCatalogue } from "@sekisho/guest/locales";
import { imageCatalogue } from "@sekisho/image/locales";
import { labCatalogue } from "@sekisho/lab/locales";
import { launchCatalogue } from "@sekisho/launch/locales";
import { createRenderer, type Locale, type Renderer } from "@sekisho/messages";
import { referenceValuesCatalogue } from "@sekisho/reference-values/locales";
import { releaseCatalogue } from "@sekisho/release/locales";
import { verifierCatalogue } from "@sekisho/verifier/locales";
import { cliCatalogue } from "./locales/index.ts";

/** A stream that text can be written to; the real ones, or a test's. */
export type TextSink = { write(text: string): unknown; readonly isTTY?: boolean | undefined };

/** What a command may touch of the world around it. */
export type Context = {
  readonly locale: Locale;
  readonly render: Renderer;
  /** Results: standard output. */
  readonly print: (text: string) => void;
  /** Progress and prose: standard error. */
  readonly say: (text: string) => void;
  /** Whether standard error is a terminal, where a progress bar can be drawn. */
  readonly interactive: boolean;
  /** Says that the evidence or request was rejected: the exit status becomes 1. */
  readonly reject: () => void;
  /** The exit status so far. */
  readonly status: () => number;
};

/**
 * A context over two streams. Add a room's catalogue here once it has one, by the entry point that holds texts alone: every
 * command pays for what is imported here.
 */
export function createContext(locale: Locale, output: TextSink, errors: TextSink): Context {
  let status = 0;
  return {
    locale,
    render: createRenderer(locale, [
      appraisalCatalogue,
      bootLogCatalogue,
      cliCatalogue,
      encodingCatalogue,
      endorsementsCatalogue,
      evidenceCatalogue,
      gateCatalogue,
      guestCatalogue,
      imageCatalogue,
      labCatalogue,
      launchCatalogue,
      luks2Catalogue,
      referenceValuesCatalogue,
      releaseCatalogue,
      tpmCatalogue,
      passkeyCatalogue,
      verifierCatalogue,
    ]),
    print: (text) => void output.write(text),
    say: (text) => void errors.write(text),
    interactive: errors.isTTY === true,
    reject: () => {
      status = 1;
    },
    status: () => status,
  };
}
