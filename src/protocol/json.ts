/**
 * Writes JSON even if the page has changed built-ins. Old libraries (Prototype.js) add a `toJSON` to every array, and
 * `JSON.stringify` calls it: a list then travels as text, which no receiver understands.
 */

const changedBy = (holder: object): unknown => (holder as { toJSON?: unknown }).toJSON;

/** Like `JSON.stringify`, but ignores a `toJSON` that was added to all arrays or all objects. */
export function toJson(value: unknown): string {
  const isClean = changedBy([]) === undefined && changedBy({}) === undefined;
  return (isClean ? JSON.stringify(value) : write(value)) as string;
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

/** `undefined` for values that JSON leaves out. */
function write(value: unknown): string | undefined {
  // `JSON.stringify` asks only objects and functions for a `toJSON`.
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const own = changedBy(value);
  const isTheirs = own === changedBy([]) || own === changedBy({});
  // Dates, and objects of the host page.
  if (typeof own === 'function' && !isTheirs) return write(own.call(value));
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const item of value) parts.push(write(item) ?? 'null');
    return `[${parts.join(',')}]`;
  }
  for (const key of Object.keys(value)) {
    const text = write((value as Record<string, unknown>)[key]);
    if (text !== undefined) parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}
