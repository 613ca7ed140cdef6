import { expect, test } from "vitest";
import { passkeyError } from "./passkey.ts";

function refusal(name: string, cause?: Error): Error {
  const error = new Error("refused", { cause });
  error.name = name;
  return error;
}

test.each([
  ["NotAllowedError", "sign", "console.passkey.sign.declined", true],
  ["AbortError", "make", "console.passkey.make.declined", true],
  ["InvalidStateError", "make", "console.passkey.make.already", false],
  ["SecurityError", "sign", "console.passkey.wrongSite", false],
  ["NotSupportedError", "make", "console.passkey.unsupported", false],
  ["ConstraintError", "make", "console.passkey.unsupported", false],
  ["OtherError", "sign", "console.passkey.failed", false],
] as const)("a browser's %s while a passkey is to %s has its sentence", (name, doing, id, declined) => {
  const { problem, declined: letGo } = passkeyError(refusal(name), doing);
  expect([problem.id, letGo]).toEqual([id, declined]);
});

test("the browser's own error counts, not the one around it", () => {
  expect(passkeyError(refusal("WebAuthnError", refusal("SecurityError")), "sign").problem.id).toBe(
    "console.passkey.wrongSite",
  );
});
