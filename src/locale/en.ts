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
  nobodyHere: 'No one is here yet.',
  awaitsSecret: 'Waiting for this call’s key.',
  beforeJoin: 'No one can see or hear you until you join.',
  start: 'Check camera and microphone',
  startHint: 'Your browser will ask for permission.',
  yourName: 'Your name',
  waiting: 'Waiting to be let in…',
  waitingHint: 'You’ll join as soon as the host lets you in.',
  cancel: 'Cancel',

  // People
  guest: 'Guest',
  you: 'You',
  screenOf: (name: string) => `${name}’s screen`,
  yourScreen: 'Your screen',
  muted: 'Microphone off',
  barred: 'Muted by the host',
  locked: 'Locked',
  handUp: 'Hand raised',
  link: { connecting: 'Connecting', reconnecting: 'Reconnecting', unreachable: 'Unreachable' },
  poor: 'Poor connection',
  pin: (name: string) => `Pin ${name}`,
  people: (count: number) => (count > 1 ? `${count} people` : '1 person'),
  joined: (names: readonly string[]) => `${list(names)} joined`,
  left: (names: readonly string[]) => `${list(names)} left`,

  safety: {
    verified: 'Verified',
    'trusted-server': 'Encrypted',
    unverified: 'Not verified',
  },

  // Controls; `on` and `off` say what a press does then.
  controls: 'Call controls',
  microphone: { name: 'Microphone', on: 'Mute', off: 'Unmute' },
  camera: { name: 'Camera', on: 'Turn off camera', off: 'Turn on camera' },
  screen: { name: 'Share screen', on: 'Stop sharing', off: 'Share screen' },
  hand: { name: 'Raise hand', on: 'Lower hand', off: 'Raise hand' },
  chat: 'Chat',
  unread: (count: number) => `Chat, ${count} unread`,
  devices: 'Devices',
  host: 'Host controls',
  leave: 'Leave',
  more: 'More',

  // Alone
  alone: 'You’re the only one here',
  invite: 'Share this link to invite others.',
  copy: 'Copy link',
  copied: 'Link copied',
  copyKeys: (keys: string) => `Press ${keys} to copy the link.`,
  copyTouch: 'Touch and hold the link to copy it.',

  // Notices
  soundOff: 'Your browser has paused the sound.',
  soundOn: 'Turn on sound',
  read: 'Read',
  asking:
    'Your browser is asking for your camera and microphone. Answer in the address bar, or continue without them.',
  reconnecting: 'Reconnecting… Your call continues.',

  // After the call
  youLeft: 'You left the call',
};

/** The words of one language, and its sentences about what went wrong; English has those, and the chat's words, in files of their own. */
export type Messages = typeof en & Partial<Sentences> & Partial<ChatWords> & Partial<ModerationWords>;
