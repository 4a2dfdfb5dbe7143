import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import type { ClientFrame, Grant, ServerFrame } from '../../src/protocol/index.js';
import { type Client, Stage } from './harness.js';

const WITHOUT = { publish: 1, chat: 2 };

describe('moderation', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  const enter = (sid: string, grants: readonly Grant[], sub = '', resume?: string) =>
    stage.socket(sid, readAdmission({ grants, ...(sub && { sub }) })).hello(resume);
  const host = (sid = 'host') =>
    enter(sid, ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end']).join();
  const types = (client: Client) => client.frames.map(({ type }) => type);
  const refusal = (client: Client) => [client.last('error').code, client.closed?.code];
  const done = (client: Client) => client.last('done');

  describe('a waiting room', () => {
    beforeEach(() => {
      stage.host.waitingRoom = true;
      stage.host.iceConfig = { servers: [{ urls: 'turn:turn.test', username: 'u', credential: 'c' }] };
    });

    it('tells waiting clients their own id and nothing of the room, whatever they try', () => {
      const ada = host();
      const mia = enter('mia', ['publish', 'chat']);
      expect(mia.frames).to.deep.equal([{ type: 'waiting', id: mia.last('waiting').id }]);
      mia.clear().send({ type: 'knock', name: 'Mia' });
      const bob = host('bob');
      bob.send({ type: 'lock', n: 1, on: true });
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      bob.lose();
      host('bob-2').send({ type: 'bye' });
      ada.send({ type: 'kick', n: 2, id: bob.id });
      stage.host.server.iceFetched(mia.connection, { servers: [] });
      expect(mia.frames).to.deep.equal([]);
      const tries: ClientFrame[] = [
        { type: 'ice' },
        { type: 'probe', id: ada.id },
        { type: 'signal', to: ada.id, toSid: 'host', gen: 0, n: 0, payload: 'b' },
        { type: 'admit', n: 3, id: 'x' },
        { type: 'end', n: 4 },
      ];
      for (const frame of tries) {
        stage.host.evict();
        expect(mia.send(frame).last('error')).to.include({ code: 'forbidden', about: frame.type });
      }
      mia.join().send({ type: 'ping' });
      expect(types(mia).filter((type) => type !== 'error')).to.deep.equal(['pong']);
      expect(ada.all('joined').map(({ member }) => member.name)).to.not.include('mia');
    });

    it('shows each knock once to members with the grant, even if they join later, and reports when it is over', () => {
      const ada = host();
      const bob = enter('bob', ['publish', 'lock']);
      expect(types(bob)).to.deep.equal(['waiting']);
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: ' Mia  M. ' });
      const id = mia.last('waiting').id;
      mia.send({ type: 'knock', name: 'Somebody else' });
      expect(ada.all('knock')).to.deep.equal([{ type: 'knock', id, sid: 'mia', name: 'Mia M.' }]);
      stage.host.evict();
      const eve = host('eve');
      expect(eve.all('knock')).to.deep.equal([{ type: 'knock', id, sid: 'mia', name: 'Mia M.' }]);
      eve.lose();
      const again = stage.socket('eve', readAdmission({ grants: ['admit'] })).hello(eve.resume);
      expect(again.all('knock')).to.have.length(1);
      mia.lose();
      for (const person of [ada, again]) expect(person.all('gone')).to.deep.equal([{ type: 'gone', id }]);
    });

    it('hides waiting clients from members without the grant, and from visitors', () => {
      const ada = host();
      const bob = enter('bob', ['publish']).send({ type: 'knock', name: 'Bob' });
      ada.send({ type: 'admit', n: 1, id: bob.last('waiting').id });
      bob.join();
      const vic = enter('vic', ['admit']);
      enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' }).lose();
      for (const person of [bob, vic]) expect(types(person)).to.not.include.members(['knock', 'gone']);
      expect(types(ada)).to.include.members(['knock', 'gone']);
    });

    it('lets in an admitted client: as a normal visitor, under the name of their join, because they may change it at any time', () => {
      const ada = host();
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
      const id = mia.last('waiting').id;
      stage.host.evict();
      ada.send({ type: 'admit', n: 7, id });
      expect(types(mia)).to.deep.equal(['waiting', 'admitted', 'welcome']);
      expect(mia.last('welcome').self.id).to.equal(id);
      expect(mia.last('welcome').roster.map((one) => one.id)).to.deep.equal([ada.id]);
      expect(mia.last('welcome').ice.servers).to.have.length(1);
      expect([ada.last('gone').id, done(ada)]).to.deep.equal([id, { type: 'done', n: 7 }]);
      expect(mia.join('Mia M.').entry.member.name).to.equal('Mia M.');
    });

    it('turns away a refused client', () => {
      const ada = host();
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
      ada.send({ type: 'refuse', n: 7, id: mia.last('waiting').id });
      expect(mia.last('error')).to.deep.equal({
        type: 'error',
        code: 'forbidden',
        about: 'knock',
        fatal: true,
      });
      expect(mia.closed?.code).to.equal(4403);
      expect([ada.all('gone').length, done(ada)]).to.deep.equal([1, { type: 'done', n: 7 }]);
    });

    it('reports an unknown id', () => {
      const ada = host();
      const silent = enter('silent', ['publish']);
      for (const id of ['nobody', ada.id, silent.last('waiting').id]) {
        for (const type of ['admit', 'refuse'] as const) ada.send({ type, n: 1, id });
      }
      expect(ada.all('done')).to.deep.equal(Array(6).fill({ type: 'done', n: 1, nobody: true }));
    });

    it('lets back in a page that lost its membership, and nobody else with its token', () => {
      const [ada, bob] = [host(), host('bob')];
      bob.lose();
      for (let i = 0; i < 3; i++) {
        stage.pass(20_001);
        ada.send({ type: 'ping' });
      }
      expect(ada.last('left')).to.include({ id: bob.id, reason: 'lost' });
      expect(types(enter('bob-2', ['publish'], '', bob.resume))).to.deep.equal(['waiting']);
      const { self } = enter('bob', ['publish'], '', bob.resume).last('welcome');
      expect(self).to.include({ id: bob.id, seq: 2 });
    });

    it('lets back in clients that lost a socket or reloaded; one that left a while ago waits again', () => {
      const ada = host();
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
      ada.send({ type: 'admit', n: 1, id: mia.last('waiting').id });
      mia.join().lose();
      const back = enter('mia', ['publish'], '', mia.resume);
      expect(back.last('welcome').self.seq).to.equal(2);
      back.leaveBeacon();
      const reload = enter('mia-2', ['publish'], '', back.resume).join();
      expect(reload.entry.member.id).to.equal(mia.id);
      const resume = reload.resume;
      reload.send({ type: 'bye' });
      for (let i = 0; i < 3; i++) {
        stage.pass(20_001);
        ada.send({ type: 'ping' });
      }
      expect(types(enter('mia-3', ['publish'], '', resume))).to.deep.equal(['waiting']);
    });

    it('and a lock let nobody into a later call because they were lost in an earlier one', () => {
      for (const isLater of [false, true]) {
        stage = new Stage();
        stage.host.waitingRoom = true;
        const ada = host();
        const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
        ada.send({ type: 'admit', n: 1, id: mia.last('waiting').id });
        mia.join();
        for (const one of [ada, mia]) one.lose();
        stage.pass(60_000);
        expect(stage.host.record?.memberships).to.deep.equal([]);
        // Somebody is in the lobby all the time.
        const guest = enter('guest', ['publish']);
        stage.pass(isLater ? 60_001 : 60_000);
        guest.lose();
        stage.host.evict();
        const boss = host('boss');
        const back = enter('mia', ['publish'], '', mia.resume);
        expect(types(back)[0], `${isLater}`).to.equal(isLater ? 'waiting' : 'welcome');
        if (!isLater) continue;
        expect(types(boss)).to.not.include('changed');
        back.lose();
        stage.host.waitingRoom = false;
        boss.send({ type: 'lock', n: 1, on: true });
        const locked = enter('mia', ['publish'], '', mia.resume);
        expect(types(locked)).to.deep.equal(['waiting']);
        // In a room that is open again the page gets its membership back.
        boss.send({ type: 'lock', n: 2, on: false });
        locked.lose();
        expect(enter('mia', ['publish'], '', mia.resume).last('welcome').self.seq).to.equal(2);
      }
    });

    it('accepts no expired token instead of a knock from a participant of an earlier call', () => {
      const claims = (late?: true) => ({
        ...readAdmission({ grants: ['publish'], sub: 'mia' }),
        ...(late && { late }),
      });
      const ada = host();
      const mia = stage.socket('mia', claims()).hello().send({ type: 'knock', name: 'Mia' });
      ada.send({ type: 'admit', n: 1, id: mia.last('waiting').id });
      mia.join();
      for (const one of [ada, mia]) one.lose();
      stage.pass(200_000);
      host('boss');
      expect(refusal(stage.socket('mia', claims(true)).hello(mia.resume))).to.deep.equal([
        'token-expired',
        4401,
      ]);
    });

    it('accepts 20 knocks, and refuses the next', () => {
      const ada = host();
      for (let i = 0; i < 20; i++) enter(`w${i}`, ['publish']).send({ type: 'knock', name: `${i}` });
      expect(refusal(enter('late', ['publish']))).to.deep.equal(['room-full', 4503]);
      expect(ada.all('knock')).to.have.length(20);
    });

    it('cannot be filled by one network: its idlest clients give way to others, down to half of the places', () => {
      const ada = host();
      const from = (sid: string, sender: string) =>
        stage
          .socket(sid, { ...readAdmission({}), sender })
          .hello()
          .send({ type: 'knock', name: sid });
      const flood = Array.from({ length: 20 }, (_, i) => {
        stage.pass(10);
        return from(`f${i}`, 'eve');
      });
      stage.host.evict();
      expect(refusal(from('another', 'eve'))).to.deep.equal(['room-full', 4503]);
      const real = ['a', 'b', 'c'].map((place) => from(place, place));
      for (const one of real) expect(one.closed).to.equal(undefined);
      expect(flood.filter(({ closed }) => closed)).to.deep.equal(flood.slice(0, 3));
      expect(refusal(flood[0]!)).to.deep.equal(['room-full', 4503]);
      expect(
        ada
          .all('knock')
          .slice(-3)
          .map(({ name }) => name),
      ).to.deep.equal(['a', 'b', 'c']);
      expect(ada.all('gone')).to.have.length(3);
      // Nobody who waits goes while no network has more than half of the places.
      const second = Array.from({ length: 20 }, (_, i) => from(`s${i}`, 'mallory'));
      const waits = (clients: Client[]) => clients.filter(({ closed }) => !closed).length;
      expect([waits(flood), waits(second), waits(real)]).to.deep.equal([10, 7, 3]);
    });

    it('cannot be filled by clients that do not knock', () => {
      const ada = host();
      const silent = Array.from({ length: 60 }, (_, i) => {
        stage.pass(10);
        return enter(`w${i}`, ['publish']);
      });
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
      expect(ada.all('knock').map(({ name }) => name)).to.deep.equal(['Mia']);
      expect(mia.closed).to.equal(undefined);
      expect(silent.filter(({ closed }) => !closed)).to.have.length(19);
      expect(silent.at(-1)!.closed).to.equal(undefined);
      // Knocks over the limit are not shown, and do not displace others.
      for (const one of silent) one.send({ type: 'knock', name: 'x' });
      for (let i = 0; i < 40; i++) enter(`x${i}`, ['publish']).send({ type: 'knock', name: 'x' });
      expect(ada.all('knock').length - ada.all('gone').length).to.equal(20);
      ada.send({ type: 'admit', n: 1, id: mia.last('waiting').id });
      expect(types(mia)).to.include('welcome');
    });

    it('is over for waiting clients when the call is ended for everyone', () => {
      const ada = host();
      const mia = enter('mia', ['publish']).send({ type: 'knock', name: 'Mia' });
      ada.send({ type: 'end', n: 1 });
      expect(refusal(mia)).to.deep.equal(['room-ended', 4410]);
    });
  });

  describe('a lock', () => {
    it('is there again with the participants of a call that lost the party for a while, unless others were first', () => {
      for (const isFirst of [true, false]) {
        const [ada, bob] = [host(`ada-${isFirst}`), stage.member(`bob-${isFirst}`)];
        ada.send({ type: 'lock', n: 1, on: true });
        for (const one of [ada, bob]) one.lose();
        stage.pass(61_000);
        stage.host.evict();
        // Nobody is there who could let anybody in.
        const early = stage.visitor('early');
        expect(early.last('welcome').locked).to.equal(undefined);
        const stranger = isFirst ? undefined : stage.visitor('stranger').join();
        const back = stage.visitor(`bob-${isFirst}`, bob.resume);
        expect(!!back.last('welcome').locked).to.equal(isFirst);
        expect(types(enter(`late-${isFirst}`, ['publish']))[0]).to.equal(isFirst ? 'error' : 'welcome');
        if (isFirst)
          expect(refusal(early), 'who came while nobody was there').to.deep.equal(['room-locked', 4423]);
        for (const one of [stranger, back]) one?.send({ type: 'bye' });
        stage = new Stage();
      }
    });

    it('is announced to everyone and to those who come back, and survives an eviction', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      ada.send({ type: 'lock', n: 1, on: true });
      for (const person of [ada, bob]) expect(person.last('lock')).to.deep.equal({ type: 'lock', on: true });
      expect(types(ada).slice(-2)).to.deep.equal(['lock', 'done']);
      bob.lose();
      stage.host.kill();
      expect(stage.visitor('bob', bob.resume).last('welcome')).to.deep.include({ locked: true });
    });

    it('makes newcomers wait while a member could let them in, and refuses them otherwise', () => {
      const [ada, locker] = [host(), enter('locker', ['publish', 'lock']).join()];
      locker.send({ type: 'lock', n: 1, on: true });
      const mia = stage.visitor('mia');
      expect(mia.frames).to.deep.equal([{ type: 'waiting', id: mia.last('waiting').id, locked: true }]);
      ada.send({ type: 'bye' });
      expect(refusal(stage.visitor('eve'))).to.deep.equal(['room-locked', 4423]);
      expect(enter('ada', ['admit']).last('welcome').locked).to.equal(true);
    });

    it('makes visitors wait, and lets all waiting clients in when it is lifted', () => {
      const ada = host();
      const [vic, mia] = [stage.visitor('vic'), stage.visitor('mia')];
      const boss = enter('boss', ['admit']);
      ada.send({ type: 'lock', n: 1, on: true });
      expect(vic.last('waiting')).to.deep.equal({ type: 'waiting', id: vic.id, locked: true });
      expect(boss.all('waiting')).to.have.length(0);
      mia.join('Mia');
      expect(ada.last('knock')).to.deep.equal({ type: 'knock', id: mia.id, sid: 'mia', name: 'Mia' });
      ada.send({ type: 'lock', n: 2, on: false });
      for (const person of [vic, mia]) expect(types(person).slice(-2)).to.deep.equal(['admitted', 'welcome']);
      expect(ada.last('gone').id).to.equal(mia.id);
      expect(vic.join().entry.member.name).to.equal('vic');
    });

    it('does not affect a client that was just let in, nor a page that is being reloaded', () => {
      const ada = host();
      ada.send({ type: 'lock', n: 1, on: true });
      const mia = stage.visitor('mia').send({ type: 'knock', name: 'Mia' });
      ada.send({ type: 'admit', n: 2, id: mia.last('waiting').id });
      const bob = stage.visitor('bob').send({ type: 'knock', name: 'Bob' });
      ada.send({ type: 'admit', n: 3, id: bob.last('waiting').id });
      bob.join().lose();
      const reload = stage.visitor('bob-2', bob.resume);
      ada.send({ type: 'lock', n: 4, on: true });
      expect([mia.all('waiting').length, reload.all('waiting').length]).to.deep.equal([1, 0]);
      expect(reload.join().entry.member.id).to.equal(bob.id);
    });

    it('throws no visitor out when somebody comes back to a call that goes on', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      ada.send({ type: 'lock', n: 1, on: true });
      eve.lose();
      stage.pass(61_000);
      ada.read();
      bob.leaveBeacon();
      const reload = stage.visitor('bob-2', bob.resume);
      expect(types(reload)).to.deep.equal(['welcome']);
      stage.visitor('eve', eve.resume);
      expect(reload.all('waiting')).to.have.length(0);
      expect(reload.join().entry.member.id).to.equal(bob.id);
    });

    it('ends with the last member who leaves, even if others were lost before', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      ada.send({ type: 'lock', n: 1, on: true });
      bob.lose();
      stage.pass(61_000);
      ada.send({ type: 'bye' });
      expect(stage.visitor('bob', bob.resume).last('welcome').locked).to.equal(undefined);
      expect(types(stage.visitor('eve'))).to.deep.equal(['welcome']);
    });

    it('ends with the last member, and waiting clients get in', () => {
      const ada = host();
      ada.send({ type: 'lock', n: 1, on: true });
      const mia = stage.visitor('mia');
      ada.send({ type: 'bye' });
      expect(types(mia)).to.deep.equal(['waiting', 'admitted', 'welcome']);
      expect(stage.visitor('eve').all('welcome')).to.have.length(1);
    });
  });

  describe('a kick', () => {
    it('closes the socket, ends the membership, and voids every resume token, even over an eviction', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      ada.send({ type: 'kick', n: 1, id: bob.id });
      expect(refusal(bob)).to.deep.equal(['kicked', 4403]);
      for (const person of [ada, eve]) {
        expect(person.last('left')).to.deep.equal({ type: 'left', id: bob.id, sid: 'bob', reason: 'kicked' });
      }
      expect(done(ada)).to.deep.equal({ type: 'done', n: 1 });
      stage.host.evict();
      expect(refusal(stage.visitor('bob', bob.resume))).to.deep.equal(['kicked', 4403]);
      stage.host.server.leaveBeacon(bob.resume);
    });

    it('is reported to a member who was out of reach when they are back; without the token they are a newcomer', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      bob.lose();
      ada.send({ type: 'kick', n: 1, id: bob.id });
      ada.clear();
      for (const sid of ['bob', 'bob-2']) {
        stage.host.kill();
        const back = stage.visitor(sid, bob.resume);
        expect(back.frames).to.deep.equal([{ type: 'error', code: 'kicked', about: 'hello', fatal: true }]);
        expect(back.closed).to.deep.equal({ code: 4403, reason: 'kicked' });
      }
      expect(ada.frames).to.deep.equal([]);
      const again = stage.visitor('bob').join();
      expect(again.entry.member.id).to.not.equal(bob.id);
    });

    it('stays valid after more removals than are remembered', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      ada.send({ type: 'kick', n: 1, id: bob.id });
      for (let n = 0; n < 32; n++) {
        ada.send({ type: 'kick', n, id: stage.member(`m${n}`).id });
        stage.pass(1_000);
      }
      const again = stage.visitor('bob', bob.resume);
      expect([again.id === bob.id, again.last('welcome').self.seq]).to.deep.equal([false, undefined]);
    });

    it('reaches a member whose socket is lost, or who has just reloaded', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      bob.lose();
      const reload = stage.visitor('bob-2', bob.resume);
      eve.lose();
      for (const person of [bob, eve]) ada.send({ type: 'kick', n: 1, id: person.id });
      expect(refusal(reload)).to.deep.equal(['kicked', 4403]);
      expect(refusal(stage.visitor('eve', eve.resume))).to.deep.equal(['kicked', 4403]);
      expect(stage.host.record?.memberships).to.have.length(1);
    });

    it('is reported to members who come back after it', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      eve.lose();
      ada.send({ type: 'kick', n: 1, id: bob.id });
      expect(stage.visitor('eve', eve.resume).last('welcome').kicked).to.deep.equal([bob.id]);
      expect(stage.visitor('vic').last('welcome').kicked).to.equal(undefined);
    });

    it('keeps the resume tokens of others valid', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      eve.leaveBeacon();
      ada.send({ type: 'kick', n: 1, id: bob.id });
      expect(stage.visitor('eve-2', eve.resume).id).to.equal(eve.id);
    });

    it('with a ban keeps out everyone with the same sub, with all their pages, and nobody else', () => {
      const ada = host();
      const bob = enter('bob', ['publish'], 'user-7').join();
      const phone = enter('phone', ['publish'], 'user-7').join();
      const other = enter('other', ['publish'], 'user-8').join();
      ada.send({ type: 'kick', n: 1, id: bob.id, ban: true });
      for (const one of [bob, phone]) expect(refusal(one)).to.deep.equal(['kicked', 4403]);
      stage.host.evict();
      expect(refusal(enter('bob-2', ['publish'], 'user-7'))).to.deep.equal(['kicked', 4403]);
      expect([other.closed, enter('eve', ['publish'], 'user-9').closed]).to.deep.equal([
        undefined,
        undefined,
      ]);
      ada.send({ type: 'end', n: 2 });
      expect(refusal(enter('bob-3', ['publish'], 'user-7'))).to.deep.equal(['kicked', 4403]);
    });

    it('cannot target oneself; another moderator can be kicked', () => {
      const [ada, bob] = [host(), host('bob')];
      ada.send({ type: 'kick', n: 1, id: ada.id });
      expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'forbidden', about: 'kick', n: 1 });
      ada.send({ type: 'kick', n: 2, id: bob.id });
      expect(refusal(bob)).to.deep.equal(['kicked', 4403]);
    });

    it('reaches a participant who has just left: their token is void, and with a ban they are kept out', () => {
      stage.host.waitingRoom = true;
      const ada = host();
      const [bob, eve] = ['bob', 'eve'].map((sid) => {
        const person = enter(sid, ['publish'], sid).send({ type: 'knock', name: sid });
        ada.send({ type: 'admit', n: 1, id: person.last('waiting').id });
        person.join().send({ type: 'bye' });
        return person;
      }) as [Client, Client];
      stage.host.evict();
      ada.send({ type: 'kick', n: 2, id: bob.id, ban: true });
      expect(done(ada)).to.deep.equal({ type: 'done', n: 2 });
      ada.send({ type: 'kick', n: 3, id: eve.id });
      expect(done(ada)).to.deep.equal({ type: 'done', n: 3 });
      stage.host.evict();
      expect(ada.all('left').map(({ reason }) => reason)).to.deep.equal(['left', 'left']);
      expect(refusal(enter('bob-2', ['publish'], 'bob', bob.resume))).to.deep.equal(['kicked', 4403]);
      expect(refusal(enter('bob-3', ['publish'], 'bob'))).to.deep.equal(['kicked', 4403]);
      // The token of a reloading page passes a closed door; a banned one does not any more.
      expect(refusal(enter('eve-2', ['publish'], 'eve', eve.resume))).to.deep.equal(['kicked', 4403]);
      expect(types(enter('eve-3', ['publish'], 'eve'))).to.deep.equal(['waiting']);
      ada.send({ type: 'kick', n: 4, id: eve.id });
      expect(done(ada)).to.deep.equal({ type: 'done', n: 4, nobody: true });
    });

    it('reaches a participant who has just left and visits again under their id', () => {
      const ada = host();
      const bob = enter('bob', ['publish'], 'bob').join();
      bob.send({ type: 'bye' });
      const again = enter('bob', ['publish'], 'bob', bob.resume);
      expect(again.id).to.equal(bob.id);
      ada.send({ type: 'kick', n: 1, id: bob.id });
      expect(refusal(again)).to.deep.equal(['kicked', 4403]);
    });

    it('with a ban cannot target oneself, even through one’s other page that has just left', () => {
      const ada = enter('ada', ['kick'], 'ada').join();
      const other = enter('other', ['publish'], 'ada').join();
      other.send({ type: 'bye' });
      ada.send({ type: 'kick', n: 1, id: other.id, ban: true });
      expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'forbidden', about: 'kick', n: 1 });
    });

    it('without a ban lets the person in again as a newcomer, or makes them wait if the room is locked', () => {
      const [ada, bob] = [host(), enter('bob', ['publish'], 'bob').join()];
      ada.send({ type: 'kick', n: 1, id: bob.id });
      const again = enter('bob', ['publish'], 'bob').join();
      expect(again.entry.member.id).to.not.equal(bob.id);
      ada.send({ type: 'kick', n: 2, id: again.id }).send({ type: 'lock', n: 3, on: true });
      expect(types(enter('bob', ['publish'], 'bob'))).to.deep.equal(['waiting']);
    });

    /** Others join and are lost, until the room has forgotten everyone who was lost before. */
    const forget = (...readers: Client[]) => {
      for (let round = 0; round < 4; round++) {
        const guests = Array.from({ length: 4 }, (_, n) => stage.member(`guest-${round}-${n}`));
        for (const guest of guests) guest.lose();
        stage.pass(60_000);
        for (const reader of readers) reader.read();
      }
    };

    it('of a lost participant whom the room has forgotten is told to everyone, because others may hear them', () => {
      const [ada, bob, eve, joe] = [host(), stage.member('bob'), stage.member('eve'), stage.member('joe')];
      bob.lose();
      stage.pass(60_000);
      for (const one of [ada, eve, joe]) one.read();
      forget(ada, eve, joe);
      const vic = stage.visitor('vic');
      expect(stage.host.record?.departed?.map(({ id }) => id)).to.not.include(bob.id);
      joe.lose();
      stage.host.evict();
      ada.send({ type: 'kick', n: 1, id: bob.id });
      for (const one of [ada, eve, vic])
        expect(one.last('left')).to.include({ type: 'left', id: bob.id, reason: 'kicked' });
      expect(done(ada)).to.deep.equal({ type: 'done', n: 1, nobody: true });
      stage.host.evict();
      expect(stage.visitor('joe', joe.resume).last('welcome').kicked).to.deep.equal([bob.id]);
      expect(refusal(stage.visitor('bob', bob.resume))).to.deep.equal(['kicked', 4403]);
      // Everyone knows already.
      for (const one of [ada, eve]) one.clear();
      ada.send({ type: 'kick', n: 2, id: bob.id });
      expect([ada.all('left'), eve.frames]).to.deep.equal([[], []]);
    });

    it('of such a participant closes the page with which they visit again, and bans their sub', () => {
      const [ada, bob] = [host(), enter('bob', ['publish'], 'bob').join()];
      bob.send({ type: 'bye' });
      stage.pass(60_000);
      for (let n = 0; n < 16; n++) stage.member(`guest-${n}`).send({ type: 'bye' });
      const again = enter('bob', ['publish'], 'bob', bob.resume);
      expect(stage.host.record?.departed?.map(({ id }) => id)).to.not.include(bob.id);
      expect(again.id).to.equal(bob.id);
      ada.send({ type: 'kick', n: 1, id: bob.id, ban: true });
      expect(refusal(again)).to.deep.equal(['kicked', 4403]);
      expect(done(ada)).to.deep.equal({ type: 'done', n: 1 });
      expect(refusal(enter('bob-2', ['publish'], 'bob'))).to.deep.equal(['kicked', 4403]);
    });

    it('with a ban cannot target oneself through one’s other page that only visits', () => {
      const ada = enter('ada', ['kick'], 'ada').join();
      const other = enter('other', ['publish'], 'ada');
      ada.send({ type: 'kick', n: 1, id: other.id, ban: true });
      expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'forbidden', about: 'kick', n: 1 });
      expect([ada.closed, other.closed]).to.deep.equal([undefined, undefined]);
    });

    it('of an unknown id is reported; of any number of them no more is stored than of removals', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      ada.send({ type: 'kick', n: 0, id: bob.id });
      for (let n = 1; n <= 100; n++) {
        ada.read().send({ type: 'kick', n, id: `nobody-${n}` });
        expect(done(ada)).to.deep.equal({ type: 'done', n, nobody: true });
        stage.pass(1_000);
      }
      expect(stage.host.record?.kicked).to.have.length(32);
      expect(stage.host.record?.departed ?? []).to.have.length(0);
      // They push nobody back in.
      const again = stage.visitor('bob', bob.resume);
      expect([again.id === bob.id, again.last('welcome').self.seq]).to.deep.equal([false, undefined]);
    });
  });

  describe('a mute', () => {
    it('is announced to everyone, is in the roster, and is lifted only by a moderator', () => {
      const [ada, bob, vic] = [host(), stage.member('bob'), stage.visitor('vic')];
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      const muted = { type: 'changed', id: bob.id, grants: WITHOUT.publish + WITHOUT.chat, muted: true };
      for (const person of [ada, bob, vic]) expect(person.last('changed')).to.deep.equal(muted);
      bob.lose();
      const back = stage.visitor('bob', bob.resume);
      expect(back.last('welcome').self.muted).to.equal(true);
      back.leaveBeacon();
      stage.host.evict();
      const reload = stage.visitor('bob-2', back.resume).join();
      expect(reload.entry.member.muted).to.equal(true);
      expect(
        stage
          .visitor('eve')
          .last('welcome')
          .roster.find(({ id }) => id === bob.id)?.muted,
      ).to.equal(true);
      ada.send({ type: 'mute', n: 2, id: bob.id, on: false });
      expect(reload.last('changed').muted).to.equal(false);
    });

    it('stays with a participant who was out of reach for longer than their membership is held', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      bob.lose();
      stage.pass(60_000);
      expect(ada.last('left')).to.include({ id: bob.id, reason: 'lost' });
      stage.host.evict();
      const back = stage.visitor('bob', bob.resume);
      expect(back.last('welcome').self).to.include({ id: bob.id, seq: 2, muted: true });
      back.lose();
      stage.pass(60_000);
      // Of all without a membership, only those keep their id who were certainly not removed.
      const eve = stage.member('eve');
      ada.send({ type: 'kick', n: 2, id: eve.id });
      const again = stage.visitor('bob-2', back.resume).join();
      expect([again.id, again.entry.member.muted]).to.deep.equal([bob.id, true]);
    });

    it('and its end reach a participant who lost the membership, and then joins anew', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      ada.send({ type: 'mute', n: 1, id: eve.id, on: true });
      for (const one of [bob, eve]) one.lose();
      stage.pass(60_000);
      ada
        .send({ type: 'mute', n: 2, id: bob.id, on: true })
        .send({ type: 'mute', n: 3, id: eve.id, on: false });
      stage.host.evict();
      const again = [bob, eve].map(({ resume }, index) => stage.visitor(`again-${index}`, resume).join());
      expect(again.map(({ id }) => id)).to.deep.equal([bob.id, eve.id]);
      expect(again.map(({ entry }) => !!entry.member.muted)).to.deep.equal([true, false]);
    });

    it('and a removal reach a participant who lost the membership, because others may hear them', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      bob.lose();
      stage.pass(60_000);
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      expect(ada.last('changed')).to.include({ id: bob.id, muted: true });
      ada.send({ type: 'kick', n: 2, id: bob.id });
      expect(ada.last('left')).to.include({ id: bob.id, sid: 'bob', reason: 'kicked' });
      expect(ada.last('done')).to.deep.equal({ type: 'done', n: 2 });
      expect(stage.visitor('bob', bob.resume).last('error').code).to.equal('kicked');
    });

    it('stays with everyone who has the same sub, however they join again, until it is lifted or the call is over', () => {
      const ada = host();
      const muted = (person: Client) => !!person.entry.member.muted;
      const come = (sid: string) => enter(sid, ['publish'], 'bob').join();
      const bob = come('bob');
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      stage.host.evict();
      const second = come('bob-2');
      expect([second.id === bob.id, muted(second)]).to.deep.equal([false, true]);
      for (const person of [bob, second]) person.send({ type: 'bye' });
      for (let minute = 0; minute < 60; minute++) {
        stage.pass(60_000);
        ada.read();
      }
      const third = come('bob-3');
      expect(muted(third)).to.equal(true);
      ada.send({ type: 'kick', n: 2, id: third.id });
      const fourth = come('bob-4');
      expect(muted(fourth)).to.equal(true);
      expect(muted(enter('eve', ['publish'], 'eve').join())).to.equal(false);
      ada.send({ type: 'mute', n: 3, id: fourth.id, on: false });
      expect(fourth.last('changed').muted).to.equal(false);
      // Not with the token of an earlier page either.
      expect(muted(enter('bob-5', ['publish'], 'bob', second.resume).join())).to.equal(false);
    });

    it('and its end apply to every page of the same person', () => {
      const ada = host();
      const [one, two] = ['one', 'two'].map((sid) => enter(sid, ['publish'], 'bob').join()) as [
        Client,
        Client,
      ];
      const eve = enter('eve', ['publish'], 'eve').join();
      for (const on of [true, false]) {
        stage.host.evict();
        ada.send({ type: 'mute', n: 1, id: one.id, on });
        expect([one, two].map((person) => person.last('changed').muted)).to.deep.equal([on, on]);
      }
      expect(ada.all('changed').map(({ id }) => id)).to.not.include(eve.id);
    });

    it('reaches a participant who has just left, like a page that is being reloaded', () => {
      const ada = host();
      for (const sub of ['', 'bob']) {
        const bob = enter(`bob${sub}`, ['publish'], sub).join();
        bob.send({ type: 'bye' });
        ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
        expect(done(ada)).to.deep.equal({ type: 'done', n: 1 });
        const back = enter(`back${sub}`, ['publish'], sub, bob.resume).join();
        expect([back.id === bob.id, back.entry.member.muted]).to.deep.equal([true, true]);
      }
    });

    it('ends with the call: with its last member, or for everyone', () => {
      for (const ends of ['bye', 'end'] as const) {
        const ada = host();
        const bob = enter('bob', ['publish'], 'bob').join();
        ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
        bob.send({ type: 'bye' });
        ada.send(ends === 'end' ? { type: ends, n: 2 } : { type: ends });
        const again = enter('bob', ['publish'], 'bob').join();
        expect(again.entry.member).to.not.include.keys('muted');
        again.send({ type: 'bye' });
      }
    });

    it('stays with a participant who was lost together with all others: their call may go on without us', () => {
      const ada = host();
      const bob = enter('bob', ['publish'], 'bob').join();
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      for (const person of [ada, bob]) person.lose();
      stage.pass(100_000);
      expect(stage.host.record?.memberships).to.deep.equal([]);
      enter('bob', ['publish'], 'bob', bob.resume);
      expect(stage.host.record?.memberships.map(({ muted }) => muted)).to.deep.equal([true]);
      expect(enter('bob-2', ['publish'], 'bob').join().entry.member.muted).to.equal(true);
    });

    it('of the 33rd participant replaces the entry of the first, so that no list grows forever', () => {
      const ada = host();
      for (let n = 0; n < 33; n++) {
        const one = enter(`s${n}`, ['publish'], `sub-${n}`).join();
        stage.pass(1_000);
        ada.read().send({ type: 'mute', n, id: one.id, on: true });
        one.send({ type: 'bye' });
      }
      const muted = [0, 1, 32].map(
        (n) => !!enter(`t${n}`, ['publish'], `sub-${n}`).join().entry.member.muted,
      );
      expect(muted).to.deep.equal([false, true, true]);
    });

    it('that was lifted does not come back', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      const comeBack = (sid: string, resume: string) => {
        stage.pass(60_000);
        return stage.visitor(sid, resume).join();
      };
      ada.send({ type: 'mute', n: 1, id: bob.id, on: true });
      bob.lose();
      const back = comeBack('bob-2', bob.resume);
      ada.send({ type: 'mute', n: 2, id: bob.id, on: false });
      back.lose();
      expect(comeBack('bob-3', back.resume).entry.member).to.not.include.keys('muted');
    });

    it('twice is announced once', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      for (const n of [1, 2]) ada.send({ type: 'mute', n, id: bob.id, on: true });
      expect([bob.all('changed').length, ada.all('done').length]).to.deep.equal([1, 2]);
    });
  });

  describe('the end for everyone', () => {
    it('closes everyone, voids memberships and tokens, and the room starts anew', () => {
      const [ada, bob, vic] = [host(), stage.member('bob'), stage.visitor('vic')];
      ada.send({ type: 'lock', n: 1, on: true }).clear().send({ type: 'end', n: 2 });
      for (const person of [ada, bob]) expect(refusal(person)).to.deep.equal(['room-ended', 4410]);
      expect(refusal(vic)).to.deep.equal(['room-ended', 4410]);
      expect(types(ada)).to.deep.equal(['done', 'error']);
      expect(types(bob)).to.not.include.members(['left', 'away']);
      stage.host.evict();
      const again = stage.visitor('bob');
      expect(again.last('welcome').locked).to.equal(undefined);
      expect(again.id).to.not.equal(bob.id);
      expect(again.join().entry.roster).to.deep.equal([]);
    });

    it('is reported to those who were out of reach when they come back, after any time and any number of ends', () => {
      const [ada, bob, eve] = [host(), stage.member('bob'), stage.member('eve')];
      eve.lose();
      stage.pass(60_000);
      bob.lose();
      ada.send({ type: 'end', n: 1 });
      const boss = host('boss').send({ type: 'end', n: 2 });
      for (const person of [ada, bob, eve, boss]) {
        stage.host.kill();
        const back = stage.visitor(person.sid, person.resume);
        expect(back.frames).to.deep.equal([
          { type: 'error', code: 'room-ended', about: 'hello', fatal: true },
        ]);
        expect(back.closed?.code).to.equal(4410);
      }
      expect(stage.visitor('bob').join().entry.member.id).to.not.equal(bob.id);
    });

    it('is not reported to a participant who had left before it, and their token does not restore anything', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      bob.leaveBeacon();
      ada.send({ type: 'end', n: 1 });
      const again = stage.visitor('bob-2', bob.resume);
      expect(again.join().entry.member.id).to.not.equal(bob.id);
    });

    it('keeps earlier removals', () => {
      const [ada, bob] = [host(), stage.member('bob')];
      bob.lose();
      ada.send({ type: 'kick', n: 1, id: bob.id }).send({ type: 'end', n: 2 });
      expect(refusal(stage.visitor('bob', bob.resume))).to.deep.equal(['kicked', 4403]);
    });
  });

  it('needs a grant: each action by a member with every grant but that one is refused', () => {
    const all: Grant[] = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'];
    const orders: [Grant, (id: string) => ClientFrame][] = [
      ['admit', (id) => ({ type: 'admit', n: 9, id })],
      ['admit', (id) => ({ type: 'refuse', n: 9, id })],
      ['kick', (id) => ({ type: 'kick', n: 9, id })],
      ['mute', (id) => ({ type: 'mute', n: 9, id, on: true })],
      ['lock', () => ({ type: 'lock', n: 9, on: true })],
      ['end', () => ({ type: 'end', n: 9 })],
    ];
    for (const [grant, order] of orders) {
      stage = new Stage();
      stage.host.waitingRoom = true;
      host();
      const bob = host('bob');
      const mia = stage.visitor('mia').send({ type: 'knock', name: 'Mia' });
      const lacks = enter('eve', [...all.filter((word) => word !== grant), 'admit']);
      // Without `admit` they would not be in; the token they come back with takes it from them.
      lacks.join().lose();
      const eve = enter(
        'eve',
        all.filter((word) => word !== grant),
        '',
        lacks.resume,
      );
      const people = [bob, mia];
      for (const person of [...people, eve]) person.clear();
      const frame = order(grant === 'admit' ? (mia.connection.state?.id ?? '') : bob.id);
      eve.send(frame);
      expect(eve.frames).to.deep.equal([{ type: 'error', code: 'forbidden', about: frame.type, n: 9 }]);
      expect(people.flatMap<ServerFrame>(({ frames }) => frames)).to.deep.equal([]);
    }
  });

  it('is possible for members only, not from the lobby', () => {
    const bob = stage.member('bob');
    const ada = enter('ada', ['kick', 'end']);
    ada.send({ type: 'kick', n: 1, id: bob.id }).send({ type: 'end', n: 2 });
    expect(ada.all('error').map(({ code }) => code)).to.deep.equal(['forbidden', 'forbidden']);
    expect(bob.closed).to.equal(undefined);
  });

  it('reports a member’s permissions to everyone if they are unusual, and when they change', () => {
    const bob = stage.member('bob');
    const viewer = enter('viewer', []).join();
    expect(bob.last('joined').member.grants).to.equal(0);
    viewer.lose();
    const back = enter('viewer', ['publish'], '', viewer.resume);
    for (const person of [bob, back]) {
      expect(person.last('changed')).to.deep.equal({
        type: 'changed',
        id: viewer.id,
        grants: 1,
        muted: false,
      });
    }
  });
});
