/** What went wrong and the way on, in English. Fetched when something does: in most calls nothing does. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { DeviceErrorCode } from '../room/state.js';

const INVITATION = 'Your invitation is missing or has run out. Ask the host for a new one.';

/** Why a device is not there and what to do; `d` is one of `deviceNames`. */
const device: Record<DeviceErrorCode, (d: string) => string> = {
  denied: (d) => `Your browser blocks the ${d}. Allow it next to the address.`,
  dismissed: (d) => `You have not allowed the ${d} yet. You can go on without.`,
  'not-found': (d) => `We can’t find a ${d}. Plug one in, or go on without.`,
  'in-use': (d) => `Another program is using the ${d}. Close it there.`,
  constraints: (d) => `This ${d} does not work here. Choose another one.`,
  insecure: (d) => `The ${d} works on https pages only.`,
  policy: (d) => `This page does not allow the ${d}.`,
  unknown: (d) => `The ${d} could not be started.`,
};

const errors: Record<RoomErrorCode, string> = {
  'room-missing': 'This page does not say which call to join. Let its owner know.',
  'room-invalid': 'This link does not lead to a call. Ask for it again.',
  'server-missing': 'This page does not say where its calls are. Let its owner know.',
  'server-unreachable': 'We can’t reach the server. Check your connection.',
  'browser-unsupported': 'This browser can’t make video calls. Open the page in another one.',
  'insecure-context': 'Calls need a secure page. Open this one with https.',
  'room-full': 'This room is full. Try again when somebody has left.',
  'room-locked': 'This room is locked. Ask somebody inside to open it.',
  'room-ended': 'This call has ended.',
  'token-missing': INVITATION,
  'token-invalid': INVITATION,
  'token-expired': INVITATION,
  forbidden: 'You are not allowed to do this here. Ask the host.',
  kicked: 'The host removed you from the call.',
  replaced: 'You joined this call in another window.',
  'rate-limited': 'That was too often. Wait a moment, then try again.',
  'bad-message': 'This page is out of date. Reload it.',
  'peer-unreachable': 'We can’t reach somebody in the call. We keep trying.',
  'verification-failed': 'Something here is not what it claims to be. We ignored it.',
  internal: 'Something went wrong. Try again.',
};

export const sentences = {
  device,
  /** What a device is called in a sentence. */
  deviceNames: { microphone: 'microphone', camera: 'camera', both: 'camera and microphone' },
  /** Devices by the names that the system gives them; `gone` is empty where the former one is still there. */
  replaced: (used: string, gone: string) => `${gone && `${gone} is gone. `}Using ${used} now.`,
  screenFailed: 'The screen could not be shared. Your system may have to allow it.',
  screenPolicy: 'This page does not allow sharing your screen.',
  errors,
  /** For whoever made the page: people who came by a link cannot do anything about it. */
  forOwner: {
    'room-missing': 'For the owner of this page: the element needs a room.',
    'room-invalid':
      'For the owner of this page: a room name has 1 to 64 of the letters a to z, digits, - and _, and begins with a letter or a digit.',
    'server-missing': 'For the owner of this page: the element needs a server.',
  } as Partial<Record<RoomErrorCode, string>>,
  /** In place of `bad-message`, where another script is to blame. */
  pageChanged: 'Another script on this page gets in the way of calls. Tell the owner of the page.',
  /** How often the server was tried. */
  attempt: (count: number) => `We keep trying (attempt ${count}).`,
  /** Why the secret in a link does not lead into the room. */
  keys: {
    missing: 'This call is protected, and your link lacks the key. Ask for the whole link.',
    other: 'This call is protected, and your key is another one. Ask for the link again.',
    unused: 'Your link protects this call, but the others came without its key. Send them the link.',
    malformed: 'The key in your link is incomplete. Ask for the whole link.',
  },
  /** Somebody has compared the numbers with `name`, and they are others now. */
  numbersChanged: (name: string) => `The security numbers of ${name} have changed. Compare them again.`,
  /** What protects this call, and what to do where nothing does. */
  safetyAbout: {
    verified:
      'Only who has the whole link is in this call. The server passes on what it cannot read or change.',
    'trusted-server':
      'Picture and sound are encrypted, and we trust the server to connect you to the right people. To be sure, read each other the numbers that stand here during the call: they have to be the same.',
  },
  hasSecret: 'Has the secret',
  // Words of menus and screens that are fetched as well.
  close: 'Close',
  speaker: 'Speaker',
  tryAgain: 'Try again',
  joinAgain: 'Join again',
  openSecurely: 'Open the secure page',
};

/** The sentences of one language. */
export type Sentences = typeof sentences;
