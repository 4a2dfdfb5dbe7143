/** Every word of the interface, in English. Other languages have the same keys. Words are plain, second person, no exclamation marks. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { DeviceErrorCode } from '../room/state.js';

/** "Ada", "Ada and Grace", "Ada, Grace and 3 others". */
function list(names: readonly string[], most = 2): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest) shown.push(rest === 1 ? '1 other' : `${rest} others`);
  const last = shown.pop() ?? '';
  return shown.length ? `${shown.join(', ')} and ${last}` : last;
}

export const en = {
  // Lobby
  joinRoom: (room: string) => `Join ${room}`,
  join: 'Join',
  joining: 'Joining…',
  here: (names: readonly string[]) => `${list(names)} ${names.length > 1 ? 'are' : 'is'} here`,
  nobodyHere: 'Nobody is here yet.',
  beforeJoin: 'Nobody sees or hears you until you join.',
  start: 'Check picture and sound',
  startHint: 'Your browser asks you first.',
  yourName: 'Your name',
  waiting: 'Waiting to be let in',
  waitingHint: 'Somebody in the call has been asked.',
  cancel: 'Cancel',

  // People
  guest: 'Guest',
  you: 'You',
  screenOf: (name: string) => `${name}: screen`,
  yourScreen: 'Your screen',
  muted: 'Microphone off',
  handUp: 'Hand raised',
  link: { connecting: 'Connecting', reconnecting: 'Reconnecting', unreachable: 'Unreachable' },
  poor: 'Poor connection',
  pin: (name: string) => `Keep ${name} large`,
  unpin: (name: string) => `Stop keeping ${name} large`,
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  joined: (names: readonly string[]) => `${list(names, 3)} joined`,
  left: (names: readonly string[]) => `${list(names, 3)} left`,

  // Controls; `on` and `off` say what a press does then.
  controls: 'Call controls',
  microphone: { name: 'Microphone', on: 'Mute', off: 'Unmute' },
  camera: { name: 'Camera', on: 'Stop camera', off: 'Start camera' },
  screen: { name: 'Share screen', on: 'Stop sharing', off: 'Share screen' },
  hand: { name: 'Raise hand', on: 'Lower hand', off: 'Raise hand' },
  devices: 'Devices',
  leave: 'Leave',
  more: 'More',
  close: 'Close',
  speaker: 'Speaker',
  standard: 'Default',

  // Alone
  alone: 'You’re the only one here',
  invite: 'Send this link to invite others.',
  copy: 'Copy link',
  copied: 'Link copied',

  // Notices
  tryAgain: 'Try again',
  soundOff: 'Your browser holds the sound back.',
  soundOn: 'Turn on sound',
  reconnecting: 'Reconnecting to the server. Your call goes on.',

  // After the call
  youLeft: 'You left the call',
  joinAgain: 'Join again',
  openSecurely: 'Open the secure page',

  /** What a device is called in a sentence. */
  deviceNames: { microphone: 'microphone', camera: 'camera', both: 'camera and microphone' },
  /** Why a device is not there and what to do; `d` is one of `deviceNames`. */
  device: {
    denied: (d: string) => `Your browser blocks the ${d}. Allow it next to the address.`,
    dismissed: (d: string) => `You have not allowed the ${d} yet. You can go on without.`,
    'not-found': (d: string) => `We can’t find a ${d}. Plug one in, or go on without.`,
    'in-use': (d: string) => `Another program is using the ${d}. Close it there.`,
    constraints: (d: string) => `This ${d} does not work here. Choose another one.`,
    insecure: (d: string) => `The ${d} works on https pages only.`,
    policy: (d: string) => `This page does not allow the ${d}.`,
    unknown: (d: string) => `The ${d} could not be started.`,
  } satisfies Record<DeviceErrorCode, (d: string) => string>,
  screenFailed: 'The screen could not be shared. Your system may have to allow it first.',

  /** What went wrong with the room, and the way on. */
  errors: {
    'room-missing': 'This call has no room name. Its page has to name one.',
    'room-invalid': 'This room name does not work. Use letters, digits, - and _ only.',
    'server-missing': 'This call has no server. Its page has to name one.',
    'server-unreachable': 'We can’t reach the server. Check your connection.',
    'browser-unsupported': 'This browser can’t make video calls. Open the page in another one.',
    'insecure-context': 'Calls need a secure page. Open this one with https.',
    'room-full': 'This room is full. Try again when somebody has left.',
    'room-locked': 'This room is locked. Ask somebody inside to open it.',
    'room-ended': 'This call has ended.',
    'token-missing': 'You need an invitation to this room. Ask the host for one.',
    'token-invalid': 'Your invitation is not valid. Ask the host for a new one.',
    'token-expired': 'Your invitation has run out. Ask the host for a new one.',
    forbidden: 'You may not do this here. Ask the host.',
    kicked: 'The host removed you from the call.',
    replaced: 'You joined this call in another window.',
    'rate-limited': 'That was too often. Wait a moment.',
    'bad-message': 'This page is out of date. Reload it.',
    'peer-unreachable': 'We can’t reach somebody in the call. We keep trying.',
    'verification-failed': 'A message was altered on its way, so we ignored it.',
    internal: 'Something went wrong on the server.',
  } satisfies Record<RoomErrorCode, string>,
};

/** The words of one language. */
export type Messages = typeof en;
export type { DeviceErrorCode, RoomErrorCode };
