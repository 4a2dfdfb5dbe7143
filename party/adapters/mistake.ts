/** What a person typed wrong, and the words that an option accepts. Uses no platform. */

/** The command cannot run. The message is one sentence for the person who typed it. */
export class Mistake extends Error {
  constructor(
    message: string,
    /** Of the process: 2 for a wrong argument, 1 for an obstacle on this machine. */
    readonly exitCode: 1 | 2 = 2,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The word that was meant, in its own spelling. Throws a {@link Mistake} if there is none. */
export function optionWord<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const word = words.find((word) => word.toLowerCase() === text.toLowerCase());
  if (!word) throw new Mistake(`--${flag} is one of ${words.join(', ').toLowerCase()}.`);
  return word;
}

/** The same for several words, separated by commas or spaces. */
export const optionWords = <T extends string>(flag: string, text: string, words: readonly T[]): T[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => optionWord(flag, word, words));
