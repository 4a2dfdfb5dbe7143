/** Reactions: an emoji that a participant shows to everyone for a moment. */
import { inCall } from '../../room/feature.js';
import type { UiFeature } from '../../ui/feature.js';
import { nameOf } from '../../ui/tile/avatar.js';
import { reactionWords } from './en.js';
import { reactionMessages } from './messages.js';

declare module '../../room/events.js' {
  interface VideoRoomEventMap {
    'reaction-received': { from: string; emoji: string };
  }
}

declare module '../../room/feature.js' {
  interface FeatureActions {
    /** Shows an emoji to everyone for a moment. Rejects like `sendMessage`, and with `bad-message` for anything other than one emoji. */
    react(emoji: string): Promise<void>;
  }
}

export const reactions: UiFeature = {
  name: 'reactions',
  messages: reactionMessages,
  grantFor: () => 'chat',
  state: { reactions: [] },
  events: ['reaction-received'],
  actions: { react: inCall('chat') },
  load: async (context) => new (await import('./reactions.js')).Reactions(context),

  words: reactionWords,
  announce: ({ state, text }, before) => {
    const reaction = state.reactions.find(
      ({ key, from }) => from !== state.self.id && !before.reactions.some((one) => one.key === key),
    );
    const person = reaction && state.participants.find(({ id }) => id === reaction.from);
    return person && text.reacted?.(nameOf(person, text), reaction.emoji);
  },
  tile: {
    isShown: ({ state }, { id }) => state.reactions.some(({ from }) => from === id),
    load: () => import('./ui/tile-layer.js'),
  },
};
