/**
 * Reads the secret of an element's calls from the hash of the page's address, or from a property. Owns the secret of the current
 * session, and prevents a call without one: when it comes late, has a bad value, or is removed. Loaded if `secret-from` is set
 * or may be misspelled, before any session.
 */

import type { RoomOptions } from '../../room/options.js';
import { createSecret, isSecret } from '../../room/secret.js';
import type { Phase } from '../../room/state.js';
import type { Log } from '../../shared/log.js';
import type { AttributeNames, SecrecyHost } from '../controllers/secrecy.js';
import { type Misspelling, SpellingCheck } from './misspellings.js';

const IN_HASH = /([#&]video-room-key=)([^&]*)/;

const secretOf = (hash: string): string | undefined => IN_HASH.exec(hash)?.[2];

/** The address with that secret in its hash; the rest of the hash stays. */
function withSecret(address: string, secret: string): string {
  const url = new URL(address);
  url.hash = IN_HASH.test(url.hash)
    ? url.hash.replace(IN_HASH, `$1${secret}`)
    : `${url.hash}${url.hash ? '&' : '#'}video-room-key=${secret}`;
  return url.href;
}

/** In a call or joining: the secret cannot change then. */
const isIn = (phase: Phase) => phase === 'joining' || phase === 'waiting' || phase === 'joined';

export class SecretSource {
  /** Another session has another value. */
  sessionKey = '';
  /** The page has not given a valid secret. */
  #isBad = false;
  /** The secret for the room of this session. */
  secret: RoomOptions['secret'];
  /** The name on the tag that asks for a protection, and that the element does not read. */
  misspelling: Misspelling | undefined;
  #from: string;
  #key: string | undefined;
  #sessionCount = 0;
  /** The page address of the current session. */
  #place = '';
  /** The page has set another secret, which the current call rejects. */
  #isRefused = false;
  #tell: (secret: string) => void = () => {};
  #told: Promise<string> | undefined;

  readonly #spelling: SpellingCheck;

  /** `isAsked`: the page has already asked for a secret. */
  constructor(
    readonly host: SecrecyHost,
    attributes: AttributeNames,
    isAsked: boolean,
    log: () => Log,
  ) {
    // An impossible value: the element already knows that it must be protected.
    this.#from = isAsked ? ' ' : '';
    this.#spelling = new SpellingCheck(host, attributes, log);
  }

  /** Why there is no call. */
  get problem(): 'verification-failed' | null {
    return this.#isBad || this.misspelling ? 'verification-failed' : null;
  }

  /** The secret is not set yet: joining waits for it. */
  get isAwaited(): boolean {
    return this.#from === 'property' && this.#key === undefined;
  }

  /** Whether to read again although no property has changed: the address has changed, or the call that prevented a change is over. */
  isDue(phase: Phase): boolean {
    const inHash = this.#from === 'hash' ? secretOf(location.hash) : undefined;
    return this.#isRefused ? !isIn(phase) : inHash !== undefined && inHash !== this.#key;
  }

  /** The link for inviting others, with the secret, even if the page has removed it from its address. */
  share(address: string): string {
    return this.#from === 'hash' && this.#key ? withSecret(address, this.#key) : address;
  }

  /** Reads the secret of the page; `true`: a new secret was rejected. At another address the page may use another secret. */
  read(place: string): boolean {
    const { secretFrom, secret, state } = this.host;
    this.misspelling = this.#spelling.check();
    const isHeld = isIn(state) && place === this.#place;
    this.#place = place;
    const from = `${secretFrom ?? ''}`.trim();
    const given = from === 'hash' ? secretOf(location.hash) : (from === 'property' && secret) || undefined;
    const next = given === undefined ? given : `${given}`;
    // A page that has lost the hash of its address is still in the same call.
    const isOther =
      this.#key !== undefined && next !== this.#key && (from === 'property' || next !== undefined);
    const wasRefused = this.#isRefused;
    this.#isRefused = isOther && from === this.#from && isHeld;
    if (this.#isRefused) return !wasRefused;
    if (from && (isOther || from !== this.#from)) {
      this.#sessionCount += 1;
      this.#key = undefined;
      this.#told = new Promise((tell) => {
        this.#tell = tell;
      });
    }
    this.#from = from || this.#from;
    this.#key ??= next;
    if (this.#key !== undefined) this.#tell(this.#key);
    const told = this.#told;
    // An element that was protected once is never used without a secret.
    this.#isBad = from
      ? !['hash', 'property'].includes(from) || (this.#key !== undefined && !isSecret(this.#key))
      : !!this.#from;
    this.secret = from ? () => (from === 'hash' ? this.#fromHash() : told!) : undefined;
    this.sessionKey = `${from} ${this.#sessionCount}`;
    return false;
  }

  /** Called when the lobby is first used. If there is no secret yet, creates one, and the address becomes the invitation. */
  #fromHash(): string {
    this.#key ??= secretOf(location.hash);
    if (this.#key === undefined) {
      this.#key = createSecret();
      try {
        history.replaceState(history.state, '', withSecret(location.href, this.#key));
      } catch {
        // A sandboxed frame without an address of its own: the link to copy has the secret.
      }
    }
    return this.#key;
  }
}
