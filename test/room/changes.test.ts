import { expect } from 'chai';
import { features } from '../../src/features/index.js';
import * as reducers from '../../src/room/call-reducers.js';
import * as changes from '../../src/room/changes.js';
import { derivedState, stateOf } from '../../src/room/feature.js';
import type { RoomState } from '../../src/room/state.js';

const member = (id: string, seq: number, name = id) => ({ id, sid: `${id}-1`, seq, name });
const presence = {
  microphone: 'on',
  camera: 'off',
  screen: 'off',
  screenAudio: 'off',
  hand: false,
} as const;

/** A room with Ada and Grace, as we see it. */
function inCall(): RoomState {
  const state = reducers.selfChanged(reducers.created('standup', 'Me', 'trusted-server', stateOf(features)), {
    id: 'me',
  });
  return reducers.entered(state, [member('grace', 2), member('ada', 1)], 1000, () => false);
}

/** As a room does: features complete each state, and add their events. */
const complete = (state: RoomState) => derivedState(features, state);
const eventsBetween = (next: RoomState, previous: RoomState, reason?: 'left' | 'lost' | 'kicked') =>
  changes.eventsBetween(features, complete(next), complete(previous), reason);

/** The events of a fact, as names. */
function names(fact: (state: RoomState) => RoomState, state = inCall()): string[] {
  return eventsBetween(fact(state), state).map(([name]) => name);
}

describe('A change of state', () => {
  it('lists the others in the order in which they joined', () => {
    expect(inCall().participants.map(({ id }) => id)).to.deep.equal(['ada', 'grace']);
  });

  it('to being in the room fires one event of each kind', () => {
    const state = reducers.stateChanged(
      reducers.created('standup', 'Me', 'trusted-server', stateOf(features)),
      { phase: 'joining' },
    );
    const next = reducers.entered(
      reducers.selfChanged(state, { id: 'me' }),
      [member('ada', 1)],
      1000,
      () => false,
    );
    const events = eventsBetween(next, state);
    expect(events.map(([name]) => name)).to.deep.equal([
      'connection-state-changed',
      'room-joined',
      'participant-joined',
    ]);
    expect(events[0]?.[1]).to.deep.equal({ state: 'joined', previous: 'joining', signaling: 'idle' });
    expect(events[1]?.[1]).to.deep.equal({ roomId: 'standup', participantId: 'me' });
  });

  it('without new information fires no event, and is not even a new state', () => {
    const state = reducers.presenceReceived(inCall(), 'ada', presence, 1);
    expect(reducers.presenceReceived(state, 'ada', presence, 1)).to.equal(state);
    expect(reducers.participantChanged(state, 'nobody', { link: 'live' })).to.equal(state);
    expect(reducers.stateChanged(state, { phase: 'joined' })).to.equal(state);
    expect(eventsBetween(state, state)).to.deep.equal([]);
  });

  it('brings back a participant who was given up when their presence arrives, even before the link is live', () => {
    const without = reducers.participantLost(inCall(), 'ada');
    const state = reducers.linkChanged(
      reducers.presenceReceived(without, 'ada', presence, 1),
      'ada',
      { link: 'live', streams: {} },
      2,
    );
    expect(state.participants.find(({ id }) => id === 'ada')).to.deep.include({
      microphone: 'on',
      link: 'live',
    });
    // An id that the party does not list is nobody.
    expect(reducers.presenceReceived(without, 'nobody', presence, 1)).to.equal(without);
  });

  it('of a participant fires one update, whatever differs', () => {
    expect(names((state) => reducers.presenceReceived(state, 'ada', presence, 1))).to.deep.equal([
      'participant-updated',
    ]);
    expect(
      names((state) => reducers.participantChanged(state, 'ada', { path: 'relayed', quality: 'poor' })),
    ).to.deep.equal(['participant-updated', 'quality-changed']);
  });

  it('of the active speaker fires once, and silence keeps the last one', () => {
    const says = (state: RoomState, id: string, speaking: boolean) =>
      complete(reducers.presenceReceived(state, id, { ...presence, speaking }, 1));
    expect(names((state) => says(state, 'ada', true))).to.deep.equal([
      'participant-updated',
      'active-speaker-changed',
    ]);
    const both = says(says(inCall(), 'ada', true), 'grace', true);
    expect(both.activeSpeaker, 'of two the one who went first').to.equal('ada');
    const one = says(both, 'ada', false);
    expect(one.participants[0]?.speaking).to.equal(false);
    expect(one.activeSpeaker).to.equal('grace');
    expect(says(one, 'grace', false).activeSpeaker).to.equal('grace');
  });

  it('of the speaker counts only with an unmuted microphone and a live link', () => {
    const speaking = { ...presence, speaking: true };
    const isSpeaking = (state: RoomState) => state.participants[0]?.speaking;
    const state = reducers.presenceReceived(inCall(), 'ada', speaking, 1);
    expect(isSpeaking(state)).to.equal(true);
    expect(
      isSpeaking(reducers.presenceReceived(inCall(), 'ada', { ...speaking, microphone: 'off' }, 1)),
    ).to.equal(false);
    expect(isSpeaking(reducers.linkChanged(state, 'ada', { link: 'reconnecting', streams: {} }, 1))).to.equal(
      false,
    );
  });

  it('of the waiting list fires once, even when the party sends a new roster and the list is empty', () => {
    const empty = reducers.welcomed(inCall(), {}, [], false);
    expect(eventsBetween(empty, inCall()).filter(([name]) => name === 'waiting-changed')).to.deep.equal([]);
    const waiting = [{ id: 'mia', name: 'Mia' }];
    const knocked = reducers.stateChanged(empty, { waiting });
    expect(eventsBetween(knocked, empty)).to.deep.equal([['waiting-changed', { waiting }]]);
    const welcomed = reducers.welcomed(knocked, {}, [], false);
    expect(eventsBetween(welcomed, knocked)).to.deep.equal([['waiting-changed', { waiting: [] }]]);
  });

  it('of pins adds and removes one, or all', () => {
    let state = inCall();
    const pin = (id: string | null, on?: boolean) => {
      state = reducers.pinChanged(state, id, on);
      return state.pinned;
    };
    expect(pin('ada')).to.deep.equal(['ada']);
    expect(pin('grace', true)).to.deep.equal(['ada', 'grace']);
    expect(pin('ada', true), 'once').to.deep.equal(['grace', 'ada']);
    expect(pin('grace', false)).to.deep.equal(['ada']);
    expect(pin('grace', false)).to.deep.equal(['ada']);
    pin('mary', true);
    expect(pin('grace'), 'alone').to.deep.equal(['grace']);
    pin('mary', true);
    expect(pin(null)).to.deep.equal([]);
  });

  it('by leaving reports who and why, and clears pin and speaker', () => {
    const state = complete(
      reducers.stateChanged(reducers.presenceReceived(inCall(), 'ada', { ...presence, speaking: true }, 1), {
        pinned: ['ada', 'grace'],
      }),
    );
    const next = complete(reducers.memberLeft(state, 'ada'));
    expect(next.pinned).to.deep.equal(['grace']);
    expect(next.activeSpeaker).to.equal(null);
    const events = eventsBetween(next, state, 'lost');
    expect(events.map(([name]) => name)).to.deep.equal(['participant-left', 'active-speaker-changed']);
    expect(events[0]?.[1]).to.include({ reason: 'lost' });
  });

  it('by a reload keeps the participant’s place and forgets the old page', () => {
    const state = reducers.presenceReceived(inCall(), 'ada', presence, 1);
    const next = reducers.memberJoined(state, { ...member('ada', 3), sid: 'ada-2' }, 2000);
    expect(next.participants.map(({ id }) => id)).to.deep.equal(['ada', 'grace']);
    expect(next.participants[0]).to.include({ microphone: 'unknown', joinedAt: 1000 });
    expect(eventsBetween(next, state).map(([name]) => name)).to.deep.equal(['participant-updated']);
  });

  it('by a new roster keeps missing participants as long as their link lives', () => {
    const state = reducers.entered(
      inCall(),
      [member('grace', 2), member('kate', 3)],
      2000,
      (id) => id === 'ada',
    );
    expect(state.participants.map(({ id }) => id)).to.deep.equal(['ada', 'grace', 'kate']);
    const without = reducers.entered(inCall(), [member('grace', 2)], 2000, () => false);
    expect(without.participants.map(({ id }) => id)).to.deep.equal(['grace']);
  });

  it('by a new roster changes names, but shows none of a participant who is not verified', () => {
    const now = (verification: 'trusted-server' | 'unverified') => {
      const before = inCall();
      const participants = before.participants.map((one) => ({ ...one, verification }));
      const roster = [{ ...member('grace', 2), name: 'Grace H.' }];
      const { participants: after } = reducers.entered(
        { ...before, participants },
        roster,
        2000,
        () => false,
      );
      return after.map(({ name }) => name);
    };
    expect(now('trusted-server')).to.deep.equal(['Grace H.']);
    expect(now('unverified')).to.deep.equal(['grace']);
  });

  it('of our own camera fires when it is confirmed, not while it starts', () => {
    const [track] = document.createElement('canvas').captureStream().getVideoTracks() as [MediaStreamTrack];
    const state = inCall();
    const starting = reducers.sourceChanged(state, 'camera', 'starting', null);
    expect(eventsBetween(starting, state).map(([name]) => name)).to.deep.equal([]);
    const on = reducers.sourceChanged(starting, 'camera', 'on', track);
    expect(eventsBetween(on, starting)).to.deep.equal([['camera-changed', { enabled: true }]]);
    expect(on.self.streams.camera?.getTracks()).to.deep.equal([track]);
    expect(reducers.sourceChanged(on, 'camera', 'on', track).self).to.equal(on.self);
    track.stop();
  });

  it('clears a device error once the device works', () => {
    const denied = reducers.deviceFailed(inCall(), 'camera', 'denied');
    expect(denied.deviceErrors).to.deep.equal({ camera: 'denied' });
    expect(reducers.sourceChanged(denied, 'camera', 'on', null).deviceErrors).to.deep.equal({});
    // Who does not want it any more has no problem with it.
    expect(reducers.sourceChanged(denied, 'camera', 'off', null).deviceErrors).to.deep.equal({});
    expect(reducers.sourceChanged(denied, 'camera', 'lost', null).deviceErrors).to.deep.equal({
      camera: 'denied',
    });
  });

  it('at the end of a session keeps the name and the devices, and no participants', () => {
    const ended = reducers.sessionEnded(inCall(), 'left', stateOf(features));
    expect(ended).to.deep.include({ phase: 'left', signaling: 'closed', participants: [], roster: [] });
    expect(ended.self).to.include({ id: '', name: 'Me', camera: 'off' });
  });
});
