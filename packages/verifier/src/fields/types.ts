import type { Message } from "@sekisho/messages";

/** One field of a report or quote, as the specification names it. */
export type ReportField = {
  /** The specification's name: "REPORT_DATA", "MRTD". */
  readonly name: string;
  /** Bytes from the start of the report or quote. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  readonly hex: string;
  /** What the field says here, in a sentence; absent where the bytes say it all. */
  readonly meaning?: Message;
  /** Where the specification describes it: "SEV-SNP ABI 1.58, table 23". */
  readonly source: string;
};
