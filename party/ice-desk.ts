/**
 * Hands out ICE servers: at once what there is, and later what has to be fetched first. Keeps what a provider gave for a few
 * minutes, for the whole room, so that people who come and go cost it little; forgets it when the room is empty. Knows nothing of
 * sockets; never throws.
 */
import { type IceConfig, MAX_ICE_SERVERS } from '../src/protocol/index.js';
import { type Env, iceOf, ownIceOf, type Warn } from './settings.js';
import { type IceServers, type TurnPlatform, type TurnProvider, turnProvider } from './turn.js';

/** For whom: somebody in the lobby, whom little is known of, or a member. */
type Role = 'visitor' | 'member';

/** How long credentials are good, in seconds. */
const LIFETIME: Record<Role, number> = { visitor: 10 * 60, member: 2 * 60 * 60 };
/** How long fetched ones are handed out, in milliseconds: visitors are left with half of theirs at least. */
const KEPT_FOR: Record<Role, number> = { visitor: 5 * 60_000, member: 10 * 60_000 };
/** A provider that failed is left alone for this long, in milliseconds. */
const PAUSE = 30_000;

interface Fetched {
  servers: IceServers;
  /** When they were asked for. */
  at: number;
}

export class IceDesk {
  readonly #provider: TurnProvider | undefined;
  /** What the operator names; on top of it comes what the provider gives. */
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
   * What there is now. Where credentials have to be fetched first, that is marked with `later`, and `late` is called when
   * they are here. It is not called if the provider fails; then people ask again, in a while. `local`: somebody on the operator's own machine.
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

  /** The room is empty: whoever comes next is told the same as in a room that never was. */
  forget(): void {
    this.#fetched = {};
    this.#waiting = new Map();
  }

  async #fetch(name: string, role: Role, answer: Promise<IceServers>): Promise<void> {
    const at = this.#platform.now();
    const fetched = this.#fetched;
    const all = this.#waiting;
    try {
      // Of a room that is empty by now it is forgotten.
      fetched[role] = { servers: await answer, at };
    } catch (error) {
      this.#failedAt = this.#platform.now();
      // Providers' errors are in words of our own, see turn.ts.
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
