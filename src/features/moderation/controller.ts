/**
 * The client of the party's moderation: who is waiting, the lock, permissions, and a moderator's actions. The party decides all of
 * it, and this side applies what it says to what we send and receive.
 */

import type { Peer } from '../../mesh/peer/peer.js';
import type { ClientFrame } from '../../protocol/client-frames.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import type { Member } from '../../protocol/schemas.js';
import type { ServerFrame } from '../../protocol/server-frames.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import { mayShow, permissionsOf, permittedSources } from '../../room/permissions.js';
import * as reducers from '../../room/reducers.js';
import type { RoomState } from '../../room/state.js';
import { VideoRoomError } from '../../shared/errors.js';

type Numbered = Extract<
  ClientFrame,
  { n: number; type: 'admit' | 'refuse' | 'kick' | 'mute' | 'lock' | 'end' }
>;
/** An action that a moderator asks of the party, before it has its number. */
type ModerationRequest = Numbered extends infer F ? (F extends Numbered ? Omit<F, 'n'> : never) : never;

export class ModerationClient implements FeatureController {
  readonly #context: FeatureContext;
  #lastOrder = 0;
  /** The permissions of each peer when last applied. */
  readonly #permissions = new WeakMap<Peer, string>();
  readonly #orders = new Map<number, { resolve(): void; reject(error: VideoRoomError): void }>();

  constructor(context: FeatureContext) {
    this.#context = context;
  }

  /** A frame from the party; frames about other things are ignored. */
  frameReceived(frame: ServerFrame): void {
    const { apply, state } = this.#context;
    switch (frame.type) {
      case 'knock':
      case 'gone': {
        const others = state().waiting.filter(({ id }) => id !== frame.id);
        const waiting = frame.type === 'gone' ? others : [...others, { id: frame.id, name: frame.name }];
        apply((before) => reducers.stateChanged(before, { waiting }));
        return;
      }
      case 'changed':
        apply((before) => permissionsChanged(before, frame.id, frame));
        this.#enforce(frame.id);
        return;
      case 'lock':
        apply((before) => reducers.stateChanged(before, { locked: frame.on }));
        return;
      case 'done':
      case 'error':
        this.#answered(frame);
    }
  }

  kick(id: string, { ban = false }: { ban?: boolean } = {}): Promise<void> {
    return this.#request({ type: 'kick', id, ban });
  }

  mute(id: string, on = true): Promise<void> {
    return this.#request({ type: 'mute', id, on });
  }

  lock(force = !this.#context.state().locked): Promise<void> {
    return this.#request({ type: 'lock', on: force });
  }

  admit(id: string): Promise<void> {
    return this.#request({ type: 'admit', id });
  }

  refuse(id: string): Promise<void> {
    return this.#request({ type: 'refuse', id });
  }

  end(): Promise<void> {
    return this.#request({ type: 'end' });
  }

  /** The roster or the socket changed. */
  rosterChanged(): void {
    this.#enforce();
  }

  /** Applies the permissions of one participant, or of all: to what we receive from them, and for ourselves to what we send. */
  #enforce(id?: string): void {
    const { apply, state, mesh, media, screen } = this.#context;
    const { self, participants, signaling } = state();
    if (signaling !== 'connected') this.#lost();
    for (const source of ['microphone', 'camera'] as const)
      if (!mayShow(self, source))
        void media.setEnabled(source, self.grants.includes('publish') ? false : null);
    if (!mayShow(self, 'screen')) screen.stop();
    for (const peer of mesh.peers) {
      const person = participants.find((one) => one.id === peer.id);
      if (!person || (id !== undefined && id !== peer.id)) continue;
      apply((before) => reducers.linkChanged(before, peer.id, peer, Date.now()));
      // This also silences a page that keeps its own reference to the stream.
      for (const [source, stream] of Object.entries(peer.streams))
        for (const track of stream.getTracks()) track.enabled = mayShow(person, source);
      const permissions = `${person.grants} ${person.muted}`;
      // Their presence may have been ignored until now, so ask for it again.
      if (this.#permissions.get(peer) !== permissions) peer.tell({ type: 'refresh' });
      this.#permissions.set(peer, permissions);
    }
  }

  /**
   * Resolves when the party has done it. Rejects with a `VideoRoomError`: `forbidden` without the grant, `peer-unreachable` for
   * an unknown id, `rate-limited` for too many in a short time, `server-unreachable` at once while the party cannot be reached,
   * because only the party can decide.
   */
  #request(order: ModerationRequest): Promise<void> {
    const { grants } = this.#context.state().self;
    const needed = order.type === 'refuse' ? 'admit' : order.type;
    const n = ++this.#lastOrder;
    return new Promise((resolve, reject) => {
      if (!grants.includes(needed)) reject(new VideoRoomError('forbidden'));
      else if (!this.#context.send({ ...order, n } as Numbered))
        reject(new VideoRoomError('server-unreachable'));
      else this.#orders.set(n, { resolve, reject });
    });
  }

  /** The socket is lost: nobody knows whether the party has carried out the pending actions. */
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

/** The party reports what a participant may do, or whether they are muted. It may be ourselves. */
function permissionsChanged(
  state: RoomState,
  id: string,
  member: Pick<Member, 'grants' | 'muted'>,
): RoomState {
  const roster = state.roster.map((one) => (one.id === id ? { ...one, ...member } : one));
  const { grants, muted } = permissionsOf(member);
  const next = { ...state, roster };
  if (id === state.self.id) return reducers.selfChanged(next, { grants, muted });
  const { microphone, camera, screen, screenAudio } =
    state.participants.find((one) => one.id === id) ?? state.self;
  const sources = permittedSources({ grants, muted }, { microphone, camera, screen, screenAudio });
  return reducers.participantChanged(next, id, { grants, muted, ...sources });
}
