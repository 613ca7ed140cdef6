/** A named part of a structure of bytes. */
export type ByteField = {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly hex: string;
};

/** Bytes of one row that belong to one field; `field` is its place among the fields, undefined for bytes of none. */
export type ByteRun = { readonly field: number | undefined; readonly bytes: readonly string[] };

export type ByteRow = { readonly offset: number; readonly runs: readonly ByteRun[] };

/**
 * The bytes of a structure, in rows, as a hex dump shows them. They are put together from its fields: where fields overlap,
 * the narrower one (a bit field's word within a block) is named, and a byte that no field speaks for is shown as unnamed.
 *
 * @param perRow how many bytes stand in a row
 */
export function byteRows(fields: readonly ByteField[], perRow: number): readonly ByteRow[] {
  const end = fields.reduce((most, { offset, length }) => Math.max(most, offset + length), 0);
  const owner: (number | undefined)[] = Array.from({ length: end });
  const bytes = Array.from({ length: end }, () => "··");
  const widestFirst = [...fields.entries()].toSorted(([, one], [, other]) => other.length - one.length);
  for (const [index, { offset, length, hex }] of widestFirst) {
    for (let at = 0; at < length; at++) {
      owner[offset + at] = index;
      bytes[offset + at] = hex.slice(2 * at, 2 * at + 2) || "··";
    }
  }
  const rows: ByteRow[] = [];
  for (let offset = 0; offset < end; offset += perRow) {
    const runs: { field: number | undefined; bytes: string[] }[] = [];
    for (let at = offset; at < Math.min(offset + perRow, end); at++) {
      const last = runs.at(-1);
      if (last === undefined || last.field !== owner[at]) runs.push({ field: owner[at], bytes: [bytes[at] ?? "··"] });
      else last.bytes.push(bytes[at] ?? "··");
    }
    rows.push({ offset, runs });
  }
  return rows;
}

/** An offset as dumps write it: hexadecimal, at least three digits. */
export function offsetText(offset: number): string {
  return `0x${offset.toString(16).padStart(3, "0")}`;
}
