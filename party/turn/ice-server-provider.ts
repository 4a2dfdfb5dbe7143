/**
 * Provides ICE servers: the available ones at once, and fetched ones later. Caches a provider's response for a few minutes for
 * the whole room, so that joins and leaves cost few requests; forgets it when the room is empty. Knows no sockets; never throws.
 */
import { type IceConfig, MAX_ICE_SERVERS } from '../../src/protocol/party.js';
import { type Env, iceOf, ownIceOf, type Warn } from '../settings.js';
import { type IceServers, type TurnPlatform, type TurnProvider, turnProvider } from './turn-provider.js';

/** Visitors are almost unknown, so their credentials are valid for less time than those of members. */
type Role = 'visitor' | 'member';

/** Lifetime of credentials (seconds). */
const LIFETIME: Record<Role, number> = { visitor: 10 * 60, member: 2 * 60 * 60 };
/** How long fetched credentials are reused (ms): a visitor still gets at least half of the lifetime. */
const KEPT_FOR: Record<Role, number> = { visitor: 5 * 60_000, member: 10 * 60_000 };
/** Pause after a provider has failed (ms). */
const PAUSE = 30_000;

interface Fetched {
  servers: IceServers;
  /** When they were requested. */
  at: number;
}

export class IceServerProvider {
  readonly #provider: TurnProvider | undefined;
  /** The operator's own servers; the provider's are added to them. */
  readonly #own: IceServers;
  readonly #env: Env;
  readonly #platform: TurnPlatform;
  readonly #warn: Warn;
  #fetched: Partial<Record<Role, Fetched>> = {};
  #waiting = new Map<Role, ((ice: IceConfig) => void)[]>();
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(env: Env, platform: TurnPlatform, warn: Warn) {
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
    else if (this.#platform.now() - this.#failedAt >= PAUSE) {
      this.#waiting.set(role, [late]);
      void this.#fetch(provider.name, role, provider.ask(LIFETIME[role]));
    }
    return { ...plain, later: true };
  }

  /** The room is empty: the next participants get the same as in a new room. */
  forget(): void {
    this.#fetched = {};
    this.#waiting = new Map();
  }

  async #fetch(name: string, role: Role, answer: Promise<IceServers>): Promise<void> {
    const at = this.#platform.now();
    const fetched = this.#fetched;
    const all = this.#waiting;
    try {
      // If the room is empty by now, the response is dropped.
      fetched[role] = { servers: await answer, at };
    } catch (error) {
      this.#failedAt = this.#platform.now();
      // Errors of providers have our own texts, see turn-provider.ts.
      this.#warn(`no TURN credentials from ${name}: ${(error as Error).message}. People get STUN only.`);
    }
    const waiting = all === this.#waiting ? (all.get(role) ?? []) : [];
    all.delete(role);
    const ready = this.#ready(role);
    if (ready) for (const late of waiting) late(ready);
  }

  #ready(role: Role): IceConfig | undefined {
    const fetched = this.#fetched[role];
    const age = this.#platform.now() - (fetched?.at ?? Number.NEGATIVE_INFINITY);
    return fetched && age < KEPT_FOR[role]
      ? this.#ice(fetched.servers, LIFETIME[role] - Math.ceil(age / 1000))
      : undefined;
  }

  #ice(servers: IceServers, ttl: number): IceConfig {
    return { servers: [...this.#own, ...servers].slice(0, MAX_ICE_SERVERS), ttl };
  }
}
