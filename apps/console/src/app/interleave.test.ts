import { expect, test } from "vitest";
import { interleave } from "./interleave.ts";

const element = { type: "b" };

test("elements stand where each language wants them", () => {
  const english = ({ name, machine }: Readonly<Record<string, string>>) => `${name} approved ${machine}.`;
  const japanese = ({ name, machine }: Readonly<Record<string, string>>) => `${machine}を${name}が承認しました。`;
  const elements = { name: element, machine: "db-1" };
  expect(interleave(english, elements)).toEqual([element, " approved ", "db-1", "."]);
  expect(interleave(japanese, elements)).toEqual(["db-1", "を", element, "が承認しました。"]);
});

test("a text without placeholders stays whole", () => {
  expect(interleave(() => "Nothing waits.", {})).toEqual(["Nothing waits."]);
});
