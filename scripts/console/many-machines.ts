import type { MachineSummary } from "@sekisho/release";

const places = ["tokyo", "osaka", "ishikari", "own"] as const;
const states = ["released", "released", "released", "refused", "waiting", "expired", "denied"] as const;

/** As many machines as a large owner has, in every state. */
export function manyMachines(count: number): readonly MachineSummary[] {
  return Array.from({ length: count }, (_, number): MachineSummary => {
    const digits = String(number).padStart(5, "0");
    const state = states[number % states.length] ?? "released";
    return {
      id: `00000000-0000-4000-8000-${digits.padStart(12, "0")}`,
      name: `${places[number % 2] ?? "own"}-${digits}`,
      technology: number % 5 === 0 ? "tdx" : "sev-snp",
      cloud: number % 3 === 0 ? null : (places[number % places.length] ?? null),
      bootKind: number % 7 === 0 ? "grub" : "direct",
      releaseMode: number % 2 === 0 ? "auto" : "enter",
      holdsKey: number % 2 === 0,
      ownPolicy: number % 11 === 0,
      updatedAt: "2026-11-23T00:00:00.000Z",
      boots: number % 9,
      newest:
        number % 13 === 0
          ? null
          : {
              number: number + 1,
              state,
              at: new Date(Date.UTC(2026, 10, 23) - number * 60_000).toISOString(),
              proven: state !== "refused",
              verdict: state === "refused" ? "rejected" : "accepted",
            },
    };
  });
}
