import { expect } from 'chai';
import { GUEST } from '../../party/auth/claims.js';
import { type Client, Stage } from './harness.js';

const ENCRYPTED_NAME_PREFIX = `\u0001${'Az_-09'.repeat(20)}`;

const enter = (stage: Stage, sid: string, name = sid, claims = GUEST): Client =>
  stage.socket(sid, claims).hello().join(name);

describe('the party and an encrypted name', () => {
  it('passes it on unchanged', () => {
    const stage = new Stage();
    const ada = enter(stage, 'ada', ENCRYPTED_NAME_PREFIX);
    expect(ada.entry.member.name).to.equal(ENCRYPTED_NAME_PREFIX);
    expect(enter(stage, 'bob').entry.roster?.[0]?.name).to.equal(ENCRYPTED_NAME_PREFIX);
  });

  it('does not replace it by the name of a token', () => {
    const stage = new Stage();
    const claims = { ...GUEST, name: 'Mallory' };
    for (const sid of ['ada', 'grace'])
      expect(enter(stage, sid, ENCRYPTED_NAME_PREFIX, claims).entry.member.name).to.equal(
        ENCRYPTED_NAME_PREFIX,
      );
    expect(enter(stage, 'bob', 'Bob', claims).entry.member.name).to.equal('Mallory');
    expect(enter(stage, 'kate', ENCRYPTED_NAME_PREFIX, claims).entry.member.name).to.equal(
      ENCRYPTED_NAME_PREFIX,
    );
  });

  it('does not let it hide the name of a token if no member has an encrypted one', () => {
    const stage = new Stage();
    const claims = { ...GUEST, name: 'Mallory' };
    enter(stage, 'ada', 'Ada');
    const mallory = enter(stage, 'mallory', ENCRYPTED_NAME_PREFIX, claims);
    expect(mallory.entry.member.name).to.equal('Mallory');
    mallory.lose();
    const reload = stage.socket('mallory-2', claims).hello(mallory.resume).join(ENCRYPTED_NAME_PREFIX);
    expect(reload.entry.member.name).to.equal('Mallory');
    stage.host.waitingRoom = true;
    const host = stage
      .socket('host', { ...GUEST, grants: 127 })
      .hello()
      .join();
    stage
      .socket('eve', { ...claims, name: 'Eve' })
      .hello()
      .send({ type: 'knock', name: ENCRYPTED_NAME_PREFIX });
    expect(host.last('knock').name).to.equal('Eve');
  });

  for (const name of ['\u0001', '\u0001Ada', `\u0001${'A'.repeat(60)}!`, `A${ENCRYPTED_NAME_PREFIX}`]) {
    it(`treats ${JSON.stringify(name.slice(0, 12))}… as a plain one, without its marker`, () => {
      expect(enter(new Stage(), 'ada', name).entry.member.name).not.to.include('\u0001');
    });
  }

  it('rejects one that is too long', () => {
    const stage = new Stage();
    const ada = enter(stage, 'ada', `\u0001${'A'.repeat(512)}`);
    expect(ada.all('error').map(({ code }) => code)).to.deep.equal(['bad-message']);
  });
});
