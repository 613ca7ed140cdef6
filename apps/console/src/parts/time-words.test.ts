import { expect, test } from "vitest";
import { formatNumber, sinceText, spanText } from "./time-words.ts";

const now = Date.parse("2026-11-23T12:00:00Z");

test.each([
  [-4_000, "just now", "たった今"],
  [-42_000, "42 seconds ago", "42 秒前"],
  [-185_000, "3 minutes ago", "3 分前"],
  [-7_300_000, "2 hours ago", "2 時間前"],
  [-200_000_000, "2 days ago", "2 日前"],
  [200_000, "in 3 minutes", "3 分後"],
])("%d ms from now is told in the reader's language", (distance, en, ja) => {
  expect(sinceText(now + distance, now, "en", "just now")).toBe(en);
  expect(sinceText(now + distance, now, "ja", "たった今")).toBe(ja);
});

test.each([
  [-5, "0 sec", "0 秒"],
  [59_999, "59 sec", "59 秒"],
  [252_000, "4 min 12 sec", "4 分 12 秒"],
  [7_500_000, "2 hr 5 min", "2 時間 5 分"],
  [90_000_000, "1 day 1 hr", "1 日 1 時間"],
])("a span of %d ms has two units at most", (span, en, ja) => {
  expect(spanText(span, "en")).toBe(en);
  expect(spanText(span, "ja")).toBe(ja);
});

test("numbers are grouped", () => {
  expect(formatNumber(1_234_567, "en")).toBe("1,234,567");
});
