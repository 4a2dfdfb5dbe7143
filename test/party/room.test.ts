import { expect } from 'chai';
import { GUEST } from '../../party/auth/claims.js';
import { MemoryHost } from '../support/memory-host.js';
import { Client, Stage } from './harness.js';

describe('joining a room', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  it('sends nothing before the hello', () => {
    expect(stage.socket('ada').frames).to.deep.equal([]);
  });

  it('welcomes a visitor with an id of its own, the roster, ICE servers and limits', () => {
    const ada = stage.member('ada');
    stage.host.iceConfig = { servers: [{ urls: 'stun:stun.test' }] };
    const vic = stage.visitor('vic');
    const welcome = vic.last('welcome');
    expect(welcome.self).to.deep.equal({ id: welcome.self.id, grants: ['publish', 'chat'] });
    expect(welcome.self.id).to.match(/^[\w-]{22}$/);
    expect(welcome.roster).to.deep.equal([{ id: ada.id, sid: 'ada', seq: 1, name: 'ada' }]);
    expect(welcome.ice.servers).to.deep.equal([{ urls: 'stun:stun.test' }]);
    expect(welcome.limits).to.deep.equal({ capacity: 8 });
  });

  it('remembers nothing of a room that nobody has ever joined', () => {
    const vic = stage.visitor('vic');
    const silent = stage.socket('silent');
    for (const one of [vic, silent]) stage.host.close(one.connection);
    stage.pass(60_000);
    expect([stage.host.record, stage.host.alarmAt]).to.deep.equal([undefined, Number.POSITIVE_INFINITY]);
    const ada = stage.member('ada');
    stage.host.close(ada.connection);
    expect(stage.host.record?.memberships.map(({ name }) => name)).to.deep.equal(['ada']);
  });

  it('never uses or shows the key of the connection', () => {
    const ada = stage.member('ada');
    expect(JSON.stringify(ada.frames)).not.to.contain(ada.connection.key);
  });

  it('tells members nothing of visitors', () => {
    const ada = stage.member('ada').clear();
    stage.visitor('vic').lose();
    expect(ada.frames).to.deep.equal([]);
  });

  it('gives the newcomer the authoritative roster and a resume token, in one frame', () => {
    const ada = stage.member('ada');
    const bob = stage.member('bob');
    expect(bob.entry.roster).to.deep.equal([{ id: ada.id, sid: 'ada', seq: 1, name: 'ada' }]);
    expect(bob.entry.member).to.deep.equal({ id: bob.id, sid: 'bob', seq: 2, name: 'bob' });
    expect(bob.entry.resume).to.be.a('string');
    expect(bob.all('joined')).to.have.length(1);
  });

  it('sends each member its own offer, and visitors none', () => {
    const [ada, bob, vic, eve] = [
      stage.member('ada'),
      stage.member('bob'),
      stage.visitor('vic'),
      stage.visitor('eve'),
    ];
    eve.join('eve', [
      { to: ada.id, toSid: 'ada', gen: 0, neg: 1, payload: 'for-ada' },
      { to: bob.id, toSid: 'bob', gen: 3, neg: 4, payload: 'for-bob' },
      { to: vic.id, toSid: 'vic', gen: 0, neg: 1, payload: 'for-vic' },
      { to: eve.id, toSid: 'eve', gen: 0, neg: 1, payload: 'for-eve' },
    ]);
    expect(ada.last('joined').offer).to.deep.equal({ gen: 0, neg: 1, payload: 'for-ada' });
    expect(bob.last('joined').offer).to.deep.equal({ gen: 3, neg: 4, payload: 'for-bob' });
    expect(vic.last('joined').offer).to.equal(undefined);
    expect(eve.last('joined').offer).to.equal(undefined);
    for (const person of [ada, bob, vic])
      expect(person.last('joined').roster ?? person.last('joined').resume).to.equal(undefined);
  });

  it('drops offers made for an earlier page of a member', () => {
    const ada = stage.member('ada');
    stage.visitor('eve').join('eve', [{ to: ada.id, toSid: 'another', gen: 0, neg: 1, payload: 'old' }]);
    expect(ada.last('joined').offer).to.equal(undefined);
  });

  it('counts seq up and never uses one twice', () => {
    const grace = stage.member('grace');
    stage.member('ada').send({ type: 'bye' });
    stage.host.evict();
    expect(stage.member('bob').entry.member.seq).to.equal(3);
    // In an empty room there is nobody to distinguish it from.
    expect(grace.entry.member.seq).to.equal(1);
  });

  it('keeps a client as a visitor if the room is full, and lets it join once there is a place', () => {
    stage = new Stage(2);
    const [ada] = [stage.member('ada'), stage.member('bob')];
    const vic = stage.visitor('vic').join();
    expect(vic.last('error')).to.deep.equal({ type: 'error', code: 'room-full', about: 'join' });
    expect(vic.closed).to.equal(undefined);
    ada.send({ type: 'bye' });
    expect(vic.last('left').id).to.equal(ada.id);
    expect(vic.join().entry.member.seq).to.equal(3);
  });

  it('counts members who are away', () => {
    stage = new Stage(2);
    stage.member('ada').lose();
    stage.member('bob');
    expect(stage.member('eve').last('error').code).to.equal('room-full');
  });

  it('rejects a second join, and goes on', () => {
    const ada = stage.member('ada').join();
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'bad-message', about: 'join' });
    expect(ada.closed).to.equal(undefined);
    expect(stage.member('bob').entry.roster).to.have.length(1);
  });

  it('gives 200 sockets that race for 8 places exactly 8, and tells 192 that the room is full', () => {
    const people = Array.from({ length: 200 }, (_, i) => stage.socket(`s${i}`));
    for (const person of people) person.hello().join();
    const members = people.filter((p) => p.all('joined').some((f) => f.roster));
    const seqs = new Set(members.map((p) => p.entry.member.seq));
    expect([members.length, seqs.size]).to.deep.equal([8, 8]);
    expect(people.filter((p) => p.all('error').some((f) => f.code === 'room-full'))).to.have.length(192);
  });

  it('allows 20 visitors; the next one replaces the one that was idle longest', () => {
    const ada = stage.member('ada');
    const idle = Array.from({ length: 20 }, (_, i) => {
      stage.pass(100);
      return stage.visitor(`v${i}`);
    });
    stage.pass(100);
    idle[0]!.send({ type: 'ping' });
    ada.send({ type: 'ping' });
    const late = stage.visitor('late');
    expect(late.last('welcome').roster).to.have.length(1);
    expect(idle.filter(({ closed }) => closed)).to.deep.equal([idle[1]]);
    // Their page dials again by itself.
    expect([idle[1]!.last('error').code, idle[1]!.closed?.code]).to.deep.equal(['too-slow', 4408]);
    expect(late.join().entry.member.id).to.equal(late.id);
    // A client that is about to join, or resumes, displaces nobody.
    stage.visitor('another');
    expect(idle.filter(({ closed }) => closed)).to.have.length(1);
    ada.lose();
    expect(stage.visitor('ada', ada.resume).last('welcome').self.seq).to.equal(1);
    expect(idle.filter(({ closed }) => closed)).to.have.length(1);
  });

  it('displaces visitors of the network with most of them, so that a flood only displaces itself', () => {
    const from = (sid: string, place?: string) =>
      stage.socket(sid, { ...GUEST, ...(place && { sender: place }) });
    const real = ['a', 'b', 'c'].map((place) => from(place, place).hello());
    stage.pass(1_000);
    const flood = Array.from({ length: 200 }, (_, i) => from(`f${i}`, 'eve').hello().send({ type: 'ping' }));
    for (const one of real) expect(one.closed).to.equal(undefined);
    expect(flood.filter(({ closed }) => !closed)).to.have.length(17);
    // The same for sockets without a hello.
    const silent = Array.from({ length: 600 }, (_, i) => from(`s${i}`, 'eve'));
    expect(real.concat(from('d', 'd')).every(({ closed }) => !closed)).to.equal(true);
    expect(silent.filter(({ closed }) => !closed).length).to.be.at.most(512);
  });

  it('knows the networks of clients, and which were idle, after a loss of memory and of pings that it did not hear', () => {
    const from = (sid: string, sender: string) => stage.socket(sid, { ...GUEST, sender }).hello();
    const real = from('real', 'a');
    stage.pass(1_000);
    const flood = Array.from({ length: 19 }, (_, i) => from(`f${i}`, 'eve'));
    // The platform answers the pings of the first one for the room.
    stage.pass(30_000);
    flood[0]!.connection.answeredAt = stage.now;
    stage.host.evict();
    from('next', 'b');
    expect([real, ...flood].filter(({ closed }) => closed)).to.deep.equal([flood[1]]);
  });

  it('tells a newcomer nothing about earlier participants', () => {
    const told = (host: MemoryHost) => {
      const client = new Client(host, 'new').hello().join();
      const { epoch } = client.last('welcome');
      return { seq: client.entry.member.seq, epoch, resume: client.resume };
    };
    const seqs: number[] = [];
    const epochs = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const host = new MemoryHost('standup', 8, () => stage.now);
      if (n % 2) {
        const before = Array.from({ length: 3 }, (_, i) => new Client(host, `b${i}`).hello().join());
        expect(new Set(before.map(({ entry }) => entry.member.seq)).size).to.equal(3);
        // Some leave, some are lost, and some are lost for good.
        before[0]!.send({ type: 'bye' });
        for (const one of before.slice(1)) one.lose();
        stage.now += 60_000;
        host.tick();
        const epoch = before[0]!.last('welcome').epoch;
        const after = told(host);
        expect(after.epoch).not.to.equal(epoch);
        seqs.push(after.seq);
        // A lost participant is back under their number, and the next one joins after all.
        const back = new Client(host, 'b1').hello(before[1]!.resume);
        expect(back.last('welcome').self.seq).to.equal(before[1]!.entry.member.seq);
        const next = new Client(host, 'next').hello().join();
        expect(next.entry.member.seq).to.be.greaterThan(Math.max(after.seq, before[1]!.entry.member.seq));
        epochs.add(after.epoch);
      } else {
        const { seq, epoch, resume } = told(host);
        seqs.push(seq);
        epochs.add(epoch);
        expect(resume.length).to.be.lessThan(100);
      }
    }
    expect(epochs.size).to.equal(40);
    // Both kinds are spread equally over the 24 bits.
    for (const kind of [0, 1]) {
      const some = seqs.filter((_, n) => n % 2 === kind);
      expect(new Set(some).size).to.be.greaterThan(18);
      expect(Math.max(...some)).to.be.greaterThan(2 ** 22);
    }
  });

  it('reports when it is empty, and not while a membership is held', () => {
    const [ada, vic] = [stage.member('ada'), stage.visitor('vic')];
    ada.lose();
    vic.lose();
    expect(stage.host.timesEmpty).to.equal(0);
    stage.pass(60_000);
    expect(stage.host.timesEmpty).to.be.greaterThan(0);
  });

  it('tells a client that visits twice nothing about what happened meanwhile', () => {
    const look = () => {
      const vic = stage.visitor('vic');
      vic.lose();
      return vic.last('welcome').epoch;
    };
    const epochs = [look(), look()];
    stage.member('ada').send({ type: 'bye' });
    epochs.push(look());
    expect(new Set(epochs).size).to.equal(3);
  });

  it('rejects a client of another protocol version', () => {
    const old = stage.socket('old').send({ type: 'hello', v: 1, sid: 'old' });
    expect(old.last('error')).to.deep.equal({
      type: 'error',
      code: 'bad-message',
      about: 'hello',
      fatal: true,
    });
    expect(old.closed?.code).to.equal(4400);
  });

  it('closes a socket that does not say hello, even when the alarm is late', () => {
    const early = stage.socket('early');
    stage.pass(9_999);
    expect(early.closed).to.equal(undefined);
    stage.pass(1);
    expect(early.closed?.code).to.equal(4408);
    const other = stage.socket('other');
    stage.passSilently(11_000);
    other.hello();
    expect(other.closed?.code).to.equal(4408);
    expect(other.all('welcome')).to.have.length(0);
  });

  it('cleans names: one line, no control or bidi characters, at most 64 code points', () => {
    const names: [string, string][] = [
      ['  Ada\n Lovelace ', 'Ada Lovelace'],
      ['e\u0301va', '\u00e9va'],
      ['a\u202Eb\u2066c\u0000d\u200Fe\uFEFF', 'abcde'],
      ['😀'.repeat(70), '😀'.repeat(64)],
      ['\uD800x', 'x'],
      ['👩‍👩‍👧', '👩‍👩‍👧'],
      ['<b>&amp;', '<b>&amp;'],
      ['', ''],
    ];
    for (const [raw, clean] of names) {
      const someone = stage.visitor('someone').join(raw);
      expect(someone.entry.member.name).to.equal(clean);
      someone.send({ type: 'bye' });
    }
  });
});

describe('relaying', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  it('sends a signal to one member, with its sender, and nothing else', () => {
    const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
    const forged = {
      type: 'signal',
      to: bob.id,
      toSid: 'bob',
      gen: 1,
      n: 2,
      payload: 'b',
      from: eve.id,
      fromSid: 'eve',
      x: 1,
    };
    eve.clear();
    ada.sendRaw(JSON.stringify(forged));
    expect(bob.last('signal')).to.deep.equal({
      type: 'signal',
      from: ada.id,
      fromSid: 'ada',
      gen: 1,
      n: 2,
      payload: 'b',
    });
    expect(eve.frames).to.deep.equal([]);
  });

  it('passes a signal on as text that `JSON.stringify` would have written', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const texts: string[] = [];
    const send = bob.connection.send.bind(bob.connection);
    bob.connection.send = (text) => {
      texts.push(text);
      send(text);
    };
    const [gen, n, payload] = [2 ** 31 - 1, 7, 'AZaz09_-'.repeat(128)];
    ada.send({ type: 'signal', to: bob.id, toSid: 'bob', gen, n, payload });
    expect(texts).to.deep.equal([
      JSON.stringify({ type: 'signal', from: ada.id, fromSid: 'ada', gen, n, payload }),
    ]);
  });

  it('drops signals to participants who are gone, away, on another page, or oneself, without an error', () => {
    const [ada, bob, vic] = [stage.member('ada'), stage.member('bob'), stage.visitor('vic')];
    const to = [
      ['nobody', 'x'],
      [bob.id, 'bob'],
      [vic.id, 'vic'],
      [ada.id, 'ada'],
      [bob.id, 'other'],
    ];
    bob.lose();
    ada.clear();
    for (const [id, sid] of to) ada.send({ type: 'signal', to: id!, toSid: sid!, gen: 0, n: 0, payload: '' });
    expect([...ada.frames, ...vic.all('signal'), ...bob.all('signal')]).to.deep.equal([]);
  });

  it('drops a signal for an earlier page of a member', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    ada.send({ type: 'signal', to: bob.id, toSid: 'earlier', gen: 0, n: 0, payload: '' });
    expect(bob.all('signal')).to.have.length(0);
  });

  it('stores nothing for relayed signals', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const before = stage.host.saves;
    ada.send({ type: 'signal', to: bob.id, toSid: 'bob', gen: 0, n: 0, payload: '' });
    ada.send({ type: 'ping' });
    expect(stage.host.saves).to.equal(before);
  });

  it('lets visitors neither signal nor probe', () => {
    const [ada, vic] = [stage.member('ada'), stage.visitor('vic')];
    vic.send({ type: 'signal', to: ada.id, toSid: 'ada', gen: 0, n: 0, payload: '' });
    expect(vic.last('error')).to.deep.equal({ type: 'error', code: 'forbidden', about: 'signal' });
    vic.send({ type: 'probe', id: ada.id });
    expect(vic.last('error')).to.deep.equal({ type: 'error', code: 'forbidden', about: 'probe' });
    expect(ada.all('signal')).to.have.length(0);
  });

  it('vouches for members whose socket is active', () => {
    const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
    eve.lose();
    stage.pass(36_000);
    ada.send({ type: 'ping' });
    const alive = (id: string) => ada.send({ type: 'probe', id }).last('probe');
    expect(alive(bob.id)).to.deep.equal({ type: 'probe', id: bob.id, alive: false });
    bob.send({ type: 'ping' });
    expect(alive(bob.id).alive).to.equal(true);
    expect(alive(eve.id).alive).to.equal(false);
    expect(alive('nobody').alive).to.equal(false);
  });

  it('asks a missed participant for a sign of life, so that the next answer is true', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    stage.pass(20_000);
    const alive = () => ada.send({ type: 'probe', id: bob.id }).last('probe').alive;
    expect(alive()).to.equal(false);
    expect(bob.all('ping')).to.have.length(1);
    bob.send({ type: 'ping' });
    stage.pass(2_000);
    expect(alive()).to.equal(true);
  });

  it('asks no more often when many miss the same participant', () => {
    const bob = stage.member('bob');
    const people = ['ada', 'eve', 'joe'].map((name) => stage.member(name));
    for (const person of people) person.send({ type: 'probe', id: bob.id });
    expect(bob.all('ping')).to.have.length(1);
    stage.pass(1_500);
    for (const person of people) person.send({ type: 'probe', id: bob.id });
    expect(bob.all('ping')).to.have.length(2);
  });

  it('considers a member lost who gives no sign of life for 10 s, even if only the alarm fires', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    stage.pass(20_000);
    ada.send({ type: 'probe', id: bob.id });
    stage.pass(9_999);
    expect(ada.all('away')).to.have.length(0);
    stage.pass(1);
    expect(ada.last('away').id).to.equal(bob.id);
    expect(bob.closed?.code).to.equal(4408);
    // The membership is held, as for everyone who is lost.
    expect(stage.visitor('bob', bob.resume).last('welcome').self).to.include({ id: bob.id, seq: 2 });
  });

  it('keeps a member who is missed and answers, however often', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let n = 0; n < 60; n++) {
      ada.send({ type: 'probe', id: bob.id });
      if (n % 4 === 0) bob.send({ type: 'ping' });
      stage.pass(2_000);
    }
    expect(ada.all('away')).to.have.length(0);
    expect(ada.all('error')).to.have.length(0);
  });

  it('sends new ICE servers on request', () => {
    const vic = stage.visitor('vic');
    stage.host.iceConfig = { servers: [{ urls: ['turn:t.test'], username: 'u', credential: 'c' }], ttl: 600 };
    expect(vic.send({ type: 'ice' }).last('ice')).to.deep.equal({ type: 'ice', ...stage.host.iceConfig });
  });

  it('answers pings', () => {
    expect(stage.visitor('vic').send({ type: 'ping' }).last('pong')).to.deep.equal({ type: 'pong' });
  });

  it('keeps telling the others when one socket is dead', () => {
    const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
    bob.connection.open = false;
    stage.member('new');
    expect(eve.last('away').id).to.equal(bob.id);
    expect(ada.all('joined').at(-1)?.member.name).to.equal('new');
  });

  it('keeps rooms apart', () => {
    const [other, ada] = [new Stage(), stage.member('ada')];
    const far = other.member('far');
    ada.send({ type: 'signal', to: far.id, toSid: 'far', gen: 0, n: 0, payload: '' });
    expect(far.all('signal')).to.have.length(0);
    expect(other.visitor('x', ada.resume).id).not.to.equal(ada.id);
  });
});
