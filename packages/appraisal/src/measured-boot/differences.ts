import type { Check } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";
import type { Registers } from "@sekisho/reference-values";
import { commandLineMessage } from "../explain/command-line.ts";
import { decided } from "../outcome.ts";
import { registerName } from "./boot-question.ts";
import type { Difference, NearBoot } from "./nearest.ts";

/** Whether the quote agrees with the log, so that an authenticated name is a fact; and which registers it is about. */
type Trust = { readonly replays: boolean; readonly registers: Registers };

/** Longer lists are cut: a log can have thousands of foreign events. */
const mostShown = 4;
const longestName = 240;

/** One refusing check per component in which a log differs from the nearest known boots. */
export function differenceChecks(nearest: readonly NearBoot[], trust: Trust): readonly Check[] {
  const byComponent = new Map<string, Difference[]>();
  for (const difference of nearest.flatMap(({ differences }) => differences)) {
    const component = componentOf(difference);
    const list = byComponent.get(component) ?? [];
    list.push(difference);
    byComponent.set(component, list);
  }
  return Array.from(byComponent, ([component, differences]) => {
    const telling = trust.replays && component === "command-line" ? tellingOf(differences) : undefined;
    const sides = telling ?? {
      expected: listed(differences, ({ known }) => known && `${shorten(known.name)} (${known.digest.slice(0, 16)}…)`),
      actual: listed(
        differences,
        (one) => one.logged && `${loggedName(one, trust)} (${one.logged.digest.slice(0, 16)}…)`,
      ),
    };
    return decided(`measured-boot.${component}`, false, sides, summary(component, differences, trust));
  });
}

/** The known boot's word where there is one: the log can call its own events whatever it likes. */
function componentOf({ known, logged }: Difference): string {
  return known?.component ?? logged?.component ?? "other";
}

function listed(
  differences: readonly Difference[],
  text: (difference: Difference) => string | undefined,
): string | null {
  const texts = differences.map(text).filter((one) => one !== undefined);
  const more = texts.length > mostShown ? [`… +${texts.length - mostShown}`] : [];
  return texts.length === 0 ? null : [...texts.slice(0, mostShown), ...more].join(" | ");
}

function shorten(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

/** An event's name; in quotes with a question mark where only the log says so. */
function loggedName({ logged, loggedText }: Difference, { replays }: Trust): string {
  if (logged === undefined) return "";
  if (replays && loggedText !== undefined) return shorten(loggedText);
  const name = shorten(logged.name === "" ? logged.component : logged.name);
  return replays && logged.authenticated ? name : `"${name}"?`;
}

/** A command line stands in several events, of which some do not hold their text: both whole texts, where one does. */
function tellingOf(
  differences: readonly Difference[],
): { readonly expected: string; readonly actual: string } | undefined {
  for (const { knownText, loggedText } of differences) {
    if (knownText !== undefined && loggedText !== undefined) return { expected: knownText, actual: loggedText };
  }
  return undefined;
}

function summary(component: string, differences: readonly Difference[], trust: Trust): Message {
  const [first] = differences;
  const telling = tellingOf(differences);
  if (component === "command-line" && trust.replays && telling !== undefined) {
    return commandLineMessage(telling.expected, telling.actual);
  }
  const hidden = differences.find(({ known, logged, knownText }) => logged !== undefined && known?.name === knownText);
  if (component === "command-line" && trust.replays && hidden?.knownText !== undefined) {
    const register = registerName(trust.registers, hidden.pcr);
    return message("known-boot.command-line.hidden", { register, expected: shorten(hidden.knownText) });
  }
  if (component === "secure-boot") return secureBootSummary(differences, trust);
  if (first === undefined) return message("known-boot.component.other", { component });
  return one(first, trust, differences.length - 1);
}

function one(difference: Difference, trust: Trust, more: number): Message {
  const { known, logged, pcr } = difference;
  const register = registerName(trust.registers, pcr);
  const values = { register, expected: shorten(known?.name ?? ""), actual: loggedName(difference, trust), more };
  const same = [values.expected, `"${values.expected}"?`].includes(values.actual) || isFileOf(known, logged);
  const kind = known === undefined ? "added" : logged === undefined ? "missing" : same ? "changed" : "replaced";
  return more > 0 ? message(`known-boot.${kind}.several`, values) : message(`known-boot.${kind}`, values);
}

/** Firmware names a program by its whole path, of which a prediction knows the end. */
function isFileOf(known: Difference["known"], logged: Difference["logged"]): boolean {
  return known !== undefined && known.name !== "" && logged?.name.endsWith(`/${known.name}`) === true;
}

function secureBootSummary(differences: readonly Difference[], trust: Trust): Message {
  const state = differences.find(({ known }) => known?.name.startsWith("SecureBoot") === true);
  if (state?.logged !== undefined && state.known !== undefined && trust.replays && state.logged.authenticated) {
    const [was, is] = [state.known.name, state.logged.name];
    if (was === "SecureBoot=01" && is === "SecureBoot=00") return message("known-boot.secure-boot.off");
  }
  const list = differences.find(({ known, logged }) => known !== undefined && logged?.signatures !== undefined);
  if (list?.logged?.signatures !== undefined && trust.replays && list.logged.authenticated) {
    const values = { list: list.known?.name ?? "", entries: list.logged.signatures.length };
    return message("known-boot.secure-boot.list", values);
  }
  const [first] = differences;
  return first === undefined
    ? message("known-boot.component.other", { component: "secure-boot" })
    : one(first, trust, differences.length - 1);
}
