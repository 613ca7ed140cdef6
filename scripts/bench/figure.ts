/** What came of a measurement. */
export type Measured = {
  /** The median over batches. */
  readonly value: number;
  readonly unit: string;
  /** How many times what it is compared with; null where a comparison would say nothing. */
  readonly ratio: number | null;
  /** What the ratio is against, for people. */
  readonly against?: string;
  /** What one has to know to read the value; for people. */
  readonly notes?: readonly string[];
};

/** Why a figure can't be measured on this machine: a tool is absent, for example. */
export type Absent = { readonly reason: string };

/** One figure of `npm run bench`. */
export type Figure = {
  readonly name: string;
  readonly title: string;
  /** The ratio that it should not exceed. */
  readonly goal: number | null;
  measure(): Promise<Measured | Absent>;
};

/** A figure with its result. */
export type Result = { readonly figure: Figure; readonly outcome: Measured | Absent };

export const floorName = "one P-384 verify";
