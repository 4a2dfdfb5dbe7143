/** Every part of the interface in every state, as data: the gallery shows them, tests go through them. */

import { features, type Message } from '../src/features/index.js';
import { en } from '../src/locale/en.js';
import { ROOM_ERROR_CODES } from '../src/protocol/errors.js';
import type { Participant, RoomState } from '../src/room/state.js';
import * as callView from '../src/ui/call-view.js';
import type { UiContext, UiState } from '../src/ui/context.js';
import type { Language } from '../src/ui/controllers/language.js';
import { controlsOf } from '../src/ui/controls/control.js';
import { FakeRoom } from '../test/support/fake-room.js';
import { INVITE_STATES } from './gallery-invite.js';
import { LONG_STATES } from './gallery-long.js';
import { MODERATION_STATES } from './gallery-moderation.js';
import { MOMENT_STATES } from './gallery-moments.js';
import { devices, EMOJI_NAME, LONG_NAME, person } from './gallery-people.js';
import { PEOPLE_STATES } from './gallery-people-panel.js';
import { SEALED_STATES } from './gallery-sealed.js';
import { SETTINGS_STATES } from './gallery-settings.js';
import { measuring, STATISTICS_STATES } from './gallery-statistics.js';
import { VIEW_STATES } from './gallery-view.js';

/** What keeps a page from having a room at all. */
const OF_PAGES = /^(room-missing|room-invalid|server-missing|browser-unsupported|insecure-context)$/;

/** One picture of the interface. */
export interface GalleryState {
  /** Unique, and readable as a heading. */
  readonly name: string;
  readonly state: () => Partial<RoomState>;
  readonly ui?: Partial<UiState>;
  /** A text that comes by itself a moment later: pictures of the state wait for it. */
  readonly shows?: string;
}

const self = (patch: Partial<Participant> = {}) => person('me', 'Katherine', 85, patch);
const ada = (patch: Partial<Participant> = {}) => person('ada', 'Ada Lovelace', 30, patch);
const grace = (patch: Partial<Participant> = {}) => person('grace', 'Grace Hopper', 190, patch);
const mary = (patch: Partial<Participant> = {}) => person('mary', 'Mary Jackson', 310, patch);
const dorothy = (patch: Partial<Participant> = {}) => person('dorothy', 'Dorothy Vaughan', 140, patch);
const hedy = (patch: Partial<Participant> = {}) => person('hedy', 'Hedy Lamarr', 250, patch);

const roster = (...names: string[]): RoomState['roster'] =>
  names.map(
    (name, index) =>
      ({ id: `r${index}`, sid: `s${index}`, seq: index + 1, name }) as RoomState['roster'][number],
  );

const lobby = (patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  phase: 'lobby',
  signaling: 'connected',
  self: self(),
  roster: roster('Ada', 'Grace'),
  devices,
  ...patch,
});
const call = (participants: Participant[], patch: Partial<RoomState> = {}): Partial<RoomState> => ({
  phase: 'joined',
  signaling: 'connected',
  self: self(),
  participants,
  devices,
  ...patch,
});

const said = (
  minute: number,
  from: string,
  name: string,
  text: string,
  patch: Partial<Message> = {},
): Message => {
  const at = Date.UTC(2026, 4, 4, 8, minute);
  return { id: `${minute} ${text}`, from, name, text, at, private: false, ...patch };
};
const conversation: readonly Message[] = [
  said(1, 'alan', 'Alan Turing', 'I have put the numbers on the wiki.', { passedOnBy: 'ada' }),
  said(2, 'grace', 'Grace Hopper', 'Slides are in the shared screen, the link is below.'),
  said(2, 'grace', 'Grace Hopper', 'https://example.org/slides/2026-05#compilers (page 12, please)'),
  said(
    3,
    'ada',
    'Ada Lovelace',
    'Thanks! Could you go one back?\n\nOr just say what was on it:\n  1. the loop\n  2. the cards',
  ),
  said(9, 'me', 'Katherine', 'One moment, sharing again.'),
  said(9, 'me', 'Katherine', 'Now?'),
  said(10, 'mary', 'Mary Jackson', 'Is it only me, or is that very small?', { private: true }),
  said(10, 'me', 'Katherine', 'Not only you 🙂', { private: true, to: 'mary' }),
  said(
    11,
    'mary',
    'Mary Jackson',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    {},
  ),
  said(12, 'ada', 'Ada Lovelace', '👏👏'),
];

export const GALLERY_STATES: readonly GalleryState[] = [
  { name: 'Lobby: nobody has touched it', state: () => ({ phase: 'idle' }), ui: { draftName: '' } },
  { name: 'Lobby', state: lobby },
  {
    name: 'Lobby: camera off, five people here, long name',
    state: () =>
      lobby({
        self: self({ camera: 'off', microphone: 'off' }),
        roster: roster('Ada', 'Grace', 'Mary', 'Dorothy', ''),
      }),
    ui: { draftName: LONG_NAME },
  },
  {
    name: 'Lobby: nobody here, devices starting',
    state: () => lobby({ roster: [], self: self({ camera: 'starting', microphone: 'starting' }) }),
  },
  {
    name: 'Lobby: devices denied',
    state: () =>
      lobby({
        self: self({ camera: 'blocked', microphone: 'blocked' }),
        deviceErrors: { microphone: 'denied', camera: 'denied' },
        devices: { ...devices, list: { microphone: [], camera: [], speaker: [] } },
      }),
  },
  {
    name: 'Lobby: camera in use',
    state: () => lobby({ self: self({ camera: 'lost' }), deviceErrors: { camera: 'in-use' } }),
  },
  {
    name: 'Lobby: room is full',
    state: () => lobby({ fault: { code: 'room-full', fatal: false, phase: 'lobby' } }),
  },
  {
    name: 'Lobby: the browser is asking',
    state: () => lobby({ self: self({ camera: 'starting', microphone: 'starting' }) }),
    ui: { asks: true },
  },
  { name: 'Joining', state: () => lobby({ phase: 'joining' }) },
  { name: 'Waiting to be let in', state: () => lobby({ phase: 'waiting', roster: [] }) },

  { name: 'Call: alone', state: () => call([]) },
  {
    name: 'Call: alone, link copied',
    state: () => call([], { self: self({ camera: 'off' }) }),
    ui: { copied: true },
  },
  { name: 'Call: two', state: () => call([ada({ speaking: true })], { activeSpeaker: 'ada' }) },
  {
    name: 'Call: three, one without camera',
    state: () => call([ada({ camera: 'off', microphone: 'off' }), grace({ speaking: true })]),
  },
  {
    name: 'Call: four, hand up and muted',
    state: () =>
      call([
        ada({ speaking: true }),
        grace({ microphone: 'off', hand: true }),
        mary({ camera: 'off', microphone: 'off' }),
      ]),
  },
  {
    name: 'Call: six, links in every state',
    state: () =>
      call([
        ada({ link: 'connecting', camera: 'unknown', microphone: 'unknown', streams: {} }),
        grace({ link: 'reconnecting' }),
        mary({ link: 'unreachable', hand: true }),
        dorothy({ quality: 'poor' }),
        hedy({ camera: 'lost', microphone: 'blocked' }),
      ]),
  },
  {
    name: 'Call: hard names',
    state: () =>
      call([
        person('x1', LONG_NAME, 20, { camera: 'off', microphone: 'off', hand: true }),
        person('x2', EMOJI_NAME, 100, { camera: 'off' }),
        person('x3', '', 200, { camera: 'off' }),
        person('x4', 'عائشة البغدادي', 260, { camera: 'off' }),
      ]),
  },
  {
    name: 'Call: sixteen',
    state: () =>
      call(
        Array.from({ length: 15 }, (_, index) =>
          person(`p${index}`, `Guest number ${index + 1}`, index * 24, {
            camera: index % 4 ? 'on' : 'off',
            speaking: index === 3,
          }),
        ),
      ),
  },
  {
    name: 'Call: shared screen',
    state: () => call([ada(), grace({ screen: 'on', speaking: true }), mary({ camera: 'off' })]),
  },
  {
    name: 'Call: we share our screen, two',
    state: () => call([ada()], { self: self({ screen: 'on' }) }),
  },
  { name: 'Call: pinned', state: () => call([ada(), grace(), mary()], { pinned: ['grace'] }) },
  {
    name: 'Call: speaker layout',
    state: () =>
      call([ada(), grace({ speaking: true }), mary(), dorothy(), hedy()], { activeSpeaker: 'grace' }),
    ui: { layout: 'speaker' },
  },
  {
    name: 'Call: everything off, hand up',
    state: () => call([ada(), grace()], { self: self({ camera: 'off', microphone: 'off', hand: true }) }),
  },
  {
    name: 'Call: starting',
    state: () =>
      call([ada(), grace()], {
        self: self({ camera: 'starting', microphone: 'starting', screen: 'starting' }),
      }),
  },
  {
    name: 'Call: server is reconnecting',
    state: () => call([ada(), grace()], { signaling: 'reconnecting' }),
  },
  { name: 'Call: sound held back', state: () => call([ada(), grace()]), ui: { playbackBlocked: true } },
  {
    name: 'Call: microphone not found',
    state: () =>
      call([ada(), grace()], {
        self: self({ microphone: 'lost' }),
        deviceErrors: { microphone: 'not-found' },
      }),
  },
  {
    name: 'Call: microphone replaced',
    state: () =>
      call([ada(), grace()], {
        devices: {
          ...devices,
          replaced: { kind: 'microphone', gone: 'AirPods', used: 'Built-in Microphone', at: Date.now() },
        },
      }),
  },
  { name: 'Call: more open', state: () => call([ada(), grace()]), ui: { menu: 'more' } },

  {
    name: 'Call: chat',
    state: () => call([ada(), grace({ speaking: true }), mary()], { messages: conversation }),
    ui: { panel: 'chat' },
  },
  { name: 'Call: chat, nothing said', state: () => call([ada()]), ui: { panel: 'chat' } },
  {
    name: 'Call: unread messages',
    state: () => call([ada(), grace()], { messages: conversation }),
    ui: { unread: 3, news: conversation.find(({ from }) => from === 'grace')! },
  },
  {
    name: 'Call: reactions',
    state: () =>
      call([ada(), grace()], {
        reactions: [
          { key: '1', from: 'ada', emoji: '👏' },
          { key: '2', from: 'me', emoji: '🎉' },
        ],
      }),
  },

  ...INVITE_STATES,
  ...PEOPLE_STATES,
  ...MODERATION_STATES,
  ...LONG_STATES,
  ...SEALED_STATES,
  ...MOMENT_STATES,
  ...VIEW_STATES,
  ...SETTINGS_STATES,
  ...STATISTICS_STATES,

  { name: 'Left', state: () => ({ phase: 'left' }) },
  ...ROOM_ERROR_CODES.map((code) => ({
    name: `Problem: ${code}`,
    state: (): Partial<RoomState> => ({
      phase: code === 'kicked' || code === 'room-ended' ? 'left' : 'idle',
      fault: OF_PAGES.test(code) ? null : { code, fatal: true, phase: 'lobby' },
    }),
    ui: {
      problem: OF_PAGES.test(code) ? code : null,
      ...(code === 'insecure-context' && { shareUrl: 'http://example.org/calls/standup' }),
    },
  })),
];

/** What the element draws without a language. */
export const ENGLISH: Language = {
  words: Object.assign({}, en, ...features.map(({ words }) => words)),
  lang: 'en',
  dir: undefined,
  locale: 'en-GB',
};

/** A context for one state in a box; `act` is what the interface asks for. */
export function contextOf(
  { state, ui }: GalleryState,
  box: { width: number; height: number },
  act: UiContext['act'],
  { words, ...language }: Language,
): { context: UiContext; room: FakeRoom } {
  const room = new FakeRoom({ room: 'standup' }, state());
  // A voice that rises and falls, for the meter.
  room.microphoneLevel = () =>
    0.28 + 0.22 * Math.sin(performance.now() / 190) * Math.cos(performance.now() / 530);
  room.getStats = measuring(room);
  const context: UiContext = {
    host: document.createElement('div'),
    room,
    state: room.state,
    ui: {
      menu: null,
      panel: null,
      opened: [],
      unread: 0,
      news: null,
      controls: controlsOf(features).map(({ name }) => name),
      layout: 'auto',
      selfView: 'tile',
      page: 0,
      playbackBlocked: false,
      problem: null,
      draftName: 'Katherine',
      shareUrl: 'https://example.org/calls/standup',
      copied: false,
      dismissed: [],
      canShareScreen: true,
      canChooseSpeaker: true,
      ...box,
      ...ui,
    },
    act,
    text: words,
    language,
    callView,
    features,
  };
  return { context, room };
}
