/** The sentence for each error, in the language of the interface. */
import { complete } from '../../locale/complete.js';
import { moderationWords } from '../../locale/en-moderation.js';
import { sentences } from '../../locale/en-sentences.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import { isJsonIntact } from '../../protocol/json.js';
import type { DeviceErrorCode, Replacement } from '../../room/state.js';
import type { UiContext } from '../context.js';
import { nameOf } from '../tile/avatar.js';
import { browserName } from './browser-name.js';

/** The sentences of the current language, English for missing ones. */
export const sentencesOf = ({ text }: Pick<UiContext, 'text'>) => complete(sentences, text);

/** The same for the words of moderation. */
export const moderationWordsOf = ({ text }: Pick<UiContext, 'text'>) => complete(moderationWords, text);

export function errorSentence(context: UiContext, code: RoomErrorCode): string {
  // The code is the same as for a missing grant, but people need another sentence.
  if (code === 'forbidden' && context.state.fault?.phase === 'waiting')
    return moderationWordsOf(context).notLetIn;
  const { errors, keys, attempt, pageChanged, numbersChanged, misspelled } = sentencesOf(context);
  if (context.ui.misspelling) return misspelled;
  const { fault, participants } = context.state;
  const changed = code === 'verification-failed' && participants.find(({ id }) => id === fault?.participant);
  if (changed) return numbersChanged(nameOf(changed, context.text));
  // A wrong value from the page is not an error of the room.
  const key = context.ui.problem ? 'malformed' : fault?.key;
  if (code === 'verification-failed' && key) return keys[key];
  if (code === 'bad-message' && !isJsonIntact()) return pageChanged;
  const { attempts } = context.state;
  // The same reason again, with a sign that we keep trying.
  const isTried = code === 'server-unreachable' && !fault?.fatal && attempts > 1;
  return isTried ? `${errors[code]} ${attempt(attempts)}` : errors[code];
}

export function deviceSentence(
  context: UiContext,
  code: DeviceErrorCode,
  device: 'microphone' | 'camera' | 'both',
): string {
  const { device: about, deviceNames, permissionHelp } = sentencesOf(context);
  const sentence = about[code](deviceNames[device]);
  return code === 'denied' ? `${sentence} ${permissionHelp[browserName(navigator)]}` : sentence;
}

export function screenSentence(context: UiContext): string {
  const { screenFailed, screenPolicy } = sentencesOf(context);
  return context.state.deviceErrors.screen === 'policy' ? screenPolicy : screenFailed;
}

/** Labels come from the system; without one the general word is used. */
export function replacedSentence(context: UiContext, { kind, gone, used }: Replacement): string {
  const { replaced } = sentencesOf(context);
  const { name } = context.text[kind];
  return replaced(used || name, gone);
}
