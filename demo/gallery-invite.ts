/** Inviting others, as states of the gallery. */
import type { RoomState } from '../src/room/state.js';
import { person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const call = (): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: person('me', 'Katherine', 85),
  participants: [person('ada', 'Ada Lovelace', 30), person('grace', 'Grace Hopper', 190)],
});
const PRIVATE = 'https://example.org/calls/standup?team=compilers#video-room-key=0123456789abcdefABCDEF';

export const INVITE_STATES: readonly GalleryState[] = [
  { name: 'Invite', state: call, ui: { menu: 'invite' } },
  { name: 'Invite: private room', state: call, ui: { menu: 'invite', shareUrl: PRIVATE } },
  { name: 'Invite: link copied', state: call, ui: { menu: 'invite', copied: true } },
  { name: 'Invite: the browser blocks copying', state: call, ui: { menu: 'invite', copyFailed: true } },
  {
    name: 'Invite: a link that is too long for a code',
    state: call,
    ui: { menu: 'invite', shareUrl: `https://example.org/${'path/'.repeat(700)}` },
  },
];
