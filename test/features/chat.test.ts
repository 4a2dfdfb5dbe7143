import { expect } from 'chai';
import { Chat, type ChatContext } from '../../src/features/chat/controller.js';
import { MAX_KEPT } from '../../src/features/chat/delivery.js';
import type { Message } from '../../src/features/index.js';
import { Reactions, type ReactionsContext } from '../../src/features/reactions/reactions.js';
import { decodePeerMessage, MAX_FRAME_BYTES, type PeerMessage } from '../../src/protocol/index.js';
import type { VideoRoomEventMap } from '../../src/room/events.js';
import type { RoomState } from '../../src/room/state.js';
import { VideoRoomError } from '../../src/shared/errors.js';
import { participant, roomState } from '../support/fake-room.js';
import { until } from '../support/until.js';

/** Chats that are linked in memory. Links are cut, rebuilt and recorded; the test controls the clock. */
class Circle {
  readonly people = new Map<string, Person>();
  /** Pairs between which nothing arrives. */
  readonly cut = new Set<string>();
  /** All messages, as sent over a channel. */
  readonly told: { from: string; to: string; message: PeerMessage; bytes: number }[] = [];
  skew = 0;
  now = () => Date.now() + this.skew;

  /** A participant joins and is linked with everyone within reach. */
  join(id: string, { name = id, apart = [] as string[] } = {}): Person {
    const joinedAt = this.people.size + 1;
    const others = [...this.people.values()].filter((one) => one.id !== id);
    const person = new Person(this, id, name, joinedAt);
    this.people.get(id)?.life.abort();
    this.people.set(id, person);
    for (const other of others) {
      // By the newcomer's clock, the participants who were there joined at the same time as the newcomer.
      person.meet(other.id, other.state.self.name, joinedAt);
      other.meet(id, name, joinedAt);
    }
    for (const other of others) if (!apart.includes(other.id)) this.link(id, other.id);
    return person;
  }

  /** A new channel between two. */
  link(a: string, b: string): void {
    this.cut.delete(`${a} ${b}`);
    this.cut.delete(`${b} ${a}`);
    const [one, other] = [this.people.get(a)!, this.people.get(b)!];
    one.chat.opened(b, other.sid);
    other.chat.opened(a, one.sid);
  }

  /** All messages are lost from now on, and neither side notices. */
  cutBetween(a: string, b: string): void {
    this.cut.add(`${a} ${b}`).add(`${b} ${a}`);
  }

  carry(from: string, to: string, message: PeerMessage): void {
    const text = JSON.stringify(message);
    this.told.push({ from, to, message, bytes: new TextEncoder().encode(text).length });
    if (this.cut.has(`${from} ${to}`)) return;
    queueMicrotask(() => {
      const decoded = decodePeerMessage(text);
      if (!decoded.ok) throw new Error(decoded.reason);
      const person = this.people.get(to);
      person?.chat.received(from, decoded.value);
      person?.reactions.received(from, decoded.value);
    });
  }

  close(): void {
    for (const { life } of this.people.values()) life.abort();
  }
}

class Person {
  state: RoomState;
  readonly life = new AbortController();
  readonly sid = crypto.randomUUID();
  readonly events: [name: string, detail: unknown][] = [];
  readonly chat: Chat;
  readonly reactions: Reactions;

  constructor(
    circle: Circle,
    readonly id: string,
    name: string,
    joinedAt: number,
  ) {
    this.state = roomState({ phase: 'joined', self: participant({ id, name, joinedAt }) });
    const context: ChatContext & ReactionsContext = {
      state: () => this.state,
      apply: (fact) => {
        this.state = fact(this.state);
      },
      emit: <K extends keyof VideoRoomEventMap>(event: K, detail: VideoRoomEventMap[K]) =>
        void this.events.push([event, detail]),
      tell: (message, to) => {
        const others = to === undefined ? this.state.participants.map((one) => one.id) : [to];
        for (const other of others) circle.carry(id, other, message);
      },
      now: circle.now,
      signal: this.life.signal,
    };
    this.chat = new Chat(context);
    this.reactions = new Reactions(context);
  }

  meet(id: string, name: string, joinedAt: number): void {
    const participants = this.state.participants.filter((one) => one.id !== id);
    this.state = { ...this.state, participants: [...participants, participant({ id, name, joinedAt })] };
  }

  forget(id: string): void {
    this.state = { ...this.state, participants: this.state.participants.filter((one) => one.id !== id) };
  }

  get texts(): string[] {
    return this.state.messages.map(({ text }) => text);
  }

  message(text: string): Message {
    return this.state.messages.find((one) => one.text === text)!;
  }

  /** The app data that the page received. */
  get values(): unknown[] {
    return this.events
      .filter(([name]) => name === 'data-received')
      .map(([, detail]) => (detail as VideoRoomEventMap['data-received']).value);
  }
}

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'done';
  } catch (error) {
    return error instanceof VideoRoomError ? error.code : `${error}`;
  }
};

describe('Chat', () => {
  let circle: Circle;
  beforeEach(() => {
    circle = new Circle();
  });
  afterEach(() => circle.close());

  it('delivers a message to everyone, with its author and its line breaks', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    const before = Date.now();
    const sent = ada.chat.sendMessage('Hello\n  <b>all</b>');
    await until(() => grace.texts.length && kate.texts.length);
    const [message] = grace.state.messages;
    expect(message).to.include({
      id: sent.id,
      from: 'ada',
      name: 'ada',
      text: 'Hello\n  <b>all</b>',
      private: false,
    });
    expect(message).to.not.have.property('passedOnBy');
    expect(message!.at).to.be.within(before, Date.now());
    expect(grace.events).to.deep.equal([['message-received', { message }]]);
    expect(ada.state.messages).to.deep.equal([sent]);
    expect(ada.events, 'our own is no news to us').to.deep.equal([]);
  });

  it('delivers a private message to one participant and nowhere else, and never passes it on', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    const sent = ada.chat.sendMessage('Between us', { to: 'grace' });
    ada.chat.sendMessage('For all');
    await until(() => grace.texts.length === 2 && kate.texts.length === 1);
    expect(sent).to.include({ private: true, to: 'grace' });
    expect(grace.message('Between us').private).to.equal(true);
    expect(kate.texts).to.deep.equal(['For all']);
    const mary = circle.join('mary');
    await until(() => mary.texts.length);
    expect(mary.texts).to.deep.equal(['For all']);
    expect(JSON.stringify(circle.told.filter(({ to }) => to !== 'grace'))).to.not.contain('Between us');
  });

  it('rejects empty and too long messages, and unknown recipients', () => {
    const ada = circle.join('ada');
    circle.join('grace');
    for (const text of ['', ' \n ', 'x'.repeat(4097), '€'.repeat(1366)]) {
      expect(
        codeOf(() => ada.chat.sendMessage(text)),
        text.slice(0, 3),
      ).to.equal('bad-message');
    }
    expect(codeOf(() => ada.chat.sendMessage('x'.repeat(4096)))).to.equal('done');
    expect(codeOf(() => ada.chat.sendMessage('Hi', { to: 'nobody' }))).to.equal('peer-unreachable');
    expect(codeOf(() => ada.chat.sendMessage('Hi', { to: 'ada' }))).to.equal('peer-unreachable');
    ada.state = { ...ada.state, phase: 'left' };
    expect(codeOf(() => ada.chat.sendMessage('Hi'))).to.equal('not-joined');
    expect(ada.texts).to.have.length(1);
  });

  it('delivers the messages of an interruption afterwards, in order, once', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    ada.chat.sendMessage('1');
    await until(() => grace.texts.length === 1);
    circle.cutBetween('ada', 'grace');
    ada.chat.sendMessage('2');
    ada.chat.sendMessage('3');
    grace.chat.sendMessage('4');
    circle.link('ada', 'grace');
    ada.chat.sendMessage('5');
    await until(() => grace.texts.length === 5 && ada.texts.length === 5);
    expect(grace.texts.filter((text) => text !== '4')).to.deep.equal(['1', '2', '3', '5']);
    circle.link('ada', 'grace');
    ada.chat.sendMessage('6');
    await until(() => grace.texts.length === 6);
    expect(grace.events.filter(([name]) => name === 'message-received')).to.have.length(5);
  });

  it('delivers to a member without a channel yet', async () => {
    const ada = circle.join('ada');
    const grace = circle.join('grace', { apart: ['ada'] });
    ada.chat.sendMessage('Welcome');
    ada.chat.sendData({ slide: 1 });
    circle.link('ada', 'grace');
    await until(() => grace.texts.length && grace.values.length);
    expect(grace.state.messages[0]).to.not.have.property('passedOnBy');
  });

  it('keeps messages rather than data when too much is waiting for one participant', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    circle.cutBetween('ada', 'grace');
    ada.chat.sendMessage('Still there?');
    for (let value = 0; value < MAX_KEPT + 5; value++) ada.chat.sendData(value);
    circle.link('ada', 'grace');
    await until(() => grace.values.at(-1) === MAX_KEPT + 4);
    expect(grace.values).to.have.length(MAX_KEPT - 1);
    expect(grace.texts).to.deep.equal(['Still there?']);
  });

  it('sends a reloaded page public messages and its private ones again, each once, but no data', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    ada.chat.sendMessage('For all');
    ada.chat.sendMessage('For you', { to: 'grace' });
    ada.chat.sendData('once');
    await until(() => grace.texts.length === 2 && grace.values.length);
    const reloaded = circle.join('grace');
    await until(() => reloaded.texts.length === 2);
    expect(reloaded.message('For you')).to.not.have.property('passedOnBy');
    ada.chat.sendData('twice');
    reloaded.chat.sendMessage('I am back');
    await until(() => reloaded.values.length && ada.texts.includes('I am back'));
    expect(reloaded.values).to.deep.equal(['twice']);
    expect(reloaded.texts).to.deep.equal(['For all', 'For you', 'I am back']);
  });

  it('tells a participant who was taken for gone what was said meanwhile', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    ada.chat.sendMessage('before');
    await until(
      () => kate.texts.length === 1 && circle.told.some(({ message }) => message.type === 'history'),
    );
    await until(() => circle.told.filter(({ message }) => message.type === 'history').length >= 2);
    for (const other of [ada, grace]) {
      circle.cutBetween(other.id, 'kate');
      other.forget('kate');
    }
    // Somebody else comes: what was kept for Kate is forgotten.
    circle.join('mary', { apart: ['kate'] });
    ada.chat.sendMessage('meanwhile');
    for (const other of [ada, grace]) {
      other.meet('kate', 'kate', kate.state.self.joinedAt);
      circle.link(other.id, 'kate');
    }
    await until(() => kate.texts.includes('meanwhile'));
    expect(kate.texts).to.deep.equal(['before', 'meanwhile']);
  });

  it('takes from those whom it meets again only what they said themselves, also as the first in the call', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    const asks = (from: string) =>
      circle.told.filter((one) => one.from === from && one.message.type === 'history' && !one.message.list)
        .length;
    await until(() => asks('grace') === 1);
    circle.cutBetween('ada', 'grace');
    grace.chat.sendMessage('mine');
    const forged = { id: 'f', from: 'ada', name: 'ada', text: 'never said', private: false };
    grace.state = { ...grace.state, messages: [...grace.state.messages, { ...forged, at: Date.now() }] };
    circle.link('ada', 'grace');
    await until(() => ada.texts.includes('mine') && asks('ada') === 1);
    await until(() =>
      circle.told.some(({ from, message }) => from === 'grace' && message.type === 'history'),
    );
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setTimeout(done));
    expect(ada.texts).to.deep.equal(['mine']);
    // A page that opens one channel after the other is not asked each time.
    for (let index = 0; index < 10; index++) circle.link('ada', 'grace');
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setTimeout(done));
    expect(asks('ada')).to.be.at.most(3);
  });

  it('goes on when the clock is set back', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    ada.chat.sendMessage('1');
    const told = () => circle.told.filter(({ message }) => message.type === 'history').length;
    await until(() => grace.texts.length === 1 && told() === 2, 'for the answer with the history');
    circle.skew -= 3_600_000;
    ada.chat.sendMessage('2');
    grace.chat.sendMessage('3');
    await until(() => grace.texts.length === 3 && ada.texts.length === 3);
  });

  it('drops the messages of a participant over the limit, and delivers them later', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    await until(() => circle.told.length >= 2);
    for (let index = 0; index < 30; index++) ada.chat.sendMessage(`${index}`);
    await until(() => grace.texts.length === 20);
    grace.chat.sendMessage('You are fast');
    await until(() => ada.texts.includes('You are fast'));
    expect(grace.texts.filter((text) => text !== 'You are fast')).to.have.length(20);
    circle.skew += 10_000;
    circle.link('ada', 'grace');
    await until(() => grace.texts.length === 31);
    expect(grace.texts.filter((text) => text !== 'You are fast')).to.deep.equal(
      Array.from({ length: 30 }, (_, i) => `${i}`),
    );
  });

  it('orders messages by our own clock, never in the future', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    circle.cutBetween('ada', 'kate');
    ada.chat.sendMessage('first');
    circle.skew += 60_000;
    grace.chat.sendMessage('second');
    circle.skew += 60_000;
    await until(() => kate.texts.length === 1);
    circle.link('ada', 'kate');
    await until(() => kate.texts.length === 2);
    expect(kate.texts).to.deep.equal(['first', 'second']);
    expect(kate.message('second').at - kate.message('first').at).to.be.within(50_000, 70_000);
    expect(kate.message('second').at).to.be.at.most(circle.now());
  });

  it('delivers app data as it was when it was sent, to everyone or to one', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    const value = { slide: 1, notes: ['a', null, 2.5], 日本: '🪐' };
    ada.chat.sendData(value);
    value.slide = 2;
    ada.chat.sendData(false, { to: 'kate' });
    await until(() => grace.values.length && kate.values.length === 2);
    expect(grace.values).to.deep.equal([{ slide: 1, notes: ['a', null, 2.5], 日本: '🪐' }]);
    expect(kate.values[1]).to.equal(false);
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    for (const bad of [undefined, () => 1, loop, 'x'.repeat(16 * 1024 - 1), 1n]) {
      expect(codeOf(() => ada.chat.sendData(bad))).to.equal('bad-message');
    }
    expect(codeOf(() => ada.chat.sendData('x'.repeat(16 * 1024 - 2)))).to.equal('done');
  });

  it('shows reactions of others and our own, if they are one emoji', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    await until(() => circle.told.length >= 2);
    ada.reactions.react('👩🏽‍🚀');
    await until(() => grace.state.reactions.length);
    expect(grace.state.reactions[0]).to.include({ from: 'ada', emoji: '👩🏽‍🚀' });
    expect(ada.state.reactions[0]).to.include({ from: 'ada', emoji: '👩🏽‍🚀' });
    expect(grace.events).to.deep.equal([['reaction-received', { from: 'ada', emoji: '👩🏽‍🚀' }]]);
    for (const bad of ['', 'a', '👍👍', '<b>', 'x'.repeat(99)]) {
      expect(
        codeOf(() => ada.reactions.react(bad)),
        bad,
      ).to.equal('bad-message');
    }
    await until(() => !grace.state.reactions.length && !ada.state.reactions.length);
  });

  it('leaves no timer behind', async () => {
    const [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => circle.join(id)) as [
      Person,
      Person,
      Person,
    ];
    await until(() => circle.told.length >= 6);
    ada.reactions.react('👍');
    await until(() => grace.state.reactions.length && kate.state.reactions.length);
    const told = () => circle.told.filter(({ from }) => from !== 'kate').length;
    const before = told();
    for (const one of ['ada', 'grace']) circle.cutBetween('kate', one);
    ada.life.abort();
    grace.life.abort();
    // If the timers still ran, the reaction would end.
    await until(() => !kate.state.reactions.length);
    expect(told()).to.equal(before);
    expect([ada, grace].map(({ state }) => state.reactions.length)).to.deep.equal([1, 1]);
  });
});

describe('The history for a newcomer', () => {
  let circle: Circle;
  beforeEach(() => {
    circle = new Circle();
  });
  afterEach(() => circle.close());

  const asked = () => circle.told.filter(({ message }) => message.type === 'history' && !message.list);

  it('is relayed by the participant who joined first, and marked', async () => {
    const [ada, grace] = [circle.join('ada', { name: 'Ada' }), circle.join('grace', { name: 'Grace' })];
    ada.chat.sendMessage('one');
    grace.chat.sendMessage('two');
    await until(() => ada.texts.length === 2 && grace.texts.length === 2);
    const kate = circle.join('kate');
    await until(() => kate.texts.length === 2);
    expect(
      kate.state.messages.map(({ from, name, text, passedOnBy }) => ({ from, name, text, passedOnBy })),
    ).to.deep.equal([
      { from: 'ada', name: 'Ada', text: 'one', passedOnBy: 'ada' },
      { from: 'grace', name: 'Grace', text: 'two', passedOnBy: 'ada' },
    ]);
    expect(asked().map(({ from, to }) => `${from} asks ${to}`)).to.deep.equal([
      'grace asks ada',
      'kate asks ada',
    ]);
    expect(kate.events).to.have.length(2);
  });

  it('is requested from another participant when there is no answer', async () => {
    const ada = circle.join('ada');
    const grace = circle.join('grace');
    ada.chat.sendMessage('one');
    await until(() => grace.texts.length === 1);
    ada.chat.received = () => {};
    const kate = circle.join('kate', { apart: ['ada'] });
    kate.chat.received('ada', { type: 'read', n: 0 });
    circle.link('kate', 'ada');
    kate.chat.received('ada', { type: 'read', n: 0 });
    await until(() => kate.texts.length === 1);
    expect(
      asked()
        .slice(-2)
        .map(({ to }) => to),
    ).to.deep.equal(['ada', 'grace']);
    expect(kate.message('one').passedOnBy).to.equal('grace');
  });

  it('is delivered once, however often it arrives', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    ada.chat.sendMessage('one');
    await until(() => grace.texts.length === 1);
    const kate = circle.join('kate');
    await until(() => kate.texts.length === 1);
    circle.link('kate', 'ada');
    circle.link('kate', 'grace');
    ada.chat.sendMessage('two');
    await until(() => kate.texts.length === 2);
    expect(kate.texts).to.deep.equal(['one', 'two']);
  });

  it('never replaces a message from its author, but is replaced by it', async () => {
    const ada = circle.join('ada');
    const kate = circle.join('kate', { apart: ['ada'] });
    const said = ada.chat.sendMessage('the truth');
    circle.join('mallory', { apart: ['ada'] });
    await until(() => circle.told.some(({ from, to }) => from === 'mallory' && to === 'kate'));
    kate.state = { ...kate.state, self: { ...kate.state.self, joinedAt: 3 } };
    const forged = { id: said.id, from: 'ada', name: 'Ada', text: 'a lie', age: 0 };
    circle.carry('mallory', 'kate', { type: 'history', list: [forged] });
    await until(() => asked().some(({ to }) => to === 'mallory'));
    circle.carry('mallory', 'kate', { type: 'history', list: [forged], more: true });
    await until(() => kate.texts.length);
    expect(kate.message('a lie').passedOnBy).to.equal('mallory');
    circle.link('ada', 'kate');
    await until(() => kate.texts.includes('the truth'));
    expect(kate.texts).to.deep.equal(['the truth']);
    expect(kate.state.messages[0]).to.not.have.property('passedOnBy');
    circle.carry('mallory', 'kate', { type: 'history', list: [{ ...forged, text: 'another lie' }] });
    await until(() => circle.told.length);
    expect(kate.texts).to.deep.equal(['the truth']);
  });

  it('never contains our own messages because a bearer claims so', async () => {
    const [ada, kate] = [circle.join('ada'), circle.join('kate', { name: 'Kate' })];
    await until(() => asked().length);
    const forged = { id: 'x1', from: 'kate', name: 'Somebody', text: 'I owe Ada a beer', age: 5 };
    circle.carry('ada', 'kate', { type: 'history', list: [forged] });
    await until(() => kate.texts.length);
    expect(kate.state.messages[0]).to.include({ from: 'kate', passedOnBy: 'ada' });
    expect(ada.texts).to.deep.equal([]);
  });

  it('is accepted only from participants who were asked, and only up to the limit', async () => {
    const [ada, grace] = [circle.join('ada'), circle.join('grace')];
    await until(() => asked().length === 1);
    const one = (index: number) => ({
      id: `x${index}`,
      from: 'gone',
      name: 'Gone',
      text: `${index}`,
      age: 0,
    });
    circle.carry('grace', 'ada', { type: 'history', list: [one(1)] });
    for (let part = 0; part < 3; part++) {
      const list = Array.from({ length: 150 }, (_, index) => one(part * 150 + index));
      circle.carry('ada', 'grace', { type: 'history', list, more: true });
    }
    await until(() => grace.texts.length);
    expect(ada.texts).to.deep.equal([]);
    expect(grace.texts).to.have.length(150);
  });

  it('names absent participants by cleaned names', async () => {
    circle.join('ada');
    const grace = circle.join('grace');
    await until(() => asked().length);
    const name = `  Eve\u202e\u0000\n ${'x'.repeat(80)}`;
    circle.carry('ada', 'grace', {
      type: 'history',
      list: [{ id: 'x', from: 'gone', name, text: 'Hi', age: 0 }],
    });
    await until(() => grace.texts.length);
    expect(grace.state.messages[0]!.name).to.equal(`Eve ${'x'.repeat(60)}`);
  });

  it('travels in parts that fit the channel, at most 200 messages, the last ones', async () => {
    const ada = circle.join('ada');
    for (let index = 0; index < 210; index++) ada.chat.sendMessage(`${index} ${'\u0001'.repeat(2000)}`);
    const kate = circle.join('kate');
    await until(() => kate.texts.length === 200);
    expect(kate.texts[0]).to.match(/^10 /);
    const sizes = circle.told.filter(({ message }) => message.type === 'history').map(({ bytes }) => bytes);
    expect(sizes.length).to.be.above(10);
    expect(Math.max(...sizes)).to.be.below(48 * 1024);
    expect(48 * 1024).to.be.below(MAX_FRAME_BYTES);
  });
});
