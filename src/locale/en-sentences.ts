/** What went wrong and the way on, in English. Fetched when something does: in most calls nothing does. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { DeviceErrorCode } from '../room/state.js';

/** Browsers by where they keep permissions; `android` and `ios` are any browser there. */
export type BrowserName = 'chrome' | 'edge' | 'firefox' | 'safari' | 'android' | 'ios' | 'other';

const INVITATION = 'Your invitation is missing or has expired. Ask the host for a new one.';

/** Why a device is not there and what to do; `d` is one of `deviceNames`. */
const device: Record<DeviceErrorCode, (d: string) => string> = {
  /** `permissionHelp` follows. */
  denied: (d) => `Your browser is blocking the ${d}.`,
  dismissed: (d) => `You haven’t allowed the ${d} yet. You can continue without.`,
  'not-found': (d) => `We can’t find your ${d}. Connect a device, or continue without.`,
  'in-use': (d) => `Another app is using the ${d}. Close that app, then try again.`,
  constraints: (d) => `Your ${d} can’t be used here. Choose another device.`,
  insecure: (d) => `Your ${d} can only be used on secure pages (https).`,
  policy: (d) => `This page doesn’t allow the ${d}.`,
  unknown: (d) => `The ${d} couldn’t start. Try again.`,
};

const errors: Record<RoomErrorCode, string> = {
  'room-missing': 'This page doesn’t say which call to join. Please tell its owner.',
  'room-invalid': 'This link doesn’t lead to a call. Ask for it again.',
  'server-missing': 'This page isn’t set up for calls yet. Please tell its owner.',
  'server-unreachable': 'We can’t reach the server. Check your connection.',
  'browser-unsupported': 'This browser doesn’t support video calls. Open this page in another browser.',
  'insecure-context': 'Calls need a secure page. Open this page with https.',
  'room-full': 'This call is full. Try again when someone has left.',
  'room-locked': 'This call is locked. Ask someone inside to unlock it.',
  'room-ended': 'This call has ended.',
  'token-missing': INVITATION,
  'token-invalid': INVITATION,
  'token-expired': INVITATION,
  forbidden: 'You don’t have permission to do this. Ask the host.',
  kicked: 'The host removed you from the call.',
  replaced: 'You joined this call in another window.',
  'rate-limited': 'Too many attempts. Wait a moment, then try again.',
  'bad-message': 'This page is out of date. Reload it.',
  'peer-unreachable': 'We can’t reach someone in the call. We’ll keep trying.',
  'not-joined': 'You’re not in a call.',
  cancelled: 'Joining was cancelled.',
  'verification-failed': 'Something in this call couldn’t be verified. We ignored it.',
  internal: 'Something went wrong. Try again.',
};

export const sentences = {
  device,
  /** Where a browser lets people allow devices again; follows `device.denied`. */
  permissionHelp: {
    chrome: 'Click the icon beside the address, then allow access.',
    edge: 'Click the lock beside the address, then allow access.',
    firefox: 'Click the crossed-out icon in the address bar, then remove the block.',
    safari: 'In the Safari menu, open Settings for This Website, then allow access.',
    android: 'Tap the icon beside the address, open Permissions, then allow access.',
    ios: 'Tap the page menu beside the address, open Website Settings, then allow access.',
    other: 'Allow access in the address bar.',
  } as Record<BrowserName, string>,
  /** What a device is called in a sentence. */
  deviceNames: { microphone: 'microphone', camera: 'camera', both: 'camera and microphone' },
  /** Devices by the names that the system gives them; `gone` is empty where the former one is still there. */
  replaced: (used: string, gone: string) => `${gone && `${gone} disconnected. `}Now using ${used}.`,
  /** A prompt that the browser has collapsed. */
  asking:
    'Your browser is asking for your camera and microphone. Answer in the address bar, or continue without them.',
  screenFailed: 'Your screen couldn’t be shared. Allow screen recording in your system settings.',
  screenPolicy: 'This page doesn’t allow screen sharing.',
  errors,
  /** For the author of the page: participants who follow a link cannot do anything about it. */
  forOwner: {
    'room-missing': 'For the owner of this page: the element needs a room.',
    'room-invalid':
      'For the owner of this page: a room name has 1 to 64 of the letters a to z, digits, - and _, and begins with a letter or a digit.',
    'server-missing': 'For the owner of this page: the element needs a server.',
  } as Partial<Record<RoomErrorCode, string>>,
  /** In place of `bad-message`, where another script is to blame. */
  pageChanged: 'Another script on this page interferes with calls. Please tell its owner.',
  /** The page asks for protection by a name that the element does not read. */
  misspelled: 'This page wants to protect its calls, but its settings are wrong. Please tell its owner.',
  misspelledForOwner: ({ given, instead }: { readonly given: string; readonly instead: string }) =>
    `For the owner of this page: the element does not read “${given}”. Write ${instead}.`,
  /** How often the server was tried. */
  attempt: (count: number) => `Still trying (attempt ${count}).`,
  /** Why the secret in a link does not lead into the room. */
  keys: {
    missing: 'This call needs a key that your link doesn’t have. Ask for the full link.',
    other: 'Your link has a different key than this call. Ask for the link again.',
    unused: 'Your link has a key, but the others joined without it. Send them your link.',
    malformed: 'The key in your link is incomplete. Ask for the full link.',
  },
  /** Somebody has compared the numbers with `name`, and they are others now. */
  numbersChanged: (name: string) => `The security numbers of ${name} have changed. Compare them again.`,
  /** What protects this call, and what to do where nothing does. */
  safetyAbout: {
    verified:
      'Only people with the full link can join. No one in between can read or change what connects you.',
    'trusted-server': 'Video and audio are encrypted between you and the others.',
  },
  /** Follows `safetyAbout`, above the numbers. */
  compareNumbers: 'To check that no one is in between, read these numbers to each other. They must match.',
  /** In its place while no one else is there. */
  compareLater: 'When others join, you’ll find numbers to compare here.',
  hasSecret: 'Verified',
  // Words of menus and screens that are fetched as well.
  speaker: 'Speaker',
  tryAgain: 'Try again',
  joinAgain: 'Join again',
  /** Brings the call from another window to this one. */
  joinHere: 'Join here',
  reload: 'Reload',
  details: 'Details',
  /** After a call; the value is like “1 hr, 5 min”. */
  lasted: (duration: string) => `Duration: ${duration}`,
  openSecurely: 'Open the secure page',
};

/** The sentences of one language. */
export type Sentences = typeof sentences;
