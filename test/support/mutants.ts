/**
 * Input from an attacker: valid JSON with one thing changed, and things that were never valid. Owns the random numbers, which are
 * the same in every run with the same seed. Knows no frames; it gets valid ones.
 */

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Returns true in this percentage of cases. */
  percent(cases: number): boolean {
    return this.next() * 100 < cases;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Values that often break code: none of them is valid for a field, or only just. */
const ODD: readonly unknown[] = [
  ...[null, true, false, '', [], {}, [[]], 0, -0, -1, 0.5, 2 ** 31, 2 ** 31 - 1, 2 ** 53, 1e308, -1e308],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '\0', '\ud800', '\u202e', '😀'.repeat(40)],
  ...['hello', 'welcome', '0', 'NaN', '../..', '<img src=x onerror=alert(1)>', '%00', 'x'.repeat(9_000)],
  ...[{ type: 'bye' }, { toString: 1 }, { length: 1e9 }, Array(200).fill({ id: 'x' })],
];

const odd = (chance: Chance): unknown => structuredClone(chance.of(ODD));

const KEYS = ['__proto__', 'constructor', 'prototype', 'toJSON', 'then', 'length', 'type', '', '0', '\0'];

/** Two to nine thousand brackets: deep JSON without content. */
function deep(chance: Chance): string {
  const depth = chance.of([2, 50, 900, 9_000]);
  const [open, close] = chance.of([
    ['[', ']'],
    ['{"a":', '}'],
  ] as const);
  return open.repeat(depth) + (chance.percent(70) ? '1' : '') + close.repeat(chance.percent(80) ? depth : 3);
}

/** Changes one place in a value; the result replaces the value. */
function twist(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.percent(8)) return odd(chance);
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder);
  const key = chance.of(keys.length ? keys : ['x']);
  switch (chance.below(8)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      holder[key] = odd(chance);
      break;
    case 2:
      holder[key] = [holder[key]];
      break;
    case 3:
      holder[key] = { [key]: holder[key] };
      break;
    case 4:
      // Like JSON.parse would create it: an own field with this name.
      Object.defineProperty(Array.isArray(value) ? {} : holder, chance.of(KEYS), {
        ...{ value: odd(chance), enumerable: true, configurable: true, writable: true },
      });
      break;
    case 5:
      holder[key] = Array(chance.of([2, 17, 65, 300]))
        .fill(holder[key])
        .flat(chance.below(2));
      break;
    case 6:
      holder[key] =
        typeof holder[key] === 'string' ? `${holder[key]}${chance.of(['\0', ' ', '€', '="'])}` : '1';
      break;
    default:
      holder[key] = twist(holder[key], chance);
  }
  return value;
}

/** Changes one thing in a text. */
function scribble(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  const field = /"([^"]+)":/g;
  switch (chance.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return (
        text.slice(0, at) + chance.of(['"', '\\', '{', '}', ',', '\0', '\ufeff', '\\ud800']) + text.slice(at)
      );
    case 3:
      return text.replace(/(-?\d+)/, chance.of(['1e999', '-0', '9'.repeat(400), '0x1', '1.5', '007']));
    case 4:
      // The same field twice, or another one under its name.
      return text.replace('{', `{${(text.match(field) ?? ['"type":'])[0]}${JSON.stringify(chance.of(ODD))},`);
    case 5:
      return text.replace(/:("[^"]*"|\d+)/, () => `:${deep(chance)}`);
    default:
      return text.repeat(chance.of([2, 3, 40]));
  }
}

/** A mutation of `good`, or `good` itself in a tenth of the cases; mostly text. */
export function mutant(good: object, chance: Chance): unknown {
  const kind = chance.below(100);
  if (kind < 10) return JSON.stringify(good);
  if (kind < 60) {
    let value: unknown = structuredClone(good);
    for (let times = 1 + chance.below(3); times; times--) value = twist(value, chance);
    try {
      return JSON.stringify(value);
    } catch {
      // Larger than text can be.
      return JSON.stringify(good);
    }
  }
  if (kind < 85) return scribble(JSON.stringify(good), chance);
  if (kind < 90) return deep(chance);
  if (kind < 93) return 'x'.repeat(chance.of([1, 60_000, 70_000]));
  if (kind < 96) return String.fromCharCode(...Array.from({ length: 40 }, () => chance.below(65_536)));
  return chance.of<unknown>([
    new ArrayBuffer(9),
    new Uint8Array(9),
    undefined,
    null,
    7,
    {},
    [],
    '',
    '{}',
    '[]',
  ]);
}
