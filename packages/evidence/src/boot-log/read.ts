import { toUtf8, type Parsed } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { describeCelRecord } from "./cel/describe.ts";
import { parseCelLog, type CelRecord } from "./cel/log.ts";
import { authenticateComponent } from "./components/authenticate.ts";
import type { Component, ComponentKind } from "./components/component.ts";
import { describeEvent } from "./components/describe.ts";
import { parseImaAsciiLog } from "./ima/ascii.ts";
import { parseImaLog, type ImaLog } from "./ima/log.ts";
import { imaBanks, imaExtensions, imaLogBank, type ImaExtension } from "./ima/replay.ts";
import { describeFields } from "./ima/template.ts";
import type { BootEvent, BootLog, BootLogFormat } from "./model.ts";
import { isCcel, recogniseBootLog } from "./recognise.ts";
import { replayExtensions } from "./replay.ts";
import { parseSystemdLog, type SystemdRecord } from "./systemd/log.ts";
import { parseTcgEventLog, replayableBanks, type LogDigest, type TcgEventLog } from "./tcg/event-log.ts";
import { computableDigests, extensionOf, replayTcgEventLog } from "./tcg/replay.ts";

/**
 * Reads a boot log of any form: its events with the components they name, and what its registers hold after them.
 *
 * Nothing here says that the log is true. That takes a quote or a report whose registers equal the replay; and then the
 * digests are true, and a name only where its component is `authenticated`.
 *
 * @param format the form, where the caller knows it; told by content otherwise
 * @param bank the one bank to replay, where the others are of no interest; all of the log's otherwise
 * @param mostDescribed how many events of a TCG log are told what they are about; further ones are replayed, and have no name
 */
export async function readBootLog(
  bytes: Uint8Array,
  format?: BootLogFormat,
  bank?: HashAlgorithm,
  mostDescribed = Infinity,
): Promise<Parsed<BootLog>> {
  const chosen = format ?? recogniseBootLog(bytes);
  switch (chosen) {
    case "systemd":
      return await mapParsed(parseSystemdLog(bytes), (records) => systemdLog(records, bank));
    case "cel":
      return await mapParsed(parseCelLog(bytes), (records) => celLog(records, bank));
    case "ima":
      return await mapParsed(parseImaLog(bytes), (log) => imaLog(log, bank));
    case "ima-ascii":
      return await mapParsed(parseImaAsciiLog(bytes), (log) => imaLog(log, bank));
    case "tcg":
    case "ccel":
      return await mapParsed(parseTcgEventLog(bytes), (log) =>
        tcgLog(log, format === undefined && isCcel(log) ? "ccel" : chosen, { bank, mostDescribed }),
      );
  }
}

async function mapParsed<T>(parsed: Parsed<T>, map: (value: T) => Promise<BootLog>): Promise<Parsed<BootLog>> {
  return parsed.ok ? { ok: true, value: await map(parsed.value) } : parsed;
}

/** The banks to replay. */
function wanted(banks: readonly HashAlgorithm[], bank: HashAlgorithm | undefined): readonly HashAlgorithm[] {
  return bank === undefined ? banks : banks.filter((one) => one === bank);
}

/** What an event is about of which nothing is told. */
const undescribed: Component = { kind: "other", name: "", authenticated: false };

async function tcgLog(
  log: TcgEventLog,
  format: "tcg" | "ccel",
  { bank, mostDescribed }: { readonly bank: HashAlgorithm | undefined; readonly mostDescribed: number },
): Promise<BootLog> {
  const components = await Promise.all(
    log.events
      .slice(0, mostDescribed)
      .map((event) => authenticateComponent(describeEvent(event), extensionOf(event).digests, event.extends)),
  );
  const events = log.events.map((event, index): BootEvent => {
    const { offset, register, typeName } = event;
    const component = components[index] ?? undescribed;
    return {
      index,
      offset,
      register,
      type: typeName,
      digests: byName(event.digests),
      extends: event.extends,
      component,
    };
  });
  const otherBanks = log.algorithms.filter(({ hash }) => hash === undefined).map(({ name }) => name);
  const banks = await replayTcgEventLog(log, wanted(replayableBanks(log), bank));
  return { format, banks, otherBanks, events };
}

async function imaLog(log: ImaLog, only?: HashAlgorithm): Promise<BootLog> {
  const extensions = await imaExtensions(log);
  const banks = await replayExtensions(wanted(imaBanks, only), extensions);
  const bank = imaLogBank(log) ?? `${log.digestSize} bytes`;
  const format = log.form === "binary" ? "ima" : "ima-ascii";
  return { format, banks, otherBanks: [], events: extensions.map((one, index) => imaEvent(one, index, bank)) };
}

function imaEvent({ register, entry, authenticated }: ImaExtension, index: number, bank: string): BootEvent {
  const { offset, template, templateDigest, fields } = entry;
  const { path = "" } = describeFields(fields);
  const component = { kind: path === "boot_aggregate" ? "boot-aggregate" : "file", name: path, authenticated } as const;
  return {
    index,
    offset,
    register,
    type: template,
    digests: new Map([[bank, templateDigest]]),
    extends: true,
    component,
  };
}

async function systemdLog(records: readonly SystemdRecord[], bank?: HashAlgorithm): Promise<BootLog> {
  const algorithms = records[0]?.digests.map(({ algorithm }) => algorithm) ?? [];
  const extensions = records.map(({ register, digests }) => ({ register, digests: computableDigests(digests) }));
  const banks = algorithms.flatMap(({ hash }): HashAlgorithm[] => (hash === undefined ? [] : [hash]));
  const events = records.map(async (record, index): Promise<BootEvent> => {
    const { offset, register, digests, eventType = "systemd", text = "" } = record;
    const kind: ComponentKind = eventType === "phase" ? "systemd-phase" : "systemd-measurement";
    const description = { kind, name: text, measured: text === "" ? [] : [toUtf8(text)] };
    const component = await authenticateComponent(description, computableDigests(digests), true);
    return { index, offset, register, type: eventType, digests: byName(digests), extends: true, component };
  });
  return {
    format: "systemd",
    banks: await replayExtensions(wanted(banks, bank), extensions),
    otherBanks: algorithms.filter(({ hash }) => hash === undefined).map(({ name }) => name),
    events: await Promise.all(events),
  };
}

async function celLog(records: readonly CelRecord[], bank?: HashAlgorithm): Promise<BootLog> {
  const algorithms = records[0]?.digests.map(({ algorithm }) => algorithm) ?? [];
  const banks = algorithms.flatMap(({ hash }): HashAlgorithm[] => (hash === undefined ? [] : [hash]));
  const described = records.map((record) => ({ record, description: describeCelRecord(record) }));
  // An event that no register holds is carried over from a TCG log with its digests.
  const extending = described.filter(({ description }) => description.type !== "EV_NO_ACTION");
  const extensions = extending.map(({ record: { register, digests } }) => ({
    register,
    digests: computableDigests(digests),
  }));
  const events = described.map(async ({ record, description }, index): Promise<BootEvent> => {
    const { offset, register, digests } = record;
    const { type } = description;
    const extended = type !== "EV_NO_ACTION";
    const component = await authenticateComponent(description, computableDigests(digests), extended);
    return { index, offset, register, type, digests: byName(digests), extends: extended, component };
  });
  return {
    format: "cel",
    banks: await replayExtensions(wanted(banks, bank), extensions),
    otherBanks: algorithms.filter(({ hash }) => hash === undefined).map(({ name }) => name),
    events: await Promise.all(events),
  };
}

function byName(digests: readonly LogDigest[]): ReadonlyMap<string, Uint8Array> {
  return new Map(digests.map(({ algorithm, bytes }) => [algorithm.name, bytes]));
}
