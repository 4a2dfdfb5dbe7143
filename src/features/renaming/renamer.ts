/**
 * Tells the party our name when it is another one than the party knows, and changes names when the party says so. One request at a
 * time: a page may change the name with each key, and only the last one matters.
 */

import { isEncryptedName } from '../../protocol/encrypted-name.js';
import { cleanName } from '../../protocol/name.js';
import type { ServerFrame } from '../../protocol/server-frames.js';
import { nameAnswered, participantChanged, stateChanged } from '../../room/call-reducers.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import { lacksRoomKey } from '../../room/room-key.js';
import type { RoomState } from '../../room/state.js';

type Renamed = Extract<ServerFrame, { type: 'renamed' }>;

/** Between two requests (ms). The party takes one in a second, after six at once. */
const PAUSE = 1_500;

export class Renamer implements FeatureController {
  readonly #context: FeatureContext;
  /** Identifies the request that is being made, or has no answer yet. */
  #request: symbol | undefined;
  /** The pause after the last request. */
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(context: FeatureContext) {
    this.#context = context;
    context.signal.addEventListener('abort', () => clearTimeout(this.#pause));
  }

  /** We have a new roster, or our name or the state of the socket has changed. */
  rosterChanged(): void {
    // Nobody knows whether a request without an answer has arrived.
    if (this.#request && this.#context.state().signaling !== 'connected') this.#giveUp();
    void this.#ask();
  }

  frameReceived(frame: ServerFrame): void {
    if (frame.type !== 'renamed' || lacksRoomKey(frame)) return;
    const { id, name } = frame;
    const { apply, state } = this.#context;
    if (id === state().self.id) {
      this.#request = undefined;
      apply((before) => nameAnswered(before, name));
      void this.#ask();
    } else apply((before) => memberRenamed(before, frame));
  }

  async #ask(): Promise<void> {
    const { apply, keyGate, send, signal, state } = this.#context;
    const { phase, self, nameAtParty, signaling } = state();
    const isNews = self.name !== nameAtParty && (phase === 'joined' || phase === 'waiting');
    if (!isNews || signaling !== 'connected' || this.#request || this.#pause !== undefined) return;
    const request = Symbol();
    this.#request = request;
    apply((before) => stateChanged(before, { nameAtParty: before.self.name }));
    const name = await keyGate.ownName().catch(() => undefined);
    if (request !== this.#request || signal.aborted) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      void this.#ask();
    }, PAUSE);
    // The page may set a name that is too long for a frame. Encryption has cleaned the name already.
    const said = name !== undefined && (isEncryptedName(name) ? name : cleanName(name));
    if (said === false || !send({ type: 'rename', name: said })) this.#giveUp();
  }

  #giveUp(): void {
    this.#request = undefined;
    this.#context.apply((before) => stateChanged(before, { nameAtParty: null }));
  }
}

/** The party says that a participant has another name. With a secret, their name is only shown once they have proved who they are. */
function memberRenamed(state: RoomState, { id, sid, name }: Renamed): RoomState {
  // They may have another page by now, with a name of its own.
  if (!state.roster.some((one) => one.id === id && one.sid === sid)) return state;
  const next = { ...state, roster: state.roster.map((one) => (one.id === id ? { ...one, name } : one)) };
  const isShown = state.participants.some((one) => one.id === id && one.verification !== 'unverified');
  return isShown ? participantChanged(next, id, { name }) : next;
}
