/** Sends and receives reactions, and shows each for four seconds. Loaded with the first one. */

import type { PeerMessage } from '../../protocol/peer-messages.js';
import { isValid, object } from '../../protocol/schema.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import * as reducers from '../../room/reducers.js';
import { VideoRoomError } from '../../shared/errors.js';
import { randomId } from '../../shared/random.js';
import { TokenBucket } from '../../shared/token-bucket.js';
import { reactionMessages } from './messages.js';

/** How long a reaction is shown (ms). */
const SHOWN_FOR = 4_000;
/** Reactions accepted from one participant: this many within this time (ms). The others are dropped. */
const MOST = 20;
const INTERVAL = 10_000;

export type ReactionsContext = Pick<FeatureContext, 'state' | 'apply' | 'emit' | 'tell' | 'now' | 'signal'>;

export class Reactions implements FeatureController {
  readonly #context: ReactionsContext;
  readonly #limits = new Map<string, TokenBucket>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(context: ReactionsContext) {
    this.#context = context;
    context.signal.addEventListener('abort', () => {
      for (const timer of this.#timers) clearTimeout(timer);
    });
  }

  /** Shows an emoji to everyone within reach. Throws `bad-message` for anything other than one emoji. */
  react(emoji: string): void {
    if (!isValid(object(reactionMessages.reaction), { emoji })) throw new VideoRoomError('bad-message');
    const { state, tell } = this.#context;
    if (state().phase !== 'joined') throw new VideoRoomError('not-joined');
    tell({ type: 'reaction', emoji });
    this.#show(state().self.id, emoji);
  }

  received(id: string, message: PeerMessage): void {
    if (message.type !== 'reaction' || !this.#accepts(id)) return;
    const { emoji } = message;
    this.#show(id, emoji);
    this.#context.emit('reaction-received', { from: id, emoji });
  }

  #accepts(id: string): boolean {
    const { state, now } = this.#context;
    const { roster, participants } = state();
    const here = new Set([...roster, ...participants].map((one) => one.id));
    for (const gone of this.#limits.keys()) if (!here.has(gone)) this.#limits.delete(gone);
    const limit = this.#limits.get(id) ?? new TokenBucket(MOST, INTERVAL);
    this.#limits.set(id, limit);
    return limit.take(now());
  }

  #show(from: string, emoji: string): void {
    const reaction = Object.freeze({ key: randomId(), from, emoji });
    const { apply } = this.#context;
    apply((state) => reducers.stateChanged(state, { reactions: [...state.reactions, reaction] }));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      apply((state) =>
        reducers.stateChanged(state, { reactions: state.reactions.filter((one) => one !== reaction) }),
      );
    }, SHOWN_FOR);
    this.#timers.add(timer);
  }
}
