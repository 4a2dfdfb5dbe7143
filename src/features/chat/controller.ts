/**
 * Chat and app data, sent from peer to peer without the party. Owns the rules: who receives what, whom to ask for the
 * history, and how much is accepted from one participant. Draws nothing.
 */

import { ageOf } from '../../protocol/age.js';
import { toJson } from '../../protocol/json.js';
import { HISTORY_PART_BYTES, MAX_HISTORY } from '../../protocol/limits.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';
import { isValid, variant } from '../../protocol/schema.js';
import type { FeatureContext, FeatureController } from '../../room/feature.js';
import { VideoRoomError } from '../../shared/errors.js';
import { randomId } from '../../shared/random.js';
import { TokenBucket } from '../../shared/token-bucket.js';
import { Delivery, type Worth } from './delivery.js';
import { chatMessages } from './messages.js';
import { messageReceived } from './reducers.js';
import type { Message } from './state.js';

type Heard<T extends PeerMessage['type']> = Extract<PeerMessage, { type: T }>;
type Said = NonNullable<Heard<'history'>['list']>;

/** Limits per sender within ten seconds. Senders repeat messages over the limit later. */
const BUDGETS = { chat: 20, data: 600 };
const BUDGET_INTERVAL = 10_000;
/** Delay of an acknowledgement after a message (ms); it covers all messages that arrive meanwhile. */
const ACK_DELAY = 200;
/** How often the same page may ask us for the history within a minute. */
const MAX_ASKED = 3;

/** Wait before asking for the history (ms): a newcomer's links are then up, so that the oldest participant can be asked. */
const LINKS_SETTLE = 300;
/** After this long without an answer, the next participant is asked (ms). */
const ANSWER_TIMEOUT = 3_000;

export type ChatContext = Pick<FeatureContext, 'state' | 'apply' | 'emit' | 'tell' | 'now' | 'signal'>;

const withoutName = () => '';

/** Loads what makes names from others harmless. Most calls never need it: the server has cleaned the names of participants. */
const loadNameCleaner = () =>
  import('./author-names.js').then(
    ({ cleanName }) => cleanName,
    // The messages are shown without the names of authors who have left.
    () => withoutName,
  );

/** What the chat knows about one participant. */
class Acquaintance {
  readonly budgets: Record<keyof typeof BUDGETS, TokenBucket>;
  readonly asking = new TokenBucket(MAX_ASKED, 60_000);
  /** How many more messages of the history are accepted from them. */
  awaited = 0;
  /** They were asked over the current channel. */
  asked = false;
  /** A channel to this page was open before. */
  met = false;
  /** They tell us what was said before we joined. Otherwise only their own messages are taken from their history. */
  tellsAll = false;
  /** Time of their latest message, and of the latest that they passed on. Later ones must not look older, even if they arrived faster. */
  saidAt = 0;
  toldAt = 0;
  constructor(readonly sid: string) {
    const budget = (most: number) => new TokenBucket(most, BUDGET_INTERVAL);
    this.budgets = { chat: budget(BUDGETS.chat), data: budget(BUDGETS.data) };
  }
}

export class Chat implements FeatureController {
  readonly #context: ChatContext;
  readonly #delivery: Delivery;
  readonly #known = new Map<string, Acquaintance>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The session (by its time of joining) whose history has arrived. */
  #toldFor = 0;
  /** Resolves when all parts of the history that arrived are in the state: each waits for the one before. */
  #telling: Promise<void> = Promise.resolve();

  constructor(context: ChatContext) {
    this.#context = context;
    this.#delivery = new Delivery((message, to) => context.tell(message, to));
    context.signal.addEventListener('abort', () => {
      for (const timer of this.#timers.values()) clearTimeout(timer);
    });
  }

  /**
   * Sends a message to everyone, or to one participant. Participants who are out of reach get it later. Throws a
   * `VideoRoomError`: `bad-message` for an empty text or more than 4 KiB, `not-joined` outside a call, `peer-unreachable` for an
   * unknown id.
   */
  sendMessage(input: string, { to }: { to?: string | undefined } = {}): Message {
    const text = `${input ?? ''}`;
    const { self } = this.#context.state();
    const at = this.#context.now();
    const isPrivate = to !== undefined;
    const message: Message = Object.freeze({
      ...{ id: randomId(), from: self.id, name: self.name, text, at, private: isPrivate },
      ...(isPrivate && { to }),
    });
    const { id } = message;
    this.#post(
      (delivery) => ({
        ...{ type: 'chat', ...delivery, id, text, age: ageOf(at, this.#context.now()) },
        ...(isPrivate && { private: true }),
      }),
      to,
      isPrivate ? 2 : 1,
    );
    this.#context.apply((state) => messageReceived(state, message));
    return message;
  }

  /** Sends app data to the other pages, or to one of them; like `sendMessage`, but at most 16 KiB of JSON. */
  sendData(value: unknown, { to }: { to?: string | undefined } = {}): void {
    // A copy, so that later changes by the page have no effect.
    let copy: unknown;
    try {
      copy = JSON.parse(toJson(value));
    } catch (cause) {
      throw new VideoRoomError('bad-message', { cause });
    }
    this.#post((delivery) => ({ type: 'data', ...delivery, value: copy }), to, 0);
  }

  /** A new channel to a participant. `sid`: their page. `person`: who proved to be on it, if there is a secret. */
  opened(id: string, sid: string, person?: string): void {
    const here = [...this.#others(), id];
    for (const gone of this.#known.keys()) if (!here.includes(gone)) this.#known.delete(gone);
    this.#delivery.keepOnly(here);
    if (this.#known.get(id)?.sid !== sid) this.#known.set(id, new Acquaintance(sid));
    this.#known.get(id)!.asked = false;
    this.#delivery.opened(id, sid, person);
  }

  /** A participant sent a message. */
  received(id: string, message: PeerMessage): void {
    const person = this.#known.get(id);
    if (!person) return;
    const { emit, now } = this.#context;
    switch (message.type) {
      case 'chat':
        if (this.#accepts(id, person, message)) {
          const { id: messageId, text, age, private: isPrivate = false } = message;
          const name = this.#nameOf(id) ?? '';
          person.saidAt = Math.max(person.saidAt, now() - age);
          this.#take({ id: messageId, from: id, name, text, at: person.saidAt, private: isPrivate });
        }
        return;
      case 'data':
        if (this.#accepts(id, person, message)) emit('data-received', { from: id, value: message.value });
        return;
      case 'read':
        if (!this.#delivery.hasRead(id, message.n, now())) return;
        // A participant who is met again may have taken us for gone, and said something meanwhile.
        if (person.met && person.asking.take(now())) this.#askOf(id, person);
        person.met = true;
        if (!this.#timers.has('history')) this.#later('history', LINKS_SETTLE, () => this.#ask());
        return;
      case 'ack':
        this.#delivery.acknowledged(id, message.n);
        return;
      case 'history':
        if (message.list) this.#told(id, person, message.list, message.more);
        else if (person.asking.take(now())) this.#passOn(id);
        return;
    }
  }

  /** Sends a message; `make` gets its delivery number. */
  #post(
    make: (delivery: { n: number; after: number }) => PeerMessage,
    to: string | undefined,
    worth: Worth,
  ): void {
    const ids = this.#recipients(make({ n: 0, after: 0 }), to);
    const { roster } = this.#context.state();
    const memberOf = (id: string) => roster.find((one) => one.id === id);
    this.#delivery.post(ids, (n, after) => make({ n, after }), worth, memberOf);
  }

  /** All others: the members according to the party, and those whom only the party has lost. */
  #others(): string[] {
    const { self, roster, participants } = this.#context.state();
    const ids = new Set([...roster, ...participants].map(({ id }) => id));
    ids.delete(self.id);
    return [...ids];
  }

  /** All others, or `to`. Throws if the recipient cannot exist, or would not accept the message. */
  #recipients(message: PeerMessage, to?: string): string[] {
    if (!isValid(variant(chatMessages), message)) throw new VideoRoomError('bad-message');
    const ids = this.#others().filter((id) => to === undefined || id === to);
    if (this.#context.state().phase !== 'joined') throw new VideoRoomError('not-joined');
    if (to !== undefined && !ids.length) throw new VideoRoomError('peer-unreachable');
    return ids;
  }

  #accepts(id: string, { budgets }: Acquaintance, { type, n, after }: Heard<'chat' | 'data'>): boolean {
    const [slow, ack] = [`slow ${id}`, `ack ${id}`];
    const isNew = this.#delivery.accepts(
      ...([id, n, after] as const),
      () => budgets[type].take(this.#context.now()),
      () => this.#timers.has(slow) || this.#later(slow, BUDGET_INTERVAL, () => this.#delivery.ask(id)),
    );
    const tell = () => this.#context.tell({ type: 'ack', n: this.#delivery.read(id) }, id);
    if (isNew && !this.#timers.has(ack)) this.#later(ack, ACK_DELAY, tell);
    return isNew;
  }

  #take(message: Message): void {
    const before = this.#context.state().messages;
    const isKnown = before.some(({ id, from }) => id === message.id && from === message.from);
    this.#context.apply((state) => messageReceived(state, Object.freeze(message)));
    if (!isKnown) this.#context.emit('message-received', { message });
  }

  /** Asks for the history: of all participants within reach who were not asked yet, the one who joined first. */
  #ask(): void {
    const { self, participants } = this.#context.state();
    if (this.#toldFor === self.joinedAt) return;
    const next = participants.find(
      ({ id, joinedAt }) =>
        joinedAt <= self.joinedAt && this.#delivery.isOpen(id) && this.#known.get(id)?.asked === false,
    );
    if (!next) return;
    this.#askOf(next.id, this.#known.get(next.id)!);
    this.#later('history', ANSWER_TIMEOUT, () => this.#ask());
  }

  #askOf(id: string, person: Acquaintance): void {
    const { self, participants } = this.#context.state();
    person.tellsAll =
      this.#toldFor !== self.joinedAt &&
      participants.some((one) => one.id === id && one.joinedAt <= self.joinedAt);
    person.asked = true;
    person.awaited = MAX_HISTORY;
    this.#context.tell({ type: 'history' }, id);
  }

  /** Part of an answer. Only the identity of the sender is certain. */
  #told(id: string, person: Acquaintance, list: Said, more = false): void {
    if (list.length > person.awaited) return;
    person.awaited -= list.length;
    const now = this.#context.now();
    this.#telling = this.#telling
      .catch(() => {})
      .then(async () => {
        const hasLeft = list.some(({ from }) => this.#nameOf(from) === undefined);
        const clean = hasLeft ? await loadNameCleaner() : withoutName;
        if (this.#context.signal.aborted) return;
        for (const { age, name, ...said } of list) {
          if (!person.tellsAll && said.from !== id) continue;
          const known = this.#nameOf(said.from) ?? clean(name);
          person.toldAt = Math.max(person.toldAt, now - age);
          this.#take({ ...said, name: known, at: person.toldAt, private: false, passedOnBy: id });
        }
        if (!more && person.asked && person.tellsAll) this.#toldFor = this.#context.state().self.joinedAt;
      });
  }

  #passOn(to: string): void {
    const list: Said = this.#context
      .state()
      .messages.filter((message) => !message.private)
      .slice(-MAX_HISTORY)
      .map(({ id, from, name, text, at }) => ({ id, from, name, text, age: ageOf(at, this.#context.now()) }));
    do {
      // A part ends before it is too large, but has at least one message: no message is larger than a part may be.
      let bytes = 0;
      const end = list.findIndex((one, index) => {
        bytes += new TextEncoder().encode(toJson(one)).length;
        return bytes > HISTORY_PART_BYTES && index > 0;
      });
      const part = list.splice(0, end < 0 ? list.length : end);
      this.#context.tell({ type: 'history', list: part, ...(list.length && { more: true }) }, to);
    } while (list.length);
  }

  #nameOf(id: string): string | undefined {
    const { roster, participants } = this.#context.state();
    return [...participants, ...roster].find((one) => one.id === id)?.name;
  }

  /** One timer per `key`: a new one replaces the old. */
  #later(key: string, milliseconds: number, run: () => void): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        run();
      }, milliseconds),
    );
  }
}
