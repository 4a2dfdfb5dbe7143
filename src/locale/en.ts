/** The words of the interface that every call shows, in English; `words.ts` lists the other English files. Words are plain, second person, no exclamation marks. */
import { grammar } from './grammar.js';

const { list, plural } = grammar('en-GB');

const others = plural({ one: '# other', other: '# others' });
const people = (names: readonly string[]) => list(names, others);

export const en = {
  // Lobby
  joinRoom: (room: string) => `Join ${room}`,
  join: 'Join',
  joining: 'Joining…',
  here: (names: readonly string[]) => `${people(names)} ${names.length > 1 ? 'are' : 'is'} here`,
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
  unpin: (name: string) => `Unpin ${name}`,
  actionsFor: (name: string) => `Actions for ${name}`,
  people: plural({ one: '# person', other: '# people' }),
  joined: (names: readonly string[]) => `${people(names)} joined`,
  left: (names: readonly string[]) => `${people(names)} left`,

  safety: {
    verified: 'Verified',
    'trusted-server': 'Encrypted',
    unverified: 'Not verified',
  },

  // Controls; `on` and `off` are their labels: what a press does then. `name` is the device.
  controls: 'Call controls',
  microphone: { name: 'Microphone', on: 'Mute', off: 'Unmute' },
  camera: { name: 'Camera', on: 'Turn off camera', off: 'Turn on camera' },
  screen: { on: 'Stop sharing', off: 'Share screen' },
  hand: { on: 'Lower hand', off: 'Raise hand' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # unread', other: 'Chat, # unread' }),
  host: 'Host controls',
  leave: 'Leave',
  more: 'More',
  close: 'Close',
  withDetail: (label: string, detail: string) => `${label}: ${detail}`,

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
  reconnecting: 'Reconnecting… Your call continues.',

  // After the call
  youLeft: 'You left the call',
};
