import { expect } from 'chai';
import { createSecret, isSecret } from '../../src/room/secret.js';
import type { FakeRoom } from '../support/fake-room.js';
import { mount, TestPlatform, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const SECRET = createSecret();
const OTHER = createSecret();

/** A room asks for the secret when its lobby is first used. */
const ask = ({ options }: FakeRoom) => (options.secret as () => Promise<string>)();

describe('the secret of a <video-room>', () => {
  const address = location.href;
  const setHash = (hash: string) => history.replaceState(null, '', `${address.split('#')[0]}${hash}`);
  /** Like a click on a link; a real navigation would load the page again. */
  const goTo = (hash: string) => {
    setHash(hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  afterEach(() => {
    unmountAll();
    history.replaceState(null, '', address);
  });

  /** An element on the page, once the code that reads the secret is loaded; with its errors. */
  async function protect(attributes: Record<string, string>) {
    const platform = new TestPlatform();
    const errors: [code: string, fatal: boolean][] = [];
    const mounted = mount(attributes, platform);
    document
      .querySelector('test-video-room')!
      .addEventListener('room-error', ({ detail }) => errors.push([detail.code, detail.fatal]));
    const { element } = await mounted;
    await until(() => platform.rooms.length);
    // The update that creates the room draws nothing yet.
    await element.updateComplete;
    return { element, platform, errors };
  }
  /** Sets a property and waits until it was read. */
  async function set(element: TestVideoRoom, secret: string | undefined) {
    element.secret = secret as string;
    await element.updateComplete;
  }

  it('is not used unless it is requested, whatever is in the address', async () => {
    setHash(`#video-room-key=${SECRET}`);
    const { room } = await mount();
    expect(room.options.secret).to.equal(undefined);
  });

  describe('from the hash', () => {
    for (const hash of [
      `#video-room-key=${SECRET}`,
      `#video-room-key=${SECRET}&page=2`,
      `#page=2&video-room-key=${SECRET}`,
    ]) {
      it(`is read from ${hash.replace(SECRET, '…')}, and the hash stays unchanged`, async () => {
        setHash(hash);
        const { platform, element } = await protect({ 'secret-from': 'hash' });
        expect(await ask(platform.room)).to.equal(SECRET);
        expect(location.hash).to.equal(hash);
        expect(element.state).to.equal('idle');
      });
    }

    for (const [before, rest] of [
      ['', ''],
      ['#chapter-2', '#chapter-2&'],
      ['#a=1&b=2', '#a=1&b=2&'],
    ] as const) {
      it(`is created when the lobby is first used, not before, and added to ${before || 'an empty hash'}`, async () => {
        setHash(before);
        const { platform } = await protect({ 'secret-from': 'hash' });
        expect(location.hash).to.equal(before);
        const secret = await ask(platform.room);
        expect(isSecret(secret)).to.equal(true);
        expect(location.hash).to.equal(`${rest || '#'}video-room-key=${secret}`);
        expect(await ask(platform.room)).to.equal(secret);
        expect(platform.rooms).to.have.length(1);
      });
    }

    for (const key of ['', 'short', `${SECRET.slice(1)}!`, `${SECRET}%20`]) {
      it(`is rejected as "${key}", without a lobby`, async () => {
        setHash(`#video-room-key=${key}`);
        const { element, platform, errors } = await protect({ 'secret-from': 'hash' });
        expect(errors).to.deep.equal([['verification-failed', true]]);
        await until(() =>
          element.shadowRoot!.querySelector('[role=alert]')?.textContent?.includes('incomplete'),
        );
        // The same key does not become valid when it is tried again.
        expect(!!element.shadowRoot!.querySelector('[part=problem__again]')).to.equal(false);
        element.dispatchEvent(new PointerEvent('pointerdown'));
        expect(platform.room.count('prepare')).to.equal(0);
        expect(await element.join().catch(({ code }) => code)).to.equal('verification-failed');
      });
    }

    it('is in the link to copy, even if the page has removed it from its address', async () => {
      setHash(`#video-room-key=${SECRET}`);
      const { element, platform } = await protect({ 'secret-from': 'hash' });
      setHash('#elsewhere');
      platform.room.set({ phase: 'joined' });
      await until(() => element.shadowRoot!.querySelector('[part=empty] code'));
      expect(element.shadowRoot!.querySelector('[part=empty] code')!.textContent).to.include(
        `#elsewhere&video-room-key=${SECRET}`,
      );
    });

    it('starts anew with another one in the address', async () => {
      setHash(`#video-room-key=${SECRET}`);
      const { platform } = await protect({ 'secret-from': 'hash' });
      goTo(`#video-room-key=${OTHER}`);
      await until(() => platform.rooms.length === 2);
      expect(platform.rooms[0]!.disposed).to.equal(true);
      expect(await ask(platform.room)).to.equal(OTHER);
    });

    it('is kept during a call, and another one is reported as an error; after the call it is used', async () => {
      setHash(`#video-room-key=${SECRET}`);
      const { element, platform, errors } = await protect({ 'secret-from': 'hash' });
      await element.join();
      goTo(`#video-room-key=${OTHER}`);
      await until(() => errors.length);
      element.displayName = 'again';
      await element.updateComplete;
      expect(errors).to.deep.equal([['verification-failed', false]]);
      expect([platform.rooms.length, element.state]).to.deep.equal([1, 'joined']);
      element.leave();
      await until(() => platform.rooms.length === 2);
      expect(await ask(platform.room)).to.equal(OTHER);
    });
  });

  describe('from the property', () => {
    it('is waited for, and the lobby says so', async () => {
      const { element, platform } = await protect({ 'secret-from': 'property' });
      const asked = ask(platform.room);
      expect(element.shadowRoot!.textContent).to.include('Waiting for this call’s key');
      expect(await Promise.race([asked, 'nothing yet'])).to.equal('nothing yet');
      await set(element, SECRET);
      expect(await asked).to.equal(SECRET);
      expect(platform.rooms).to.have.length(1);
      expect(element.shadowRoot!.textContent).not.to.include('Waiting for this call’s key');
    });

    it('may be set before', async () => {
      const { element, platform } = await protect({});
      element.secret = SECRET;
      element.secretFrom = 'property';
      await until(() => platform.rooms.length === 2);
      expect(await ask(platform.room)).to.equal(SECRET);
    });

    it('starts anew with another one, or with none', async () => {
      const { element, platform } = await protect({ 'secret-from': 'property' });
      await set(element, SECRET);
      await set(element, OTHER);
      expect(platform.rooms).to.have.length(2);
      expect(await ask(platform.room)).to.equal(OTHER);
      await set(element, undefined);
      expect(platform.rooms).to.have.length(3);
      expect(await Promise.race([ask(platform.room), 'nothing yet'])).to.equal('nothing yet');
    });

    for (const phase of ['joining', 'waiting', 'joined'] as const) {
      it(`does not change any more while ${phase}`, async () => {
        const { element, platform, errors } = await protect({ 'secret-from': 'property' });
        await set(element, SECRET);
        platform.room.set({ phase });
        for (const other of [OTHER, undefined]) await set(element, other);
        expect(errors).to.deep.equal([['verification-failed', false]]);
        expect([platform.rooms.length, element.state]).to.deep.equal([1, phase]);
        expect(platform.room.count('update')).to.equal(0);
      });
    }

    it('does not change where there is no lobby either: no other room is joined, and the call goes on', async () => {
      const { element, platform, errors } = await protect({ 'secret-from': 'property', 'without-lobby': '' });
      await set(element, SECRET);
      await until(() => element.state === 'joined');
      await set(element, OTHER);
      expect(errors).to.deep.equal([['verification-failed', false]]);
      expect([platform.rooms.length, element.state]).to.deep.equal([1, 'joined']);
      expect([platform.room.count('leave'), platform.room.count('join')]).to.deep.equal([0, 1]);
      expect(await ask(platform.room)).to.equal(SECRET);
    });

    it('goes with the element into another room, which is not joined under the former one', async () => {
      const { element, platform, errors } = await protect({ 'secret-from': 'property', 'without-lobby': '' });
      await set(element, SECRET);
      await until(() => element.state === 'joined');
      element.room = 'elsewhere';
      await set(element, OTHER);
      await until(() => platform.rooms.length > 1);
      expect(await ask(platform.room)).to.equal(OTHER);
      expect([platform.rooms.length, errors]).to.deep.equal([2, []]);
    });

    for (const secret of ['short', `${SECRET} `, 5 as unknown as string]) {
      it(`is rejected as ${JSON.stringify(secret)}`, async () => {
        const { element, platform, errors } = await protect({ 'secret-from': 'property' });
        await set(element, secret);
        expect(errors).to.deep.equal([['verification-failed', true]]);
        element.dispatchEvent(new PointerEvent('pointerdown'));
        expect(platform.room.count('prepare')).to.equal(0);
      });
    }
  });

  for (const value of ['hsah', ' ', '']) {
    it(`is required even if secret-from is "${value}", which does not exist`, async () => {
      const { platform, errors } = await protect({ 'secret-from': value });
      expect(errors).to.deep.equal([['verification-failed', true]]);
      expect(platform.room.count('prepare')).to.equal(0);
    });
  }

  for (const phase of ['idle', 'joined'] as const) {
    it(`is required even if secret-from is removed while ${phase}`, async () => {
      setHash(`#video-room-key=${SECRET}`);
      const { element, platform, errors } = await protect({ 'secret-from': 'hash', 'without-lobby': '' });
      platform.room.set({ phase });
      const [first] = platform.rooms;
      element.removeAttribute('secret-from');
      await element.updateComplete;
      expect(first!.disposed).to.equal(true);
      expect(errors).to.deep.equal([['verification-failed', true]]);
      expect(platform.room.count('join')).to.equal(0);
    });
  }

  it('is required even if secret-from is removed before the code that reads it is loaded', async () => {
    const platform = new TestPlatform();
    const errors: string[] = [];
    const mounted = mount({ 'secret-from': 'hash', 'without-lobby': '' }, platform);
    const drawn = document.querySelector('test-video-room')!;
    drawn.addEventListener('room-error', ({ detail }) => errors.push(detail.code));
    // Twice in one task: nothing can be loaded in between.
    const draw = () => (drawn as unknown as { performUpdate(): void }).performUpdate();
    draw();
    drawn.removeAttribute('secret-from');
    draw();
    expect(platform.rooms).to.have.length(0);
    const { element } = await mounted;
    await until(() => platform.rooms.length);
    element.displayName = 'Ada';
    await element.updateComplete;
    expect(errors).to.deep.equal(['verification-failed']);
    expect([platform.rooms.length, platform.room.count('join')]).to.deep.equal([1, 0]);
  });

  it('ends a call without one when secret-from is set later', async () => {
    const { element, platform } = await protect({});
    await element.join();
    setHash(`#video-room-key=${SECRET}`);
    element.secretFrom = 'hash';
    await element.updateComplete;
    expect(platform.rooms[0]!.disposed).to.equal(true);
    await until(() => platform.rooms.length === 2);
    expect(await ask(platform.room)).to.equal(SECRET);
  });

  it('shows :state(verified) only while everyone in the call is verified', async () => {
    const { element, platform } = await protect({});
    const { self } = platform.room.state;
    const people = (...kinds: ('verified' | 'unverified')[]) =>
      kinds.map((verification, id) => ({ ...self, id: `${id}`, verification }));
    const shows = async (verified: boolean, self: object, participants: object[], phase = 'joined') => {
      platform.room.set({ phase, self, participants } as never);
      await element.updateComplete;
      expect(element.matches(':state(verified)')).to.equal(verified);
    };
    const us = { ...self, verification: 'verified' };
    await shows(true, us, []);
    await shows(true, us, people('verified', 'verified'));
    await shows(false, us, people('verified', 'unverified'));
    await shows(false, us, [], 'lobby');
    await shows(false, self, []);
  });
});
