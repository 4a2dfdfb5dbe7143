/**
 * Provides the ICE servers of one session, from the host page or from the party, and refreshes their credentials in time. Knows
 * no links; reports the servers to use.
 */

import type { IceSettings } from '../mesh/connection/ice.js';
import { type IceServer, isTurnServer, readIceServers } from '../protocol/ice-servers.js';
import type { IceFrame } from '../protocol/schemas.js';
import { inTime } from '../shared/in-time.js';
import type { Log, LogContext } from '../shared/log.js';
import type { RoomOptions } from './options.js';

/** Assumed lifetime of servers from the host page's function (seconds). */
const OWN_TTL = 3_600;
/** Timeout of the host page's function (ms). */
const OWN_PATIENCE = 5_000;
/** After a failed request, the party is asked again after this long (ms). */
const RETRY_AFTER = 60_000;

/** The party's are used instead. */
const NONE = 'no ICE servers of the host';

export interface IceServerRefresherOptions {
  options(): RoomOptions;
  /** Asks the party for new credentials. */
  ask(): void;
  use(ice: IceSettings): void;
  /** Milliseconds since 1970: this clock goes on while the machine sleeps. */
  now(): number;
  log: Log;
  /** Aborted when the session ends. */
  signal: AbortSignal;
}

export class IceServerRefresher {
  readonly #with: IceServerRefresherOptions;
  #given: IceFrame = {};
  /** Warnings about ignored servers that were already logged, so that each is logged once. */
  readonly #said = new Set<string>();
  /** Counts requests, so that a late answer cannot replace a newer one. */
  #turn = 0;
  #applied: Promise<void> = Promise.resolve();
  #givenAt = 0;
  /** When new credentials are due: after four fifths of their lifetime. */
  #due = Number.POSITIVE_INFINITY;
  #askAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #servers: IceServer[] | undefined;

  constructor(options: IceServerRefresherOptions) {
    this.#with = options;
    options.signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** The servers for links are known; before that no connection may be created. */
  get isReady(): boolean {
    return !!this.#servers;
  }

  get hasTurn(): boolean {
    return !!this.#servers?.some(isTurnServer);
  }

  /**
   * Takes servers from the party. Credentials that are still good for a while are kept: a path over a TURN server may end with
   * its credentials, so new ones restart it.
   */
  async take(ice: IceFrame): Promise<void> {
    const expires = this.#due < Number.POSITIVE_INFINITY;
    if (expires && (ice.later || this.#with.now() < this.#due)) return;
    this.#given = ice;
    this.#givenAt = this.#with.now();
    await this.apply();
  }

  /** Applies the current options. Resolves when they, or newer ones, are in use. */
  apply(): Promise<void> {
    this.#turn += 1;
    this.#applied = this.#apply(this.#turn);
    return this.#applied;
  }

  async #apply(turn: number): Promise<void> {
    const { iceServers } = this.#with.options();
    if (typeof iceServers !== 'function') return this.#use(iceServers && this.#read(iceServers, 'host'));
    // The page's function may throw, return anything, or never settle.
    const asked = (async () => this.#read(await iceServers(), 'host'))().catch(() => {
      this.#say(NONE);
      return undefined;
    });
    const own = await inTime(asked, OWN_PATIENCE, this.#with.signal).catch(() => 'late' as const);
    if (turn !== this.#turn) return this.#applied;
    if (own !== 'late') return this.#use(own, OWN_TTL);
    this.#say(NONE);
    this.#use(undefined);
    void asked.then((servers) => {
      if (turn === this.#turn) this.#use(servers, OWN_TTL);
    });
  }

  /**
   * Reports the host's own servers, valid for `ownTtl` seconds, or the party's if the host has none. With `ownTtl` and without servers
   * the host's function has failed.
   */
  #use(own: IceServer[] | undefined, ownTtl = 0): void {
    const { options, use, now, signal } = this.#with;
    if (signal.aborted) return;
    const { relayOnly = false } = options();
    const ttl = own ? ownTtl : Math.min(this.#given.ttl ?? 0, 86_400);
    this.#due = ttl ? (own ? now() : this.#givenAt) + ttl * 800 : Number.POSITIVE_INFINITY;
    // If the party has announced credentials but they are late, they may still come. The host's function may work again.
    this.#wait(!own && (this.#given.later || ownTtl) ? 0 : this.#due);
    this.#servers = own ?? this.#read(this.#given.servers ?? [], 'party') ?? [];
    use({ servers: this.#servers, relayOnly });
  }

  /** The servers that browsers accept; `undefined` if servers were given and none is valid. */
  #read(value: unknown, from: 'host' | 'party'): IceServer[] | undefined {
    const { servers, refused } = readIceServers(value);
    if (refused.length) this.#say(`ICE servers rejected: ${from}`, { refused: `${refused}` });
    return refused.length && !servers.length ? undefined : servers;
  }

  #say(text: string, context?: LogContext): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#with.log.warn(text, context);
  }

  /** Requests new credentials if they are due: the machine may have slept. */
  check(): void {
    if (this.#with.now() < this.#askAt) return;
    this.#wait(0);
    this.#with.ask();
    if (typeof this.#with.options().iceServers === 'function') void this.apply();
  }

  #wait(until: number): void {
    const now = this.#with.now();
    // Overdue credentials were already requested.
    this.#askAt = until > now ? until : now + RETRY_AFTER;
    clearTimeout(this.#timer);
    if (until < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.check(), this.#askAt - now);
  }
}
