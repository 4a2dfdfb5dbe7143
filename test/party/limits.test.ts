import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import { type ClientFrame, MAX_FRAME_BYTES } from '../../src/protocol/index.js';
import { type Client, Stage } from './harness.js';

describe('a socket', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  it('gets bad-message for nonsense, and the room goes on', () => {
    const nonsense: [unknown, string | undefined][] = [
      [new ArrayBuffer(4), undefined],
      ['x'.repeat(MAX_FRAME_BYTES + 1), undefined],
      ['{', undefined],
      ['{"type":"probe"}', 'probe'],
      [JSON.stringify({ type: '\u20ac'.repeat(32) }), undefined],
    ];
    for (const [data, about] of nonsense) {
      const someone = stage.visitor('x').sendRaw(data);
      expect(someone.closed).to.equal(undefined);
      expect(someone.last('error')).to.deep.equal(
        about ? { type: 'error', code: 'bad-message', about } : { type: 'error', code: 'bad-message' },
      );
    }
    expect(stage.member('bob').entry.roster).to.have.length(0);
  });

  it('may send frames of types that only a newer party knows: they are ignored and counted, within a limit', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let i = 0; i < 40; i++) ada.sendRaw(`{"type":"news-${i}","to":"${bob.id}"}`);
    expect([ada.all('error'), ada.closed, stage.host.server.ignored]).to.deep.equal([[], undefined, 40]);
    ada.sendRaw('{"type":"news"}');
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'rate-limited', about: 'news' });
    for (let round = 0; round < 3; round++) {
      stage.pass(1_000);
      for (let i = 0; i < 60; i++) ada.sendRaw('{"type":"news"}');
    }
    expect(ada.closed?.code).to.equal(4429);
  });

  it('cannot begin with such a frame', () => {
    expect(stage.socket('x').sendRaw('{"type":"news"}').last('error').code).to.equal('bad-message');
  });

  it('is closed after five invalid frames, even across an eviction; the membership is held', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let i = 0; i < 4; i++) ada.sendRaw('{}');
    stage.host.evict();
    ada.sendRaw('{}');
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'bad-message', fatal: true });
    expect(ada.closed).to.deep.equal({ code: 4400, reason: 'bad-message' });
    expect(bob.last('away').id).to.equal(ada.id);
  });

  it('is ignored after the room has closed it', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let i = 0; i < 5; i++) ada.sendRaw('{}');
    bob.clear();
    stage.host.evict();
    ada.send({ type: 'signal', to: bob.id, toSid: 'bob', gen: 0, n: 0, payload: '' }).hello();
    expect(bob.frames).to.deep.equal([]);
  });

  it('must say hello first, and only once', () => {
    const early = stage.socket('early').join();
    expect(early.last('error').about).to.equal('join');
    expect(early.hello().hello().last('error')).to.deep.equal({
      type: 'error',
      code: 'bad-message',
      about: 'hello',
    });
  });

  const signal = (from: Client, to: Client) =>
    from.send({ type: 'signal', to: to.id, toSid: to.sid, gen: 0, n: 0, payload: 'b' });

  it('may send the signals of a join of eight: 80 at once between two', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let i = 0; i < 80; i++) signal(ada, bob);
    expect(bob.all('signal')).to.have.length(80);
    expect(ada.all('error')).to.have.length(0);
  });

  it('may probe each of fifteen silent members every second, for as long as it likes, also when its network stalls', () => {
    const room = new Stage(16);
    const [ada, ...others] = Array.from({ length: 16 }, (_, n) => room.member(`m${n}`)) as [
      Client,
      ...Client[],
    ];
    const second = (probes: number) => {
      room.pass(1_000);
      for (let n = 0; n < probes; n++) for (const { id } of others) ada.send({ type: 'probe', id });
      // Their links to Ada are dead, but everyone reaches the party.
      for (const one of [ada, ...others]) one.read();
    };
    for (let n = 0; n < 120; n++) second(1);
    // The network delivers nothing for a while, and then everything at once.
    for (let n = 0; n < 5; n++) second(0);
    second(6);
    for (let n = 0; n < 60; n++) second(1);
    expect(ada.all('error')).to.deep.equal([]);
    expect(ada.all('probe')).to.have.length(186 * 15);
    expect([ada, ...others].map(({ closed }) => closed)).to.deep.equal(Array(16).fill(undefined));
    // There is a limit.
    for (let n = 0; n < 40; n++) for (const { id } of others) ada.send({ type: 'probe', id });
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'rate-limited', about: 'probe' });
  });

  it('that waits or visits cannot count the members by the number of signals that are refused before its limit', () => {
    const refused = (members: number, isLocked: boolean) => {
      const room = new Stage();
      const host = room
        .socket('host', readAdmission({ grants: ['admit', 'lock'] }))
        .hello()
        .join();
      for (let n = 1; n < members; n++) room.member(`m${n}`);
      if (isLocked) host.send({ type: 'lock', n: 1, on: true });
      const mia = room.visitor('mia');
      expect(mia.frames[0]?.type).to.equal(isLocked ? 'waiting' : 'welcome');
      for (let n = 0; n < 400; n++) signal(mia, host);
      expect(mia.all('error').filter(({ code }) => code === 'rate-limited')).to.have.length(1);
      return mia.all('error').findIndex(({ code }) => code === 'rate-limited');
    };
    for (const isLocked of [true, false])
      expect([1, 2, 8].map((members) => refused(members, isLocked))).to.deep.equal([40, 40, 40]);
  });

  it('over its limit is reported once, and relayed again a second later', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let i = 0; i < 100; i++) signal(ada, bob);
    expect(bob.all('signal')).to.have.length(80);
    expect(ada.all('error')).to.deep.equal([{ type: 'error', code: 'rate-limited', about: 'signal' }]);
    stage.pass(1000);
    signal(ada, bob);
    expect(bob.all('signal')).to.have.length(81);
  });

  it('gets an answer for every moderator’s frame over the limit, with its number', () => {
    const orders: Record<string, (n: number) => ClientFrame> = {
      admit: (n) => ({ type: 'admit', n, id: 'x' }),
      refuse: (n) => ({ type: 'refuse', n, id: 'x' }),
      kick: (n) => ({ type: 'kick', n, id: 'x' }),
      mute: (n) => ({ type: 'mute', n, id: 'x', on: true }),
      lock: (n) => ({ type: 'lock', n, on: true }),
      end: (n) => ({ type: 'end', n }),
    };
    for (const [type, order] of Object.entries(orders)) {
      const ada = new Stage().member('ada');
      const most = type === 'lock' || type === 'end' ? 6 : 40;
      for (let n = 1; n <= most + 3; n++) ada.send(order(n));
      const answers = ada.all('error').filter(({ code }) => code === 'rate-limited');
      expect(answers).to.deep.equal(
        [1, 2, 3].map((more) => ({ type: 'error', code: 'rate-limited', about: type, n: most + more })),
      );
    }
  });

  it('is closed when it exceeds its limit three times within 30 s', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const flood = () => {
      for (let i = 0; i < 200; i++) signal(ada, bob);
    };
    flood();
    stage.pass(1500);
    flood();
    stage.pass(30_000);
    ada.send({ type: 'ping' });
    flood();
    expect(ada.closed).to.equal(undefined);
    stage.pass(1500);
    flood();
    stage.pass(1500);
    flood();
    expect(ada.last('error')).to.deep.equal({
      type: 'error',
      code: 'rate-limited',
      about: 'signal',
      fatal: true,
    });
    expect(ada.closed?.code).to.equal(4429);
  });

  /** Frames from Ada to Bob until he is closed, or a maximum; `each` is called in between. */
  function stream(most: number, ada: Client, bob: Client, each: (n: number) => void): number {
    let sent = 0;
    for (; !bob.closed && sent < most; sent++) {
      signal(ada, bob);
      stage.pass(30);
      if (sent % 50 === 0) ada.read();
      each(sent);
    }
    return sent;
  }

  it('cannot be closed by others: above 200 unread frames each sender has a share, above 400 there are no signals', () => {
    const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
    const flood = (from: Client) => {
      const before = bob.all('signal').length;
      for (let n = 0; n < 150; n++) {
        signal(from, bob);
        stage.pass(25);
        if (n % 50 === 0) from.read();
      }
      return bob.all('signal').length - before;
    };
    expect(flood(ada)).to.equal(150);
    expect(flood(ada)).to.be.within(140, 149);
    expect(flood(eve)).to.be.within(98, 100);
    // The party's own frames arrive, and the frames of everyone as soon as it has read the others.
    const late = stage.member('late');
    expect([bob.last('joined').member.id, bob.closed]).to.deep.equal([late.id, undefined]);
    for (const from of [eve, ada]) {
      bob.read();
      expect(flood(from)).to.equal(150);
    }
    expect(bob.closed).to.equal(undefined);
  });

  it('cannot get more than its share of another’s unread frames by dialing again', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    for (let n = 0, from = ada; n < 6; n++, from = stage.visitor('ada', from.resume))
      for (let i = 0; i < 80; i++) signal(from, bob);
    // A share is half of 300, and 200 belong to everyone; bob has got two joined, two pings and a few away and back.
    expect(bob.all('signal').length).to.be.within(335, 350);
    expect(bob.closed).to.equal(undefined);
  });

  it('is closed with 1,000 unread frames, whatever they are', () => {
    const bob = stage.member('bob');
    for (let n = 0; n < 600; n++) stage.member(`guest-${n}`).send({ type: 'bye' });
    expect(bob.closed?.code).to.equal(4408);
    expect(bob.frames.length).to.be.within(1_000, 1_003);
  });

  it('is closed as a reader when it has read nothing for 10 s, even if it still sends', () => {
    const [ada, bob, eve] = [stage.member('ada'), stage.member('bob'), stage.member('eve')];
    const sent = stream(600, ada, bob, (n) => {
      if (n % 50 === 0) eve.read();
      if (n % 100 === 0) bob.send({ type: 'ping' });
      if (n % 70 === 0) stage.host.evict();
    });
    // Frame 100 asked for it, and one is sent every 30 ms. After a loss of memory up to nine frames count that were not sent.
    expect(sent).to.be.within(100 + 333 - 6 * 9, 100 + 333 + 2);
    expect(bob.frames.length).to.be.within(300, 405);
    expect(bob.last('error')).to.deep.equal({ type: 'error', code: 'too-slow', fatal: true });
    expect(bob.closed?.code).to.equal(4408);
    expect(eve.last('away').id).to.equal(bob.id);
    expect([ada.closed, eve.closed]).to.deep.equal([undefined, undefined]);
  });

  it('is closed as a slow reader together with others when closing one is too much for the next', () => {
    const readers = ['ada', 'bob', 'eve'].map((name) => stage.member(name));
    const late = stage.member('late');
    // Pongs bring each to the exact limit: 500 frames sent, none of them read.
    for (let i = 0; i < 500; i++) {
      for (const reader of readers) if (reader.frames.length < 500) reader.send({ type: 'ping' });
      if (i % 100 === 0) late.read();
      stage.pass(100);
    }
    late.send({ type: 'bye' });
    expect(readers.map((reader) => reader.closed?.code)).to.deep.equal([4408, 4408, 4408]);
  });

  it('cannot claim to have read frames that it has not read, however often', () => {
    const liars: Record<string, (bob: Client, n: number) => unknown> = {
      'counts, as high as can be': (bob) => bob.sendRaw('{"type":"ping","rx":2147483647,"read":2147483647}'),
      guesses: (bob, n) => bob.send({ type: 'ping', ackToken: (n * 2_654_435_761) % 2 ** 31 }),
      'the largest': (bob) => bob.send({ type: 'ping', ackToken: 2 ** 31 - 1 }),
      // Frames that they had read before they stopped, again and again.
      'an old ackToken': (bob) => bob.send({ type: 'ping', ackToken: bob.all('ping')[0]?.ackToken }),
    };
    for (const [what, lie] of Object.entries(liars)) {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      const first = 150;
      stream(first, ada, bob, (n) => n % 10 === 0 && bob.read());
      expect(bob.all('ping'), what).to.have.length(1);
      const heard = bob.frames.length;
      stream(1_200, ada, bob, (n) => {
        lie(bob, n);
        if (n % 70 === 0) stage.host.evict();
      });
      expect(bob.closed?.code, what).to.equal(4408);
      // The last hundred were not confirmed as read, and the closing frame comes on top.
      expect(bob.frames.length - heard, what).to.be.within(400, 502);
      ada.send({ type: 'bye' });
      stage.pass(60_000);
    }
  });

  it('is never closed if it reads, with any amount, and is asked once for each hundred frames', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    let ackTokens = 0;
    const sent = stream(3_000, ada, bob, (n) => {
      if (bob.all('ping').length > ackTokens) bob.read();
      ackTokens = bob.all('ping').length;
      if (n % 70 === 0) stage.host.evict();
    });
    expect([sent, bob.closed]).to.deep.equal([3_000, undefined]);
    expect(ackTokens).to.be.within(29, 34);
    expect(new Set(bob.all('ping').map(({ ackToken }) => ackToken)).size).to.equal(ackTokens);
    expect(bob.connection.state?.acks).to.deep.equal([]);
  });

  it('has its state stored once for ten frames sent to it: a platform takes long to store it', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    let stored = 0;
    for (const { connection } of [ada, bob]) {
      const setState = connection.setState.bind(connection);
      connection.setState = (state) => {
        stored++;
        setState(state);
      };
    }
    expect(stream(90, ada, bob, () => {})).to.equal(90);
    expect(stored).to.be.within(9, 11);
  });

  it('may confirm all frames with the last ack token: earlier pings may be rate limited', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    stream(320, ada, bob, () => {});
    expect(bob.connection.state?.acks).to.have.length(3);
    bob.read();
    expect(stream(300, ada, bob, () => {})).to.equal(300);
    expect(bob.closed).to.equal(undefined);
  });

  it('is lost after 75 s of silence', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    stage.pass(50_000);
    bob.send({ type: 'ping' });
    stage.pass(25_001);
    expect(ada.closed?.code).to.equal(4408);
    expect(bob.last('away').id).to.equal(ada.id);
    expect(bob.closed).to.equal(undefined);
    bob.send({ type: 'ping' });
    stage.pass(60_000);
    expect(bob.last('left')).to.include({ id: ada.id, reason: 'lost' });
  });

  it('is not lost while the platform answers its pings without waking the room', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    const answer = (client: Client) => {
      client.connection.answeredAt = stage.now;
    };
    for (let n = 0; n < 10; n++) {
      stage.pass(25_000);
      answer(ada);
      answer(bob);
      // The memory is lost together with the silence.
      stage.host.evict();
    }
    expect([ada.closed, bob.closed]).to.deep.equal([undefined, undefined]);
    // A missed participant is asked, and the platform gets the answer.
    stage.pass(20_000);
    const alive = () => ada.send({ type: 'probe', id: bob.id }).last('probe').alive;
    expect(alive()).to.equal(false);
    stage.pass(1_000);
    answer(bob);
    stage.pass(1_000);
    expect(alive()).to.equal(true);
    stage.pass(9_000);
    answer(bob);
    stage.pass(9_000);
    expect(bob.closed).to.equal(undefined);
    // Silence is still silence.
    stage.pass(75_000);
    expect(bob.closed?.code).to.equal(4408);
  });

  it('has no sign of life before the hello, even if the platform answers pings', () => {
    const silent = stage.socket('silent');
    stage.pass(9_000);
    silent.connection.answeredAt = stage.now;
    stage.pass(1_000);
    expect(silent.closed?.code).to.equal(4408);
  });

  /** Silent sockets, at this interval (ms). */
  const silence = (count: number, every: number) =>
    Array.from({ length: count }, (_, n) => {
      if (n % 50 === 0) stage.host.evict();
      stage.passSilently(every);
      return stage.socket(`s${n}`);
    });

  it('cannot fill the room silently: above 64 the oldest one is closed, even across an eviction', () => {
    const silent = silence(130, 50);
    const closed = silent.filter((one) => one.closed);
    expect(closed).to.deep.equal(silent.slice(0, 66));
    // Real users may dial again.
    expect(new Set(closed.map((one) => one.closed!.code))).to.deep.equal(new Set([4408]));
    expect(stage.member('late').closed).to.equal(undefined);
  });

  it('has 3 s for its hello, even during a flood of silent ones; at most 512 in all', () => {
    const [ada, bob] = [stage.socket('ada'), stage.socket('bob')];
    silence(510, 5);
    expect([ada.hello().all('welcome').length, bob.closed]).to.deep.equal([1, undefined]);
    silence(2, 0);
    expect(bob.closed?.code).to.equal(4408);
  });

  it('that floods the room is not read any more, with valid or invalid data', () => {
    const junk = 'j'.repeat(60_000);
    const floods = {
      signals: (to: Client) => ({
        type: 'signal',
        to: to.id,
        toSid: to.sid,
        gen: 0,
        n: 0,
        payload: '',
        junk,
      }),
      garbage: () => [junk],
    };
    for (const flood of Object.values(floods)) {
      const [ada, bob] = [stage.member('ada'), stage.member('bob')];
      let sent = 0;
      for (; !ada.closed && sent < 1_000; sent++) ada.sendRaw(JSON.stringify(flood(bob)));
      expect(sent).to.be.lessThan(100);
      expect(bob.closed).to.equal(undefined);
      for (const one of [ada, bob]) one.send({ type: 'bye' });
    }
  });

  it('may send the frames of a join of sixteen, every offer and signal at its usual size', () => {
    const party = new Stage(16);
    const others = Array.from({ length: 15 }, (_, n) => party.member(`m${n}`));
    const payload = 'b'.repeat(2_300);
    const late = party.visitor('late').join(
      'Late',
      others.map(({ id, sid }) => ({ to: id, toSid: sid, gen: 0, neg: 1, payload })),
    );
    for (const { id, sid } of others) {
      for (let n = 0; n < 20; n++)
        late.send({ type: 'signal', to: id, toSid: sid, gen: 0, n, payload: 'b'.repeat(900) });
    }
    expect(late.all('error')).to.deep.equal([]);
    expect(others.map((one) => one.all('signal').length)).to.deep.equal(Array(15).fill(20));
  });

  it('keeps its state within the platform’s 2,048 bytes, with every field at its maximum', () => {
    const state = {
      phase: 'visitor',
      id: 'i'.repeat(43),
      sid: 's'.repeat(43),
      before: 'b'.repeat(43),
      seen: 8.64e15,
      sent: 2 ** 53 - 1,
      read: 2 ** 53 - 1,
      acks: Array(10).fill(2 ** 31 - 1),
      unreadSince: 8.64e15,
      dial: 2 ** 31 - 1,
      bad: 5,
      // Two bytes per character.
      sub: 's'.repeat(2 * 128),
      // From a token or a knock: an encrypted one is longer, and ASCII.
      name: 'n'.repeat(512),
      grants: 2 ** 31 - 1,
      ends: 8.64e15,
      issued: 9_999_999_999,
      // Only with the name of a token, which is shorter.
      named: undefined,
      sender: 'f'.repeat(8),
      // A late token has a membership, and never waits.
      late: undefined,
      knocked: true,
      admitted: true,
    };
    stage.host.waitingRoom = true;
    const moderator = stage
      .socket('host', readAdmission({ role: 'host' }))
      .hello()
      .join();
    const ada = stage.socket('ada', {
      ...{ sub: '', name: 'Ada', grants: 0, ends: stage.now + 1e6, issued: 1 },
      sender: '01234567',
    });
    ada.send({ type: 'hello', v: 2, sid: 'ada', dial: 1 });
    ada.send({ type: 'knock', name: 'Ada' }).send({ type: 'ping' });
    const fields = new Set(Object.keys(ada.connection.state ?? {}));
    moderator.send({ type: 'admit', n: 1, id: ada.last('waiting').id });
    for (const name of Object.keys(ada.connection.state ?? {})) fields.add(name);
    // Sockets with these fields always have a membership.
    for (const name of ['late', 'before']) fields.add(name);
    // After a hundred frames.
    for (const name of ['acks', 'unreadSince']) fields.add(name);
    expect([...fields].sort()).to.deep.equal(Object.keys(state).sort());
    // The data that PartyKit stores with a socket: our state, the connection's id, and its URL.
    const uri = `https://${'h'.repeat(253)}:65535/parties/main/${'r'.repeat(64)}?_pk=${crypto.randomUUID()}`;
    const kept = JSON.stringify({ __pk: { id: crypto.randomUUID(), uri }, __user: state });
    // Structured serialization takes at most the size of JSON plus 8 bytes per field: a number takes 9 bytes, and in JSON at least 1.
    const count = Object.keys(JSON.parse(kept).__user).length + ['__pk', 'id', 'uri', '__user'].length;
    expect(kept.length + 8 * count).to.be.lessThan(2048);
  });

  it('is the only one closed when the host fails for it', () => {
    const [ada, bob] = [stage.member('ada'), stage.member('bob')];
    stage.host.ice = () => {
      throw new Error('no ice');
    };
    ada.send({ type: 'ice' });
    expect(ada.last('error')).to.deep.equal({ type: 'error', code: 'internal', fatal: true });
    expect(ada.closed?.code).to.equal(4500);
    expect(bob.last('away').id).to.equal(ada.id);
    expect(stage.host.reports.splice(0)).to.have.length(1);
  });
});
