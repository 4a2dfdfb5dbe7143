import { expect } from 'chai';
import { GUEST } from '../../party/claims.js';
import { type Client, Stage } from './harness.js';

const SEALED = `\u0001${'Az_-09'.repeat(20)}`;

const enter = (stage: Stage, sid: string, name = sid, claims = GUEST): Client =>
  stage.socket(sid, claims).hello().join(name);

describe('the party and a sealed name', () => {
  it('passes it on as it is', () => {
    const stage = new Stage();
    const ada = enter(stage, 'ada', SEALED);
    expect(ada.entry.member.name).to.equal(SEALED);
    expect(enter(stage, 'bob').entry.roster?.[0]?.name).to.equal(SEALED);
  });

  it('does not put the name of a token in its place', () => {
    const stage = new Stage();
    const claims = { ...GUEST, name: 'Mallory' };
    expect(enter(stage, 'ada', SEALED, claims).entry.member.name).to.equal(SEALED);
    expect(enter(stage, 'bob', 'Bob', claims).entry.member.name).to.equal('Mallory');
  });

  for (const name of ['\u0001', '\u0001Ada', `\u0001${'A'.repeat(60)}!`, `A${SEALED}`]) {
    it(`takes ${JSON.stringify(name.slice(0, 12))}… for a plain one, without its mark`, () => {
      expect(enter(new Stage(), 'ada', name).entry.member.name).not.to.include('\u0001');
    });
  }

  it('refuses one that is too long', () => {
    const stage = new Stage();
    const ada = enter(stage, 'ada', `\u0001${'A'.repeat(512)}`);
    expect(ada.all('error').map(({ code }) => code)).to.deep.equal(['bad-message']);
  });
});
