/** Display names: none looks empty or looks like another name, and no script or emoji loses characters that it needs. */
import { expect } from 'chai';
import { cleanName, MAX_NAME_POINTS } from '../../src/protocol/index.js';

const points = (text: string) => [...text].map((one) => one.codePointAt(0)!.toString(16)).join(' ');

/** By code point: U+200B and so on. */
const INVISIBLE = [
  0x200b, 0x2060, 0xad, 0x3164, 0x2800, 0x200d, 0x200c, 0xe0061, 0xe007f, 0xfe0f, 0xfe0e, 0x115f, 0xffa0,
  0x34f, 0x180e, 0xfffc, 1, 0x7f, 0x2063, 0xe000, 0xe0100, 0x206a, 0x1d159, 0x17b4, 0x202e, 0x2066, 0x200f,
  0xfeff, 0xfff9, 0x2028, 0xd800,
].map((code) => String.fromCodePoint(code));

describe('A name', () => {
  for (const one of INVISIBLE)
    it(`has no invisible U+${points(one)}`, () => {
      for (const name of [one, one.repeat(3), ` ${one} ${one}`, `${one}\u200d\ufe0f`])
        expect(cleanName(name)).to.equal('');
      for (const name of [`Ada${one}`, `${one}Ada`, `${one} Ada`])
        expect(points(cleanName(name))).to.equal(points('Ada'));
      if (one !== '\u2800' && one !== '\u2028') expect(cleanName(`Ad${one}a`)).to.equal('Ada');
    });

  for (const [what, name, clean] of [
    ['a digit with the variation of an emoji', 'Agent 1\ufe0f', 'Agent 1'],
    ['an emoji with a variation that it has anyway', '😀\ufe0f', '😀'],
    ['an emoji that is joined to nothing', '😀\u200d', '😀'],
    ['letters that do not join', 'ab\u200dc\u200cd', 'abcd'],
    ['a flag with tags that are no region', '🏴\u{e0061}\u{e007f}', '🏴'],
    ['marks without a letter', '\u0301\u0302 Ada', 'Ada'],
    [
      'marks that cover the lines around',
      `Z${'\u0351\u0352'.repeat(20)}algo`,
      'Z\u0351\u0352\u0351\u0352algo',
    ],
    ['blanks of all kinds', '\u3000 Ada\u2800\u00a0\tLovelace\u2003', 'Ada Lovelace'],
  ] as const)
    it(`is without ${what}`, () => expect(points(cleanName(name))).to.equal(points(clean)));

  for (const name of [
    'Zoë',
    'O’Brien',
    'Nguyễn Thị',
    '李小龍',
    '한글',
    'עברית',
    'می‌خواهم',
    'ශ්‍රී',
    'क्‍ष',
    'क्‌ष',
    'അവന്‍',
    'ประยุทธ์',
    '👨‍💻',
    '👩🏽‍🚀 Ada',
    '🏳️‍🌈',
    '❤️',
    '❤️‍🔥',
    '1️⃣',
    '#️⃣',
    '🇩🇪',
    '👁️‍🗨️',
    '🤷🏽‍♀️',
    '👨‍👩‍👧‍👦',
    '🫱🏻‍🫲🏿',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  ])
    it(`stays unchanged: ${name}`, () => {
      expect(points(cleanName(name))).to.equal(points(name.normalize('NFC')));
      expect(cleanName(cleanName(name))).to.equal(cleanName(name));
    });

  it('is cut at 64 code points, and does not end in half an emoji', () => {
    expect([...cleanName('a'.repeat(100))]).to.have.length(MAX_NAME_POINTS);
    expect(cleanName(`${'a'.repeat(62)}👨‍💻`)).to.equal(`${'a'.repeat(62)}👨`);
  });

  it('is cleaned quickly, with any content', () => {
    // Three tries: the machine may stand still during one of them.
    const durations = [1, 2, 3].map(() => {
      const begun = performance.now();
      for (const part of [
        'क्',
        '\u0301',
        '\u200d',
        'عر\u200c',
        '😀\u200d',
        '\u{e0061}',
        '🏴\u{e0067}',
        ' \u2800',
      ])
        for (let n = 0; n < 20; n++) cleanName(part.repeat(256));
      return performance.now() - begun;
    });
    expect(Math.min(...durations)).to.be.lessThan(1_000);
  });
});
