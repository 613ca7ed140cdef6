import type { Verdict } from "@sekisho/appraisal";
import type { Look } from "../../judge/use-look.ts";
import type { OwnLook } from "./decide/situation.ts";

/** What this page's own look means for a decision. Only agreement with the gate lets anybody decide. */
export function ownLookOf(look: Look): OwnLook {
  switch (look.kind) {
    case "looking":
      return { kind: "looking" };
    case "impossible":
      return { kind: "impossible", reason: look.reason };
    case "looked": {
      if (look.agreement.kind === "differs") return { kind: "differs" };
      const { verdict, digest } = look.found;
      return verdict.verdict === "accepted" ? { kind: "agrees", digest } : { kind: "refuses" };
    }
  }
}

/** Whether something of the evidence was found wrong; what is only unknown is no fault. */
export function hasFault({ checks }: Pick<Verdict, "checks">): boolean {
  return checks.some(({ status }) => status === "fail");
}
