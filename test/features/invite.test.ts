import { expect } from 'chai';
import decodeQR from 'qr/decode.js';
import { ENGLISH } from '../../demo/gallery-states.js';
import { copyHint } from '../../src/ui/call-view.js';
import type { UiContext } from '../../src/ui/context.js';
import { participant } from '../support/fake-room.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import {
  button,
  clear,
  focused,
  has,
  part,
  press,
  SMALL,
  show,
  textOf,
  WIDE,
} from '../ui/gallery-support.js';

const LINK = 'https://example.org/calls/standup';

/** The text of a QR code on the page, read from its picture. */
export async function readQrCode(svg: Element): Promise<string> {
  const copy = svg.cloneNode(true) as SVGElement;
  const size = 400;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', `${size}`);
  copy.setAttribute('height', `${size}`);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
  await image.decode();
  const context = new OffscreenCanvas(size, size).getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size, size);
  context.drawImage(image, 0, 0);
  return decodeQR(context.getImageData(0, 0, size, size));
}

/** Replaces a method of `navigator` until `clear()`. */
const stubs: string[] = [];
function stub(name: 'share' | 'canShare' | 'clipboard', value: unknown): void {
  Object.defineProperty(navigator, name, { configurable: true, value });
  stubs.push(name);
}

describe('inviting others', () => {
  afterEach(() => {
    clear();
    unmountAll();
    for (const name of stubs.splice(0)) delete (navigator as unknown as Record<string, unknown>)[name];
  });

  const dialog = async (state = 'Invite', box?: typeof SMALL) => {
    const stage = show(state, box);
    await until(() => has(stage.root, 'invite'), 'for the dialog');
    return stage;
  };

  it('opens from the bar while others are here, and leads the focus to the copy button and back', async () => {
    const { root, asked } = show('Call: three, one without camera');
    const control = button(root, 'Invite')!;
    control.focus();
    control.click();
    expect(asked).to.deep.equal([['openMenu', 'invite']]);
    await until(() => focused(root) === 'Copy link', 'for the focus');
    expect(part(root, 'popover')!.ariaLabel).to.equal('Invite others');
    press(root, 'Escape');
    expect([has(root, 'popover'), focused(root)]).to.deep.equal([false, 'Invite']);
  });

  it('shows the link from left to right in every language', () => {
    const { root, show: draw } = show('Call: alone', WIDE, { ...ENGLISH, dir: 'rtl' });
    const directionOf = (selector: string) => getComputedStyle(root.querySelector(selector)!).direction;
    expect([directionOf('.card'), directionOf('.card code')]).to.deep.equal(['rtl', 'ltr']);
    draw({ copyFailed: true });
    expect(directionOf('.card input')).to.equal('ltr');
  });

  it('shows the link, and copies it', async () => {
    const { root, asked } = await dialog();
    expect((part(root, 'invite__link') as HTMLInputElement).value).to.equal(LINK.replace('https://', ''));
    button(root, 'Copy link')!.click();
    expect(asked).to.deep.equal([['copyLink']]);
    await until(() => textOf(part(root, 'invite__copy')) === 'Link copied');
  });

  it('shows a QR code that a scanner reads as the link, with the secret of a private room', async () => {
    const { root } = await dialog();
    expect(await readQrCode(part(root, 'invite__qr')!)).to.equal(LINK);
    expect(part(root, 'invite__qr')!.ariaLabel).to.equal('QR code of the link');
    clear();
    const sealed = await dialog('Invite: private room');
    const { value } = part(sealed.root, 'invite__link') as HTMLInputElement;
    expect(value).to.match(/#video-room-key=[\w-]{22}$/);
    expect(await readQrCode(part(sealed.root, 'invite__qr')!)).to.equal(`https://${value}`);
  });

  it('has no code for a link that is too long for one, but still the link', async () => {
    const { root } = await dialog('Invite: a link that is too long for a code');
    expect([has(root, 'invite__qr'), has(root, 'invite__copy')]).to.deep.equal([false, true]);
  });

  it('shares with the system where it can, and copies where the page does not permit that', async () => {
    const shared: ShareData[] = [];
    stub('canShare', () => true);
    stub('share', async (data: ShareData) => void shared.push(data));
    const { root, asked } = await dialog();
    button(root, 'Share…')!.click();
    expect(shared).to.deep.equal([{ title: document.title, url: LINK }]);
    for (const [name, asks] of [
      ['AbortError', 0],
      ['NotAllowedError', 1],
    ] as const) {
      stub('share', () => Promise.reject(new DOMException('', name)));
      button(root, 'Share…')!.click();
      await new Promise((done) => queueMicrotask(() => queueMicrotask(() => done(undefined))));
      expect(asked.filter(([what]) => what === 'copyLink').length, name).to.equal(asks);
    }
  });

  it('does not offer the system’s sheet where there is none', async () => {
    stub('share', undefined);
    const { root } = await dialog();
    expect(has(root, 'invite__share')).to.equal(false);
  });

  it('tells how to copy by hand if the browser blocks it', async () => {
    const { root, room } = await dialog('Invite: the browser blocks copying');
    const { text } = { text: { copyKeys: (keys: string) => `Press ${keys} to copy the link.` } };
    const hint = copyHint({ text } as UiContext);
    expect(textOf(root.querySelector('.invite [role=status]'))).to.equal(hint);
    expect(room.calls).to.deep.equal([]);
  });

  it('no longer tells how to copy by hand once the browser has copied the link', async () => {
    let isBlocked = true;
    stub('clipboard', {
      writeText: async () => {
        if (isBlocked) throw new DOMException('', 'NotAllowedError');
      },
    });
    const { element, room } = await mount();
    room.set({ phase: 'joined', signaling: 'connected', participants: [participant()] });
    const root = element.shadowRoot!;
    (await until(() => button(root, 'Invite'))).click();
    const status = () => textOf(root.querySelector('.invite [role=status]'));
    (await until(() => part(root, 'invite__copy'))).click();
    await until(() => status().startsWith('Press'));
    isBlocked = false;
    part(root, 'invite__copy')!.click();
    await until(() => status() === 'Link copied');
  });

  it('is not there without a link to share', () => {
    const { root } = show({
      name: 'no link',
      state: () => ({ phase: 'joined', signaling: 'connected' }),
      ui: { shareUrl: '' },
    });
    expect(has(root, 'control-invite')).to.equal(false);
    expect(has(root, 'control-leave')).to.equal(true);
  });

  it('clips nothing in the smallest box', async () => {
    for (const state of ['Invite', 'Invite: link copied', 'Invite: the browser blocks copying']) {
      const { root } = await dialog(state, SMALL);
      const popover = part(root, 'popover')!;
      expect(popover.scrollWidth, state).to.equal(popover.clientWidth);
      for (const name of ['invite__copy', 'invite__qr', 'invite__link']) {
        const one = part(root, name)!;
        const [inner, outer] = [one.getBoundingClientRect(), popover.getBoundingClientRect()];
        expect(inner.left >= outer.left && inner.right <= outer.right, `${name} in ${state}`).to.equal(true);
        if (name === 'invite__copy') expect(one.scrollWidth, state).to.equal(one.clientWidth);
      }
      clear();
    }
  });
});
