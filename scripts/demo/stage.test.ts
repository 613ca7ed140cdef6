import { createRenderer, type Locale } from "@sekisho/messages";
import { describe, expect, it } from "vitest";
import type { BootReport } from "./boot-report.ts";
import { demoCatalogue } from "./locales/index.ts";
import { scenarios } from "./scenarios.ts";
import { createStage } from "./stage.ts";

const render = (locale: Locale) => createRenderer(locale, [demoCatalogue]);
const report: BootReport = {
  name: "debug-policy",
  outcome: "refused",
  refusedBy: "gate",
  reason: "The policy allows debugging.",
  expected: "DEBUG=0",
  actual: "DEBUG=1",
  seconds: 1,
  asExpected: true,
};

function shown(isTTY: boolean, play: (stage: ReturnType<typeof createStage>) => void, locale: Locale = "en"): string {
  let text = "";
  play(createStage({ write: (more) => (text += more), isTTY, columns: 60 }, render(locale)));
  return text;
}

describe("the stage", () => {
  it("says how a boot ended, what was expected and what came", () => {
    expect(shown(false, (stage) => stage.ended(report))).toBe(
      [
        "✔ The host launches the machine as a debug guest, whose memory it can read: refused by the gate (1 s)",
        "      The policy allows debugging.",
        "      expected: DEBUG=0",
        "      came: DEBUG=1",
        "",
      ].join("\n"),
    );
  });

  it("marks an end that must not be, and says which one must", () => {
    const released = { ...report, outcome: "released", refusedBy: null, asExpected: false } as const;
    const text = shown(false, (stage) => stage.ended(released));
    expect(text).toMatch(/^✘ /);
    expect(text).toContain("This is not how it must end: refused by the gate.");
  });

  it("draws a bar on a terminal only, within its width, and takes it away before the next line", () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error("no scenario");
    const play = (stage: ReturnType<typeof createStage>): void => {
      stage.starts(scenario, 7, 14);
      stage.say("next");
    };
    expect(shown(false, play)).toBe("next\n");
    const [, bar = "", rest] = shown(true, play).split("\r\u001b[2K");
    expect(bar).toMatch(/^█{12}░{12} 8\/14 /);
    expect(bar.length).toBeLessThan(60);
    expect(rest).toBe("next\n");
  });

  it.each(scenarios.map(({ name }) => name))("has words for the boot %s in both languages", (name) => {
    const [en, ja] = [render("en"), render("ja")].map((words) => words({ id: `demo.boot.${name}`, values: {} }));
    expect(en).not.toContain("demo.boot");
    expect(ja).toMatch(/[\u3040-\u30ff]/);
  });
});
