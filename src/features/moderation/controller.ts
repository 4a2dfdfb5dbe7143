/**
 * Obeys moderators: applies what the party says about permissions and the lock to the state, and to what we send and receive. Every call
 * has this code, so that a participant who is muted is silent even if a new version has replaced our files.
 */

import type { Peer } from '../../mesh/peer/peer.js';
import type { Member } from '../../protocol/schemas.js';
import type { ServerFrame } from '../../protocol/server-frames.js';
import * as reducers from '../../room/call-reducers.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import { mayShow, permissionsOf, permittedSources } from '../../room/permissions.js';
import type { RoomState } from '../../room/state.js';

export class PermissionEnforcer implements FeatureController {
  readonly #context: FeatureContext;
  /** The permissions of each peer when last applied. */
  readonly #permissions = new WeakMap<Peer, string>();

  constructor(context: FeatureContext) {
    this.#context = context;
  }

  /** A frame from the party; frames about other things are ignored. */
  frameReceived(frame: ServerFrame): void {
    const { apply } = this.#context;
    if (frame.type === 'lock') apply((before) => reducers.stateChanged(before, { locked: frame.on }));
    else if (frame.type === 'changed') {
      apply((before) => permissionsChanged(before, frame.id, frame));
      this.#enforce(frame.id);
    }
  }

  /** The roster or the socket changed. */
  rosterChanged(): void {
    this.#enforce();
  }

  /** Applies the permissions of one participant, or of all: to what we receive from them, and for ourselves to what we send. */
  #enforce(id?: string): void {
    const { apply, state, mesh, media, screen } = this.#context;
    const { self, participants } = state();
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
}

/** The party reports what a participant may do, or whether they are muted. It may be ourselves. */
function permissionsChanged(
  state: RoomState,
  id: string,
  member: Pick<Member, 'grants' | 'muted'>,
): RoomState {
  const roster = state.roster.map((one) => (one.id === id ? { ...one, ...member } : one));
  const permissions = permissionsOf(member);
  const next = { ...state, roster };
  if (id === state.self.id) return reducers.selfChanged(next, permissions);
  const person = state.participants.find((one) => one.id === id) ?? state.self;
  const sources = permittedSources(permissions, person);
  return reducers.participantChanged(next, id, { ...permissions, ...sources });
}
