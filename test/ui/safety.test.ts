import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { until } from '../support/until.js';
import { all, button, clear, focused, has, part, press, SMALL, show, textOf } from './gallery-support.js';

const CODE = '01234 56789 01234 56789 01234 56789 01234 56789';

describe('the protection of a call in the interface', () => {
  afterEach(clear);

  it('shows the numbers to compare with each participant when the server is trusted', async () => {
    const { root, room } = show('Safety code: two to compare');
    await until(() => textOf(root).split(CODE).length === 3);
    expect(textOf(part(root, 'popover')))
      .to.contain('Encrypted')
      .and.contain('Ada Lovelace');
    expect([...new Set(room.calls.map(String))]).to.deep.equal(['safetyCode,ada', 'safetyCode,long']);
  });

  it('shows no numbers before there is a link', async () => {
    const { root, room } = show('Call: two');
    room.safetyCode = async () => null;
    part(root, 'safety-mark')!.click();
    await until(() => has(root, 'safety__code') && textOf(part(root, 'safety__code')) === '…');
  });

  it('shows for each participant whether they have the secret, if there is one', async () => {
    const { root, room } = show('Sealed: what it means');
    await until(() => has(root, 'popover'));
    const rows = all(root, '.safety').map((row) => [...row.children].map(textOf));
    expect(rows).to.deep.equal([
      ['Ada Lovelace', 'Verified'],
      ['Guest', 'Not verified'],
    ]);
    expect([has(root, 'safety__code'), room.calls.length]).to.deep.equal([false, 0]);
  });

  it('reports a party that changes what it relays, in a plain sentence, and the call goes on', async () => {
    const { root, room, asked } = show('Sealed: a stranger');
    expect(has(root, 'notice')).to.equal(false);
    room.set({ fault: { code: 'verification-failed', fatal: false, phase: 'joined' } });
    await until(() => has(root, 'notice'));
    const said = textOf(part(root, 'notice')!.querySelector('span'));
    expect(said).to.equal('Something in this call couldn’t be verified. We ignored it.');
    expect(part(root, 'notices')!.ariaLive).to.equal('polite');
    const tiles = all(root, '[part~="tile"]').map(textOf);
    expect(tiles.filter((text) => text.includes('Not verified'))).to.have.length(1);
    expect(tiles.filter((text) => text.includes('Ada Lovelace'))).to.have.length(1);
    button(root, 'Close')!.click();
    expect(asked).to.deep.equal([['dismissNotice', 'room-error']]);
  });

  it('names the participant whose numbers have changed', async () => {
    const { root, room } = show('Sealed: a stranger');
    const { id } = room.state.participants.find(({ name }) => name === 'Ada Lovelace')!;
    room.set({
      fault: { code: 'verification-failed', fatal: false, phase: 'joined', participant: id },
    });
    await until(() => has(root, 'notice'));
    const said = textOf(part(root, 'notice')!.querySelector('span'));
    expect(said).to.equal('The security numbers of Ada Lovelace have changed. Compare them again.');
  });

  for (const [key, sentence] of [
    ['missing', 'This call needs a key that your link doesn’t have. Ask for the full link.'],
    ['other', 'Your link has a different key than this call. Ask for the link again.'],
    ['unused', 'Your link has a key, but the others joined without it. Send them your link.'],
    ['malformed', 'The key in your link is incomplete. Ask for the full link.'],
  ] as const) {
    it(`says what to do where the key is ${key}, and shows nothing of the call`, async () => {
      const { root } = show(`Key: ${key}`);
      const heading = await until(() => root.querySelector('h2'));
      expect(textOf(heading)).to.equal(sentence);
      expect([has(root, 'tile'), !!button(root, 'Join')]).to.deep.equal([false, false]);
    });
  }

  it('is behind the icon in the bar, which gets the focus back on Escape, with the chat open too', async () => {
    const { root } = show('Call: chat, nothing said');
    // The chat takes the focus once.
    await until(() => root.activeElement);
    part(root, 'safety-mark')!.click();
    await until(() => part(root, 'popover')?.contains(root.activeElement));
    press(root, 'Escape');
    expect(has(root, 'popover')).to.equal(false);
    expect(root.activeElement?.part.contains('safety-mark')).to.equal(true);
    button(root, 'Settings')!.click();
    await until(() => root.activeElement?.localName === 'select');
    press(root, 'Escape');
    expect(focused(root)).to.equal('Settings');
  });

  for (const [box, opener] of [
    [SMALL, 'More'],
    [{ width: 600, height: 400 }, 'Settings'],
  ] as const) {
    it(`is behind the settings in a box of ${box.width} pixels, and gives the focus back to "${opener}"`, async () => {
      const { root } = show('Call: two', box);
      button(root, opener)!.click();
      if (opener === 'More') (await until(() => button(root, 'Settings'))).click();
      const mark = await until(() => root.querySelector<HTMLElement>('.popover [part~=safety-mark]'));
      await until(() => part(root, 'popover')!.contains(root.activeElement));
      mark.focus();
      mark.click();
      await until(() => textOf(part(root, 'popover')).includes(CODE) && focused(root) === 'Close');
      press(root, 'Escape');
      expect(focused(root)).to.equal(opener);
    });
  }

  for (const phase of ['waiting', 'joining'] as const) {
    it(`opens the settings while ${phase}`, async () => {
      const { root } = show({
        name: phase,
        state: () => ({ phase, signaling: 'connected', self: person('me', 'Mia', 1) }),
      });
      button(root, 'Settings')!.click();
      await until(() => has(root, 'popover'));
    });
  }

  it('stays inside the smallest box, with any question', async () => {
    for (const name of ['Moderation: remove', 'Moderation: several wait', 'Safety code: two to compare']) {
      const { root, host } = show(name, SMALL);
      const shown = await until(() => part(root, 'popover') ?? part(root, 'knocks'), name);
      const [inner, outer] = [shown.getBoundingClientRect(), host.getBoundingClientRect()];
      expect([inner.left >= outer.left, inner.right <= outer.right], name).to.deep.equal([true, true]);
      expect([inner.top >= outer.top, inner.bottom <= outer.bottom], name).to.deep.equal([true, true]);
      expect(shown.scrollWidth <= shown.clientWidth, `${name} is not scrolled sideways`).to.equal(true);
      clear();
    }
  });
});
