/** Boot logs: what firmware, boot loader and operating system say they measured, and the registers it replays to. */
export { algorithmOfId, algorithmOfName, type Banks, type LogAlgorithm } from "./banks.ts";
export { parseCelLog, type CelRecord } from "./cel/log.ts";
export { replayExtensions, type Extension } from "./replay.ts";
export { parseTcgEventLog, replayableBanks, type LogDigest, type TcgEvent, type TcgEventLog } from "./tcg/event-log.ts";
export { eventTypeName, eventTypeNumber } from "./tcg/event-types.ts";
export { replayTcgEventLog } from "./tcg/replay.ts";
export type { SpecId } from "./tcg/spec-id.ts";
export { parseImaAsciiLog } from "./ima/ascii.ts";
export { largestImaLog, parseImaLog, type ImaEntry, type ImaLog } from "./ima/log.ts";
export { bootAggregate, imaBanks, imaExtensions, imaLogBank, replayImaLog, type ImaExtension } from "./ima/replay.ts";
export { describeFields, type ImaField } from "./ima/template.ts";
export { componentKinds, type Component, type ComponentKind, type ListedSignature } from "./components/component.ts";
export { bootLogCatalogue } from "./locales/index.ts";
export { bootLogFormats, type BootEvent, type BootLog, type BootLogFormat } from "./model.ts";
export { nameByFiles, type GivenFile, type NamedLog } from "./named-files.ts";
export { readBootLog } from "./read.ts";
export { isCcel, recogniseBootLog } from "./recognise.ts";
export { parseSystemdLog, type SystemdRecord } from "./systemd/log.ts";
