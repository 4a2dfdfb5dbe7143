/**
 * Our connection to the party during one session: the socket, the resume token, and the leave beacon of a page that closes. Knows
 * no links and no roster; frames are passed on as they come.
 */

import { Signaling, type SignalingOptions } from '../mesh/signaling/signaling.js';
import { inTime } from '../shared/in-time.js';
import { randomId } from '../shared/random.js';
import { socketUrl } from './address.js';
import type { Platform } from './platform.js';
import { ResumeTokenStore } from './resume-token-store.js';
import { RoomKeyGate, type RoomKeyGateOptions } from './room-key-gate.js';
import type { SessionContext } from './session-context.js';

/**
 * `left`: the user leaves, the membership is given up · `hidden`: the page goes, but a page that replaces it can resume ·
 * `failed`: the party refuses us.
 */
export type SessionEnd = 'left' | 'hidden' | 'failed';

/** The receiver of frames that have passed the key gate. */
export interface SignalingListener
  extends Omit<SignalingOptions['on'], 'received'>,
    Pick<RoomKeyGateOptions, 'received' | 'refused' | 'met'> {
  /** Runs `work` when the code that handles frames is loaded, in the order of calls. */
  loaded(work: () => void): void;
}

/** If a token takes longer than this, the dial has failed (ms). */
const TOKEN_PATIENCE = 10_000;

export class SignalingSession {
  readonly signaling: Signaling;
  readonly keyGate: RoomKeyGate;
  readonly #platform: Platform;
  readonly #resumeTokens: ResumeTokenStore;
  /** The address dialed last. */
  #url = '';

  constructor(context: SessionContext, on: SignalingListener, signal: AbortSignal) {
    const { platform, options, tokenSlot } = context;
    this.#platform = platform;
    const resumeTokens = new ResumeTokenStore(tokenSlot);
    this.#resumeTokens = resumeTokens;
    const sid = randomId();
    const { received, refused, met } = on;
    const keyGate = new RoomKeyGate({ context, sid, resumeTokens, received, refused, met, signal });
    this.keyGate = keyGate;
    this.signaling = new Signaling({
      url: async () => {
        await keyGate.ready();
        const token = (await inTime(options().getToken?.(), TOKEN_PATIENCE)) ?? options().token;
        await resumeTokens.ready;
        this.#url = socketUrl(options(), token, resumeTokens.token);
        return this.#url;
      },
      sid,
      isVisiting: () => context.state().phase === 'lobby',
      resumeTokens,
      createSocket: (url) => platform.createSocket(url),
      log: platform.log,
      on: { ...on, received: (frame) => on.loaded(() => keyGate.take(frame)) },
    });
  }

  /** Closes the socket for good. */
  end(how: SessionEnd): void {
    const { token } = this.#resumeTokens;
    this.signaling.close(how !== 'failed');
    // Firefox sends nothing more over the socket of a page that closes.
    if (how === 'hidden' && token && this.#url)
      this.#platform.sendBeacon(this.#url.replace(/^ws/, 'http'), token);
    this.#resumeTokens.end(how !== 'hidden');
  }
}
