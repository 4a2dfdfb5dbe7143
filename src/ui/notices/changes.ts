/** What has changed in a call, as sentences for screen readers. Compares each state with the one before. */
import { complete } from '../../locale/complete.js';
import { type Announcements, announcements } from '../../locale/en-announcements.js';
import type { Messages } from '../../locale/words.js';
import type { Participant, RoomState } from '../../room/state.js';
import type { UiContext } from '../context.js';
import { nameOf } from '../tile/avatar.js';

/** Reactions and other passing things are announced at most once in this time (ms). */
const PASSING_EVERY = 5_000;
/** A link that is lost again and again is announced once in this time (ms). */
const LOSS_EVERY = 10_000;

/** Others whose identity is known. Unverified participants are not announced. */
const peopleOf = ({ participants }: RoomState): Map<string, Participant> =>
  new Map(
    participants.filter(({ verification }) => verification !== 'unverified').map((one) => [one.id, one]),
  );

export class Changes {
  #before: RoomState | undefined;
  /** When a passing thing was announced. */
  #passedAt = -Infinity;
  /** When the loss of a link was announced, by participant; only links that are not back yet count as lost. */
  readonly #lostAt = new Map<string, number>();
  readonly #lost = new Set<string>();

  /** `now`: milliseconds from any start. */
  constructor(readonly now: () => number) {}

  /** The sentences for what has changed since the last call. */
  next(context: UiContext): string[] {
    const { state } = context;
    const before = this.#before;
    this.#before = state;
    if (state === before) return [];
    const text = complete(announcements, context.text);
    if (before?.phase === 'joined' && state.phase !== 'joined') {
      this.#lost.clear();
      // An error announces itself, and so does the heading that takes the focus.
      const isTold = context.ui.hadFocus || state.fault?.fatal;
      return state.phase === 'left' && !isTold ? [text.youLeft] : [];
    }
    if (state.phase !== 'joined') return [];
    // Those who are here already are no news.
    if (before?.phase !== 'joined') return [text.youJoined];
    return [...this.#people(before, state, text), ...this.#passing(before, context)];
  }

  #people(before: RoomState, state: RoomState, text: Messages & Announcements): string[] {
    const [old, now] = [peopleOf(before), peopleOf(state)];
    const names = (from: typeof old, other: typeof old) =>
      [...from.values()].filter(({ id }) => !other.has(id)).map((one) => nameOf(one, text));
    const [came, went] = [names(now, old), names(old, now)];
    // Users hear their own changes too: after a shortcut or a moderator's mute their focus is elsewhere.
    const [was, self] = [before.self, state.self];
    const own = (source: 'microphone' | 'camera', on: string, off: string) =>
      self[source] !== was[source] && { on, off }[self[source] as 'on' | 'off'];
    const sentences: (string | false | undefined)[] = [
      own('microphone', text.microphoneOn, text.muted),
      own('camera', text.cameraOn, text.cameraOff),
      self.hand && !was.hand && text.handUp,
      came.length > 0 && text.joined(came),
      went.length > 0 && text.left(went),
    ];
    for (const id of old.keys()) if (!now.has(id)) this.#lost.delete(id);
    for (const one of now.values()) {
      const was = old.get(one.id);
      if (!was) continue;
      const name = nameOf(one, text);
      sentences.push(
        one.hand && !was.hand && text.handRaised(name),
        one.screen === 'on' && was.screen !== 'on' && text.screenStarted(name),
        one.screen !== 'on' && was.screen === 'on' && text.screenEnded(name),
        this.#link(one, was) && text[this.#lost.has(one.id) ? 'linkLost' : 'linkBack'](name),
      );
    }
    return sentences.filter(Boolean) as string[];
  }

  /** Whether it is news that a link was lost or is back. */
  #link({ id, link }: Participant, was: Participant): boolean {
    if (link === was.link) return false;
    if (link === 'live') return this.#lost.delete(id);
    if (was.link !== 'live' || this.now() - (this.#lostAt.get(id) ?? -Infinity) < LOSS_EVERY) return false;
    this.#lostAt.set(id, this.now());
    this.#lost.add(id);
    return true;
  }

  /** What features announce. */
  #passing(before: RoomState, context: UiContext): string[] {
    if (this.now() - this.#passedAt < PASSING_EVERY) return [];
    const sentences = context.features.flatMap(({ announce }) => announce?.(context, before) ?? []);
    if (sentences.length) this.#passedAt = this.now();
    return sentences;
  }
}
