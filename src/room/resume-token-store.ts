/**
 * Resumes our membership after a reload: keeps the party's resume token in sessionStorage, for this room and this position on the
 * page. A duplicated tab has a copy of that storage, so a Web Lock on our participant id tells the two apart. Owns the token;
 * never dials. Where a frame has no storage or no locks, the token lives as long as the session. Also keeps which sources were off.
 */

/**
 * A reloaded page asks for the lock on its id while the old page still holds it: this often again, half a second in all. It counts
 * the browser's answers, so a slow machine has more time.
 */
const PAUSES = 10;
/** The time between two requests (ms). */
const PAUSE = 50;
const TAKEN = Symbol.for('video-room.resume-token-slots');

/** The storage and locks to use: the browser's, or a test's own. */
export interface TokenStorage {
  storage?: Storage | undefined;
  locks?: LockManager | undefined;
  /** Positions in use on this page: two rooms with the same name have one each. */
  taken: Set<string>;
}

/** The storage and locks of this page, shared if our script was loaded more than once. */
export function pageTokenStorage(): TokenStorage {
  const page = globalThis as { [TAKEN]?: Set<string> };
  page[TAKEN] ??= new Set();
  const taken = page[TAKEN];
  try {
    return { storage: sessionStorage, locks: navigator.locks, taken };
  } catch {
    return { taken }; // In a sandboxed frame even the access throws.
  }
}

/**
 * The position of a room among equal rooms on this page, in order of creation. After a reload each of them finds its own token
 * again, in whichever order they are used.
 */
export class TokenSlot {
  #key = '';
  #sourcesOff = '';

  constructor(
    readonly page: TokenStorage,
    readonly room: string,
  ) {
    this.take();
  }

  /** The storage key of our token. Takes the next free position, unless we have one. */
  take(): string {
    const { taken } = this.page;
    const at = (index: number) => `video-room:resume-token ${this.room} ${index}`;
    for (let index = 0; !this.#key; index += 1) if (!taken.has(at(index))) this.#key = at(index);
    taken.add(this.#key);
    return this.#key;
  }

  /** Sources that were off when our last session ended, on this page or on the one before a reload: they stay off. */
  get sourcesOff(): string {
    return this.store((storage) => storage.getItem(`${this.take()} off`)) ?? this.#sourcesOff;
  }

  set sourcesOff(sources: string) {
    this.#sourcesOff = sources;
    this.store((storage) => storage.setItem(`${this.take()} off`, sources));
  }

  /** Uses the storage, if there is one; `undefined` if it is full or blocked. */
  store<T>(use: (storage: Storage) => T): T | undefined {
    try {
      return this.page.storage && use(this.page.storage);
    } catch {
      return undefined;
    }
  }

  /** Frees the position for the next room on this page. */
  leave(): void {
    this.page.taken.delete(this.#key);
    this.#key = '';
  }
}

export class ResumeTokenStore {
  /** The last token, if we ever had a membership and no other page uses it. */
  token: string | undefined;
  /** Resolves when the token of an earlier page was looked for; at once if there is none. */
  readonly ready: Promise<void>;
  readonly #slot: TokenSlot;
  readonly #key: string;
  #id = '';
  #letGo = () => {};

  constructor(tokenSlot: TokenSlot) {
    this.#slot = tokenSlot;
    this.#key = tokenSlot.take();
    this.ready = this.#find();
  }

  /** Stores a new token, with our id if that is new. */
  keep(token: string, id = this.#id): void {
    this.token = token;
    if (id !== this.#id) {
      this.#letGo();
      this.#id = id;
      void this.#hold();
    }
    this.#slot.store((storage) => storage.setItem(this.#key, `${id} ${token}`));
  }

  /** Another value to store together with the token, for the page that resumes. */
  get kept(): string | null | undefined {
    return this.token && this.#slot.store((storage) => storage.getItem(`${this.#key} identity`));
  }

  set kept(text: string) {
    this.#slot.store((storage) => storage.setItem(`${this.#key} identity`, text));
  }

  /** The session is over. `forget`: the membership is over too; otherwise the next page here may resume it. */
  end(forget: boolean): void {
    if (forget)
      for (const key of [this.#key, `${this.#key} identity`])
        this.#slot.store((storage) => storage.removeItem(key));
    this.#letGo();
    this.#id = '';
  }

  async #find(): Promise<void> {
    const stored = this.#slot.store((storage) => storage.getItem(this.#key));
    const [, id, token] = /^([\w-]{1,43}) ([!-~]{1,512})$/.exec(stored ?? '') ?? [];
    if (!id || !this.#slot.page.locks) return;
    this.#id = id;
    for (let pauses = 0; this.#id && !this.token; pauses++) {
      if (await this.#hold()) this.token = token;
      else if (pauses < PAUSES) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      else this.#id = '';
    }
  }

  /** The lock on our id, from now until we release it; `null` if it is not to be had. Without locks it never says. */
  #hold(): Promise<Lock | null> {
    return new Promise((resolve) => {
      // Created before the lock is granted, so that a release during the request also works.
      const held = new Promise<void>((letGo) => {
        this.#letGo = letGo;
      });
      this.#slot.page.locks
        ?.request(`video-room ${this.#id}`, { ifAvailable: true }, (lock) => {
          resolve(lock);
          return held;
        })
        .catch(() => resolve(null));
    });
  }
}
