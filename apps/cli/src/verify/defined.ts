type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The same members without those that are undefined: for types whose optional members may be absent, but not undefined. */
export function defined<T extends object>(members: T): Defined<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
