/** Compares two states and lists the public events. Pure, so that each event fires exactly once per change. */
import type { VideoRoomEventMap } from './events.js';
import type { Feature } from './feature.js';
import type { RoomState } from './state.js';

/** The name of a public event and its detail. */
export type RoomEvent = {
  [K in keyof VideoRoomEventMap]: [name: K, detail: VideoRoomEventMap[K]];
}[keyof VideoRoomEventMap];

type LeftReason = VideoRoomEventMap['participant-left']['reason'];

const TOGGLES = [
  ['microphone', 'microphone-changed'],
  ['camera', 'camera-changed'],
  ['screen', 'screen-share-changed'],
] as const;

/** The events between two states, in the order that a listener expects. */
export function eventsBetween(
  features: readonly Feature[],
  next: RoomState,
  previous: RoomState,
  reason?: LeftReason,
): RoomEvent[] {
  const events: RoomEvent[] = [];
  if (next.phase !== previous.phase || next.signaling !== previous.signaling) {
    const { phase: state, signaling } = next;
    events.push(['connection-state-changed', { state, previous: previous.phase, signaling }]);
  }
  if (next.phase === 'joined' && previous.phase !== 'joined') {
    events.push(['room-joined', { roomId: next.roomId, participantId: next.self.id }]);
  }
  for (const [source, name] of TOGGLES) {
    const enabled = next.self[source] === 'on';
    if (enabled !== (previous.self[source] === 'on')) events.push([name, { enabled }]);
  }
  const { locked, waiting } = next;
  const { muted } = next.self;
  if (muted !== previous.self.muted) events.push(['muted-changed', { muted }]);
  if (locked !== previous.locked) events.push(['lock-changed', { locked }]);
  // Empty lists are made anew with each roster.
  if (waiting !== previous.waiting && waiting.length + previous.waiting.length)
    events.push(['waiting-changed', { waiting }]);
  events.push(...participantEvents(next, previous, reason));
  events.push(...features.flatMap((feature) => feature.eventsBetween?.(next, previous) ?? []));
  return events;
}

function participantEvents(next: RoomState, previous: RoomState, reason: LeftReason): RoomEvent[] {
  if (next.participants === previous.participants) return [];
  const before = new Map(known(previous).map((participant) => [participant.id, participant]));
  const events: RoomEvent[] = [];
  for (const participant of known(next)) {
    const was = before.get(participant.id);
    before.delete(participant.id);
    if (!was) events.push(['participant-joined', { participant }]);
    else if (was !== participant) events.push(['participant-updated', { participant }]);
  }
  for (const participant of before.values()) {
    events.push(['participant-left', { participant, ...(reason && { reason }) }]);
  }
  return events;
}

/** An unverified participant has not joined yet: the party may have invented them. */
const known = ({ participants }: RoomState) =>
  participants.filter(({ verification }) => verification !== 'unverified');
