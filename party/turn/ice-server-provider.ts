/**
 * Provides a room's ICE servers: the available ones at once, and fetched ones later. All rooms share a provider's response for a few
 * minutes (CredentialCache), so that joins, leaves and visits cost few requests. Knows no sockets; never throws.
 */
import { type IceConfig, MAX_ICE_SERVERS } from '../../src/protocol/party.js';
import { type Env, iceOf, ownIceOf, type Warn } from '../settings.js';
import { CredentialCache, isWithin } from './credential-cache.js';
import {
  type IceServers,
  providerKey,
  type TurnPlatform,
  type TurnProvider,
  turnProvider,
} from './turn-provider.js';

/** Visitors are almost unknown, so their credentials are valid for less time than those of members. */
type Role = 'visitor' | 'member';

/** Lifetime of credentials (seconds). */
const LIFETIME: Record<Role, number> = { visitor: 10 * 60, member: 2 * 60 * 60 };
/** How long fetched credentials are reused (ms): a visitor still gets at least half of the lifetime. */
const KEPT_FOR: Record<Role, number> = { visitor: 5 * 60_000, member: 10 * 60_000 };
/** How often a room looks whether another one has its answer (ms). */
const LOOK_EVERY = 100;

/** The injected platform features. */
export interface IcePlatform extends TurnPlatform {
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

export class IceServerProvider {
  readonly #provider: TurnProvider | undefined;
  /** The operator's own servers; the provider's are added to them. */
  readonly #own: IceServers;
  readonly #env: Env;
  readonly #platform: IcePlatform;
  readonly #warn: Warn;
  readonly #cache: CredentialCache;
  readonly #key: string;
  #waiting = new Map<Role, ((ice: IceConfig) => void)[]>();

  /** `cache`: shared by all rooms; default: this room alone. */
  constructor(env: Env, platform: IcePlatform, warn: Warn, cache = new CredentialCache()) {
    this.#cache = cache;
    this.#key = providerKey(env);
    this.#env = env;
    this.#platform = platform;
    this.#warn = warn;
    this.#own = ownIceOf(env, warn) ?? [];
    this.#provider = turnProvider(env, platform, warn);
  }

  /**
   * The servers available now. If credentials must be fetched first, the result has `later`, and `late` is called when they
   * arrive. It is not called if the provider fails; clients then ask again after a while. `local`: a page on the operator's own
   * machine.
   */
  ask(role: Role, local: boolean, late: (ice: IceConfig) => void): IceConfig {
    const provider = this.#provider;
    const plain = iceOf(this.#env, local, this.#warn);
    if (!provider) return plain;
    if ('mint' in provider) return this.#ice(provider.mint(LIFETIME[role]), LIFETIME[role]);
    const ready = this.#ready(role);
    if (ready) return ready;
    const waiting = this.#waiting.get(role);
    if (waiting) waiting.push(late);
    else if (!this.#cache.isPaused(this.#keyOf(role), this.#platform.now())) {
      this.#waiting.set(role, [late]);
      void this.#obtain(role, provider);
    }
    return { ...plain, later: true };
  }

  /** The room is empty: nobody waits any more. */
  forget(): void {
    this.#waiting = new Map();
  }

  /** Requests credentials, or waits until the room that has requested them has an answer, and passes them on. */
  async #obtain(role: Role, provider: Extract<TurnProvider, { ask: unknown }>): Promise<void> {
    const all = this.#waiting;
    const [key, cache, platform] = [this.#keyOf(role), this.#cache, this.#platform];
    while (cache.isRequested(key, platform.now()) && all === this.#waiting) await platform.wait(LOOK_EVERY);
    const isGone = all !== this.#waiting;
    if (!isGone && !this.#ready(role) && !cache.isPaused(key, platform.now()))
      await this.#fetch(role, provider);
    const waiting = all === this.#waiting ? (all.get(role) ?? []) : [];
    all.delete(role);
    const ready = this.#ready(role);
    if (ready) for (const late of waiting) late(ready);
  }

  async #fetch(role: Role, { name, ask }: Extract<TurnProvider, { ask: unknown }>): Promise<void> {
    const key = this.#keyOf(role);
    const at = this.#platform.now();
    this.#cache.requested(key, at);
    try {
      this.#cache.answered(key, { servers: await ask(LIFETIME[role]), at });
    } catch (error) {
      this.#cache.failed(key, this.#platform.now());
      // Errors of providers have our own texts, see turn-provider.ts.
      this.#warn(`no TURN credentials from ${name}: ${(error as Error).message}. People get STUN only.`);
    }
  }

  #keyOf(role: Role): string {
    return `${role} ${this.#key}`;
  }

  #ready(role: Role): IceConfig | undefined {
    const fetched = this.#cache.get(this.#keyOf(role));
    const age = this.#platform.now() - (fetched?.at ?? Number.NEGATIVE_INFINITY);
    return fetched && isWithin(age, KEPT_FOR[role])
      ? this.#ice(fetched.servers, LIFETIME[role] - Math.ceil(age / 1000))
      : undefined;
  }

  #ice(servers: IceServers, ttl: number): IceConfig {
    return { servers: [...this.#own, ...servers].slice(0, MAX_ICE_SERVERS), ttl };
  }
}
