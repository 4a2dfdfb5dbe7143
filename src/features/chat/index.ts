/** Chat and app data, from peer to peer without the party. */
import { inCall } from '../../room/feature.js';
import type { UiFeature } from '../../ui/feature.js';
import { chatMessages } from './messages.js';
import type { Message } from './state.js';

declare module '../../room/events.js' {
  interface VideoRoomEventMap {
    /** A message from another participant. One that was passed on to us when we joined has `passedOnBy`. */
    'message-received': { message: Message };
    'data-received': { from: string; value: unknown };
  }
}

declare module '../../room/feature.js' {
  interface FeatureActions {
    /**
     * Sends a message to everyone, or with `to` to one participant, and resolves with it. Participants who are out of reach get it
     * when their link is back. Rejects with a `VideoRoomError`: `bad-message` for an empty text or more than 4 KiB, `forbidden`
     * without the grant `chat`, `not-joined` outside a call, `peer-unreachable` for an unknown `to`.
     */
    sendMessage(text: string, options?: { to?: string }): Promise<Message>;
    /**
     * Sends a value to the other pages as `data-received`: any JSON value up to 16 KiB. Delivered and rejected like messages, but
     * not passed on to participants who join later. For a participant out of reach, the last 256 values are kept.
     */
    sendData(value: unknown, options?: { to?: string }): Promise<void>;
  }
}

declare module '../../ui/context.js' {
  interface FeatureControls {
    chat: true;
  }
  interface FeatureUiState {
    /** Number of messages that arrived while the chat was closed. */
    readonly unread: number;
    /** The last of them, while it is announced. */
    readonly news: Message | null;
  }
}

/** How long a message is announced (ms). */
const NEWS_FOR = 6_000;

export const chat: UiFeature = {
  name: 'chat',
  messages: chatMessages,
  ownLimits: ['chat', 'data'],
  // Everyone may ask for the history, and say what they have read.
  grantFor: (message) =>
    message.type === 'read' || message.type === 'ack' || (message.type === 'history' && !message.list)
      ? undefined
      : 'chat',
  state: { messages: [] },
  events: ['message-received', 'data-received'],
  actions: { sendMessage: inCall('chat'), sendData: inCall('chat') },
  // The first message would be too late: what was written before we joined is asked for over the first channel.
  loads: 'with-first-channel',
  load: async (context) => new (await import('./controller.js')).Chat(context),

  controls: [
    {
      name: 'chat',
      order: 30,
      grants: ['chat'],
      model: ({ ui, act, text }) => {
        const isOpen = ui.panel === 'chat';
        return {
          label: ui.unread ? text.unread(ui.unread) : text.chat,
          badge: ui.unread,
          look: isOpen && 'on',
          expanded: isOpen,
          press: () => act.openPanel(isOpen ? null : 'chat'),
        };
      },
    },
  ],
  ui: { unread: 0, news: null },
  panel: {
    part: 'chat',
    label: ({ text }) => text.chat,
    load: () => import('./ui/panel.js'),
    opened: { unread: 0, news: null },
  },
  notice: {
    isShown: ({ ui }) => ui.news !== null,
    load: async () => (await import('./ui/panel.js')).news,
  },
  on: {
    // Messages that were passed on are not news, and a page without the control shows messages itself.
    'message-received': ({ message }, access) => {
      const { ui, show, after } = access;
      if (ui.panel === 'chat' || message.passedOnBy || !ui.controls.includes('chat')) return;
      show({ news: message, unread: ui.unread + 1 });
      const pass = () => {
        if (access.ui.news !== message) return;
        // People may need more time to read it, or to reach its button.
        if (access.isHeld) after(NEWS_FOR, pass);
        else show({ news: null });
      };
      after(NEWS_FOR, pass);
    },
  },
};
