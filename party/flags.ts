/** The command line's flags, `--name value` or `--name=value`. */

/** A flag is wrong. The message is for the person who typed it. */
export class Mistake extends Error {}

export type Flags = Record<string, string | undefined>;

/** Flags without a value. */
const SWITCHES = new Set(['eject', 'trust-proxy']);

export function readFlags(args: string[], known: readonly string[]): Flags {
  const flags: Flags = {};
  for (let n = 0; n < args.length; n++) {
    const [, name = '', glued] = /^--([a-z-]+)(?:=(.*))?$/s.exec(args[n]!) ?? [];
    if (!known.includes(name)) throw new Mistake(`There is no ${args[n]}.`);
    flags[name] = SWITCHES.has(name) ? 'true' : (glued ?? args[++n]);
    if (flags[name] === undefined) throw new Mistake(`--${name} needs a value.`);
  }
  return flags;
}
