/** Every text slot with the longest text that is allowed, in one word, as states of the gallery. */
import type { Message } from '../src/features/index.js';
import type { RoomState } from '../src/room/state.js';
import { person } from './gallery-people.js';
import type { GalleryState } from './gallery-states.js';

const WIDE = 'W'.repeat(64);
const ROOM = 'w'.repeat(64);
const LABEL = 'Microphone'.repeat(12);
const ALL = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'];
const SHARE = `https://example.org/${'path'.repeat(60)}`;

const devices: RoomState['devices'] = {
  list: {
    microphone: [{ id: 'm', label: LABEL }],
    camera: [{ id: 'c', label: LABEL }],
    speaker: [{ id: 's', label: LABEL }],
  },
  selected: { microphone: 'm', camera: 'c', speaker: 's' },
};

const call = (patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  roomId: ROOM,
  phase: 'joined',
  signaling: 'connected',
  locked: true,
  self: person('me', WIDE, 85, { grants: ALL }),
  participants: [
    person('ada', WIDE, 30, { hand: true, link: 'unreachable', microphone: 'off' }),
    person('grace', WIDE, 190, { screen: 'on', quality: 'poor' }),
  ],
  devices,
  ...patch,
});

const lobby = (patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  roomId: ROOM,
  phase: 'lobby',
  signaling: 'connected',
  self: person('me', WIDE, 85),
  roster: ['a', 'b', 'c'].map((id, seq) => ({ id, sid: id, seq, name: WIDE })),
  devices,
  ...patch,
});

const message = (patch: Partial<Message>): Message => ({
  id: JSON.stringify(patch),
  from: 'ada',
  name: WIDE,
  text: WIDE.repeat(4),
  at: Date.UTC(2026, 4, 4, 8),
  private: false,
  ...patch,
});

const messages = [
  message({}),
  message({ passedOnBy: 'grace' }),
  message({ private: true }),
  message({ from: 'me', private: true, to: 'ada' }),
  message({ text: `https://example.org/${'a'.repeat(300)}` }),
];

export const LONG_STATES: readonly GalleryState[] = [
  { name: 'Long texts: lobby', state: () => lobby(), ui: { draftName: WIDE } },
  {
    name: 'Long texts: lobby, joining a server that is not there',
    state: () =>
      lobby({
        phase: 'joining',
        signaling: 'connecting',
        attempts: 1_000,
        roster: [],
        fault: { code: 'server-unreachable', fatal: false, phase: 'lobby' },
      }),
    ui: { draftName: WIDE },
  },
  { name: 'Long texts: waiting', state: () => lobby({ phase: 'waiting' }) },
  { name: 'Long texts: call', state: () => call() },
  { name: 'Long texts: alone', state: () => call({ participants: [] }), ui: { shareUrl: SHARE } },
  {
    name: 'Long texts: alone, the link not copied',
    state: () => call({ participants: [] }),
    ui: { shareUrl: SHARE, copyFailed: true },
  },
  { name: 'Long texts: chat', state: () => call({ messages }), ui: { panel: 'chat' } },
  { name: 'Long texts: news', state: () => call(), ui: { news: message({}), unread: 99 } },
  { name: 'Long texts: somebody waits', state: () => call({ waiting: [{ id: 'x', name: WIDE }] }) },
  {
    name: 'Long texts: another device',
    state: () =>
      call({
        devices: { ...devices, replaced: { kind: 'microphone', gone: LABEL, used: LABEL, at: Date.now() } },
      }),
  },
  { name: 'Long texts: settings', state: () => call(), ui: { menu: 'settings' } },
  { name: 'Long texts: one person', state: () => call(), ui: { menu: 'person ada' } },
  { name: 'Long texts: remove', state: () => call(), ui: { menu: 'remove ada' } },
  { name: 'Long texts: what protects the call', state: () => call(), ui: { menu: 'safety' } },
];
