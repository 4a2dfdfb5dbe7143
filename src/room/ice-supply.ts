/**
 * The ICE servers of one stay: the host's own, or those of the party. Sees to it that their credentials are good: asks for
 * fresh ones in time. Knows no links; hands on what they are to use.
 */
import type { Log } from '../base/log.js';
import type { IceSettings } from '../mesh/ice.js';
import { type IceServer, isTurnServer, readIceServers } from '../protocol/ice-servers.js';
import type { IceFrame } from '../protocol/schemas.js';
import type { RoomOptions } from './options.js';

/** How long what a host's own function gives is taken to be good, in seconds. */
const OWN_TTL = 3_600;
/** A host's own function that has not answered after this long, in milliseconds, is no longer waited for. */
const OWN_PATIENCE = 5_000;
/** Asked in vain, the party is asked again after this long. */
const AGAIN = 60_000;

export interface IceSupplyOptions {
  options(): RoomOptions;
  /** Asks the party for fresh credentials. */
  ask(): void;
  use(ice: IceSettings): void;
  /** Milliseconds since 1970: the clock on the wall goes on while the machine sleeps. */
  now(): number;
  log: Log;
  /** The end of the stay. */
  signal: AbortSignal;
}

export class IceSupply {
  readonly #with: IceSupplyOptions;
  #given: IceFrame = {};
  /** What was said about servers that are left out: each thing is said once. */
  readonly #said = new Set<string>();
  /** Counts uses, so that an answer that comes late changes nothing that is newer. */
  #turn = 0;
  #applied: Promise<void> = Promise.resolve();
  #givenAt = 0;
  /** When fresh ones are due: at four fifths of their life. */
  #due = Number.POSITIVE_INFINITY;
  #askAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #servers: IceServer[] | undefined;

  constructor(options: IceSupplyOptions) {
    this.#with = options;
    options.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  /** What links use is known; before that none may be made. */
  get isReady(): boolean {
    return !!this.#servers;
  }

  get hasTurn(): boolean {
    return !!this.#servers?.some(isTurnServer);
  }

  /**
   * What the party hands out. Credentials that are good for a while yet are kept: a path over a TURN server may end with
   * those it was opened with, and is restarted for fresh ones.
   */
  async take(ice: IceFrame): Promise<void> {
    const expires = this.#due < Number.POSITIVE_INFINITY;
    if (expires && (ice.later || this.#with.now() < this.#due)) return;
    this.#given = ice;
    this.#givenAt = this.#with.now();
    await this.apply();
  }

  /** Uses what there is, with the present options. Resolves when that is in use, or what was asked for after it. */
  apply(): Promise<void> {
    this.#turn += 1;
    this.#applied = this.#apply(this.#turn);
    return this.#applied;
  }

  async #apply(turn: number): Promise<void> {
    const { iceServers } = this.#with.options();
    if (typeof iceServers !== 'function') return this.#use(iceServers && this.#read(iceServers, 'host'));
    // A function of the page: it may throw, and may give anything, at any time or never.
    const asked = (async () => this.#read(await iceServers(), 'host'))().catch(() => {
      this.#say('the function of the host gave no ICE servers, those of the party are used', '');
      return undefined;
    });
    const late = Symbol();
    const patience = new Promise<typeof late>((resolve) => {
      const timer = setTimeout(resolve, OWN_PATIENCE, late);
      void asked.then(() => clearTimeout(timer));
      this.#with.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    const own = await Promise.race([asked, patience]);
    if (turn !== this.#turn) return this.#applied;
    if (own !== late) return this.#use(own, OWN_TTL);
    this.#say(
      'the function of the host takes long, the ICE servers of the party are used until it answers',
      '',
    );
    this.#use(undefined);
    void asked.then((servers) => {
      if (turn === this.#turn && servers) this.#use(servers, OWN_TTL);
    });
  }

  /** Hands on the host's own servers, which are good for `ownTtl` seconds if not for ever, or without any those of the party. */
  #use(own: IceServer[] | undefined, ownTtl = 0): void {
    const { options, use, now, signal } = this.#with;
    if (signal.aborted) return;
    const { relayOnly = false } = options();
    const ttl = own ? ownTtl : Math.min(this.#given.ttl ?? 0, 86_400);
    this.#due = ttl ? (own ? now() : this.#givenAt) + ttl * 800 : Number.POSITIVE_INFINITY;
    // Credentials that do not follow soon may still come later.
    this.#wait(!own && this.#given.later ? 0 : this.#due);
    this.#servers = own ?? this.#read(this.#given.servers ?? [], 'party') ?? [];
    use({ servers: this.#servers, relayOnly });
  }

  /** Those that browsers take; `undefined` where there were some and none is good. */
  #read(value: unknown, from: 'host' | 'party'): IceServer[] | undefined {
    const { servers, refused } = readIceServers(value);
    if (refused.length)
      this.#say(`ICE servers of the ${from} that browsers do not take are left out`, refused.join('; '));
    return refused.length && !servers.length ? undefined : servers;
  }

  #say(text: string, refused: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#with.log.warn(text, { ...(refused && { refused }) });
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
