/**
 * Writes JSON even if the page has changed built-ins. Old libraries (Prototype.js) add a `toJSON` to every array, and
 * `JSON.stringify` calls it: a list then travels as text, which no receiver understands.
 */

const changedBy = (holder: object): unknown => (holder as { toJSON?: unknown }).toJSON;

/** Like `JSON.stringify`, but ignores a `toJSON` that was added to all arrays or all objects. */
export function toJson(value: unknown): string {
  const isClean = changedBy([]) === undefined && changedBy({}) === undefined;
  return JSON.stringify(isClean ? value : shielded(value));
}

/** Whether our output can be read back. If not, another script of the page has changed more than we can correct. */
export function isJsonIntact(): boolean {
  const text = '{"a":[1,{"b":"c"}],"d":null}';
  try {
    return toJson({ a: [1, { b: 'c' }], d: null }) === text && toJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** A copy whose lists and objects have an empty `toJSON` of their own, which hides the added one. */
function shielded(value: unknown): unknown {
  // JSON leaves functions out, but `JSON.stringify` would ask them for a `toJSON` first.
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const own = changedBy(value);
  const isTheirs = own === changedBy([]) || own === changedBy({});
  // Dates, and objects of the host page.
  if (typeof own === 'function' && !isTheirs) return shielded(own.call(value));
  if (Array.isArray(value)) return Object.assign(value.map(shielded), { toJSON: undefined });
  const entries = Object.entries(value).map(([key, item]) => [key, shielded(item)]);
  return { toJSON: undefined, ...Object.fromEntries(entries) };
}
