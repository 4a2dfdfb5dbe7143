import { expect } from 'chai';
import { createSecret } from '../../src/room/secret.js';
import { mount, TestPlatform, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const SECRET = createSecret();

/** A new tag each time, so that an element is on the page before its tag is registered. */
let tags = 0;

describe('a misspelled name on <video-room>', () => {
  afterEach(unmountAll);

  /** An element with these attributes and properties, on a page that registers the tag only afterwards; with its errors. */
  async function registerLate(attributes: Record<string, string>, properties: object = {}) {
    const platform = new TestPlatform();
    const tag = `late-spelled-${++tags}`;
    const markup = document.createElement(tag);
    const errors: CustomEvent[] = [];
    markup.addEventListener('room-error', (event) => errors.push(event as CustomEvent));
    const all = { room: 'standup', server: 'https://rtc.example', 'without-lobby': '', ...attributes };
    for (const [name, value] of Object.entries(all)) markup.setAttribute(name, value);
    Object.assign(markup, properties);
    document.body.append(markup);
    TestVideoRoom.platform = platform;
    customElements.define(tag, class extends TestVideoRoom {});
    const element = markup as TestVideoRoom;
    await until(() => platform.rooms.length);
    return {
      element,
      platform,
      errors,
      remove() {
        element.remove();
        platform.clock.advance(100);
      },
    };
  }

  const joins = ({ rooms }: TestPlatform) =>
    rooms.reduce((sum, room) => sum + room.count('join') + room.count('prepare'), 0);

  const protections: [given: Record<string, string>, instead: string][] = [
    [{ secretfrom: 'hash' }, 'secret-from'],
    [{ secretfrom: '' }, 'secret-from'],
    [{ secret_from: 'hash' }, 'secret-from'],
    [{ ':secret-from': 'hash' }, 'secret-from'],
    [{ secret: SECRET }, 'secret-from'],
    [{ 'secret-key': SECRET }, 'secret-from'],
    [{ password: 'x' }, 'secret-from'],
    [{ e2ee: '' }, 'secret-from'],
    [{ relayonly: '' }, 'relay-only'],
    [{ relayonly: 'true' }, 'relay-only'],
    [{ relay: '' }, 'relay-only'],
    [{ 'ice-transport-policy': 'relay' }, 'relay-only'],
    [{ audioonly: '' }, 'audio-only'],
    [{ startaudiooff: '' }, 'start-audio-off'],
    [{ startvideooff: '' }, 'start-video-off'],
  ];
  for (const [attributes, instead] of protections) {
    const [given] = Object.keys(attributes);
    it(`means no call, and says what to write, for ${JSON.stringify(attributes).replace(SECRET, '…')}`, async () => {
      const { element, platform, errors, remove } = await registerLate(attributes);
      expect(errors.map(({ detail }) => [detail.code, detail.fatal])).to.deep.equal([
        ['verification-failed', true],
      ]);
      expect(errors[0]!.detail.message).to.include(`${given} is not read: write ${instead}`);
      expect(platform.errors).to.deep.equal([{ attribute: given, instead }]);
      expect(platform.warnings).to.deep.equal([]);
      await until(() => element.shadowRoot!.querySelector('[role=alert]')?.textContent?.includes(instead));
      element.dispatchEvent(new PointerEvent('pointerdown'));
      element.displayName = 'Ada';
      await element.updateComplete;
      expect(await element.join().catch(({ code }) => code)).to.equal('verification-failed');
      expect(joins(platform)).to.equal(0);
      expect(platform.errors).to.have.length(1);
      remove();
    });
  }

  const properties: [properties: object, instead: string][] = [
    [{ secretfrom: 'hash' }, 'secretFrom'],
    [{ 'secret-from': 'hash' }, 'secretFrom'],
    [{ secret: SECRET }, 'secretFrom'],
    [{ relayonly: true }, 'relayOnly'],
    [{ 'relay-only': true }, 'relayOnly'],
    [{ RelayOnly: true }, 'relayOnly'],
  ];
  for (const [given, instead] of properties) {
    const [name] = Object.keys(given);
    it(`means no call for the property ${name}, set before or after the tag is registered`, async () => {
      const early = await registerLate({}, given);
      expect(early.errors.map(({ detail }) => detail.code)).to.deep.equal(['verification-failed']);
      expect(early.platform.errors).to.deep.equal([{ attribute: name, instead }]);
      expect(joins(early.platform)).to.equal(0);
      early.remove();
      const { element, platform } = await mount({ 'without-lobby': '' });
      await until(() => element.state === 'joined');
      Object.assign(element, given);
      element.requestUpdate('room', 'another'); // Of a property that nobody declared no element hears by itself.
      await until(() => platform.rooms.length === 2);
      expect(platform.rooms[0]!.disposed).to.equal(true);
      expect(platform.room.count('join')).to.equal(0);
    });
  }

  for (const [name, value] of [
    ['secretfrom', 'hash'],
    ['relayonly', ''],
    ['secret', SECRET],
  ] as const) {
    it(`ends the call when the attribute ${name} comes during it`, async () => {
      const { element, platform } = await mount({ 'without-lobby': '' });
      await until(() => element.state === 'joined');
      element.setAttribute(name, value);
      await until(() => platform.rooms.length === 2);
      expect(platform.rooms[0]!.disposed).to.equal(true);
      expect(platform.room.count('join')).to.equal(0);
      element.removeAttribute(name);
      await until(() => element.state === 'joined');
    });
  }

  it('is only warned about when the right name is there too', async () => {
    const { element, platform } = await mount({
      relayonly: '',
      'relay-only': '',
      'start-audio-off': '',
    });
    await until(() => platform.rooms.length);
    element.setAttribute('startaudiooff', '');
    await element.updateComplete;
    expect(platform.room.options).to.include({ relayOnly: true, startAudioOff: true });
    expect([platform.rooms.length, platform.errors]).to.deep.equal([1, []]);
    expect(platform.warnings).to.deep.equal([
      { attribute: 'relayonly', instead: 'relay-only' },
      { attribute: 'startaudiooff', instead: 'start-audio-off' },
    ]);
  });

  it('tells that a secret is a property, where it is waited for', async () => {
    const { platform } = await mount({ secret: SECRET, 'secret-from': 'property' });
    await until(() => platform.rooms.length);
    expect(platform.errors).to.deep.equal([]);
    expect(platform.warnings).to.deep.equal([{ attribute: 'secret', instead: 'the property secret' }]);
  });

  const harmless: [attribute: string, instead: string][] = [
    ['displayname', 'display-name'],
    ['display_name', 'display-name'],
    ['withoutlobby', 'without-lobby'],
    ['iceservers', 'ice-servers'],
    ['shareurl', 'share-url'],
    ['gettoken', 'the property getToken'],
    ['stream', 'the property stream'],
    [':display-name', 'display-name'],
  ];
  for (const [attribute, instead] of harmless) {
    it(`is warned about once for ${attribute}, which is ${instead}`, async () => {
      const { element, platform, remove } = await registerLate({ [attribute]: 'x' });
      element.token = 'another';
      await element.updateComplete;
      expect(platform.warnings).to.deep.equal([{ attribute, instead }]);
      expect([platform.errors, platform.room.count('join')]).to.deep.equal([[], 1]);
      remove();
    });
  }

  it('is none of what belongs to the page or asks for nothing', async () => {
    const { platform } = await mount({
      ...{ 'data-secret': 'x', 'data-room': 'x', 'aria-label': 'x', class: 'x', title: 'x', itemid: 'x' },
      ...{ relayonly: 'false', audioonly: 'false' },
    });
    await until(() => platform.rooms.length);
    expect([platform.errors, platform.warnings]).to.deep.equal([[], []]);
  });
});

describe('a property that a page sets on <video-room> before the tag is registered', () => {
  afterEach(unmountAll);

  it('counts, where it protects the call too', async () => {
    const platform = new TestPlatform();
    const element = document.createElement('late-protected-room') as TestVideoRoom;
    Object.assign(element, {
      ...{ room: 'standup', server: 'rtc.example', withoutLobby: true },
      ...{ secretFrom: 'property', secret: SECRET, relayOnly: true, startAudioOff: true },
    });
    document.body.append(element);
    TestVideoRoom.platform = platform;
    customElements.define('late-protected-room', class extends TestVideoRoom {});
    await until(() => platform.rooms.length);
    expect(platform.room.options).to.include({ relayOnly: true, startAudioOff: true });
    expect(await (platform.room.options.secret as () => Promise<string>)()).to.equal(SECRET);
    expect([platform.errors, platform.warnings]).to.deep.equal([[], []]);
    element.remove();
    platform.clock.advance(100);
  });

  it('takes null, which React 19 sets for what is gone, for the default', async () => {
    const { element, platform } = await mount({ layout: 'grid', theme: 'dark' });
    Object.assign(element, { layout: null, theme: null, controls: null, party: null, displayName: null });
    await element.updateComplete;
    expect([platform.rooms.length, platform.warnings]).to.deep.equal([1, []]);
  });
});
