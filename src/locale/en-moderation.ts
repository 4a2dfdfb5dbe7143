/** The words for those who let people in, mute and remove them, in English; fetched with the extras. */
import { grammar } from './grammar.js';

const { plural } = grammar('en-GB');

export const moderationWords = {
  knocks: (name: string) => `${name} is waiting`,
  knockCount: plural({ one: '# person is waiting', other: '# people are waiting' }),
  admit: 'Admit',
  admitName: (name: string) => `Admit ${name}`,
  refuse: 'Deny',
  refuseName: (name: string) => `Deny ${name}`,
  mutePerson: 'Mute for everyone',
  unmutePerson: 'Let them unmute',
  remove: 'Remove from the call…',
  removeQuestion: (name: string) => `Remove ${name} from the call?`,
  removeOnly: 'Remove',
  removeAndBan: 'Remove and block',
  lockRoom: 'Lock the call',
  unlockRoom: 'Unlock the call',
  endForAll: 'End for everyone',
  endForAllAsk: 'End for everyone…',
  endQuestion: 'End the call for everyone?',
  youAreMuted: 'The host has muted you.',
  notLetIn: 'The host didn’t let you in.',
};

/** The words of moderation in one language. */
export type ModerationWords = typeof moderationWords;
