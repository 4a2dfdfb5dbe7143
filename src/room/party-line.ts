/**
 * Our connection to the party during one session: the socket, the resume token, and the leave beacon of a page that closes. Knows
 * no links and no roster; frames are passed on as they come.
 */
import { randomId } from '../base/random.js';
import { Signaling, type SignalingOptions } from '../mesh/signaling.js';
import { socketUrl } from './address.js';
import { Guard, type GuardOptions } from './guard.js';
import type { Platform } from './platform.js';
import { Seat } from './seat.js';
import type { SessionContext } from './session-context.js';

/**
 * `left`: the user leaves, the membership is given up · `hidden`: the page goes, but a page that replaces it can resume ·
 * `failed`: the party refuses us.
 */
export type StayEnd = 'left' | 'hidden' | 'failed';

/** The receiver of frames that have passed the guard. */
export type PartyListener = SignalingOptions['on'] & Pick<GuardOptions, 'refused' | 'met'>;

/** If a token takes longer than this, the dial has failed (ms). */
const TOKEN_PATIENCE = 10_000;

/** Rejects when the page takes too long; nothing else would end the wait. */
function inTime<T>(answer: Promise<T> | undefined): Promise<T> | undefined {
  if (!answer) return undefined;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, TOKEN_PATIENCE, new Error('no token in time'));
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

export class PartyLine {
  readonly signaling: Signaling;
  readonly guard: Guard;
  readonly #platform: Platform;
  readonly #seat: Seat;
  /** The address dialed last. */
  #url = '';

  constructor(context: SessionContext, on: PartyListener, signal: AbortSignal) {
    const { platform, options, place } = context;
    this.#platform = platform;
    const seat = new Seat(place);
    this.#seat = seat;
    const sid = randomId();
    const { received, refused, met } = on;
    const guard = new Guard({ context, sid, seat, received, refused, met, signal });
    this.guard = guard;
    this.signaling = new Signaling({
      url: async () => {
        await guard.ready();
        const token = (await inTime(options().getToken?.())) ?? options().token;
        await seat.ready;
        this.#url = socketUrl(options(), token, seat.token);
        return this.#url;
      },
      sid,
      isVisiting: () => context.state().phase === 'lobby',
      seat,
      createSocket: (url) => platform.createSocket(url),
      log: platform.log,
      on: { ...on, received: (frame) => guard.take(frame) },
    });
  }

  /** Closes the socket for good. */
  end(how: StayEnd): void {
    const { token } = this.#seat;
    this.signaling.close(how !== 'failed');
    // Firefox sends nothing more over the socket of a page that closes.
    if (how === 'hidden' && token) this.#platform.sendBeacon(this.#url.replace(/^ws/, 'http'), token);
    this.#seat.end(how !== 'hidden');
  }
}
