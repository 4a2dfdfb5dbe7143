import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import { ENCRYPTED_NAME_PREFIX } from '../../src/protocol/encrypted-name.js';
import type { Grant } from '../../src/protocol/index.js';
import { Stage } from './harness.js';

const ENCRYPTED = `${ENCRYPTED_NAME_PREFIX}${'a'.repeat(40)}`;

describe('another name during a call', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  const enter = (sid: string, claims: { name?: string; grants?: readonly Grant[] } = {}) =>
    stage.socket(sid, readAdmission({ grants: ['publish', 'chat'], ...claims })).hello();

  it('is cleaned, told to everyone, also to visitors, and known to those who come later', () => {
    const ada = enter('ada').join();
    const bob = enter('bob').join();
    const visitor = enter('visitor');
    ada.send({ type: 'rename', name: ' Ada \u202e L. ' });
    const frame = { type: 'renamed', id: ada.id, sid: 'ada', name: 'Ada L.' };
    for (const client of [ada, bob, visitor]) expect(client.all('renamed')).to.deep.equal([frame]);
    stage.host.evict();
    expect(enter('late').last('welcome').roster[0]).to.include({ id: ada.id, name: 'Ada L.' });
  });

  it('is only answered to the one who asks if it stays the same', () => {
    const ada = enter('ada').join();
    const bob = enter('bob').join();
    const { name } = bob.last('joined').roster!.find(({ id }) => id === ada.id)!;
    ada.send({ type: 'rename', name });
    expect(ada.all('renamed')).to.deep.equal([{ type: 'renamed', id: ada.id, sid: 'ada', name }]);
    expect(bob.all('renamed')).to.deep.equal([]);
  });

  it('is refused to those whose name is from a token, also in a form that only hides it', () => {
    const ada = enter('ada', { name: 'Ada of Accounts' }).join();
    const bob = enter('bob').join();
    for (const name of ['The boss', ENCRYPTED]) {
      ada.send({ type: 'rename', name });
      expect(ada.last('renamed').name).to.equal('Ada of Accounts');
    }
    expect(bob.all('renamed')).to.deep.equal([]);
  });

  it('cannot replace the name of a token by way of an encrypted one', () => {
    const eve = enter('eve', { name: 'Eve' });
    eve.send({ type: 'join', name: ENCRYPTED, offers: [] });
    eve.send({ type: 'rename', name: 'The boss' });
    expect(eve.last('renamed').name).to.equal(ENCRYPTED);

    stage = new Stage();
    stage.host.waitingRoom = true;
    const ada = enter('ada', { grants: ['publish', 'admit'] });
    ada.send({ type: 'join', name: ENCRYPTED, offers: [] });
    const mia = enter('mia', { name: 'Mia' }).send({ type: 'knock', name: ENCRYPTED });
    mia.send({ type: 'rename', name: 'The boss' });
    expect(ada.all('knock').map(({ name }) => name)).to.deep.equal([ENCRYPTED]);
    ada.send({ type: 'admit', n: 1, id: mia.last('waiting').id });
    mia.join('The boss');
    expect(ada.last('joined').member.name).to.equal(ENCRYPTED);
  });

  it('cannot become encrypted where it was not', () => {
    const ada = enter('ada').join('Ada');
    ada.send({ type: 'rename', name: ENCRYPTED });
    expect(ada.last('renamed').name).to.equal('Ada');
  });

  it('tells one who waits nothing about the room', () => {
    stage.host.waitingRoom = true;
    const ask = () => {
      const mia = enter('mia', { name: 'Mia' }).send({ type: 'rename', name: ENCRYPTED });
      mia.lose();
      return mia.last('renamed').name;
    };
    const empty = ask();
    enter('ada', { grants: ['publish', 'admit'] }).join('Ada');
    expect([empty, ask()]).to.deep.equal(['Mia', 'Mia']);
  });

  it('may be encrypted', () => {
    const eve = enter('eve');
    eve.send({ type: 'join', name: ENCRYPTED, offers: [] });
    const other = `${ENCRYPTED_NAME_PREFIX}${'b'.repeat(40)}`;
    eve.send({ type: 'rename', name: other });
    expect(eve.last('renamed').name).to.equal(other);
  });

  it('reaches those who may let in, while its owner waits, and nobody else; they join with the last one', () => {
    stage.host.waitingRoom = true;
    const ada = enter('ada', { grants: ['publish', 'admit'] }).join();
    const mia = enter('mia').send({ type: 'knock', name: 'Mia' });
    const bob = enter('bob').send({ type: 'knock', name: 'Bob' });
    const { id } = mia.last('waiting');
    mia.send({ type: 'rename', name: 'Mia M.' });
    expect(ada.last('knock')).to.deep.equal({ type: 'knock', id, sid: 'mia', name: 'Mia M.' });
    expect(mia.last('renamed')).to.deep.equal({ type: 'renamed', id, sid: 'mia', name: 'Mia M.' });
    expect(bob.all('renamed')).to.deep.equal([]);
    stage.host.evict();
    mia.send({ type: 'rename', name: 'Mia M.' });
    const knocks = ada.all('knock').filter((knock) => knock.id === id);
    expect(knocks, 'one for the knock, one for the other name').to.have.length(2);
    ada.send({ type: 'admit', n: 1, id });
    expect(mia.send({ type: 'rename', name: 'Mia Mum' }).last('renamed').name).to.equal('Mia Mum');
    mia.join('Mia Mum');
    expect(ada.last('joined').member.name).to.equal('Mia Mum');
  });

  it('before knocking is the one under which they knock', () => {
    stage.host.waitingRoom = true;
    const ada = enter('ada', { grants: ['publish', 'admit'] }).join();
    const mia = enter('mia').send({ type: 'rename', name: 'Mia' });
    expect(ada.all('knock')).to.deep.equal([]);
    mia.send({ type: 'knock', name: 'M' });
    expect(ada.last('knock').name).to.equal('Mia');
  });

  it('does not change while its owner waits, if the token sets it', () => {
    stage.host.waitingRoom = true;
    const ada = enter('ada', { grants: ['publish', 'admit'] }).join();
    const mia = enter('mia', { name: 'Mia of Accounts' }).send({ type: 'knock', name: 'Mia' });
    mia.send({ type: 'rename', name: 'The boss' });
    expect(mia.last('renamed').name).to.equal('Mia of Accounts');
    expect(ada.all('knock').map(({ name }) => name)).to.deep.equal(['Mia of Accounts']);
  });

  it('of a visitor is answered, and told to nobody', () => {
    const ada = enter('ada').join();
    const visitor = enter('visitor').send({ type: 'rename', name: ' Eve ' });
    expect(visitor.last('renamed').name).to.equal('Eve');
    expect(ada.all('renamed')).to.deep.equal([]);
  });

  it('changes six times at once and then once a second', () => {
    const ada = enter('ada').join();
    const bob = enter('bob').join();
    for (let count = 0; count < 10; count++) ada.send({ type: 'rename', name: `Ada ${count}` });
    expect(bob.all('renamed')).to.have.length(6);
    expect(ada.last('error')).to.include({ code: 'rate-limited', about: 'rename' });
    stage.pass(1_000);
    ada.send({ type: 'rename', name: 'Ada' });
    expect(bob.last('renamed').name).to.equal('Ada');
  });
});
