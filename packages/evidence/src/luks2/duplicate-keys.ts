/**
 * The first object key that stands twice in one object of a JSON text, with its offset in characters; `undefined` where
 * every key is unique.
 *
 * JSON.parse and json-c, which cryptsetup reads with, need not agree about such a text, so it must never be judged.
 *
 * @param json a text that JSON.parse accepts
 */
export function findDuplicateKey(json: string): { readonly key: string; readonly offset: number } | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last: { readonly literal: string; readonly offset: number } | undefined;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") last = { literal: token, offset: index };
    else if (last !== undefined) {
      const keys = open.at(-1);
      const key = JSON.parse(last.literal) as string;
      if (keys?.has(key) === true) return { key, offset: last.offset };
      keys?.add(key);
    }
  }
  return undefined;
}
