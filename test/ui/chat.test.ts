import { expect } from 'chai';
import { groupsOf } from '../../src/features/chat/ui/groups.js';
import { piecesOf } from '../../src/features/chat/ui/links.js';
import type { Message } from '../../src/features/index.js';
import type { RoomState } from '../../src/room/state.js';
import { VideoRoomError } from '../../src/shared/errors.js';
import { participant } from '../support/fake-room.js';
import fc from '../support/property.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { all, button, clear, has, part, show, textOf, uppermost } from './gallery-support.js';

let count = 0;
const message = (text: string, patch: Partial<Message> = {}): Message => ({
  id: `m${++count}`,
  from: 'ada',
  name: 'Ada',
  text,
  at: 1_000_000,
  private: false,
  ...patch,
});
const texts = (root: ParentNode) => all(root, '[part~="chat__text"]').map((one) => one.textContent);

describe('addresses in a message', () => {
  const linksOf = (text: string) => piecesOf(text).flatMap(({ href }) => href ?? []);

  it('are http and https links, without the punctuation of the sentence', () => {
    const cases: [text: string, ...links: string[]][] = [
      ['no link', ...[]],
      ['https://example.org', 'https://example.org'],
      [
        'See https://example.org/a?b=c#d. Or HTTP://b.example!',
        'https://example.org/a?b=c#d',
        'HTTP://b.example',
      ],
      ['(https://en.wikipedia.org/wiki/Loop_(music))', 'https://en.wikipedia.org/wiki/Loop_(music)'],
      ['“https://a.example/x”, he said', 'https://a.example/x'],
      ['<https://a.example>', 'https://a.example'],
      ['javascript:alert(1) data:text/html,x ftp://a.example www.a.example'],
      ['https:// http://'],
      ['https://a.example/\u202egpj.exe', 'https://a.example/'],
    ];
    for (const [text, ...links] of cases) expect(linksOf(text), text).to.deep.equal(links);
  });

  it('are found in a moment, whatever a message consists of', () => {
    for (const text of [
      `https://a.b/${'.'.repeat(2_000)}x${')'.repeat(2_000)}`,
      `https://a.b/${'.)'.repeat(2_040)}x`,
    ]) {
      const began = performance.now();
      piecesOf(text);
      expect(performance.now() - began).to.be.lessThan(500);
    }
  });

  it('never change the text, and link to what they show', () => {
    const word = fc.oneof(
      fc.constantFrom('https://', 'http://a.', '(', ')', '.', ' ', 'javascript:', '\n'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        const pieces = piecesOf(text);
        expect(pieces.map((piece) => piece.text).join('')).to.equal(text);
        for (const { text: said, href } of pieces) {
          if (href === undefined) continue;
          expect(href).to.equal(said);
          expect(new URL(href).protocol).to.match(/^https?:$/);
        }
      }),
    );
  });
});

describe('messages', () => {
  it('are grouped while one participant writes, to the same recipients, without a pause', () => {
    const together = [message('a'), message('b', { at: 1_200_000 })];
    const groups = groupsOf([
      ...together,
      message('c', { at: 1_600_000 }),
      message('d', { at: 1_600_000, private: true }),
      message('e', { at: 1_600_000, passedOnBy: 'grace' }),
      message('f', { at: 1_600_000, from: 'grace' }),
    ]);
    expect(groups.map((group) => group.map(({ text }) => text).join(''))).to.deep.equal([
      'ab',
      'c',
      'd',
      'e',
      'f',
    ]);
  });
});

describe('the chat', () => {
  afterEach(clear);

  const open = async (state: Partial<RoomState> = {}, box = { width: 800, height: 500 }) => {
    const stage = show('Call: two', box);
    stage.room.set(state);
    stage.show({ panel: 'chat', opened: ['chat'] });
    await until(() => part(stage.root, 'chat__input'));
    return stage;
  };
  const field = (root: ShadowRoot) => part(root, 'chat__input') as HTMLTextAreaElement;
  const key = (target: EventTarget, init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init });
    target.dispatchEvent(event);
    return event;
  };

  it('shows text as text: no markup, with line breaks and spaces', async () => {
    const text = '<img src=x onerror=alert(1)>\n  two  spaces <b>';
    const { root } = await open({ messages: [message(text)] });
    const [shown] = all(root, '[part~="chat__text"]');
    expect(shown!.textContent).to.equal(text);
    expect(shown!.childElementCount).to.equal(0);
    expect(getComputedStyle(shown!).whiteSpace).to.equal('pre-wrap');
  });

  it('makes links that open elsewhere and send no referrer', async () => {
    const { root } = await open({ messages: [message('look: https://example.org/a, please')] });
    const link = part(root, 'chat__link') as HTMLAnchorElement;
    expect([link.href, link.textContent, link.target, link.rel]).to.deep.equal([
      'https://example.org/a',
      'https://example.org/a',
      '_blank',
      'noopener noreferrer nofollow',
    ]);
  });

  it('shows author, time, recipients and bearer; our own messages look different', async () => {
    const at = Date.UTC(2026, 0, 2, 3, 4);
    const { root } = await open({
      participants: [participant({ id: 'ada', name: 'Ada' }), participant({ id: 'grace', name: 'Grace' })],
      messages: [
        message('old', { from: 'gone', name: 'Eve', passedOnBy: 'ada', at }),
        message('orphan', { from: 'gone', name: '', passedOnBy: 'nobody', at }),
        message('psst', { private: true, at }),
        message('mine', { from: 'me', name: 'Katherine', at }),
        message('mine to Grace', { from: 'me', name: 'Katherine', private: true, to: 'grace', at }),
        message('not mine', { from: 'me', name: 'Katherine', passedOnBy: 'ada', at }),
      ],
    });
    const groups = all(root, '[part~="chat__message"]');
    const said = groups.map((group) => [
      textOf(part(group, 'chat__author')),
      textOf(part(group, 'chat__note')),
      group.classList.contains('own'),
    ]);
    expect(said).to.deep.equal([
      ['Eve', 'relayed by Ada', false],
      ['Guest', 'relayed by someone who left', false],
      ['Ada', 'only to you', false],
      ['', '', true],
      ['', 'only to Grace', true],
      ['Katherine', 'relayed by Ada', false],
    ]);
    expect(root.querySelector('time')!.dateTime).to.equal('2026-01-02T03:04:00.000Z');
  });

  it('sends with Enter, breaks the line with Shift and Enter, and does not send during composition', async () => {
    const { root, room } = await open();
    field(root).value = ' Hello\nall ';
    expect(key(field(root), { key: 'Enter', shiftKey: true }).defaultPrevented).to.equal(false);
    expect(key(field(root), { key: 'Enter', isComposing: true }).defaultPrevented).to.equal(false);
    // Safari has ended the composition before the key that does so.
    expect(key(field(root), { key: 'Enter', keyCode: 229 }).defaultPrevented).to.equal(false);
    expect(room.count('sendMessage')).to.equal(0);
    expect(key(field(root), { key: 'Enter' }).defaultPrevented).to.equal(true);
    expect(room.calls.at(-1)).to.deep.equal(['sendMessage', 'Hello\nall', undefined]);
    await until(() => texts(root).includes('Hello\nall'));
    expect(field(root).value).to.equal('');
    key(field(root), { key: 'Enter' });
    expect(room.count('sendMessage'), 'nothing is not sent').to.equal(1);
  });

  it('has the focus in its field after a press of Send: the next letters are no shortcuts', async () => {
    const { root, room } = await open();
    const send = part(root, 'chat__send')!;
    field(root).value = 'Hello';
    send.focus();
    send.click();
    expect(room.count('sendMessage')).to.equal(1);
    expect(root.activeElement === field(root)).to.equal(true);
  });

  it('sends to one participant, and to nobody else when they have left', async () => {
    const grace = participant({ id: 'grace', name: 'Grace' });
    const { root, room } = await open({ participants: [participant(), grace] });
    const choice = part(root, 'chat__to') as HTMLSelectElement;
    choice.focus();
    choice.value = 'grace';
    choice.dispatchEvent(new Event('change'));
    expect(field(root).placeholder).to.equal('Message Grace only');
    // The next arrow key chooses the next person.
    expect(root.activeElement === choice).to.equal(true);
    room.set({ participants: [participant()], messages: [message('Grace has left')] });
    await until(() => texts(root).includes('Grace has left'), 'until it is drawn again');
    expect((part(root, 'chat__to') as HTMLSelectElement).value).to.equal('grace');
    room.sendMessage = async (_text, options) => {
      room.calls.push(['to', options?.to]);
      throw new VideoRoomError('peer-unreachable');
    };
    field(root).value = 'secret';
    key(field(root), { key: 'Enter' });
    await until(() => root.querySelector('[role=alert]'));
    expect(room.calls.at(-1)).to.deep.equal(['to', 'grace']);
    expect(field(root).value, 'nothing typed is lost').to.equal('secret');
  });

  it('reports that a message is too long, until it is changed', async () => {
    const { root, room } = await open();
    room.sendMessage = async () => {
      throw new VideoRoomError('bad-message');
    };
    field(root).value = 'long';
    key(field(root), { key: 'Enter' });
    const alert = await until(() => root.querySelector('[role=alert]'));
    expect(textOf(alert)).to.equal('This message is too long. Send it in parts.');
    field(root).dispatchEvent(new Event('input'));
    expect(!!root.querySelector('[role=alert]')).to.equal(false);
  });

  it('takes the focus, and on Escape closes and gives it back; the draft stays', async () => {
    const { root } = await open();
    await until(() => root.activeElement === field(root));
    const chat = button(root, 'Chat')!;
    expect(chat.ariaExpanded).to.equal('true');
    field(root).value = 'not yet';
    let escaped = 0;
    const hear = () => escaped++;
    // This one ends a composition.
    key(field(root), { key: 'Escape', keyCode: 229 });
    expect(part(root, 'chat')!.hidden).to.equal(false);
    document.addEventListener('keydown', hear);
    const closing = key(field(root), { key: 'Escape' });
    document.removeEventListener('keydown', hear);
    // Browsers close a modal dialog of the page unless the default action is prevented.
    expect([escaped, closing.defaultPrevented], 'a dialog around us stays open').to.deep.equal([0, true]);
    expect(part(root, 'chat')!.hidden).to.equal(true);
    expect(root.activeElement === chat).to.equal(true);
    expect(chat.ariaExpanded).to.equal('false');
    chat.click();
    expect(part(root, 'chat')!.hidden).to.equal(false);
    expect(field(root).value).to.equal('not yet');
    key(part(root, 'chat__close')!, { key: 'Escape' });
    expect(part(root, 'chat')!.hidden, 'also on its button').to.equal(true);
  });

  it('follows new messages at the end, and offers to go there when the user reads further up', async () => {
    const many = Array.from({ length: 40 }, (_, index) => message(`line ${index}`));
    const { root, room } = await open({ messages: many });
    const list = part(root, 'chat__list')!;
    const rest = () => list.scrollHeight - list.clientHeight - list.scrollTop;
    await until(() => list.scrollTop > 0 && rest() < 2);
    room.set({ messages: [...many, message('read along')] });
    await until(() => texts(root).includes('read along') && rest() < 2);
    list.scrollTop = 0;
    await until(() => rest() > 100);
    room.set({ messages: [...room.state.messages, message('below')] });
    const offer = await until(() => part(root, 'chat__new'));
    expect(list.scrollTop).to.equal(0);
    offer.focus();
    offer.click();
    await until(() => rest() < 2 && !has(root, 'chat__new'));
    expect(root.activeElement === list, 'the list has the focus').to.equal(true);
    list.scrollTop = 0;
    room.set({ messages: [...room.state.messages, message('mine', { from: room.state.self.id })] });
    await until(() => rest() < 2);
    expect(has(root, 'chat__new')).to.equal(false);
  });

  it('shows reactions over the participant', async () => {
    const { root, room } = await open();
    const [first, second] = [
      { key: '1', from: 'ada', emoji: '🎉' },
      { key: '2', from: 'ada', emoji: '👍' },
    ];
    room.set({ reactions: [first!] });
    const shown = await until(() => part(root, 'tile__reaction'));
    expect(shown.closest('[part~="tile"]')!.ariaLabel).to.contain('Ada');
    room.set({ reactions: [first!, second!] });
    const next = await until(() => all(root, '[part~="tile__reaction"]')[1]);
    room.set({ reactions: [second!] });
    await until(() => !shown.isConnected);
    expect([shown.isConnected, next.isConnected], 'each moves by itself').to.deep.equal([false, true]);
    expect(textOf(next)).to.equal('👍');
  });

  it('does not draw the messages again when something else changes', async () => {
    let reads = 0;
    const counted = {
      ...message('Hello'),
      get text() {
        reads++;
        return 'Hello';
      },
    };
    const { root, room } = await open({ messages: [counted] });
    expect(texts(root)).to.deep.equal(['Hello']);
    const before = reads;
    const participants = room.state.participants.map((one) => ({ ...one, speaking: !one.speaking }));
    room.set({ participants, activeSpeaker: null });
    await until(() => !root.querySelector('.speaking'), 'for the change to be drawn');
    expect(reads).to.equal(before);
    room.set({ messages: [counted, message('again')] });
    await until(() => texts(root).includes('again'));
  });

  it('is beside the tiles where there is space, otherwise over them inside the box', async () => {
    for (const [width, height] of [
      [800, 500],
      [1600, 900],
      [320, 480],
      [240, 180],
      [480, 300],
    ] as const) {
      const { root, host } = await open({ messages: [message('Hello')] }, { width, height });
      const chat = part(root, 'chat')!;
      await until(() => chat.getAnimations().every(({ playState }) => playState === 'finished'));
      const [box, place, grid] = [host, chat, part(root, 'grid')!].map((one) => one.getBoundingClientRect());
      const size = `${width} × ${height}`;
      expect(place!.left, size).to.be.at.least(box!.left);
      expect(place!.right, size).to.be.at.most(box!.right);
      expect(place!.bottom, size).to.be.at.most(box!.bottom);
      expect(place!.top, size).to.be.at.least(box!.top);
      expect(grid!.right <= place!.left, `beside the tiles at ${size}`).to.equal(width >= 720);
      const input = field(root).getBoundingClientRect();
      expect(input.bottom <= box!.bottom && input.height > 20, `a place to write at ${size}`).to.equal(true);
      expect(part(root, 'chat__list')!.clientHeight, `a place to read at ${size}`).to.be.above(40);
      if (width === 320) {
        const own = all(root, '[part~="tile"]').find(({ ariaLabel }) => ariaLabel === 'You')!;
        expect(uppermost(root, own.getBoundingClientRect()), 'over us as well').to.equal(chat.ariaLabel);
      }
      clear();
    }
  });
});

describe('messages while the chat is closed', () => {
  let element: TestVideoRoom;
  const root = () => element.shadowRoot!;
  const news = () => textOf(root().querySelector('[aria-live] .notice span'));
  afterEach(unmountAll);

  const joined = async () => {
    const mounted = await mount();
    element = mounted.element;
    mounted.room.set({ phase: 'joined', self: participant({ id: 'me' }), participants: [participant()] });
    await until(() => part(root(), 'control-leave') && element.clientWidth);
    await until(() => part(root(), 'control-chat'), 'until it knows how wide it is');
    const say = async (patch: Partial<Message> = {}) => {
      mounted.room.emit('message-received', { message: message('Are you there?', patch) });
      await element.updateComplete;
    };
    return { ...mounted, say };
  };

  it('are counted on the button and announced with name and beginning, for a while', async () => {
    const { say, platform } = await joined();
    await say();
    await say({ text: 'x'.repeat(500) });
    const chat = part(root(), 'control-chat')!;
    expect([chat.ariaLabel, textOf(part(root(), 'control__badge'))]).to.deep.equal(['Chat, 2 unread', '2']);
    await until(() => news() === `Ada ${'x'.repeat(99)}`, 'for the announcement of the last message');
    platform.clock.advance(6_000);
    await element.updateComplete;
    expect(news()).to.equal('');
    expect(part(root(), 'control-chat')!.ariaLabel).to.equal('Chat, 2 unread');
    part(root(), 'control-chat')!.click();
    await element.updateComplete;
    expect(part(root(), 'control-chat')!.ariaLabel).to.equal('Chat');
    await say();
    expect([has(root(), 'control__badge'), news()]).to.deep.equal([false, '']);
  });

  it('stay while the user is there, and go when dismissed', async () => {
    const { say, platform } = await joined();
    await say();
    (await until(() => part(root(), 'notice__action'))).focus();
    platform.clock.advance(6_000);
    await element.updateComplete;
    expect(news()).to.equal('Ada Are you there?');
    part(root(), 'control-leave')!.focus();
    platform.clock.advance(6_000);
    await element.updateComplete;
    expect(news()).to.equal('');
    await say();
    (await until(() => root().querySelector<HTMLElement>('.notice [aria-label=Close]'))).click();
    await until(() => !news());
    expect(part(root(), 'control-chat')!.ariaLabel).to.equal('Chat, 2 unread');
  });

  it('open with a press on the announcement', async () => {
    const { say } = await joined();
    await say();
    (await until(() => part(root(), 'notice__action'))).click();
    await until(() => part(root(), 'chat__input'));
    expect(has(root(), 'control__badge')).to.equal(false);
  });

  it('are not announced when they were sent before we joined', async () => {
    const { say } = await joined();
    await say({ passedOnBy: 'ada' });
    expect([has(root(), 'control__badge'), news()]).to.deep.equal([false, '']);
  });

  it('are reported to the page, and the page can write', async () => {
    const { room, say } = await joined();
    const heard: unknown[] = [];
    element.addEventListener('message-received', ({ detail }) => heard.push(detail.message.text));
    await say();
    expect(heard).to.deep.equal(['Are you there?']);
    await element.sendMessage('Yes', { to: 'ada' });
    await element.sendData({ slide: 1 });
    await element.react('👍');
    expect(room.calls.slice(-3)).to.deep.equal([
      ['sendMessage', 'Yes', 'ada'],
      ['sendData', { slide: 1 }, undefined],
      ['react', '👍'],
    ]);
    element.remove();
    element.platform.clock.advance(100);
    const code = await element.sendMessage('Bye').catch(({ code }) => code);
    expect(code).to.equal('not-joined');
  });

  it('have no button and are not announced where the page leaves the chat out', async () => {
    const { say } = await joined();
    element.controls = 'microphone leave';
    await element.updateComplete;
    await say();
    expect([has(root(), 'control-chat'), news()]).to.deep.equal([false, '']);
  });
});
