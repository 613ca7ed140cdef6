import { message, type Message } from "@sekisho/messages";
import type { RequestDetail } from "@sekisho/release";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Configuration } from "../api/configuration.ts";
import { loadCheckTexts } from "../app/check-texts.ts";
import { agreementOf, type Agreement } from "./agreement.ts";
import type { Found } from "./look.ts";
import { standardOf } from "./standard.ts";

/** This page's own look at a request, from the first moment on. */
export type Look =
  | { readonly kind: "looking" }
  | {
      readonly kind: "looked";
      readonly found: Found;
      readonly agreement: Agreement;
      /** Whose machine.json and policy it was held against. */
      readonly by: "own" | "gate";
      readonly withPolicy: boolean;
    }
  | { readonly kind: "impossible"; readonly reason: Message };

/**
 * Verifies a request's evidence in this page, and again whenever newer evidence comes. The code for it is loaded when it is first needed.
 * While evidence that is only asked for again is verified again, what was found before stays.
 */
export function useLook(detail: RequestDetail | undefined, configuration: Configuration): Look {
  const [look, setLook] = useState<Look>({ kind: "looking" });
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (detail === undefined) return undefined;
    let current = true;
    const about = subjectOf(detail);
    if (shown.current !== about) setLook({ kind: "looking" });
    shown.current = about;
    const show = (next: Look): void => {
      if (current) setLook(next);
    };
    lookOnce(detail, configuration).then(show, () =>
      show({ kind: "impossible", reason: message("console.request.here.failed") }),
    );
    return () => {
      current = false;
    };
  }, [detail, configuration]);
  return look;
}

/**
 * What a look is about. One at evidence as of an earlier day says nothing of now: it does not stay while the request, which the gate
 * said had ended, is open after all.
 */
export function subjectOf(
  detail: Pick<RequestDetail, "id" | "state" | "evidenceAt" | "updatedAt" | "evidence">,
): string {
  const moment = isOpen(detail) ? "now" : momentOf(detail, new Date(0)).toISOString();
  return `${detail.id} ${detail.evidence?.nonce ?? ""} ${moment}`;
}

async function lookOnce(detail: RequestDetail, configuration: Configuration): Promise<Look> {
  const [{ lookAt }] = await Promise.all([import("./look.ts"), loadCheckTexts()]);
  const standard = standardOf(configuration, detail);
  if (standard.kind === "none") return { kind: "impossible", reason: standard.reason };
  const found = await lookAt(detail, standard, momentOf(detail, new Date()));
  if ("id" in found) return { kind: "impossible", reason: found };
  const agreement = agreementOf(detail.verdict, found.verdict);
  return { kind: "looked", found, agreement, by: standard.kind, withPolicy: standard.policy !== null };
}

/**
 * Evidence of a request that has ended is judged as of the day on which it came: its certificates and lists may have run out
 * since. What is still to be decided is judged as of now.
 */
export function momentOf(detail: Pick<RequestDetail, "state" | "evidenceAt" | "updatedAt">, now: Date): Date {
  return isOpen(detail) ? now : new Date(detail.evidenceAt ?? detail.updatedAt);
}

function isOpen({ state }: Pick<RequestDetail, "state">): boolean {
  return state === "activating" || state === "waiting" || state === "decided";
}
