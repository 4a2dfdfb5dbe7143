/**
 * The way back to our seat over a reload: the party's resume token, kept in sessionStorage for this room and this place on
 * the page. A duplicated tab has a copy of that storage, so a Web Lock on our participant id tells the one from the other.
 * Owns the token; never dials. Where a frame has no storage or no locks, the token lives as long as the stay.
 */

/** How long a reload waits for the page that it replaces to let go of its id, in milliseconds. */
const LOCK_WAIT = 500;
const TAKEN = Symbol.for('video-room.seats');

/** What keeps seats: the browser's, unless a test gives something else. */
export interface SeatKeepers {
  storage?: Storage | undefined;
  locks?: LockManager | undefined;
  /** Places in use on this page: two rooms of one name, each have their own. */
  taken: Set<string>;
}

/** Those of this page, however often our script was loaded into it. */
export function pageKeepers(): SeatKeepers {
  const page = globalThis as { [TAKEN]?: Set<string> };
  page[TAKEN] ??= new Set();
  const taken = page[TAKEN];
  try {
    return { storage: sessionStorage, locks: navigator.locks, taken };
  } catch {
    return { taken }; // A sandboxed frame: even asking throws.
  }
}

/**
 * One of the rooms on this page that are alike: their order is that of their making, so that after a reload each has its own seat
 * again, whichever is used first.
 */
export class Place {
  #key = '';

  constructor(
    readonly keepers: SeatKeepers,
    readonly room: string,
  ) {
    this.take();
  }

  /** Where our token is kept. Takes the next free place, unless we have one. */
  take(): string {
    const { taken } = this.keepers;
    const at = (index: number) => `video-room:seat ${this.room} ${index}`;
    for (let index = 0; !this.#key; index += 1) if (!taken.has(at(index))) this.#key = at(index);
    taken.add(this.#key);
    return this.#key;
  }

  /** Whoever comes next on this page may have it. */
  leave(): void {
    this.keepers.taken.delete(this.#key);
    this.#key = '';
  }
}

export class Seat {
  /** The last token, if we have ever had a seat and nobody else is in it. */
  token: string | undefined;
  /** The token of an earlier page has been looked for. At once unless there is one. */
  readonly ready: Promise<void>;
  readonly #keepers: SeatKeepers;
  readonly #key: string;
  #id = '';
  #letGo = () => {};

  constructor(place: Place) {
    this.#keepers = place.keepers;
    this.#key = place.take();
    this.ready = this.#find();
  }

  /** A fresh token, with our id if that is new. */
  keep(token: string, id = this.#id): void {
    this.token = token;
    if (id !== this.#id) {
      this.#letGo();
      this.#id = id;
      void this.#hold({ ifAvailable: true });
    }
    this.#store((storage) => storage.setItem(this.#key, `${id} ${token}`));
  }

  /** Something else that is to outlive the page with the token, for whoever comes back with it. */
  get kept(): string | undefined {
    return (this.token && this.#store((storage) => storage.getItem(`${this.#key} identity`))) || undefined;
  }

  set kept(text: string) {
    this.#store((storage) => storage.setItem(`${this.#key} identity`, text));
  }

  /** The stay is over. `forget`: so is the seat; else whoever comes after us on this page may have it. */
  end(forget: boolean): void {
    if (forget)
      for (const key of [this.#key, `${this.#key} identity`])
        this.#store((storage) => storage.removeItem(key));
    this.#letGo();
  }

  async #find(): Promise<void> {
    const stored = this.#store((storage) => storage.getItem(this.#key));
    const [, id, token] = /^([\w-]{1,43}) ([!-~]{1,512})$/.exec(stored ?? '') ?? [];
    if (!id) return;
    this.#id = id;
    if (await this.#hold({ signal: AbortSignal.timeout(LOCK_WAIT) })) this.token = token;
    else this.#id = '';
  }

  /** Whether we hold the lock on our id, from now on until we let go; `false` where there are no locks. */
  #hold(options: LockOptions): Promise<boolean> {
    // Made before the lock is ours: whoever lets go while it is asked for does not get it for good.
    const held = new Promise<void>((letGo) => {
      this.#letGo = letGo;
    });
    return new Promise((resolve) => {
      const answered = (lock: Lock | null) => {
        resolve(!!lock);
        return held;
      };
      const request = this.#keepers.locks?.request(`video-room ${this.#id}`, options, answered);
      if (request) request.catch(() => resolve(false));
      else resolve(false);
    });
  }

  #store<T>(use: (storage: Storage) => T): T | undefined {
    try {
      return this.#keepers.storage && use(this.#keepers.storage);
    } catch {
      return undefined; // Full, or taken from us.
    }
  }
}
