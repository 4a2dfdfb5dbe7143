/**
 * The ICE servers of one stay: the host's own, or those of the party. Sees to it that their credentials are good: asks for
 * fresh ones in time. Knows no links; hands on what they are to use.
 */
import type { IceSettings } from '../mesh/ice.js';
import type { IceConfig } from '../protocol/schemas.js';
import type { RoomOptions } from './options.js';

/** How long what a host's own function gives is taken to be good, in seconds. */
const OWN_TTL = 3_600;
/** Asked in vain, the party is asked again after this long. */
const AGAIN = 60_000;

export interface IceSupplyOptions {
  options(): RoomOptions;
  /** Asks the party for fresh credentials. */
  ask(): void;
  use(ice: IceSettings): void;
  /** Milliseconds since 1970: the clock on the wall goes on while the machine sleeps. */
  now(): number;
  /** The end of the stay. */
  signal: AbortSignal;
}

export class IceSupply {
  readonly #with: IceSupplyOptions;
  #given: IceConfig = { servers: [] };
  #givenAt = 0;
  /** When fresh ones are due: at four fifths of their life. */
  #due = Number.POSITIVE_INFINITY;
  #askAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #servers: RTCIceServer[] | undefined;

  constructor(options: IceSupplyOptions) {
    this.#with = options;
    options.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /** What links use is known; before that none may be made. */
  get isReady(): boolean {
    return !!this.#servers;
  }

  get hasTurn(): boolean {
    return !!this.#servers?.some(({ urls }) => /(^|,)turns?:/.test(`${urls}`));
  }

  /**
   * What the party hands out. Credentials that are good for a while yet are kept: a path over a TURN server may end with
   * those it was opened with, and is restarted for fresh ones.
   */
  async take(ice: IceConfig): Promise<void> {
    const expires = this.#due < Number.POSITIVE_INFINITY;
    if (expires && (ice.later || this.#with.now() < this.#due)) return;
    this.#given = ice;
    this.#givenAt = this.#with.now();
    await this.apply();
  }

  /** Uses what there is, with the present options. */
  async apply(): Promise<void> {
    const { options, use, now, signal } = this.#with;
    const { iceServers, relayOnly = false } = options();
    const isAsked = typeof iceServers === 'function';
    const own = isAsked ? await iceServers().catch(() => undefined) : iceServers;
    if (signal.aborted) return;
    const ttl = own ? isAsked && OWN_TTL : Math.min(this.#given.ttl ?? 0, 86_400);
    this.#due = ttl ? (own ? now() : this.#givenAt) + ttl * 800 : Number.POSITIVE_INFINITY;
    // Credentials that do not follow soon may still come later.
    this.#wait(!own && this.#given.later ? 0 : this.#due);
    this.#servers = own ?? this.#given.servers;
    use({ servers: this.#servers, relayOnly });
  }

  /** Asks for fresh credentials if it is time to: sleep may have kept us from it. */
  check(): void {
    if (this.#with.now() < this.#askAt) return;
    this.#wait(0);
    this.#with.ask();
    if (typeof this.#with.options().iceServers === 'function') void this.apply();
  }

  #wait(until: number): void {
    const now = this.#with.now();
    // What is overdue was asked for already.
    this.#askAt = until > now ? until : now + AGAIN;
    clearTimeout(this.#timer);
    if (until < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.check(), this.#askAt - now);
  }
}
