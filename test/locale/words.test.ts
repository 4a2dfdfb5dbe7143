import { expect } from 'chai';
import { complete, inAnotherLanguage } from '../../src/locale/complete.js';
import { grammar } from '../../src/locale/grammar.js';
import { LANGUAGES } from '../../src/locale/languages.js';
import { bestMatch, canonicalTag } from '../../src/locale/match.js';
import { type Dictionary, differences } from '../support/dictionaries.js';

describe('the language for a lang', () => {
  const ours = ['en', 'de', 'pt-BR', 'zh-CN', 'ar'];

  it('is the tag itself, or its base', () => {
    expect(bestMatch('de', ours)).to.equal('de');
    expect(bestMatch('de-AT', ours)).to.equal('de');
    expect(bestMatch('de-CH-1996', ours)).to.equal('de');
    expect(bestMatch('pt-BR', [...ours, 'pt'])).to.equal('pt-BR');
    expect(bestMatch('sv', ours)).to.equal(undefined);
  });

  it('may be that of another region with the same script', () => {
    expect(bestMatch('pt-PT', ours)).to.equal('pt-BR');
    expect(bestMatch('pt', ours)).to.equal('pt-BR');
    for (const tag of ['zh', 'zh-SG', 'zh-Hans', 'zh-Hans-HK'])
      expect(bestMatch(tag, ours)).to.equal('zh-CN');
  });

  it('never has another script: traditional Chinese does not become simplified', () => {
    for (const tag of ['zh-TW', 'zh-HK', 'zh-Hant', 'zh-Hant-CN'])
      expect(bestMatch(tag, ours), tag).to.equal(undefined);
    expect(bestMatch('zh-HK', [...ours, 'zh-Hant'])).to.equal('zh-Hant');
  });

  it('is read as servers and people write it', () => {
    expect(canonicalTag('PT_br')).to.equal('pt-BR');
    expect(canonicalTag('zh-hans-cn')).to.equal('zh-Hans-CN');
    expect(canonicalTag('')).to.equal(undefined);
    expect(canonicalTag('not a language')).to.equal(undefined);
  });
});

describe('grammar', () => {
  it('has the form for each number, in the digits of the language', () => {
    const { plural } = grammar('ru');
    const minutes = plural({ one: '# минута', few: '# минуты', many: '# минут' });
    expect([1, 2, 5, 11, 21, 1_000].map(minutes)).to.deep.equal([
      '1 минута',
      '2 минуты',
      '5 минут',
      '11 минут',
      '21 минута',
      '1\u00a0000 минут',
    ]);
  });

  it('writes small numbers like Intl in each of our languages, without its cost', () => {
    for (const tag of ['en', ...Object.keys(LANGUAGES)]) {
      const { plural } = grammar(tag);
      const format = new Intl.NumberFormat(tag);
      const text = plural({ other: '#' });
      for (const count of [0, 1, 10, 999, 1_000, 12_345]) expect(text(count)).to.equal(format.format(count));
    }
  });

  it('lists two names, then counts the others', () => {
    const { list, plural } = grammar('de');
    const others = plural({ one: '# weitere', other: '# weitere' });
    expect(list(['Ada'], others)).to.equal('Ada');
    expect(list(['Ada', 'Grace', 'Mary'], others)).to.equal('Ada, Grace und Mary');
    expect(list(['Ada', 'Grace', 'Mary', 'Hedy'], others)).to.equal('Ada, Grace und 2 weitere');
  });

  it('names one person without a list format, whose first one takes as long as drawing their tile', () => {
    const intl = Intl as { ListFormat: unknown };
    const { ListFormat } = intl;
    intl.ListFormat = class {
      constructor() {
        throw new Error('a list format');
      }
    };
    try {
      const { list } = grammar('de');
      expect(list(['Ada'], String)).to.equal('Ada');
      expect(() => list(['Ada', 'Grace'], String)).to.throw('a list format');
    } finally {
      intl.ListFormat = ListFormat;
    }
  });
});

describe('the gaps of a language', () => {
  const english = {
    join: 'Join',
    pin: (name: string) => `Pin ${name}`,
    link: { poor: 'Poor', good: 'Good' },
  };

  it('are English, also inside groups of words', () => {
    const words = complete(english, { join: 'Los', link: { poor: 'Schlecht' } });
    expect(words.join).to.equal('Los');
    expect(words.pin('Ada')).to.equal('Pin Ada');
    expect(words.link).to.deep.equal({ poor: 'Schlecht', good: 'Good' });
  });

  it('are isolated in another language, and noticed only when there are some', () => {
    let noticed = 0;
    const german = inAnotherLanguage({ ...english, join: 'Los' } as Partial<typeof english>, () => noticed++);
    complete(english, german);
    expect(noticed).to.equal(0);
    const words = complete({ send: 'Send', to: (name: string) => `To ${name}.` }, complete(english, german));
    expect(words.join).to.equal('Los');
    expect(words.send).to.equal('\u2066Send\u2069');
    expect(words.to('Ada')).to.equal('\u2066To Ada.\u2069');
    expect(noticed).to.be.greaterThan(0);
  });
});

describe('the check of languages', () => {
  const { plural } = grammar('en');
  const english: Dictionary = {
    join: 'Join',
    pin: (name: string) => `Pin ${name}`,
    swap: (used: string, gone: string) => `${gone} → ${used}`,
    here: (names: readonly string[]) => `${names.slice(0, 2).join()} ${names.length > 1 ? 'are' : 'is'} here`,
    wrong: ({ given }: { given: string }) => `Not ${given}`,
    attempt: (count: number) => `Attempt ${count.toFixed()}`,
    people: plural({ one: '# person', other: '# people' }),
    errors: { full: 'Full', ended: 'Ended' },
  };
  const polish = grammar('pl').plural;
  const words: Dictionary = {
    join: 'Dołącz',
    pin: (name: string) => `Przypnij: ${name}`,
    swap: (used: string, gone: string) => `${used}, nie ${gone}`,
    here: (names: readonly string[]) => `Są tu: ${names.slice(0, 2).join()}`,
    wrong: ({ given }: { given: string }) => `Nie ${given}`,
    attempt: (count: number) => `Próba ${count.toFixed()}`,
    people: polish({ one: '# osoba', few: '# osoby', many: '# osób' }),
    errors: { full: 'Pełno', ended: 'Koniec' },
  };
  const found = (patch: Dictionary, untranslated?: string[]) =>
    differences('pl', english, { ...words, ...patch }, untranslated);

  it('finds nothing in a complete language', () => {
    expect(found({})).to.deep.equal([]);
  });

  it('finds missing and left-over words, also in groups', () => {
    expect(found({ errors: { full: 'Pełno', old: 'Stare' } })).to.deep.equal([
      'pl: "errors.old" is left over: English has no such word.',
      'pl: "errors.ended" is missing.',
    ]);
    const { join: _, ...without } = words;
    expect(differences('pl', english, without)).to.deep.equal(['pl: "join" is missing.']);
    expect(differences('pl', english, without, ['join'])).to.deep.equal([]);
    expect(found({}, ['join'])[0]).to.match(/"join" is translated: take it out/);
  });

  it('finds values that are not shown, or that are too few', () => {
    expect(found({ pin: (_name: string) => 'Przypnij' })[0]).to.match(/"pin" shows , in English ⟦text⟧/);
    expect(found({ pin: () => 'Przypnij' })[0]).to.match(/"pin" takes 0 values, in English it takes 1/);
    expect(found({ swap: (used: string, _gone: string) => used })[0]).to.match(/"swap" shows/);
    expect(found({ wrong: (_: { given: string }) => 'Nie' })[0]).to.match(/"wrong" shows/);
    expect(found({ attempt: (_count: number) => 'Próba' })[0]).to.match(/"attempt" shows , in English 37/);
    expect(found({ here: ([name]: readonly string[]) => `Jest tu ${name}` })).to.have.length(3);
    expect(found({ join: (name: string) => name })[0]).to.match(/"join" is a function/);
    expect(found({ join: ' ' })[0]).to.match(/"join" is empty/);
  });

  it('finds plural forms that the language does not have, or lacks', () => {
    expect(found({ people: polish({ one: '# osoba', other: '# osób' }) })).to.deep.equal([
      'pl: "people" has no form "few".',
      'pl: "people" has no form "many".',
      'pl: "people" has a form "other", which pl does not use.',
    ]);
    expect(found({ people: (count: number) => `${count} osób` })[0]).to.match(/is not made by plural/);
    expect(found({ people: polish({ one: '# osoba', few: '# osoby', many: 'osoby' }) })[0]).to.match(
      /does not show its number \(#\) in the form "many"/,
    );
  });
});
