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
