import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secureBootEvents, secureBootState } from "./secure-boot.ts";
import { parseSignatureLists } from "@sekisho/encoding/uefi";
import { writeVariableStore } from "./testing/write-variable-store.ts";
import { parseVariableStore, type StoredVariable } from "./variable-store.ts";

const globalGuid = "8be4df61-93ca-11d2-aa0d-00e098032b8c";
const enableGuid = "f0a30bc7-af08-4556-99c4-001009c93a44";
const variable = (name: string, ...data: readonly number[]): StoredVariable => ({
  guid: globalGuid,
  name,
  attributes: 7,
  data: Uint8Array.from(data),
});

describe("a variable store", () => {
  test("gives the live variables back, whatever they hold", () => {
    const one = fc.record({
      guid: fc.uuid(),
      name: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
      attributes: fc.nat(0xffff),
      data: fc.uint8Array({ maxLength: 40 }),
    });
    const several = fc.uniqueArray(one, { maxLength: 8, selector: ({ guid, name }) => `${guid} ${name}` });
    fc.assert(
      fc.property(several, (variables) => {
        expect(parseVariableStore(writeVariableStore(variables))).toEqual({ ok: true, value: variables });
      }),
      { numRuns: 200 },
    );
  });

  test("leaves out what is deleted, and keeps what is being replaced until its replacement is there", () => {
    const [old, fresh] = [variable("PK", 1), variable("PK", 2)];
    const read = (...variables: Parameters<typeof writeVariableStore>[0]) =>
      parseVariableStore(writeVariableStore(variables));
    expect(read({ ...old, state: 0x3d }, { ...old, state: 0x3c })).toEqual({ ok: true, value: [] });
    expect(read({ ...old, state: 0x3e })).toEqual({ ok: true, value: [old] });
    expect(read({ ...old, state: 0x3e }, fresh)).toEqual({ ok: true, value: [fresh] });
    expect(read(old, fresh)).toMatchObject({ ok: false, error: { field: "variable Name" } });
  });

  const store = writeVariableStore([variable("PK", 1, 2, 3)]);

  test.each([
    ["FileSystemGuid", 16],
    ["FvLength", 36],
    ["Signature", 40],
    ["HeaderLength", 49],
    ["variable store GUID", 72],
    ["variable store Size", 91],
    ["Format", 92],
    ["State", 93],
    ["StartId", 100],
    ["NameSize", 136],
    ["free space", 16_000],
  ])("a wrong %s is named", (field, offset) => {
    const changed = new Uint8Array(store);
    changed[offset] = 0x7f;
    expect(parseVariableStore(changed)).toMatchObject({ ok: false, error: { field } });
  });

  test("that is cut off or changed is an error or a store, never a crash", () => {
    fc.assert(
      fc.property(fc.nat(store.length - 1), fc.nat(255), (at, byte) => {
        const changed = new Uint8Array(store);
        changed[at] = byte;
        expect(typeof parseVariableStore(changed).ok).toBe("boolean");
        expect(parseVariableStore(store.subarray(0, at)).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});

describe("Secure Boot as the store has it", () => {
  const enable = (value: number): StoredVariable => ({ ...variable("SecureBootEnable", value), guid: enableGuid });

  test.each([
    ["without a platform key", [], false],
    ["with a platform key", [variable("PK", 1)], true],
    ["switched on", [variable("PK", 1), enable(1)], true],
    ["switched off", [variable("PK", 1), enable(0)], false],
    ["switched on without a platform key", [enable(1)], false],
  ])("%s", (_, variables, enforced) => {
    expect(secureBootState(variables)?.enforced).toBe(enforced);
  });

  test("shows in the first event, and differs in a firmware without it", async () => {
    const state = secureBootState([variable("PK", 1)]);
    if (state === undefined) throw new Error("no state");
    const digests = async (on: boolean, supported: boolean) =>
      (await secureBootEvents({ ...state, enforced: on }, supported)).map(({ digest }) => digest);
    const [on, off, absent] = [await digests(true, true), await digests(false, true), await digests(false, false)];
    expect(new Set([on[0], off[0], absent[0]]).size).toBe(3);
    expect([on.slice(1), off.slice(1)]).toEqual([absent.slice(1), absent.slice(1)]);
    // What firmware of Debian 12 and 13 really logged for an enforcing, a permissive and an absent Secure Boot.
    expect([on[0], off[0], absent[0]].map((digest) => digest?.slice(0, 16))).toEqual([
      "ccfc4bb32888a345",
      "115aa827dbccfb44",
      "ce9ce386b52e099f",
    ]);
  });
});

test("lists of signatures that are cut off or random are errors, never a crash", () => {
  const list = fc.uint8Array({ maxLength: 120 });
  fc.assert(
    fc.property(list, (bytes) => {
      const parsed = parseSignatureLists(bytes);
      expect(parsed.ok).toBe(bytes.length === 0);
    }),
    { numRuns: 500 },
  );
});
