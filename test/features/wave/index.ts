/** A feature that exists only in tests: people wave at each other. Nothing outside this folder knows it. */
import { type MessagesOf, text } from '../../../src/protocol/schema.js';
import { inCall } from '../../../src/room/feature.js';
import type { UiFeature } from '../../../src/ui/feature.js';

const messages = { wave: { greeting: text(64, /\S/) } };

declare module '../../../src/protocol/peer-messages.js' {
  interface FeatureMessages extends MessagesOf<typeof messages> {}
}
declare module '../../../src/room/state.js' {
  interface FeatureState {
    /** Who has waved last. */
    readonly wavedBy?: string;
  }
}
declare module '../../../src/room/events.js' {
  interface VideoRoomEventMap {
    'wave-received': { from: string; greeting: string };
  }
}
declare module '../../../src/room/feature.js' {
  interface FeatureActions {
    /** Waves at everyone. */
    wave(greeting: string): Promise<void>;
  }
}
declare module '../../../src/ui/context.js' {
  interface FeatureControls {
    wave: true;
  }
}
declare module '../../../src/locale/words.js' {
  interface FeatureWords {
    readonly wave: { readonly name: string };
  }
}

export const wave: UiFeature = {
  name: 'wave',
  messages,
  grantFor: () => 'chat',
  state: { wavedBy: '' },
  events: ['wave-received'],
  actions: { wave: inCall('chat') },
  load: async (context) => new (await import('./controller.js')).Waves(context),

  words: { wave: { name: 'Wave' } },
  controls: [
    {
      name: 'wave',
      order: 55,
      grants: ['chat'],
      model: ({ room, text }) => ({
        label: text.wave?.name ?? '',
        icon: 'M4 12h16',
        press: () => void room.wave('Hello'),
      }),
    },
  ],
  notice: {
    isShown: ({ state }) => !!state.wavedBy,
    load: () => import('./ui/notice.js'),
  },
};
