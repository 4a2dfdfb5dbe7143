/**
 * Where the secret of an element's calls comes from: the hash of the page's address, or a property. Owns the secret of the present
 * stay, and sees to it that there is no way to a call without one: not by being late, not by a bad value, not by taking it away.
 * Fetched where `secret-from` is set, before there is any stay.
 */
import { createSecret, isSecret } from '../../base/secret.js';
import type { RoomOptions } from '../../room/options.js';
import type { Phase } from '../../room/state.js';

const IN_HASH = /([#&]video-room-key=)([^&]*)/;

const secretOf = (hash: string): string | undefined => IN_HASH.exec(hash)?.[2];

/** The address with that secret in its hash; whatever else is there stays. */
function withSecret(address: string, secret: string): string {
  const url = new URL(address);
  url.hash = IN_HASH.test(url.hash)
    ? url.hash.replace(IN_HASH, `$1${secret}`)
    : `${url.hash}${url.hash ? '&' : '#'}video-room-key=${secret}`;
  return url.href;
}

/** In a call, or on the way: there nobody changes the secret. */
const isIn = (phase: Phase) => phase === 'joining' || phase === 'waiting' || phase === 'joined';

export class SecretSource {
  /** Another stay has another value. */
  stay = '';
  /** The page named no secret that could protect a call. */
  problem: 'verification-failed' | null = null;
  /** For the room of this stay. */
  secret: RoomOptions['secret'];
  /** At first none that there is: without it the element has already been told that it is to be protected. */
  #from = ' ';
  #key: string | undefined;
  #stays = 0;
  /** Where the present stay is. */
  #place = '';
  /** The page has named another one, which the call in progress does not take. */
  #isRefused = false;
  #tell: (secret: string) => void = () => {};
  #told: Promise<string> | undefined;

  /** The secret is still to be set: whoever wants to join waits for it. */
  get isAwaited(): boolean {
    return this.#from === 'property' && this.#key === undefined;
  }

  /** Whether to read again although no property has changed: the address has, or the call is over that kept us from it. */
  isDue(phase: Phase): boolean {
    const inHash = this.#from === 'hash' ? secretOf(location.hash) : undefined;
    return this.#isRefused ? !isIn(phase) : inHash !== undefined && inHash !== this.#key;
  }

  /** The link that invites others: with the secret, also where the page has lost it from its address. */
  share(address: string): string {
    return this.#from === 'hash' && this.#key ? withSecret(address, this.#key) : address;
  }

  /** Reads what the page says; `true` when that is refused from now on. Whoever goes elsewhere may take another secret along. */
  read(secretFrom: unknown, secret: unknown, phase: Phase, place: string): boolean {
    const isHeld = isIn(phase) && place === this.#place;
    this.#place = place;
    const from = `${secretFrom ?? ''}`.trim();
    const given = from === 'hash' ? secretOf(location.hash) : (from === 'property' && secret) || undefined;
    const next = given === undefined ? given : `${given}`;
    // Whoever loses the hash of their page is still in the same call.
    const isOther =
      this.#key !== undefined && next !== this.#key && (from === 'property' || next !== undefined);
    const wasRefused = this.#isRefused;
    this.#isRefused = isOther && from === this.#from && isHeld;
    if (this.#isRefused) return !wasRefused;
    if (from && (isOther || from !== this.#from)) {
      this.#stays += 1;
      this.#key = undefined;
      this.#told = new Promise((tell) => {
        this.#tell = tell;
      });
    }
    this.#from = from || this.#from;
    this.#key ??= next;
    if (this.#key !== undefined) this.#tell(this.#key);
    const told = this.#told!;
    // An element that was to be protected once is never without.
    const isBad = from
      ? !['hash', 'property'].includes(from) || (this.#key !== undefined && !isSecret(this.#key))
      : this.#from;
    this.problem = isBad ? 'verification-failed' : null;
    this.secret = from ? () => (from === 'hash' ? this.#fromHash() : told) : undefined;
    this.stay = `${from} ${this.#stays}`;
    return false;
  }

  /** Asked when the lobby is first used: where there is no secret yet, one is made, and the address becomes the invitation. */
  #fromHash(): string {
    this.#key ??= secretOf(location.hash);
    if (this.#key === undefined) {
      this.#key = createSecret();
      try {
        history.replaceState(history.state, '', withSecret(location.href, this.#key));
      } catch {
        // A sandboxed frame without an address of its own: the link to copy has it.
      }
    }
    return this.#key;
  }
}
