import { logEntrySchema, type LogEntry, type LogEntryKind, type LogEntryOf, type Receipt } from "@sekisho/release/log";

/** An entry with its place in the log. */
export type PlacedEntry<Kind extends LogEntryKind = LogEntryKind> = {
  readonly index: number;
  readonly entry: LogEntryOf<Kind>;
};

/** The entries of a receipt by what they tell. */
export type ReceiptEntries = {
  readonly release: PlacedEntry<"release">;
  readonly verdict: PlacedEntry<"verdict"> | undefined;
  readonly entered: PlacedEntry<"entered"> | undefined;
  readonly grant: PlacedEntry<"grant"> | undefined;
  readonly approvals: readonly PlacedEntry<"approval">[];
};

/**
 * Reads the entries of a receipt.
 *
 * @returns the index of the entry that can't be read; or what they tell, without a release where the receipt has not exactly one
 */
export function readEntries(
  receipt: Receipt,
): { readonly broken: number } | { readonly entries: ReceiptEntries | undefined } {
  const placed: { index: number; entry: LogEntry }[] = [];
  for (const { index, leaf } of receipt.entries) {
    const entry = readEntry(leaf);
    if (entry === undefined) return { broken: index };
    placed.push({ index, entry });
  }
  const releases = ofKind(placed, "release");
  const [release] = releases;
  if (release === undefined || releases.length > 1) return { entries: undefined };
  return {
    entries: {
      release,
      verdict: ofKind(placed, "verdict").find(({ index }) => index === release.entry.verdict),
      entered: ofKind(placed, "entered").at(-1),
      grant: ofKind(placed, "grant").at(-1),
      approvals: ofKind(placed, "approval"),
    },
  };
}

function ofKind<Kind extends LogEntryKind>(
  placed: readonly { readonly index: number; readonly entry: LogEntry }[],
  kind: Kind,
): PlacedEntry<Kind>[] {
  return placed.filter((one): one is PlacedEntry<Kind> => one.entry.kind === kind);
}

function readEntry(leaf: string): LogEntry | undefined {
  try {
    const read = logEntrySchema.safeParse(JSON.parse(leaf));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
