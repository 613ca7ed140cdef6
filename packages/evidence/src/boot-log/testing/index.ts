/** Boot logs that are written, not measured, for the tests of other rooms. */
export { writeCryptoAgileLog, writeLegacyLog, type WrittenEvent } from "./write-log.ts";
