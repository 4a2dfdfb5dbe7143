import { expect } from 'chai';
import { en } from '../../src/locale/en.js';
import { registerLocale } from '../../src/locale/index.js';
import { shippedWords } from '../../src/locale/registry.js';
import { Translation } from '../../src/ui/controllers/translation.js';
import { participant } from '../support/fake-room.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const part = (element: TestVideoRoom, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const joinLabel = (element: TestVideoRoom) => part(element, 'lobby__join')!.textContent;
const frame = (element: TestVideoRoom) => element.shadowRoot!.querySelector<HTMLElement>('.frame')!;

describe('the languages of <video-room>', () => {
  afterEach(() => {
    unmountAll();
    for (const name of ['lang', 'dir']) document.documentElement.removeAttribute(name);
  });

  it('load themselves when an element asks for one, before the first drawing', async () => {
    expect(shippedWords('de')).to.equal(undefined);
    // The test server has to compile it first: the element waits for a language file for one second.
    await (await fetch(new URL('../../src/locale/de.ts', import.meta.url))).text();
    expect(shippedWords('de')).to.equal(undefined);
    const { element } = await mount({ lang: 'de-AT' });
    // Nothing in English was drawn before.
    expect(joinLabel(element)).to.equal('Beitreten');
    expect(frame(element).lang).to.equal('de');
  });

  it('are those of the nearest ancestor', async () => {
    document.documentElement.lang = 'fr';
    const { element } = await mount();
    await until(() => joinLabel(element) === 'Rejoindre');
    const section = document.createElement('section');
    section.lang = 'nl';
    document.body.append(section);
    section.append(element);
    await until(() => joinLabel(element) === 'Deelnemen');
    section.lang = 'xx-unknown';
    await until(() => joinLabel(element) === 'Join');
    expect(frame(element).lang).to.equal('en');
    section.remove();
  });

  it('change during a call at once, and never to English on the way', async () => {
    const { element, room } = await mount({ lang: 'es' });
    room.set({ phase: 'joined', participants: [participant({ id: 'grace' })] });
    const label = () => part(element, 'control-microphone')?.ariaLabel;
    await until(() => label() === 'Activar micrófono');
    const seen = new Set<unknown>();
    const observer = new MutationObserver(() => seen.add(label()));
    observer.observe(element.shadowRoot!, { subtree: true, attributes: true, childList: true });
    element.lang = 'it';
    await until(() => label() === 'Attiva microfono');
    observer.disconnect();
    expect(
      [...seen].filter((one) => one !== 'Activar micrófono' && one !== 'Attiva microfono'),
    ).to.deep.equal([]);
  });

  it('yield to the one that the user has chosen, with its direction', async () => {
    document.documentElement.lang = 'ar';
    document.documentElement.dir = 'rtl';
    const { element, room } = await mount();
    room.changeSettings({ language: 'de' });
    await until(() => joinLabel(element) === 'Beitreten');
    expect([frame(element).lang, frame(element).dir]).to.deep.equal(['de', 'ltr']);
    room.changeSettings({ language: 'en' });
    await until(() => joinLabel(element) === 'Join');
    expect(frame(element).dir).to.equal('ltr');
    document.documentElement.dir = 'ltr';
    room.changeSettings({ language: 'ar' });
    await until(() => frame(element).lang === 'ar');
    expect(frame(element).dir).to.equal('rtl');
    room.changeSettings({ language: '' });
    await until(() => frame(element).dir === '');
  });

  it('yield to the words of the page, and fill their gaps', async () => {
    registerLocale('pt_br', { join: 'Bora' });
    const { element } = await mount({ lang: 'pt' });
    await until(() => joinLabel(element) === 'Bora');
    await until(() => part(element, 'lobby__title')!.textContent === 'Entrar em standup');
    // Words for another region are not for this one.
    registerLocale('pt-PT', { join: 'Aderir' });
    await until(() => joinLabel(element) === 'Bora');
    element.lang = 'pt-PT';
    await until(() => joinLabel(element) === 'Aderir');
    expect(part(element, 'lobby__title')!.textContent).to.equal('Entrar em standup');
  });

  it('keep English where the page asks for it, whatever the browser prefers', async () => {
    registerLocale('en-GB', { join: 'Pop in' });
    const { element } = await mount({ lang: 'en-GB' });
    expect(joinLabel(element)).to.equal('Pop in');
    // English words inside English need no mark.
    expect(part(element, 'lobby__title')!.textContent).to.equal('Join standup');
    expect(frame(element).lang).to.equal('en-GB');
  });

  it('mark English words inside another language', async () => {
    registerLocale('he', { join: 'הצטרפות' });
    const { element } = await mount({ lang: 'he' });
    expect(joinLabel(element)).to.equal('הצטרפות');
    expect(frame(element).dir).to.equal('rtl');
    const title = part(element, 'lobby__title')!;
    await until(() => title.lang === 'en');
    expect(title.textContent).to.equal('\u2066Join standup\u2069');
    expect(part(element, 'lobby__join')!.lang).to.equal('');
    element.lang = 'en';
    await until(() => joinLabel(element) === 'Join');
    await until(() => title.lang === '');
  });

  it('leave the direction to the page where it sets one', async () => {
    registerLocale('he', { join: 'הצטרפות' });
    document.documentElement.dir = 'ltr';
    const { element } = await mount({ lang: 'he' });
    expect(frame(element).hasAttribute('dir')).to.equal(false);
    document.documentElement.removeAttribute('dir');
    await until(() => frame(element).dir === 'rtl');
  });

  it('that cannot be loaded are English, and are tried again when the network is back', async () => {
    const host = Object.assign(document.createElement('div'), { renderRoot: document.createElement('div') });
    const life = new AbortController();
    let [changes, loads, isUp] = [0, 0, false];
    const translation = new Translation(host, () => changes++, life.signal, en, {
      ja: async () => {
        loads++;
        if (!isUp) throw new TypeError('Failed to fetch dynamically imported module');
      },
    });
    expect(translation.languageFor(['ja'], '')).to.equal(undefined);
    await translation.loading;
    expect(changes).to.equal(1);
    for (let drawing = 0; drawing < 3; drawing++) {
      const language = translation.languageFor(['ja'], '');
      expect(language?.words.join).to.equal('Join');
      expect(language?.lang).to.equal('en');
    }
    expect(loads, 'not tried with each drawing').to.equal(1);
    isUp = true;
    translation.retry();
    expect(translation.languageFor(['ja'], '')).to.equal(undefined);
    expect(loads).to.equal(2);
    life.abort();
  });
});
