import { toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { expect, test } from "vitest";
import { readBootLog } from "./index.ts";
import { writeCryptoAgileLog } from "./testing/write-log.ts";

const sha256 = [0x0b, 32] as const;
const sha384 = [0x0c, 48] as const;
const digests = [sha256, sha384].map(([id, size]) => [id, new Uint8Array(size).fill(1)] as const);
const bytes = writeCryptoAgileLog([sha256, sha384], [{ register: 3, type: 4, digests, data: Uint8Array.of(1) }]);

test("all banks of a log are replayed, or the one that was asked for, to the same values", async () => {
  const [all, one, none] = await Promise.all([
    readBootLog(bytes, "tcg"),
    readBootLog(bytes, "tcg", "sha256"),
    readBootLog(bytes, "tcg", "sha512"),
  ]);
  if (!all.ok || !one.ok || !none.ok) throw new Error("unreadable");
  expect([...all.value.banks.keys()]).toEqual(["sha256", "sha384"]);
  expect(one.value.banks).toEqual(new Map([["sha256", all.value.banks.get("sha256")]]));
  expect(none.value.banks.size).toBe(0);
  expect(one.value.events).toEqual(all.value.events);
});

test("events beyond those that are to be described are replayed without a name", async () => {
  const data = toUtf8("Calling EFI Application");
  const hashes = await Promise.all([hash("sha256", data), hash("sha384", data)]);
  const named = [sha256, sha384].map(([id], index) => [id, hashes[index] ?? new Uint8Array(0)] as const);
  const event = { register: 4, type: 0x8000_0007, digests: named, data };
  const log = writeCryptoAgileLog([sha256, sha384], [event, event, event]);
  const [all, some] = await Promise.all([readBootLog(log, "tcg"), readBootLog(log, "tcg", undefined, 2)]);
  if (!all.ok || !some.ok) throw new Error("unreadable");
  expect(some.value.banks).toEqual(all.value.banks);
  const whole = { kind: "action", name: "Calling EFI Application", authenticated: true };
  expect(all.value.events.map(({ component }) => component)).toEqual([whole, whole, whole]);
  const undescribed = { kind: "other", name: "", authenticated: false };
  expect(some.value.events.map(({ component }) => component)).toEqual([whole, whole, undescribed]);
});
