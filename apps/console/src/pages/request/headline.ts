import { message, type Message } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";
import type { OwnLook } from "./decide/situation.ts";

/**
 * `pass` and `fail` are about the machine; `caution` is one that passes and is not safe all the same; `waiting` says that nothing can
 * be said yet, `ended` that nothing is to do.
 */
export type Tone = "pass" | "caution" | "fail" | "unknown" | "waiting" | "ended";

/** What stands at the top of the page: what to do, in a few words, and why, in one sentence. */
export type Headline = {
  readonly tone: Tone;
  readonly lead: Message;
  readonly sentence: Message | null;
  /** Where the verdicts differ: the fault that this page found. */
  readonly found?: Message;
};

type Request = Pick<RequestView, "state" | "releaseMode" | "reason" | "technology">;

/** What the verifier in this page has to say about the evidence. */
export type OwnSentence = {
  readonly sentence: Message;
  /** Something of the evidence is wrong; otherwise something could at most not be looked at. */
  readonly fault: boolean;
};

/**
 * The top of the page.
 *
 * @param own undefined as long as this page has found nothing
 */
export function headlineOf(request: Request, look: OwnLook, own: OwnSentence | undefined): Headline {
  const found = own?.sentence;
  const because = found ?? request.reason;
  switch (request.state) {
    case "released":
      return {
        tone: look.kind === "differs" ? "fail" : "pass",
        lead: lead("released"),
        sentence: differing(look) ?? because,
      };
    case "decided":
      return {
        tone: look.kind === "differs" ? "fail" : "waiting",
        lead: lead("decided"),
        sentence: differing(look) ?? because,
      };
    case "refused":
      return { tone: "fail", lead: lead("refused"), sentence: refusal(request, look, own) };
    case "denied":
      return { tone: "ended", lead: lead("denied"), sentence: request.reason ?? found ?? null };
    case "expired":
      return { tone: "ended", lead: lead("expired"), sentence: message("console.request.lead.expired.why") };
    case "activating":
    case "waiting":
      return openHeadline(request, look, own);
  }
}

function openHeadline({ releaseMode, state }: Request, look: OwnLook, own: OwnSentence | undefined): Headline {
  const found = own?.sentence;
  switch (look.kind) {
    case "looking":
      return { tone: "waiting", lead: lead("looking"), sentence: message("console.request.lead.looking.why") };
    case "impossible":
      return { tone: "unknown", lead: lead("not-verified"), sentence: look.reason };
    case "differs":
      return {
        tone: "fail",
        lead: lead("withhold"),
        sentence: differing(look) ?? null,
        ...(own?.fault === true ? { found: own.sentence } : {}),
      };
    case "refuses":
      return { tone: "fail", lead: lead("withhold"), sentence: found ?? null };
    case "agrees":
      if (state === "activating") return { tone: "waiting", lead: lead("activating"), sentence: found ?? null };
      return {
        tone: isSafe(found) ? "pass" : "caution",
        lead: lead(goOn(releaseMode, found)),
        sentence: found ?? null,
      };
  }
}

/** "Safe" is only what runs in a genuine confidential VM; a lab's or a mere TPM's machine is what was prepared, no more. */
function goOn(mode: Request["releaseMode"], found: Message | undefined): string {
  const safe = isSafe(found);
  if (mode === "approve") return safe ? "approvable" : "as-prepared-approvable";
  return safe ? "safe" : "as-prepared";
}

function isSafe(found: Message | undefined): boolean {
  return found?.id === "verifier.headline.accepted";
}

/**
 * A gate can refuse for what the evidence alone doesn't show, a replay for example: then its own reason is the one to be told. Where the
 * evidence itself shows the fault, the verifier has plainer words for it.
 */
function refusal({ reason }: Request, look: OwnLook, own: OwnSentence | undefined): Message | null {
  if (reason !== null) return own?.fault === true ? own.sentence : reason;
  if (look.kind === "differs") return message("console.request.lead.refused.here-accepted");
  return own?.sentence ?? null;
}

function differing(look: OwnLook): Message | undefined {
  return look.kind === "differs" ? message("console.request.lead.differs") : undefined;
}

function lead(name: string): Message {
  return message(`console.request.lead.${name}`);
}
