/** Active speaker: the participant who speaks, or who spoke last. */
import type { RoomState } from '../../room/state.js';
import type { UiFeature } from '../../ui/feature.js';

declare module '../../room/state.js' {
  interface FeatureState {
    /** The participant who speaks, or who spoke last. */
    readonly activeSpeaker: string | null;
  }
}

declare module '../../room/events.js' {
  interface VideoRoomEventMap {
    'active-speaker-changed': { participantId: string | null };
  }
}

/** Stays the same while they speak, and during silence. */
export function withActiveSpeaker(state: RoomState): RoomState {
  const { participants } = state;
  const current = participants.find(({ id }) => id === state.activeSpeaker);
  const next = current?.speaking ? current : (participants.find(({ speaking }) => speaking) ?? current);
  const activeSpeaker = next?.id ?? null;
  return activeSpeaker === state.activeSpeaker ? state : { ...state, activeSpeaker };
}

export const activeSpeaker: UiFeature = {
  name: 'active-speaker',
  state: { activeSpeaker: null },
  derive: withActiveSpeaker,
  events: ['active-speaker-changed'],
  eventsBetween: ({ activeSpeaker: participantId }, previous) =>
    participantId === previous.activeSpeaker ? [] : [['active-speaker-changed', { participantId }]],
  loads: 'with-first-channel',
  load: async (context) => {
    (await import('./controller.js')).hearSpeakers(context);
    return {};
  },
};
