/** The options of a command, `--name value` or `--name=value`, read by Node's `parseArgs`. */
import { parseArgs } from 'node:util';
import { Mistake } from './mistake.js';

export type Flags = Record<string, string | undefined>;

/** Options without a value; if present, their value is `'true'`. */
const SWITCHES = new Set(['eject', 'trust-proxy']);

/** Reads the options of a command that knows these. Throws a {@link Mistake}. */
export function readFlags(args: string[], known: readonly string[]): Flags {
  const options = Object.fromEntries(
    known.map((name) => [name, { type: SWITCHES.has(name) ? 'boolean' : 'string' } as const]),
  );
  const flags: Flags = {};
  // Not `strict`: its messages are long and explain positional arguments, which no command has.
  for (const token of parseArgs({ args, options, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option') {
      throw new Mistake(`There is no argument ${token.kind === 'positional' ? token.value : '--'}.`);
    }
    const { name, rawName, value, inlineValue } = token;
    if (!known.includes(name)) throw new Mistake(`There is no option ${rawName}.`);
    const isSwitch = SWITCHES.has(name);
    if (isSwitch && value !== undefined) throw new Mistake(`${rawName} takes no value.`);
    if (!isSwitch && (!value || (!inlineValue && value.startsWith('--')))) {
      throw new Mistake(`${rawName} needs a value.`);
    }
    flags[name] = value ?? 'true';
  }
  return flags;
}
