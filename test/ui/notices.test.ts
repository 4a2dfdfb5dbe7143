import { expect } from 'chai';
import { render as draw, html } from 'lit';
import { person } from '../../demo/gallery-people.js';
import { ROOM_ERROR_CODES } from '../../src/protocol/errors.js';
import { passing } from '../../src/ui/extras/passing.js';
import { until } from '../support/until.js';
import { all, button, clear, part, show, textOf } from './gallery-support.js';

describe('notices', () => {
  afterEach(clear);

  it('have a polite region that always exists', () => {
    const { root } = show('Call: two');
    expect(part(root, 'notices')!.ariaLive).to.equal('polite');
    expect(textOf(part(root, 'notices'))).to.equal('');
  });

  it('say that the call goes on while the server is away', () => {
    const { root, room } = show('Call: server is reconnecting');
    expect(textOf(part(root, 'notices'))).to.equal('Reconnecting… Your call continues.');
    room.set({ signaling: 'connected' });
    expect(textOf(part(root, 'notices'))).to.equal('');
  });

  it('show device errors also while the server is away', async () => {
    const { root, room } = show('Call: server is reconnecting');
    room.set({ deviceErrors: { microphone: 'in-use' } });
    await until(() => /Another app/.test(textOf(part(root, 'notices'))));
    expect(textOf(part(root, 'notices'))).to.contain('Reconnecting…');
  });

  it('turn on all sound with one button', () => {
    const { root, asked } = show('Call: sound held back');
    const buttons = all(part(root, 'notices')!, 'button');
    expect(buttons.map(textOf)).to.deep.equal(['Turn on sound']);
    buttons[0]!.click();
    expect(asked).to.deep.equal([['startPlayback']]);
  });

  it('say why a device is missing, and disappear when dismissed', async () => {
    const { root, asked, room } = show('Call: microphone not found');
    await until(() => textOf(part(root, 'notices')).includes('We can’t find your microphone.'));
    button(root, 'Try again')!.click();
    expect(room.calls).to.deep.equal([['retryDevices']]);
    button(root, 'Close')!.click();
    expect(asked).to.deep.equal([['dismissNotice', 'device-error:microphone']]);
    await until(() => !part(root, 'notice'));
  });

  it('name a device that replaced another, and disappear by themselves', async () => {
    const { root, asked, room } = show('Call: microphone replaced');
    await until(
      () => textOf(part(root, 'notice')) === 'AirPods disconnected. Now using Built-in Microphone.',
    );
    const { devices } = room.state;
    const replaced = { kind: 'microphone', gone: '', used: 'Headset' } as const;
    room.set({ devices: { ...devices, replaced: { ...replaced, at: Date.now() - 6_000 } } });
    await until(() => textOf(part(root, 'notice')) === 'Now using Headset.');
    await until(() => asked.length);
    expect(asked).to.deep.equal([['dismissNotice', `replaced:${room.state.devices.replaced!.at}`]]);
    room.set({ devices: { ...devices, replaced: { ...replaced, used: '', at: Date.now() } } });
    await until(() => textOf(part(root, 'notice')) === 'Now using Microphone.');
    room.set({ devices: { ...devices, replaced: { ...replaced, at: Date.now() - 60_000 } } });
    await until(() => !part(root, 'notice'));
  });

  it('do not treat a closed screen picker as an error', async () => {
    const { root, room } = show('Call: two');
    // A room error comes after device errors: if it is shown, there is no device error.
    room.set({
      deviceErrors: { screen: 'dismissed' },
      fault: { code: 'peer-unreachable', fatal: false, phase: 'joined' },
    });
    await until(() => part(root, 'notice'));
    expect(textOf(part(root, 'notice'))).to.contain('We can’t reach someone');
  });

  it('tell screen readers who joined and who left, but not who was there already', async () => {
    const { root, room } = show('Call: two');
    const last = () => textOf(all(root, '[part=announcements] p').at(-1) ?? null);
    await until(() => last() === 'You joined the call');
    const ada = room.state.participants[0]!;
    room.set({ participants: [ada, person('g', 'Grace', 1), person('m', '', 2)] });
    await until(() => last() === 'Grace and Guest joined');
    room.set({ participants: [person('g', 'Grace', 1), person('m', '', 2)] });
    await until(() => last() === 'Ada Lovelace left');
    // Each sentence is added once, so it is read once.
    expect(all(root, '[part=announcements] p')).to.have.length(3);
  });
});

describe('passing news', () => {
  /** `news`: what is passing; ends with what has passed. */
  function box() {
    const host = document.body.appendChild(document.createElement('div'));
    const passed: string[] = [];
    const tell = (news: string, milliseconds = 30) =>
      draw(
        html`<div ${passing(news, milliseconds, () => passed.push(news))}><button>Close</button></div>`,
        host,
      );
    return { host, passed, tell, close: () => host.querySelector('button')! };
  }

  it('is held by the focus, and passes once nobody holds it', async () => {
    const { host, passed, tell, close } = box();
    tell('one');
    close().focus();
    let later = false;
    setTimeout(() => {
      later = true;
    }, 300);
    await until(() => later);
    expect(passed).to.deep.equal([]);
    close().blur();
    await until(() => passed.length);
    tell('one');
    expect(passed).to.deep.equal(['one']);
    host.remove();
  });

  it('starts anew with other news, and ends with its element', async () => {
    const { host, passed, tell } = box();
    tell('one', 30);
    tell('two', 60);
    await until(() => passed.length);
    expect(passed).to.deep.equal(['two']);
    tell('three');
    host.remove();
    let later = false;
    setTimeout(() => {
      later = true;
    }, 100);
    await until(() => later);
    expect(passed).to.deep.equal(['two']);
  });
});

describe('problem screens', () => {
  afterEach(clear);

  it('each have one sentence of their own, and the code', async () => {
    for (const code of ROOM_ERROR_CODES) {
      const { root } = show(`Problem: ${code}`);
      const heading = await until(() => root.querySelector('h2'), `for ${code}`);
      expect(textOf(heading), code).to.match(/^[A-Z].{12,}\.$/);
      expect(textOf(heading), 'no exclamation marks').to.not.contain('!');
      expect(textOf(root.querySelector('code'))).to.equal(code);
    }
  });

  it('offer the next step', async () => {
    const { root, asked } = show('Problem: server-unreachable');
    const again = await until(() => button(root, 'Try again'));
    again.click();
    expect(asked).to.deep.equal([['rejoin']]);
  });

  it('tell users what helps them, and separately what the owner of the page can do', async () => {
    const { root } = show('Problem: room-invalid');
    const heading = await until(() => root.querySelector('h2'));
    expect(textOf(heading)).to.equal('This link doesn’t lead to a call. Ask for it again.');
    expect(textOf(root.querySelector('[part~=problem] p'))).to.match(
      /^For the owner of this page: .*1 to 64 .*a to z, digits, - and _/,
    );
  });

  it('name the cause when another script changed JSON', async () => {
    const { root } = show('Problem: bad-message');
    await until(() => textOf(root).includes('This page is out of date. Reload it.'));
    const { stringify } = JSON;
    JSON.stringify = ((value: unknown) => `(${stringify(value)})`) as typeof stringify;
    try {
      const { root } = show('Problem: bad-message');
      await until(() => textOf(root).includes('Another script on this page interferes with calls.'));
    } finally {
      JSON.stringify = stringify;
    }
  });

  it('link from an insecure page to the secure one', async () => {
    const { root } = show('Problem: insecure-context');
    const link = await until(() => root.querySelector('a'));
    expect(link.href).to.equal('https://example.org/calls/standup');
  });

  it('lead back into a room that we left', async () => {
    const { root, asked } = show('Left');
    await until(() => textOf(root).includes('You left the call'));
    button(root, 'Join again')!.click();
    expect(asked).to.deep.equal([['rejoin']]);
  });

  it('replace the lobby after a fatal error, and are in the form otherwise', async () => {
    const { root, room } = show('Lobby: room is full');
    await until(() => textOf(root).includes('This call is full.'));
    expect(!!button(root, 'Join')).to.equal(true);
    room.set({ fault: { code: 'forbidden', fatal: true, phase: 'lobby' } });
    expect(!!button(root, 'Join')).to.equal(false);
    await until(() => button(root, 'Try again'));
  });
});
