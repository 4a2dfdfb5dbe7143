import { expect } from 'chai';
import { loadLanguage } from '../../demo/gallery-languages.js';
import { browserName } from '../../src/ui/extras/browser-name.js';
import { durationOf } from '../../src/ui/extras/duration.js';
import { Misspelling } from '../../src/ui/extras/misspellings.js';
import { until } from '../support/until.js';
import { all, button, clear, part, show, textOf, WIDE } from './gallery-support.js';

const actions = (root: ShadowRoot) =>
  all(part(root, 'problem')!, 'button, a.button').map((one) => textOf(one) || one.ariaLabel);

async function problem(code: string): Promise<ShadowRoot> {
  const { root } = show(`Problem: ${code}`);
  await until(() => root.querySelector('.problem h2'));
  return root;
}

describe('the screen without a call', () => {
  afterEach(clear);

  for (const [code, action] of [
    ['server-unreachable', 'Try again'],
    ['room-full', 'Try again'],
    ['kicked', 'Join again'],
    ['replaced', 'Join here'],
    ['bad-message', 'Reload'],
    ['insecure-context', 'Open the secure page'],
    ['browser-unsupported', 'Copy link'],
    ['room-missing', undefined],
    ['room-invalid', undefined],
    ['server-missing', undefined],
  ] as const) {
    it(`offers ${action ? `"${action}"` : 'nothing that cannot help'} for ${code}`, async () => {
      expect(actions(await problem(code))).to.deep.equal(action ? [action] : []);
    });
  }

  it('says to the owner of the page which name is right, in the language of that name', async () => {
    const misspelling = new Misspelling(':secret', 'the property secret');
    const state = { phase: 'idle' } as const;
    const ui = { problem: 'verification-failed', misspelling } as const;
    const { root } = show({ name: 'misspelled', state: () => state, ui }, WIDE, await loadLanguage('de'));
    const name = await until(() => root.querySelector<HTMLElement>('.problem details [lang]'));
    expect([name.lang, name.localName, textOf(name)]).to.deep.equal(['en', 'bdi', 'the property secret']);
    expect(textOf(name.parentElement)).to.equal(
      'Für den Betreiber der Seite: Das Element liest „:secret“ nicht. Richtig ist the property secret.',
    );
  });

  for (const [key, action] of [
    ['missing', undefined],
    ['other', undefined],
    ['malformed', undefined],
    ['unused', 'Copy link'],
  ] as const) {
    it(`offers ${action ? `"${action}"` : 'nothing that cannot help'} when the key is ${key}`, async () => {
      const { root } = show(`Key: ${key}`);
      await until(() => root.querySelector('.problem h2'));
      expect(actions(root)).to.deep.equal(action ? [action] : []);
    });
  }

  it('has the code, and what the page’s author can do, behind "Details"', async () => {
    const root = await problem('room-missing');
    const details = part(root, 'problem__details') as HTMLDetailsElement;
    expect(details.open).to.equal(false);
    details.querySelector('summary')!.click();
    expect(details.open).to.equal(true);
    expect(textOf(details)).to.equal(
      'Details For the owner of this page: the element needs a room. room-missing',
    );
  });

  it('says how long the call has lasted, and has a place for the page', async () => {
    const { root } = show('Moments: left after an hour');
    expect(textOf(await until(() => part(root, 'problem__duration')))).to.equal('Duration: 1 hr, 5 mins');
    expect(button(root, 'Join again') !== undefined).to.equal(true);
    expect(root.querySelector('slot[name=left]') !== null).to.equal(true);
  });
});

describe('a duration in words', () => {
  for (const [milliseconds, words] of [
    [400, '1 sec'],
    [59_900, '59 sec'],
    [60_000, '1 min'],
    [59.4 * 60_000, '59 min'],
    [59.6 * 60_000, '1 hr'],
    [125 * 60_000, '2 hr, 5 min'],
  ] as const) {
    it(`says ${words} for ${milliseconds} ms`, () => {
      // Some ICU versions write "hr" and others "hrs" in British English.
      expect(durationOf(milliseconds, 'en-US')).to.equal(words);
    });
  }
  it('speaks the language', () => expect(durationOf(65 * 60_000, 'de')).to.equal('1 Std., 5 Min.'));
});

describe('the name of the browser, for where it keeps permissions', () => {
  const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  for (const [name, userAgent, maxTouchPoints] of [
    ['chrome', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`],
    [
      'edge',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
    ],
    ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['safari', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`],
    ['ios', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`, 5],
    [
      'ios',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} CriOS/140.0 Mobile/15E148 Safari/604.1`,
    ],
    ['android', `Mozilla/5.0 (Linux; Android 15) ${WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36`],
    ['android', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
    ['other', 'Unknown/1.0'],
  ] as const) {
    it(`is ${name} for ${userAgent.slice(0, 60)}…`, () => {
      expect(browserName({ userAgent, maxTouchPoints: maxTouchPoints ?? 0 })).to.equal(name);
    });
  }
});
