import type { Message } from "@sekisho/messages";

/** One step of long work. `fraction` is how much of the whole is done before it begins: 0 to 1. */
export type ProgressEvent = { readonly step: Message; readonly fraction: number };

/** Where long work says how far it is. The command line draws a bar or writes lines. */
export type Progress = (event: ProgressEvent) => void;

/** For callers that show nothing. */
export const noProgress: Progress = () => {};
