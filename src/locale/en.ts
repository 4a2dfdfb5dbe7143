/** The words of the interface that every call shows, in English; the others are in `en-sentences.ts`. Other languages have the same keys. Words are plain, second person, no exclamation marks. */
import type { ChatWords } from './en-chat.js';
import type { ModerationWords } from './en-moderation.js';
import type { Sentences } from './en-sentences.js';

/** "Ada", "Ada and Grace", "Ada, Grace and 3 others". */
function list(names: readonly string[]): string {
  const rest = names.length - 2;
  const shown = rest > 1 ? [...names.slice(0, 2), `${rest} others`] : names;
  return new Intl.ListFormat('en-GB').format(shown);
}

export const en = {
  // Lobby
  joinRoom: (room: string) => `Join ${room}`,
  join: 'Join',
  joining: 'Joining…',
  here: (names: readonly string[]) => `${list(names)} ${names.length > 1 ? 'are' : 'is'} here`,
  nobodyHere: 'Nobody is here yet.',
  awaitsSecret: 'Waiting for the secret of this call.',
  beforeJoin: 'Nobody sees or hears you until you join.',
  start: 'Check picture and sound',
  startHint: 'Your browser asks you first.',
  yourName: 'Your name',
  waiting: 'Waiting to be let in…',
  waitingHint: 'Somebody in the call has been asked. You join as soon as they say yes.',
  cancel: 'Cancel',

  // People
  guest: 'Guest',
  you: 'You',
  screenOf: (name: string) => `${name}’s screen`,
  yourScreen: 'Your screen',
  muted: 'Microphone off',
  barred: 'Muted by a moderator',
  locked: 'Locked',
  handUp: 'Hand raised',
  link: { connecting: 'Connecting', reconnecting: 'Reconnecting', unreachable: 'Unreachable' },
  poor: 'Poor connection',
  pin: (name: string) => `Keep ${name} large`,
  people: (count: number) => (count > 1 ? `${count} people` : '1 person'),
  joined: (names: readonly string[]) => `${list(names)} joined`,
  left: (names: readonly string[]) => `${list(names)} left`,

  safety: {
    verified: 'Protected by a secret',
    'trusted-server': 'The server is trusted',
    unverified: 'Not verified',
  },

  // Controls; `on` and `off` say what a press does then.
  controls: 'Call controls',
  microphone: { name: 'Microphone', on: 'Mute', off: 'Unmute' },
  camera: { name: 'Camera', on: 'Stop camera', off: 'Start camera' },
  screen: { name: 'Share screen', on: 'Stop sharing', off: 'Share screen' },
  hand: { name: 'Raise hand', on: 'Lower hand', off: 'Raise hand' },
  chat: 'Chat',
  unread: (count: number) => `Chat, ${count} unread`,
  devices: 'Devices',
  host: 'Moderate',
  leave: 'Leave',
  more: 'More',

  // Alone
  alone: 'You’re the only one here',
  invite: 'Send this link to invite others.',
  copy: 'Copy link',
  copied: 'Link copied',
  copyKeys: (keys: string) => `Press ${keys} to copy the link.`,
  copyTouch: 'Touch and hold the link to copy it.',

  // Notices
  soundOff: 'Your browser holds the sound back.',
  soundOn: 'Turn on sound',
  read: 'Read',
  asking:
    'Your browser is waiting for your answer. Look next to the address, or go on without camera and microphone.',
  reconnecting: 'Reconnecting to the server. Your call goes on.',

  // After the call
  youLeft: 'You left the call',
};

/** The words of one language, and its sentences about what went wrong; English has those, and the chat's words, in files of their own. */
export type Messages = typeof en & Partial<Sentences> & Partial<ChatWords> & Partial<ModerationWords>;
