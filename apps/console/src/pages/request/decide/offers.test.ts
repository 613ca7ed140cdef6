import { message } from "@sekisho/messages";
import type { Actor, ApprovalView } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { offersOf } from "./offers.ts";
import type { Offer, OwnLook, Situation } from "./situation.ts";

const account = (name: string, role: "viewer" | "approver" | "administrator" = "approver"): Actor => ({
  kind: "account",
  id: "00000000-0000-4000-8000-000000000001",
  name,
  role,
});

const approval: ApprovalView = {
  needed: 2,
  approvers: ["Aoki", "Baba"],
  fourEyes: true,
  hardware: "any",
  hardwareLevels: [],
  longest: { boots: 10, hours: 24 },
  given: [],
  excluded: [{ account: "Chiba", reason: message("gate.approval.changedMachine") }],
  grant: null,
  voided: [],
};

const now = new Date("2026-11-23T12:00:00Z");

function situation(change: Partial<Situation["request"]> & Partial<Omit<Situation, "request">> = {}): Situation {
  const {
    actor = account("Aoki"),
    place = "gate",
    look = { kind: "agrees", digest: "ab".repeat(32) },
    now: at = now,
    ...more
  } = change;
  const { origin = "https://gate.example", ...request } = more;
  return {
    request: {
      number: 7,
      state: "waiting",
      releaseMode: "approve",
      approval,
      expiresAt: "2026-11-23T13:00:00Z",
      verdictDigest: "ab".repeat(32),
      ...request,
    },
    actor,
    place,
    origin,
    look,
    now: at,
  };
}

const why = (offer: Offer): string => (offer.kind === "closed" ? offer.because.id : offer.kind);
const willHappen = (offer: Offer): string[] => (offer.kind === "open" ? offer.willHappen.map(({ id }) => id) : []);

describe("to approve", () => {
  test("is offered to who may, and says that others must follow", () => {
    expect(willHappen(offersOf(situation()).approve)).toEqual([
      "console.request.approve.signs",
      "console.request.approve.then-others",
    ]);
  });

  test("says that the key is handed over when nobody else is missing", () => {
    const given = [{ account: "Baba", at: now.toISOString(), scope: { kind: "this-boot" as const }, hardware: null }];
    const { approve } = offersOf(situation({ approval: { ...approval, approvers: ["Aoki"], given } }));
    expect(willHappen(approve)).toContain("console.request.approve.then-released");
  });

  test.each([
    [
      "who has approved",
      {
        approval: {
          ...approval,
          given: [{ account: "Aoki", at: now.toISOString(), scope: { kind: "this-boot" as const }, hardware: null }],
        },
      },
      "console.request.approve.given",
    ],
    ["who changed the machine", { actor: account("Chiba") }, "gate.approval.changedMachine"],
    ["whom the policy doesn't name", { actor: account("Doi") }, "console.request.approve.not-named"],
    ["who may only look", { actor: account("Aoki", "viewer") }, "console.request.role-too-low"],
    ["a program", { actor: { ...account("Aoki"), kind: "token" } as Actor }, "console.request.approve.program"],
    ["whose request has no approvals to count yet", { approval: null }, "console.request.approve.not-yet"],
    ["whose request has run out", { now: new Date("2026-11-23T13:00:00Z") }, "console.request.too-late"],
    ["whose request's TPM hasn't answered", { state: "activating" as const }, "console.request.tpm-first"],
  ])("is not offered to one %s, and the page says why", (_, change, reason) => {
    expect(why(offersOf(situation(change)).approve)).toBe(reason);
  });

  test("leads the owner of the device to the gate's own page, for passkeys belong there", () => {
    const { approve } = offersOf(situation({ actor: { kind: "owner" }, place: "own-device" }));
    expect(why(approve)).toBe("console.request.approve.elsewhere");
    expect(approve).toMatchObject({ wayOn: { url: "https://gate.example/requests/7" } });
    expect(why(offersOf(situation({ actor: { kind: "owner" }, origin: null })).approve)).toBe(
      "console.request.approve.no-page",
    );
  });
});

test.each(["javascript:alert(1)", "http://gate.example", "no address", "data:text/html,x"])(
  "the owner of the device is not led to %s, whatever the gate calls its page",
  (origin) => {
    const { approve } = offersOf(situation({ actor: { kind: "owner" }, origin }));
    expect(why(approve)).toBe("console.request.approve.no-page");
  },
);

describe("to approve what this page found", () => {
  const [own, other] = ["ab".repeat(32), "cd".repeat(32)];

  test.each([
    ["the gate's page", account("Aoki")],
    ["the own device", { kind: "owner" } as Actor],
  ])("is impossible on %s where the gate's code is about something else, and both codes are told", (_, actor) => {
    const { approve } = offersOf(situation({ actor, look: { kind: "agrees", digest: other } }));
    expect(approve).toMatchObject({
      kind: "closed",
      because: {
        id: "console.request.approve.other-code",
        values: { here: "cdcd cdcd cdcd cdcd", gate: "abab abab abab abab" },
      },
    });
    expect(offersOf(situation({ actor, look: { kind: "agrees", digest: own } })).approve).not.toEqual(approve);
    expect(why(offersOf(situation({ actor, look: { kind: "agrees", digest: null } })).approve)).toBe(
      "console.request.approve.other-code",
    );
  });
});

describe("to type the passphrase", () => {
  const enter = { releaseMode: "enter" as const, approval: null };

  test("says before that it is sealed here, and on the gate's own page what that doesn't protect against", () => {
    expect(willHappen(offersOf(situation(enter)).enter)).toContain("console.request.enter.leaks-only");
    const own = offersOf(situation({ ...enter, actor: { kind: "owner" }, place: "own-device" })).enter;
    expect(willHappen(own)).toContain("console.request.enter.sealed");
    expect(willHappen(own)).not.toContain("console.request.enter.leaks-only");
  });

  test("is no way of a machine that is approved, nor the other way round", () => {
    expect(offersOf(situation()).enter.kind).toBe("none");
    expect(offersOf(situation(enter)).approve.kind).toBe("none");
  });
});

describe.each(["approve", "enter"] as const)("to %s", (act) => {
  const base = act === "enter" ? { releaseMode: "enter" as const, approval: null } : {};
  const looks: readonly (readonly [OwnLook, string])[] = [
    [{ kind: "looking" }, "console.request.look-first"],
    [{ kind: "differs" }, "console.request.verdicts-differ"],
    [{ kind: "refuses" }, "console.request.evidence-refused"],
    [{ kind: "impossible", reason: message("x") }, "console.request.not-verified"],
  ];

  test.each(looks)("is impossible while this page's own look is %o", (look, reason) => {
    expect(why(offersOf(situation({ ...base, look }))[act])).toBe(reason);
  });

  test.each(["decided", "released", "refused", "denied", "expired"] as const)("has no place when %s", (state) => {
    expect(offersOf(situation({ ...base, state }))[act].kind).toBe("none");
  });
});

describe("to deny", () => {
  test("is possible as long as no key was handed over, whatever the page's own look says", () => {
    for (const state of ["activating", "waiting", "decided"] as const) {
      expect(offersOf(situation({ state, look: { kind: "differs" } })).deny.kind).toBe("open");
    }
    for (const state of ["released", "refused", "denied", "expired"] as const) {
      expect(offersOf(situation({ state })).deny.kind).toBe("none");
    }
  });

  test("is not for one who may only look", () => {
    expect(why(offersOf(situation({ actor: account("Aoki", "viewer") })).deny)).toBe("console.request.role-too-low");
  });
});
