import { tdCommandLine, tdEvent } from "@sekisho/gate/testing";
import type { TdEvent } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { describe, expect, test } from "vitest";
import { look } from "../testing/lab-case.ts";
import { tdxCase, type TdxChange } from "../testing/tdx-case.ts";
import { refusal, told, type Row } from "../testing/told.ts";

describe("a TD:", () => {
  const kernel = (own: readonly TdEvent[]): readonly TdEvent[] => [
    ...own.slice(0, 1),
    tdEvent(1, "other"),
    ...own.slice(2),
  ];
  const line = (own: readonly TdEvent[]): readonly TdEvent[] => [...own.slice(0, 2), tdCommandLine("init=/bin/sh")];
  const rows: Row<TdxChange>[] = [
    ["another firmware", { mrTd: new Uint8Array(48).fill(1) }, ["firmware"], "firmware"],
    ["another kernel", { events: kernel }, ["kernel"], "kernel"],
    ["another command line", { events: line }, ["command-line"], "command-line"],
    ["a debug TD", { debug: true }, ["report"], "debug"],
    ["a TD that has left its initrd", { left: true }, ["guest-key"], "initrd-left"],
    ["a quote with a changed byte", { flip: 48 + 200 }, ["report"], "forged"],
    ["a stolen quote", { stolen: { guestKey: Buffer.alloc(32, 9).toString("base64url") } }, ["guest-key"], "borrowed"],
  ];
  test.each(rows)("%s", async (...[, change, failing, headline, values]) => {
    expect(await told(await tdxCase(change))).toMatchObject(refusal(failing, headline, values));
  });

  test("a platform of another root", async () => {
    expect(
      await told(await tdxCase({ authority: await testIntelAuthority("foreign"), withoutCollateral: true })),
    ).toMatchObject(refusal(["silicon-root"], "foreign-root"));
  });

  test("without Intel's documents the platform's worth is unknown", async () => {
    const seen = await look(await tdxCase({ withoutCollateral: true }));
    expect(seen.failing).toEqual([]);
    expect(seen.unknown).toContain("tcb");
    expect(seen.verdict.verdict).toBe("rejected");
  });
});
