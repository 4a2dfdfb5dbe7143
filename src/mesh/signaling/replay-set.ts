/** Remembers what was read, so that nothing is read twice: by a repeated route, or replayed by a carrier. */
export class ReplaySet {
  readonly #seen = new Set<string>();

  /** `limit`: how many are remembered; the oldest is forgotten first. */
  constructor(readonly limit: number) {}

  /** Whether this is new. Remembers it. */
  add(value: string): boolean {
    if (this.#seen.has(value)) return false;
    this.#seen.add(value);
    if (this.#seen.size > this.limit) this.#seen.delete(this.#seen.values().next().value!);
    return true;
  }
}
