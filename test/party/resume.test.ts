import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import { RESUME_LIFETIME, readResume } from '../../party/room/resume-token.js';
import { type Client, Stage } from './harness.js';

describe('resuming a membership', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  it('tells everyone at once that a member is away, and for 60 s not that they have left', () => {
    const [ada, bob, vic] = [stage.member('ada'), stage.member('bob'), stage.visitor('vic')];
    ada.lose();
    for (const person of [bob, vic]) {
      expect(person.last('away')).to.deep.equal({ type: 'away', id: ada.id, sid: 'ada' });
    }
    stage.pass(30_000);
    for (const person of [bob, vic]) person.send({ type: 'ping' });
    stage.pass(29_999);
    expect(stage.visitor('new').last('welcome').roster[0]).to.include({ id: ada.id, away: true });
    expect(bob.all('left')).to.have.length(0);
    stage.pass(1);
    for (const person of [bob, vic]) {
      expect(person.last('left')).to.deep.equal({ type: 'left', id: ada.id, sid: 'ada', reason: 'lost' });
    }
  });

  it('ends a held membership with the next event when the alarm is late', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    ada.lose();
    stage.passSilently(61_000);
    bob.send({ type: 'ping' });
    expect(bob.last('left').id).to.equal(ada.id);
  });

  it('treats bye as a leave, at once', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    ada.send({ type: 'bye' });
    expect(bob.last('left')).to.deep.equal({ type: 'left', id: ada.id, sid: 'ada', reason: 'left' });
    expect(bob.all('away')).to.have.length(0);
    expect(ada.closed).to.deep.equal({ code: 1000, reason: 'bye' });
  });

  it('restores the membership of the same page, and tells the others', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    ada.lose();
    stage.pass(59_000);
    const again = stage.visitor('ada', ada.resume);
    expect(again.last('welcome').self).to.include({ id: ada.id, seq: 1 });
    expect(again.last('welcome').roster.map((m) => m.name)).to.deep.equal(['bob']);
    expect(bob.last('back')).to.deep.equal({ type: 'back', id: ada.id, sid: 'ada' });
    bob.send({ type: 'signal', to: ada.id, toSid: 'ada', gen: 0, n: 0, payload: 'b' });
    expect(again.last('signal').from).to.equal(bob.id);
    expect(again.join().last('error').code).to.equal('bad-message');
  });

  it('holds the membership of a page that never heard that it joined, and restores it when it joins', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const offer = { to: bob.id, toSid: 'bob', gen: 0, neg: 0, payload: 'b' };
    ada.lose();
    const again = stage.socket('ada');
    again.send({ type: 'hello', v: 2, sid: 'ada', resume: ada.resume, visiting: true });
    expect(again.last('welcome').self.id).to.equal(ada.id);
    expect(again.last('welcome').self).to.not.have.any.keys('seq', 'resume');
    expect(bob.all('back')).to.have.length(0);
    again.join('ada', [offer]);
    expect(again.entry.member.seq).to.be.greaterThan(bob.entry.member.seq);
    expect(bob.last('joined').offer?.payload).to.equal('b');
    expect(again.all('error')).to.have.length(0);
  });

  it('replaces the older socket of the same page by the newer one, without a leave', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob').clear()];
    const again = stage.visitor('ada', ada.resume);
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'replaced', fatal: true });
    expect(ada.closed?.code).to.equal(4409);
    ada.lose();
    ada.send({ type: 'bye' });
    expect(bob.frames).to.deep.equal([]);
    expect(again.last('welcome').self.seq).to.equal(1);
  });

  it('refuses the delayed hello of a socket that its page has given up', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob').clear()];
    const [second, third] = [stage.socket('ada'), stage.socket('ada')];
    const hello = (dial: number) => ({ type: 'hello', v: 2, sid: 'ada', resume: ada.resume, dial }) as const;
    third.send(hello(3));
    second.send(hello(2));
    expect(second.last('error')).to.include({ code: 'replaced', fatal: true });
    expect(third.closed).to.equal(undefined);
    bob.send({ type: 'signal', to: ada.id, toSid: 'ada', gen: 0, n: 0, payload: 'b' });
    expect(third.last('signal').from).to.equal(bob.id);
    const fourth = stage.socket('ada');
    fourth.send(hello(4));
    expect(fourth.last('welcome').self.id).to.equal(ada.id);
    expect(third.last('error').code).to.equal('replaced');
  });

  it('brings a reload back under the same id as a visitor, with the membership reserved until it joins', () => {
    stage = new Stage(2);
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    ada.lose();
    bob.clear();
    const reload = stage.visitor('ada-2', ada.resume);
    expect(reload.last('welcome').self).to.deep.equal({ id: ada.id, grants: ['publish', 'chat'] });
    expect(reload.last('welcome').roster.map((m) => m.name)).to.deep.equal(['bob']);
    expect(stage.member('eve').last('error').code).to.equal('room-full');
    reload.join('Ada');
    expect(bob.frames.map((f) => f.type)).to.deep.equal(['joined']);
    expect(bob.last('joined').member).to.deep.equal({ id: ada.id, sid: 'ada-2', seq: 3, name: 'Ada' });
    expect(stage.visitor('x').last('welcome').roster).to.have.length(2);
  });

  it('does not bring back the old page that was still dialing during a reload', () => {
    const bob = stage.member('bob');
    for (const ends of ['lose', 'leaveBeacon'] as const) {
      const ada = stage.member(ends);
      ada[ends]();
      const reload = stage.visitor(`${ends}-2`, ada.resume);
      stage.host.evict();
      const late = stage.visitor(ends, ada.resume);
      expect(late.last('error')).to.include({ code: 'replaced', fatal: true });
      expect(late.closed?.code).to.equal(4409);
      expect(reload.all('error')).to.deep.equal([]);
      // Even if the newer one has dialed again.
      const again = stage.visitor(`${ends}-2`, ada.resume);
      expect(stage.visitor(ends, ada.resume).last('error').code).to.equal('replaced');
      expect(again.join().entry.member.id).to.equal(ada.id);
      expect(bob.last('joined').member).to.include({ id: ada.id, sid: `${ends}-2` });
    }
  });

  it('holds the membership of a page that reloads before its socket is lost', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob').clear()];
    const reload = stage.visitor('ada-2', ada.resume);
    expect(ada.closed?.code).to.equal(4409);
    expect(bob.frames.map((f) => f.type)).to.deep.equal(['away']);
    expect(reload.all('away')).to.have.length(0);
    reload.send({ type: 'bye' });
    expect(bob.last('left')).to.include({ id: ada.id, sid: 'ada', reason: 'left' });
  });

  it('keeps the id of a participant whose membership has ended, but not the membership', () => {
    const ada = stage.member('ada');
    ada.lose();
    stage.pass(60_000);
    const reload = stage.visitor('ada-2', ada.resume);
    expect(reload.last('welcome').self).to.deep.equal({ id: ada.id, grants: ['publish', 'chat'] });
    const bob = stage.member('bob');
    expect(reload.join().entry.member.seq).to.equal(bob.entry.member.seq + 1);
  });

  describe('after the membership was lost', () => {
    it('restores it for the same page, because others may have kept their links', () => {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      ada.lose();
      stage.pass(60_000);
      stage.host.evict();
      bob.clear();
      const again = stage.visitor('ada', ada.resume);
      expect(again.last('welcome').self).to.include({ id: ada.id, seq: 1 });
      expect(bob.frames).to.deep.equal([
        { type: 'joined', member: { id: ada.id, sid: 'ada', seq: 1, name: 'ada' }, back: true },
      ]);
      expect(
        stage
          .visitor('vic')
          .last('welcome')
          .roster.map(({ seq }) => seq),
      ).to.deep.equal([1, 2]);
      bob.send({ type: 'signal', to: ada.id, toSid: 'ada', gen: 0, n: 0, payload: 'b' });
      expect(again.last('signal').from).to.equal(bob.id);
      again.lose();
      stage.visitor('ada', again.resume).lose();
      stage.pass(60_000);
      const old = stage.visitor('ada', ada.resume);
      expect(old.last('welcome').self.seq, 'with a token whose successor was used').to.equal(undefined);
    });

    it('restores it for everyone when all were cut off', () => {
      const people = [stage.member('ada'), stage.member('bob')];
      for (const one of people) one.lose();
      stage.pass(60_000);
      for (const [at, { id, sid, resume }] of people.entries())
        expect(stage.visitor(sid, resume).last('welcome').self).to.include({ id, seq: at + 1 });
    });

    it('does not restore it in a full room', () => {
      stage = new Stage(2);
      const [ada] = [stage.member('ada'), stage.member('bob')];
      ada.lose();
      stage.pass(60_000);
      stage.member('eve');
      const again = stage.visitor('ada', ada.resume);
      expect(again.last('welcome').self.seq).to.equal(undefined);
      expect(again.join().last('error').code).to.equal('room-full');
    });

    it('tells members who were away who lost theirs', () => {
      const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
      ada.lose();
      bob.lose();
      stage.pass(30_000);
      expect(stage.visitor('ada', ada.resume).last('welcome')).not.to.have.property('lost');
      stage.pass(30_000);
      eve.lose();
      expect(stage.visitor('eve', eve.resume).last('welcome').lost).to.deep.equal([bob.id]);
      expect(stage.visitor('vic').last('welcome'), 'who is nobody to them').not.to.have.property('lost');
    });

    it('keeps nothing for a participant whose access ends, who then has left', () => {
      const bob = stage.member('bob');
      const ends = { ...readAdmission({ exp: stage.now / 1000 + 600, eject: true }) };
      const ada = stage.socket('ada', ends).hello().join();
      ada.lose();
      stage.pass(60_000);
      expect(bob.last('left')).to.include({ id: ada.id, reason: 'left' });
      const again = stage.socket('ada', ends).hello(ada.resume);
      expect(again.last('welcome').self.seq).to.equal(undefined);
    });
  });

  it('lets nobody without a membership back into a full room', () => {
    stage = new Stage(2);
    const [ada] = [stage.member('ada'), stage.member('bob')];
    ada.send({ type: 'bye' });
    stage.member('eve');
    expect(stage.visitor('ada', ada.resume).join().last('error').code).to.equal('room-full');
  });

  it('ignores a forged, foreign, altered or expired token', () => {
    const ada = stage.member('ada');
    const [id, seq, expires, mac] = ada.resume.split('.') as [string, string, string, string];
    const far = new Stage().member('far').resume;
    const bad = [
      '',
      'x',
      '....',
      far,
      `${id}.${seq}.${expires}`,
      `${id}.${seq}.${expires}.${'A'.repeat(43)}`,
      `${id}.2.${expires}.${mac}`,
      `${id}.${seq}.zzzzzzzzz.${mac}`,
      `${id.slice(1)}A.${seq}.${expires}.${mac}`,
      `${ada.resume}A`,
      ` ${ada.resume}`,
      ada.resume.toUpperCase(),
    ];
    for (const token of bad) {
      const forger = stage.visitor('ada', token);
      expect(forger.id, token).not.to.equal(id);
      expect(forger.last('welcome').self.seq).to.equal(undefined);
      forger.send({ type: 'bye' });
    }
    expect(ada.closed).to.equal(undefined);
    expect(readResume(stage.host.record!, ada.resume, stage.now, '')).to.include({ id, seq: 1 });
    expect(readResume(stage.host.record!, ada.resume, stage.now + RESUME_LIFETIME, '')).to.equal(undefined);
    expect(readResume(stage.host.record!, ada.resume, stage.now, 'ada')).to.equal(undefined);
  });

  it('keeps a token valid until its successor is used, and void after that', () => {
    const ada = stage.member('ada');
    const [first, second] = [ada.resume, stage.visitor('ada', ada.resume).resume];
    stage.pass(10);
    // The welcome with the second token may have been lost on the way: the first is still valid.
    const third = stage.visitor('ada', first).resume;
    expect(stage.visitor('ada', third).id).to.equal(ada.id);
    for (const old of [first, second]) expect(stage.visitor('ada', old).id).not.to.equal(ada.id);
  });

  it('knows the order of tokens issued within one millisecond, even after a loss of memory', () => {
    const ada = stage.member('ada');
    const first = ada.resume;
    const second = stage.visitor('ada', first).resume;
    stage.visitor('ada', second);
    stage.host.evict();
    expect(stage.visitor('ada', first).id).not.to.equal(ada.id);
  });

  it('ignores the token of an earlier membership of the same participant', () => {
    const ada = stage.member('ada');
    const old = ada.resume;
    const again = stage.visitor('ada-2', old).join();
    expect(stage.visitor('ada', old).id).not.to.equal(ada.id);
    expect(again.closed).to.equal(undefined);
  });

  it('restores the membership of a page that has not heard of it, with the token that it joined with', () => {
    const old = stage.member('ada').resume;
    const reload = stage.visitor('ada-2', old).join();
    reload.lose();
    expect(stage.visitor('ada-3', old).id, 'to another page').not.to.equal(reload.id);
    for (const _ of ['', 'its welcome was lost too']) {
      expect(stage.visitor('ada-2', old).last('welcome').self).to.include({ id: reload.id, seq: 2 });
    }
    const { resume } = stage.visitor('ada-2', reload.resume);
    expect(stage.visitor('ada-2', old).id).not.to.equal(reload.id);
    expect(stage.visitor('ada-2', resume).id).to.equal(reload.id);
  });

  it('of a lost or muted participant stays possible however many others join and leave', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const host = stage
      .socket('host', readAdmission({ grants: ['mute'] }))
      .hello()
      .join();
    host.send({ type: 'mute', n: 1, id: bob.id, on: true });
    bob.send({ type: 'bye' });
    ada.lose();
    stage.pass(60_000);
    for (let n = 0; n < 40; n++) stage.member(`guest-${n}`).send({ type: 'bye' });
    expect(stage.host.record?.departed).to.have.length(16);
    stage.host.evict();
    expect(stage.visitor('ada', ada.resume).last('welcome').self).to.include({ id: ada.id, seq: 1 });
    expect(stage.visitor('bob-2', bob.resume).join().entry.member.muted).to.equal(true);
  });

  it('of a lost participant with a sub stays possible however often others without one, or with one other, are lost', () => {
    for (const sub of [undefined, 'eve']) {
      const room = new Stage();
      const enter = (sid: string, of?: string) =>
        room
          .socket(sid, readAdmission({ grants: ['publish'], ...(of && { sub: of }) }))
          .hello()
          .join();
      const [host, ada] = [enter('host', 'host'), enter('ada', 'ada')];
      ada.lose();
      for (let round = 0; round < 6; round++) {
        for (let n = 0; n < 6; n++) enter(`guest-${round}-${n}`, sub).lose();
        room.pass(60_000);
        host.read();
      }
      expect(room.host.record?.departed).to.have.length(16);
      room.host.evict();
      const back = room.socket('ada', ada.claims).hello(ada.resume);
      expect(back.last('welcome').self, `others: ${sub}`).to.include({ id: ada.id, seq: 2 });
    }
  });

  it('of the last of many lost participants stays possible', () => {
    const host = stage.member('host');
    const lost: Client[] = [];
    for (let round = 0; round < 4; round++) {
      const guests = Array.from({ length: 6 }, (_, n) => stage.member(`guest-${round}-${n}`));
      for (const guest of guests) guest.lose();
      lost.push(...guests);
      stage.pass(60_000);
      host.read();
    }
    expect(stage.host.record?.departed?.map(({ id }) => id)).to.deep.equal(
      lost.slice(-16).map(({ id }) => id),
    );
  });

  it('of a participant who reloads stays possible however many others were lost', () => {
    for (let call = 0; call < 3; call++) {
      for (let n = 0; n < 8; n++) stage.member(`guest-${call}-${n}`).lose();
      stage.pass(60_000);
    }
    const [ada] = [stage.member('ada'), stage.member('bob')];
    ada.send({ type: 'bye' });
    expect(stage.host.record?.departed).to.have.length(16);
    expect(stage.visitor('ada-2', ada.resume).join().id).to.equal(ada.id);
  });

  it('restores everyone after the party was killed', () => {
    const people = ['ada', 'bob', 'eve'].map((name) => stage.member(name));
    stage.host.kill();
    stage.passSilently(120_000);
    const [ada, bob] = people.slice(0, 2).map((p) => stage.visitor(p.sid, p.resume));
    expect(ada!.last('welcome').self).to.include({ id: people[0]!.id, seq: 1 });
    expect(ada!.last('welcome').epoch).to.equal(people[0]!.last('welcome').epoch);
    expect(ada!.last('welcome').roster.map((m) => m.away)).to.deep.equal([true, true]);
    expect(bob!.last('welcome').roster.map((m) => m.away)).to.deep.equal([undefined, true]);
    expect(ada!.last('back').id).to.equal(people[1]!.id);
    ada!.send({ type: 'ping' });
    stage.pass(60_000);
    expect(ada!.last('left')).to.include({ id: people[2]!.id, reason: 'lost' });
  });

  it('starts anew, under another epoch, when the record is lost', () => {
    const ada = stage.member('ada');
    stage.host.kill(true);
    const again = stage.visitor('ada', ada.resume);
    expect(again.id).not.to.equal(ada.id);
    expect(again.last('welcome').epoch).not.to.equal(ada.last('welcome').epoch);
  });

  it('sends a new token with every pong, so that a call of days can still resume', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const first = ada.resume;
    for (let hour = 0; hour < 30 * 60; hour++) {
      stage.pass(60_000);
      for (const person of [ada, bob]) person.read();
    }
    expect(stage.visitor('ada', first).id).not.to.equal(ada.id);
    expect(stage.visitor('ada', ada.resume).last('welcome').self).to.include({ id: ada.id, seq: 1 });
    expect(stage.visitor('vic').send({ type: 'ping' }).last('pong')).to.deep.equal({ type: 'pong' });
  });

  describe('and a leave beacon', () => {
    it('ends its membership and its socket at once', () => {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      ada.leaveBeacon();
      expect(bob.last('left')).to.deep.equal({ type: 'left', id: ada.id, sid: 'ada', reason: 'left' });
      expect(bob.all('away')).to.have.length(0);
      expect(ada.closed).to.deep.equal({ code: 1000, reason: 'bye' });
    });

    it('ends a held membership, even when the room has lost its memory', () => {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      ada.lose();
      stage.host.evict();
      ada.leaveBeacon();
      expect(bob.last('left').reason).to.equal('left');
    });

    it('lets the reloaded page in under the same id, even into a full room', () => {
      stage = new Stage(2);
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      ada.leaveBeacon();
      const reload = stage.visitor('ada-2', ada.resume);
      expect(reload.id).to.equal(ada.id);
      expect(reload.join().entry.member).to.include({ id: ada.id, sid: 'ada-2' });
      expect(bob.frames.slice(-2).map(({ type }) => type)).to.deep.equal(['left', 'joined']);
    });

    it('does not send away the page that replaced it', () => {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      const token = ada.resume;
      const reload = stage.visitor('ada-2', token);
      ada.leaveBeacon(token);
      expect(bob.last('left')).to.include({ id: ada.id, sid: 'ada' });
      expect(reload.closed).to.equal(undefined);
      reload.join();
      bob.clear();
      ada.leaveBeacon(token);
      expect(bob.frames).to.deep.equal([]);
      expect(reload.closed).to.equal(undefined);
    });

    it('is ignored for other participants, and with an expired token', () => {
      const [ada, bob] = [stage.member('ada'), stage.member('bob').clear()];
      const old = ada.resume;
      const again = stage.visitor('ada', stage.visitor('ada', old).resume);
      for (const token of [old, 'x', '', `${bob.id}${old.slice(bob.id.length)}`]) ada.leaveBeacon(token);
      expect(bob.frames).to.deep.equal([]);
      expect(again.closed).to.equal(undefined);
    });

    it('is rate limited to what a room needs', () => {
      const ada = stage.member('ada');
      let unheard = 0;
      for (let n = 0; n < 40; n++) {
        const one = stage.member(`m${n}`);
        one.leaveBeacon();
        if (one.closed) continue;
        unheard += 1;
        one.send({ type: 'bye' });
      }
      expect(unheard).to.equal(8);
      stage.pass(1_000);
      ada.leaveBeacon();
      expect(ada.closed?.code).to.equal(1000);
    });

    it('is accepted however many invalid ones came before', () => {
      const ada = stage.member('ada');
      const forged = `${ada.resume.slice(0, -4)}AAAA`;
      for (let n = 0; n < 200; n++) for (const token of ['x', '', forged]) ada.leaveBeacon(token);
      ada.leaveBeacon();
      expect(ada.closed?.code).to.equal(1000);
    });
  });

  it('closes silent sockets in a room whose record was deleted before its alarm came, and its alarm with it', () => {
    const { host } = stage;
    host.save = (record) => {
      host.record = structuredClone(record);
      if (!record) host.alarmAt = Number.POSITIVE_INFINITY;
    };
    stage.member('ada').send({ type: 'bye' });
    stage.passSilently(RESUME_LIFETIME);
    const silent = stage.socket('silent');
    stage.pass(10_000);
    expect(silent.closed?.code).to.equal(4408);
  });

  it('forgets an empty room after a day', () => {
    const ada = stage.member('ada');
    ada.send({ type: 'bye' });
    stage.host.evict();
    stage.pass(RESUME_LIFETIME - 1);
    expect(stage.host.record).to.be.an('object');
    stage.pass(1);
    expect(stage.host.record).to.equal(undefined);
    expect(stage.host.alarmAt).to.equal(Number.POSITIVE_INFINITY);
    expect(stage.member('bob').entry.member.name).to.equal('bob');
    expect(stage.host.record).to.be.an('object');
  });
});
