/**
 * Who keeps the door: who waits outside, the lock, what each may do, and a moderator's orders. Takes the party's word for all of
 * it. Fetched with the first word of it, for most calls have no moderator.
 */
import { VideoRoomError } from '../base/errors.js';
import type { LocalMedia } from '../media/local-media.js';
import type { ScreenShare } from '../media/screen-share.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Peer } from '../mesh/peer.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { Member } from '../protocol/schemas.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import { credible, mayShow, rightsOf } from './rights.js';
import type { SessionContext } from './session-context.js';
import type { RoomState } from './state.js';
import * as facts from './transitions.js';

type Numbered = Extract<
  ClientFrame,
  { n: number; type: 'admit' | 'refuse' | 'kick' | 'mute' | 'lock' | 'end' }
>;
/** What a moderator asks of the party, before it has its number. */
export type Order = Numbered extends infer F ? (F extends Numbered ? Omit<F, 'n'> : never) : never;

export interface DoorOptions {
  mesh: Mesh;
  media: LocalMedia;
  screen: ScreenShare;
  /** `false` when the party is out of reach. */
  send(frame: ClientFrame): boolean;
}

export class Door {
  readonly #context: SessionContext;
  readonly #with: DoorOptions;
  #lastOrder = 0;
  /** What each of the others might when we last looked. */
  readonly #rights = new WeakMap<Peer, string>();
  readonly #orders = new Map<number, { resolve(): void; reject(error: VideoRoomError): void }>();

  constructor(context: SessionContext, options: DoorOptions) {
    this.#context = context;
    this.#with = options;
  }

  /** What the party says; frames that are not about this are none of our business. */
  received(frame: ServerFrame): void {
    const { apply, state } = this.#context;
    switch (frame.type) {
      case 'knock':
      case 'gone': {
        const others = state().waiting.filter(({ id }) => id !== frame.id);
        const waiting = frame.type === 'gone' ? others : [...others, { id: frame.id, name: frame.name }];
        apply((before) => facts.stateChanged(before, { waiting }));
        return;
      }
      case 'changed':
        apply((before) => rightsChanged(before, frame.id, frame));
        this.enforce(frame.id);
        return;
      case 'lock':
        apply((before) => facts.stateChanged(before, { locked: frame.on }));
        return;
      case 'done':
      case 'error':
        this.#answered(frame);
    }
  }

  /** Applies what somebody may, or everybody, to what comes from them; of ourselves, to what we send. */
  enforce(id?: string): void {
    const { apply, state } = this.#context;
    const { mesh, media, screen } = this.#with;
    const { self, participants, signaling } = state();
    if (signaling !== 'connected') this.#lost();
    for (const source of ['microphone', 'camera'] as const)
      if (!mayShow(self, source))
        void media.setEnabled(source, self.grants.includes('publish') ? false : null);
    if (!mayShow(self, 'screen')) screen.stop();
    for (const peer of mesh.peers) {
      const person = participants.find((one) => one.id === peer.id);
      if (!person || (id !== undefined && id !== peer.id)) continue;
      apply((before) => facts.linkChanged(before, peer.id, peer, Date.now()));
      // Also for a page that keeps the stream.
      for (const [source, stream] of Object.entries(peer.streams))
        for (const track of stream.getTracks()) track.enabled = mayShow(person, source);
      const rights = `${person.grants} ${person.muted}`;
      // What they said of it while nobody listened.
      if (this.#rights.get(peer) !== rights) peer.tell({ type: 'refresh' });
      this.#rights.set(peer, rights);
    }
  }

  /**
   * Resolves when the party has done it. Rejects with a `VideoRoomError`: `forbidden` without the grant, `peer-unreachable` for
   * nobody of that id, `rate-limited` for too many at once, `server-unreachable` at once while the party is out of reach: without
   * it there is nobody to decide.
   */
  order(order: Order): Promise<void> {
    const { grants } = this.#context.state().self;
    const needed = order.type === 'refuse' ? 'admit' : order.type;
    const n = ++this.#lastOrder;
    return new Promise((resolve, reject) => {
      if (!grants.includes(needed)) reject(new VideoRoomError('forbidden'));
      else if (!this.#with.send({ ...order, n } as Numbered))
        reject(new VideoRoomError('server-unreachable'));
      else this.#orders.set(n, { resolve, reject });
    });
  }

  /** Whether the party has done what was asked of it, nobody knows. */
  #lost(): void {
    for (const { reject } of this.#orders.values()) reject(new VideoRoomError('server-unreachable'));
    this.#orders.clear();
  }

  #answered(frame: Extract<ServerFrame, { type: 'done' | 'error' }>): void {
    const { n = 0 } = frame;
    const order = this.#orders.get(n);
    this.#orders.delete(n);
    if (frame.type === 'error') order?.reject(new VideoRoomError(frame.code as RoomErrorCode));
    else if (frame.nobody) order?.reject(new VideoRoomError('peer-unreachable'));
    else order?.resolve();
  }
}

/** The party says what somebody may, or whether they are muted; perhaps ourselves. */
function rightsChanged(state: RoomState, id: string, member: Pick<Member, 'grants' | 'muted'>): RoomState {
  const roster = state.roster.map((one) => (one.id === id ? { ...one, ...member } : one));
  const { grants, muted } = rightsOf(member);
  const next = { ...state, roster };
  if (id === state.self.id) return facts.selfChanged(next, { grants, muted });
  const { microphone, camera, screen, screenAudio } =
    state.participants.find((one) => one.id === id) ?? state.self;
  const sources = credible({ grants, muted }, { microphone, camera, screen, screenAudio });
  return facts.participantChanged(next, id, { grants, muted, ...sources });
}
