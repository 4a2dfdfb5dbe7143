/** Counts frames or messages of types that this version does not know, for the report. The types are other sides' words. */

/** Limit of types that are counted one by one; the others are counted together. */
const MAX_TYPES = 16;
const OTHERS = 'others';

export class IgnoredTypes {
  readonly #counts = new Map<string, number>();

  count(type: string): void {
    const key = this.#counts.has(type) || this.#counts.size < MAX_TYPES ? type : OTHERS;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** How many of each type, as plain data. */
  get counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
