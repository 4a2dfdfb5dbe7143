/**
 * Values to JSON text, whatever the page did to built-ins. Old libraries (Prototype.js) put a `toJSON` on every array, which
 * `JSON.stringify` asks: then a list travels as a text, and nobody understands it.
 */

const changedBy = (holder: object): unknown => (holder as { toJSON?: unknown }).toJSON;

/** As `JSON.stringify`, without asking what somebody put on all arrays or all objects. */
export function toJson(value: unknown): string {
  const isClean = changedBy([]) === undefined && changedBy({}) === undefined;
  return (isClean ? JSON.stringify(value) : write(value)) as string;
}

/** Whether what we write is what we read. If not, another script of the page has changed more than we can make up for. */
export function isJsonIntact(): boolean {
  const text = '{"a":[1,{"b":"c"}],"d":null}';
  try {
    return toJson({ a: [1, { b: 'c' }], d: null }) === text && toJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** `undefined` for what JSON leaves out. */
function write(value: unknown): string | undefined {
  // Only objects and functions are asked for a `toJSON`.
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const own = changedBy(value);
  const isTheirs = own === changedBy([]) || own === changedBy({});
  // Dates, and what the host has made.
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
