import { message, type Message } from "@sekisho/messages";
import type { z } from "zod";
import { formatNames } from "./formats.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One fault of a policy, before its place in the text is known. `key`: the fault is the key itself, not its value. */
export type Fault = { readonly path: Path; readonly key?: string; readonly describe: (place: Place) => Message };

/** Where in the text a fault stands; lines and columns count from 1. */
export type Place = { readonly line: number; readonly column: number; readonly path: string };

/** The faults that one of zod's issues stands for: one for each unknown key, and those of the alternative that was meant. */
export function faultsOf(issue: Issue, base: Path = []): readonly Fault[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path,
        key,
        describe: (place) => message("policy.unknown-key", { ...place, key: JSON.stringify(key) }),
      }));
    case "invalid_union": {
      const meant = issue.errors.filter((alternative) => !alternative.some(isOfOtherShape));
      const [only] = meant;
      if (only !== undefined && meant.length === 1) return only.flatMap((inner) => faultsOf(inner, path));
      return [wrongValue(path, issue.errors.flat().filter(isOfOtherShape).map(expectation).join(" | "))];
    }
    case "invalid_format":
      return [{ path, describe: (place) => describeFormat(issue.message, place) }];
    case "invalid_type":
      if (issue.expected === "string") return [{ path, describe: (place) => message("policy.not-text", place) }];
      return [wrongValue(path, expectation(issue))];
    case "too_small":
      if (issue.message === "not-empty") return [{ path, describe: (place) => describeFormat("not-empty", place) }];
      return [wrongValue(path, expectation(issue))];
    default:
      return [wrongValue(path, expectation(issue))];
  }
}

function wrongValue(path: Path, expected: string): Fault {
  return { path, describe: (place) => message("policy.wrong-value", { ...place, expected }) };
}

/** Whether an alternative of a union failed at its root, so that the value is of another shape altogether. */
function isOfOtherShape(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

const typeNames: Readonly<Record<string, string>> = { boolean: "true | false", array: "[…]", object: "{…}" };

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map((value) => (typeof value === "bigint" ? `${value}` : JSON.stringify(value))).join(" | ");
    case "too_small":
      return `≥ ${issue.minimum}`;
    case "too_big":
      return `≤ ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function describeFormat(name: string, place: Place): Message {
  const known = formatNames.find((format) => format === name);
  return known === undefined
    ? message("policy.wrong-value", { ...place, expected: name })
    : message(`policy.format.${known}`, place);
}
