import { expect, test } from "vitest";
import { groupHex, shortHex } from "./hex-text.ts";

test("digits stand in groups of eight", () => {
  expect(groupHex("00112233445566778899aa")).toBe("00112233 44556677 8899aa");
  expect(groupHex("")).toBe("");
});

test("many digits are shown by their ends, few as a whole", () => {
  expect(shortHex("0011223344556677", 16)).toBe("00112233 44556677");
  expect(shortHex(`00112233${"f".repeat(80)}8899aabb`, 16)).toBe("00112233 … 8899aabb");
});
