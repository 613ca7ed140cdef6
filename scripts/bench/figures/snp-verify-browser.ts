import { labEvidence } from "../../browser/cases/made.ts";
import { haveBrowser } from "../../browser/launch.ts";
import { openPage } from "../../browser/page.ts";
import type { Figure } from "../figure.ts";

const rounds = 101;
/** What a person does not notice. */
const goalMs = 50;

export const snpVerifyBrowser: Figure = {
  name: "snp-verify-browser",
  title: "whole verification of an SEV-SNP report in headless Chromium through WebCrypto, nothing seen before",
  goal: null,
  measure: async () => {
    if (!haveBrowser) return { reason: "there is no Chromium on this machine" };
    const page = await openPage();
    try {
      const task = await labEvidence();
      const times = await page.timeVerification(Array.from({ length: rounds }, () => task));
      const sorted = times.toSorted((left, right) => left - right);
      const [first = Infinity] = times;
      const value = sorted[(rounds - 1) / 2] ?? Infinity;
      const notes = [
        `goal: below ${goalMs} ms; the very first one took ${first.toFixed(1)} ms; Chromium ${page.version}`,
      ];
      return { value, unit: "ms", ratio: null, notes };
    } finally {
      await page.close();
    }
  },
};
