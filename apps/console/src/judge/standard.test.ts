import { expect, test } from "vitest";
import type { Configuration } from "../api/configuration.ts";
import { nameOfMachine, standardOf } from "./standard.ts";

type Detail = Parameters<typeof standardOf>[1];
type Machine = NonNullable<Detail["machine"]>;

const id = "7b0c2f5e-94a1-4a55-9d0c-3f4f4c1f2a10";
// Nothing but the identity of these objects matters here.
const gates = { id, name: "gates-copy" } as Machine;
const own = { id, name: "own-copy" } as Machine;
const detail: Detail = { machineId: id, machine: gates, policy: "gate's" };

const device = (machines: readonly Machine[], policies: Record<string, string> = {}): Configuration => ({
  kind: "own-device",
  machines: [...machines],
  policies,
  gate: null,
});

test("on the person's own device only the person's own files count", () => {
  expect(standardOf(device([own], { [id]: "mine" }), detail)).toEqual({ kind: "own", machine: own, policy: "mine" });
  expect(standardOf(device([own]), detail)).toEqual({ kind: "own", machine: own, policy: null });
});

test("without an own file nothing is judged there, whatever the gate offers", () => {
  expect(standardOf(device([{ ...own, id: "another" }]), detail).kind).toBe("none");
});

test("a page of the gate judges by what the gate holds, and not at all where that is gone", () => {
  expect(standardOf({ kind: "gate" }, detail)).toEqual({ kind: "gate", machine: gates, policy: "gate's" });
  expect(standardOf({ kind: "gate" }, { ...detail, machine: null }).kind).toBe("none");
});

test("a machine is called as in the person's own file, so that no gate passes one off as another", () => {
  const named = { machineId: id, machineName: "gates-copy" };
  expect(nameOfMachine(device([own]), named)).toBe("own-copy");
  expect(nameOfMachine(device([]), named)).toBe("gates-copy");
  expect(nameOfMachine({ kind: "gate" }, named)).toBe("gates-copy");
});
