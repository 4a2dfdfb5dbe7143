/**
 * Resumes our membership after a reload: keeps the party's resume token in sessionStorage, for this room and this position on the
 * page. A duplicated tab has a copy of that storage, so a Web Lock on our participant id tells the two apart. Owns the token;
 * never dials. Where a frame has no storage or no locks, the token lives as long as the session.
 */

/** How long a reloaded page waits for the old page to release the lock on its id (ms). */
const LOCK_WAIT = 500;
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
  readonly #page: TokenStorage;
  readonly #key: string;
  #id = '';
  #letGo = () => {};

  constructor(tokenSlot: TokenSlot) {
    this.#page = tokenSlot.page;
    this.#key = tokenSlot.take();
    this.ready = this.#find();
  }

  /** Stores a new token, with our id if that is new. */
  keep(token: string, id = this.#id): void {
    this.token = token;
    if (id !== this.#id) {
      this.#letGo();
      this.#id = id;
      void this.#hold({ ifAvailable: true });
    }
    this.#store((storage) => storage.setItem(this.#key, `${id} ${token}`));
  }

  /** Another value to store together with the token, for the page that resumes. */
  get kept(): string | undefined {
    return (this.token && this.#store((storage) => storage.getItem(`${this.#key} identity`))) || undefined;
  }

  set kept(text: string) {
    this.#store((storage) => storage.setItem(`${this.#key} identity`, text));
  }

  /** The session is over. `forget`: the membership is over too; otherwise the next page here may resume it. */
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

  /** Whether we hold the lock on our id, from now until we release it; `false` where there are no locks. */
  #hold(options: LockOptions): Promise<boolean> {
    // Created before the lock is granted, so that a release during the request also works.
    const held = new Promise<void>((letGo) => {
      this.#letGo = letGo;
    });
    return new Promise((resolve) => {
      const answered = (lock: Lock | null) => {
        resolve(!!lock);
        return held;
      };
      const request = this.#page.locks?.request(`video-room ${this.#id}`, options, answered);
      if (request) request.catch(() => resolve(false));
      else resolve(false);
    });
  }

  #store<T>(use: (storage: Storage) => T): T | undefined {
    try {
      return this.#page.storage && use(this.#page.storage);
    } catch {
      return undefined; // Storage is full, or blocked.
    }
  }
}
