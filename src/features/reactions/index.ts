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
    /**
     * Shows an emoji to everyone for a moment. Rejects with a `VideoRoomError`: `bad-message` for anything other than one emoji,
     * `forbidden` without the grant `chat`, `not-joined` outside a call.
     */
    react(emoji: string): Promise<void>;
  }
}

declare module '../../ui/context.js' {
  interface FeatureControls {
    reactions: true;
  }
}

const bar = () => import('./ui/bar.js');

export const reactions: UiFeature = {
  name: 'reactions',
  messages: reactionMessages,
  grantFor: () => 'chat',
  state: { reactions: [] },
  events: ['reaction-received'],
  actions: { react: inCall('chat') },
  load: async (context) => new (await import('./reactions.js')).Reactions(context),

  words: reactionWords,
  controls: [
    {
      name: 'reactions',
      order: 45,
      grants: ['chat'],
      model: ({ ui, act, text }) => ({
        label: text.reactions!,
        icon: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 1 1 0-17zM8 14q4 4 8 0M9 9v1M15 9v1',
        popup: 'dialog',
        expanded: ui.menu === 'reactions',
        press: () => act.openMenu('reactions'),
      }),
    },
  ],
  menus: { reactions: bar },
  preloads: () => import('./reactions.js'),
  announce: ({ state, text }, before) => {
    const reaction = state.reactions.find(
      ({ key, from }) => from !== state.self.id && !before.reactions.some((one) => one.key === key),
    );
    const person = reaction && state.participants.find(({ id }) => id === reaction.from);
    return person && text.reacted!(nameOf(person, text), reaction.emoji);
  },
  tile: {
    isShown: ({ state }, { id }) => state.reactions.some(({ from }) => from === id),
    load: async () => (await bar()).tileLayer,
  },
};
