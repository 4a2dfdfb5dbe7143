/**
 * Our line to the party during one stay: its socket, the seat it brings us back to, and the last word of a page that goes.
 * Knows no links and no roster: frames are passed on as they come.
 */
import { randomId } from '../base/random.js';
import { Signaling, type SignalingOptions } from '../mesh/signaling.js';
import { socketUrl } from './address.js';
import type { RoomOptions } from './options.js';
import type { Platform } from './platform.js';
import { type Place, Seat } from './seat.js';

/**
 * `left`: of our own will, the seat is given up · `hidden`: so it is, but a page that comes in our place has the way back to
 * it · `failed`: the party will not have us.
 */
export type StayEnd = 'left' | 'hidden' | 'failed';

export class PartyLine {
  readonly signaling: Signaling;
  readonly #platform: Platform;
  readonly #seat: Seat;
  /** What was dialled last. */
  #url = '';

  constructor(platform: Platform, options: () => RoomOptions, place: Place, on: SignalingOptions['on']) {
    this.#platform = platform;
    const seat = new Seat(place);
    this.#seat = seat;
    this.signaling = new Signaling({
      url: async () => {
        const token = (await options().getToken?.()) ?? options().token;
        await seat.ready;
        this.#url = socketUrl(options(), token, seat.token);
        return this.#url;
      },
      sid: randomId(),
      seat,
      createSocket: (url) => platform.createSocket(url),
      log: platform.log,
      on,
    });
  }

  /** Hangs up for good. */
  end(how: StayEnd): void {
    const { token } = this.#seat;
    this.signaling.close(how !== 'failed');
    // Firefox sends nothing more over the socket of a page that goes.
    if (how === 'hidden' && token) this.#platform.sendBeacon(this.#url.replace(/^ws/, 'http'), token);
    this.#seat.end(how !== 'hidden');
  }
}
