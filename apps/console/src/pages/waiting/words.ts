import { message, type Message } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";
import type { Status } from "../../parts/status-mark.tsx";

/** The mark and the word of a request, by what became of it. */
export function standing({ state, verdict }: RequestView): { readonly status: Status; readonly word: string } {
  switch (state) {
    case "waiting":
    case "activating":
      return verdict?.verdict === "rejected"
        ? { status: "fail", word: "console.waiting.word.rejected" }
        : { status: "pass", word: "console.waiting.word.accepted" };
    case "decided":
      return { status: "waiting", word: "console.waiting.word.decided" };
    case "released":
      return { status: "pass", word: "console.waiting.word.released" };
    case "refused":
      return { status: "fail", word: "console.waiting.word.refused" };
    case "denied":
      return { status: "fail", word: "console.waiting.word.denied" };
    case "expired":
      return { status: "unknown", word: "console.waiting.word.expired" };
  }
}

/** Turns a verdict into one sentence; undefined while the code for that is on its way. */
export type Headline = (verdict: NonNullable<RequestView["verdict"]>, name: string) => Message;

/** What the gate says with digests for who reads logs, in the verifier's words for who reads a list. */
const plainer: Readonly<Record<string, Message>> = {
  "gate.refusal.bindingDiffers": message("verifier.headline.borrowed"),
  "gate.refusal.headerDiffers": message("verifier.headline.other-disk"),
  "gate.refusal.gateKeyUnknown": message("verifier.headline.other-gate"),
};

/** How things stand, in one sentence; undefined where the words for it have not come yet. */
export function sentence(request: RequestView, headline: Headline | undefined): Message | undefined {
  const { state, releaseMode, approval, reason, verdict } = request;
  switch (state) {
    case "waiting": {
      if (releaseMode !== "approve") return message("console.waiting.says.enter");
      const [given, needed] = [approval?.given.length ?? 0, approval?.needed ?? 1];
      return message("console.waiting.says.approve", { given, needed });
    }
    case "activating":
      return message("console.waiting.says.activating");
    case "decided":
      return message("console.waiting.says.decided");
    case "released":
      if (approval?.grant) return message("console.waiting.says.granted");
      return message(`console.waiting.says.released.${releaseMode ?? "auto"}`);
    case "expired":
      return message("console.waiting.says.expired");
    case "refused":
    case "denied":
      if (reason !== null) return (headline && plainer[reason.id]) ?? reason;
      return verdict === null ? undefined : headline?.(verdict, request.machineName ?? `${request.number}`);
  }
}
