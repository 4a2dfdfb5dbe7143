/** What the list says about each participant: their order, and their state in words and icons. Pure. */
import type { Messages } from '../../../locale/words.js';
import type { Participant, RoomState } from '../../../room/state.js';
import type { IconName, IconPath } from '../../../ui/icons.js';
import { PIN } from '../../../ui/more-icons.js';
import type { PeopleWords } from './en-list.js';

type Words = Messages & PeopleWords;

/** An icon with a name. */
export interface Mark {
  readonly icon: IconName | IconPath;
  readonly label: string;
  /** The icon is struck through. */
  readonly isOff?: boolean;
}

/** Ourselves first, then the others in the order in which they joined. */
export const everybody = ({ self, participants }: RoomState): readonly Participant[] => [
  self,
  ...participants,
];

/** Those with a raised hand, in the same order on all pages: the first to raise it first. */
export const handsOf = (state: RoomState): readonly Participant[] =>
  everybody(state)
    .filter(({ hand }) => hand)
    .sort((a, b) => (a.handTurn ?? 0) - (b.handTurn ?? 0) || (a.id < b.id ? -1 : 1));

const isOff = (source: Participant['camera']) =>
  source === 'off' || source === 'blocked' || source === 'lost';

/** Whether we have pinned a participant, and what they have on. Nothing is said about what they have not told us yet. */
export function marksOf(person: Participant, pinned: RoomState['pinned'], text: Words): Mark[] {
  const { id, microphone, camera, screen, muted } = person;
  const marks: Mark[] = [];
  if (pinned.includes(id)) marks.push({ icon: PIN, label: text.pinned });
  if (screen === 'on') marks.push({ icon: 'screen', label: text.sharesScreen });
  if (camera === 'on') marks.push({ icon: 'camera', label: text.cameraOn });
  else if (isOff(camera)) marks.push({ icon: 'camera', label: text.cameraOff, isOff: true });
  if (muted) marks.push({ icon: 'microphone', label: text.barred, isOff: true });
  else if (microphone === 'on')
    marks.push({ icon: 'microphone', label: person.speaking ? text.speaking : text.microphoneOn });
  else if (isOff(microphone)) marks.push({ icon: 'microphone', label: text.muted, isOff: true });
  return marks;
}

/** The link to another participant in words; `undefined` if nothing is known about it. */
export function connectionOf({ link, quality, verification }: Participant, text: Words): string | undefined {
  if (verification === 'unverified') return text.safety.unverified;
  if (link !== 'live') return text.link[link];
  const words = { good: text.goodConnection, fair: text.fairConnection, poor: text.poor, lost: text.poor };
  return quality === 'unknown' ? undefined : words[quality];
}
