/**
 * Calls over a party that is an attacker: it reads everything and changes anything. With a secret it gets no media and learns no
 * name, description or address. Everything that it alters, replays, reflects, moves, forges or downgrades is reported; signals
 * that it drops are missed.
 */
import { expect } from 'chai';
import { RoomCipher } from '../../../src/mesh/encryption/room-cipher.js';
import { deflate } from '../../../src/mesh/signaling/payload.js';
import type { ServerFrame } from '../../../src/protocol/index.js';
import type { Room } from '../../../src/room/room.js';
import { createSecret } from '../../../src/room/secret.js';
import { everyoneSeesEveryone, fullMesh, TestCall } from '../../support/call.js';
import { type Down, HostileParty, Impostor } from '../../support/hostile-party.js';
import { MemoryNetwork } from '../../support/network.js';
import { pack } from '../../support/payload.js';
import { until } from '../../support/until.js';

const SECRET = createSecret();

describe('A hostile party', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  let party: HostileParty;
  let impostor: Impostor | undefined;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 5 });
    call = new TestCall(network);
    party = new HostileParty(network);
  });
  afterEach(() => {
    call.close();
    impostor?.close();
    impostor = undefined;
  });

  const person = (name: string, secret: string | null = SECRET) =>
    call.person(name, secret === null ? {} : { secret });
  async function enter(...names: string[]): Promise<Room[]> {
    const rooms = names.map((name) => person(name));
    for (const room of rooms) await room.join();
    return rooms;
  }
  /** How often a room reported that something is not what it claims to be. */
  function doubtsOf(room: Room): () => number {
    let doubts = 0;
    room.addEventListener('room-error', ({ detail }) => {
      if (detail.code === 'verification-failed' && !detail.fatal) doubts++;
    });
    return () => doubts;
  }
  const codeOf = (room: Room, to: Room) => room.safetyCode(to.state.self.id);
  /** All candidates have been found before the offer: no later candidate can prove who made it. */
  async function gathered(room: Room): Promise<void> {
    await room.prepare();
    await until(
      () =>
        call.open(room).length > 0 &&
        call.open(room).every(({ iceGatheringState }) => iceGatheringState === 'complete'),
    );
  }
  const linkOf = (room: Room, to: Room) => room.state.participants.find(({ id }) => id === to.state.self.id);

  /** Ada is in; the party puts its own offer into Grace's, and reads Ada's answer. */
  async function standBetween(secret: string | null, payload: (offer: string, ada: Room) => Promise<string>) {
    const ada = person('Ada', secret);
    await ada.join();
    const doubts = doubtsOf(ada);
    impostor = new Impostor();
    const { connection } = impostor;
    const offer = await impostor.prepare();
    const ours = await payload(await pack(offer), ada);
    party.change('joined', (frame) => [
      frame.offer ? { ...frame, offer: { ...frame.offer, payload: ours } } : frame,
    ]);
    const { meddle } = network;
    network.meddle = (passed) => {
      const { direction, frame } = passed;
      if (direction !== 'up' || frame?.type !== 'signal') return meddle(passed);
      void impostor?.take(frame.payload);
      return [];
    };
    const grace = person('Grace', secret);
    await grace.join();
    return { ada, grace, doubts, connection };
  }

  it('gets the media of a call without a secret, which is why this matters; the two see different safety codes', async () => {
    const { ada, grace, connection } = await standBetween(null, async (offer) => offer);
    await until(() => connection.connectionState === 'connected', 'until the impostor is connected');
    await until(async () => (await impostor!.received()) > 5_000, 'until it sees Ada');
    expect(ada.state.participants[0]).to.include({ name: 'Grace', verification: 'trusted-server' });
    const other = new Impostor({ offers: false });
    try {
      const payload = await pack(await other.answer(party.sent('join', grace)[0]!.offers[0]!.payload));
      party.tell(grace, party.signal(ada, { payload }));
      await until(async () => (await other.received()) > 5_000, 'until it sees Grace as well');
      const codes = [await codeOf(ada, grace), await codeOf(grace, ada)];
      for (const code of codes) expect(code).to.match(/^\d{5}( \d{5}){7}$/);
      expect(codes[0]).to.not.equal(codes[1]);
    } finally {
      other.close();
    }
  });

  it('is not in the middle of an honest call: the two see the same safety code', async () => {
    const [ada, grace] = [person('Ada', null), person('Grace', null)];
    for (const room of [ada, grace]) await room.join();
    await fullMesh([ada, grace]);
    const code = await codeOf(ada, grace);
    expect(code).to.match(/^\d{5}( \d{5}){7}$/);
    expect(await codeOf(grace, ada)).to.equal(code);
  });

  for (const secret of [null, SECRET]) {
    it(`gets nothing by a description that the browser reads in another way than we do, ${secret ? 'with' : 'without'} a secret`, async () => {
      const other = await RTCPeerConnection.generateCertificate({
        name: 'ECDSA',
        namedCurve: 'P-256',
      } as never);
      const ada = person('Ada', secret);
      await ada.join();
      const doubts = doubtsOf(ada);
      const asked: RTCPeerConnection[] = [];
      // The browser reports another certificate than the description has.
      const createConnection = (configuration: RTCConfiguration) => {
        const connection = new RTCPeerConnection(configuration);
        const transport = {
          getRemoteCertificates: () => [new TextEncoder().encode(other.getFingerprints()[0]!.value).buffer],
        };
        Object.defineProperty(connection, 'sctp', { value: { transport } });
        asked.push(connection);
        return connection;
      };
      const grace = call.person('Grace', secret ? { secret } : {}, { createConnection });
      const told = doubtsOf(grace);
      await grace.join();
      await until(() => told() > 0, 'until Grace is told');
      expect(asked[0]!.connectionState).to.equal('closed');
      expect(linkOf(grace, ada)!.link).to.equal('connecting');
      expect(await codeOf(grace, ada)).to.equal(null);
      expect(doubts()).to.equal(0);
    });
  }

  const payloads: Record<string, (offer: string, ada: Room) => Promise<string>> = {
    plain: async (offer) => offer,
    'sealed with a secret of its own': async (_, ada) => {
      const offer = await impostor!.prepare();
      const us = { id: 'grace', sid: 'page' };
      const theirs = { id: ada.state.self.id, sid: party.sidOf(ada) };
      const told = { opened() {}, failed() {} };
      const roomCipher = new RoomCipher(createSecret(), 'standup');
      return roomCipher.cipher(() => us, theirs, told).encrypt(await deflate(offer), { gen: 0 });
    },
  };
  for (const [how, payload] of Object.entries(payloads)) {
    it(`gets none of the media with a secret: its offer is ${how}`, async () => {
      const { ada, grace, doubts, connection } = await standBetween(SECRET, payload);
      await until(() => doubts() > 0);
      expect(ada.state.participants[0]).to.include({ name: '', verification: 'unverified' });
      // Enough time to connect: without a secret it takes a third of it.
      await until(() => party.sent('signal', ada).length + party.sent('signal', grace).length > 2, 'retries');
      expect(connection.connectionState).to.equal('new');
      expect(await impostor!.received()).to.equal(0);
      expect(linkOf(ada, grace)!.link).not.to.equal('live');
    });
  }

  it('learns no name, no description and no address from what it relays', async () => {
    const rooms = await enter('Ada Lovelace', 'Grace Hopper', 'Katherine Johnson');
    await fullMesh(rooms);
    await rooms[0]!.sendMessage('Nobody else reads this');
    const said = await party.everything();
    const found = (text: string) =>
      [
        'Lovelace',
        'Hopper',
        'Johnson',
        'Nobody else',
        'v=0',
        'ufrag',
        'fingerprint',
        'candidate:',
        ' typ host',
        'm=audio',
      ].filter((word) => text.includes(word));
    expect(found(said)).to.deep.equal([]);
    expect(said).not.to.match(/\b(\d{1,3}\.){3}\d{1,3}\b|\.local\b/);
    expect(said).not.to.include(SECRET);
    // The search works: it finds them in a call without a secret.
    const open = ['Ada Lovelace', 'Grace Hopper'].map((name) => call.person(name, { room: 'open' }));
    for (const room of open) await room.join();
    await fullMesh(open);
    expect(found(await party.everything())).to.include.members([
      'Lovelace',
      'ufrag',
      'fingerprint',
      'candidate:',
    ]);
  });

  /** Three in a call, who came in this order. */
  async function inCall(): Promise<[ada: Room, grace: Room, kate: Room]> {
    const [ada, grace, kate] = (await enter('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await fullMesh([ada, grace, kate]);
    return [ada, grace, kate];
  }
  /**
   * A signal that the party has relayed from one to the other. There always is one from who came earlier to who came later: the answer
   * to the offer that came with their join, which may have had all candidates.
   */
  const relayed = async (from: Room, to: Room) =>
    until(() => party.sent('signal', from).find((signal) => signal.to === to.state.self.id));

  /** Each turns a sent signal into one that Grace gets now. */
  const forgeries: Record<string, (people: { ada: Room; grace: Room; kate: Room }) => Promise<ServerFrame>> =
    {
      altered: async ({ ada, grace }) => {
        const { gen, n, payload } = await relayed(ada, grace);
        return party.signal(ada, {
          gen,
          n: n + 100,
          payload: payload.slice(0, -6) + payload.slice(-6).replace(/./g, 'A'),
        });
      },
      'a replay of the same call': async ({ ada, grace }) => party.signal(ada, await relayed(ada, grace)),
      reflected: async ({ grace, kate }) => party.signal(kate, await relayed(grace, kate)),
      'moved to another generation': async ({ ada, grace }) => {
        const signal = await relayed(ada, grace);
        return party.signal(ada, { ...signal, gen: signal.gen + 1 });
      },
      'moved to another number': async ({ ada, grace }) => {
        const signal = await relayed(ada, grace);
        return party.signal(ada, { ...signal, n: signal.n + 1 });
      },
      'moved to another pair': async ({ ada, grace, kate }) => party.signal(kate, await relayed(ada, grace)),
      'sent by somebody else': async ({ ada, kate }) => party.signal(kate, await relayed(ada, kate)),
      invented: async ({ kate }) => party.signal(kate, { payload: 'A'.repeat(200), n: 7 }),
      'downgraded to a plain one': async ({ kate }) =>
        party.signal(kate, { payload: await pack({ type: 'rebuild', gen: 0 }), n: 7 }),
    };
  for (const [what, forge] of Object.entries(forgeries)) {
    it(`is reported, and moves no link, with a signal that is ${what}`, async () => {
      const [ada, grace, kate] = await inCall();
      // In a call that started well, signals only passed the party at the start: send one more of each kind.
      const doubts = doubtsOf(grace);
      const connections = call.connections.length;
      party.tell(grace, await forge({ ada, grace, kate }));
      await until(() => doubts() > 0);
      expect(doubts()).to.equal(1);
      expect(grace.state.fault).to.include({ code: 'verification-failed', fatal: false });
      expect(call.connections).to.have.length(connections);
      await everyoneSeesEveryone([ada, grace, kate]);
      expect(grace.state.participants.map(({ verification }) => verification)).to.deep.equal([
        'verified',
        'verified',
      ]);
    });
  }

  it('is reported when it delivers everything twice, and everyone is linked anyway', async () => {
    party.change('signal', (frame) => [frame, frame]);
    const [ada, grace, kate] = ['Ada', 'Grace', 'Kate'].map((name) => person(name)) as [Room, Room, Room];
    const doubts = doubtsOf(ada);
    for (const room of [ada, grace, kate]) await room.join();
    await everyoneSeesEveryone([ada, grace, kate]);
    await until(() => doubts() > 0);
  });

  it('is reported when it replays signals of an earlier page', async () => {
    const [ada, grace] = (await enter('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const old = party.sent('join', grace)[0]!.offers[0]!;
    grace.leave();
    await until(() => !ada.state.participants.length);
    const doubts = doubtsOf(ada);
    party.change('joined', (frame) => [
      frame.offer ? { ...frame, offer: { ...frame.offer, payload: old.payload } } : frame,
    ]);
    await gathered(grace);
    await grace.join();
    await until(() => doubts() > 0);
    expect(linkOf(ada, grace)).to.include({ name: '', verification: 'unverified' });
  });

  it('is reported when it swaps the offers from one participant to two others', async () => {
    const [ada, grace] = (await enter('Ada', 'Grace')) as [Room, Room];
    const doubts = [ada, grace].map(doubtsOf);
    const kate = person('Kate');
    party.change('joined', (frame, to) => {
      if (!frame.offer) return [frame];
      const other = party.sent('join', kate)[0]!.offers.find((offer) => offer.to !== to)!;
      return [{ ...frame, offer: { ...frame.offer, payload: other.payload } }];
    });
    await gathered(kate);
    await kate.join();
    await until(() => doubts.every((count) => count() > 0));
    expect([linkOf(ada, kate), linkOf(grace, kate)].map((one) => one!.verification)).to.deep.equal([
      'unverified',
      'unverified',
    ]);
  });

  for (const [what, name] of [
    ['a plain name', 'Grace'],
    ['a name that it sealed itself', `\u0001${'A'.repeat(124)}`],
  ] as const) {
    it(`is reported when it invents a participant under ${what}, who is never shown`, async () => {
      const [ada] = (await enter('Ada')) as [Room];
      const [doubts, joined] = [doubtsOf(ada), [] as unknown[]];
      ada.addEventListener('participant-joined', ({ detail }) => joined.push(detail));
      impostor = new Impostor();
      const payload = await pack(await impostor.prepare());
      const member = { id: 'mallory', sid: 'page', seq: 9, name };
      party.tell(ada, { type: 'joined', member, offer: { gen: 0, neg: 1, payload } });
      await until(() => doubts() > 0);
      expect(ada.state.participants[0]).to.include({ name: '', verification: 'unverified' });
      expect([joined, call.connections.length]).to.deep.equal([[], 0]);
    });
  }

  it('is reported when it removes the encryption of a name, and that participant gets nothing', async () => {
    const [ada] = (await enter('Ada')) as [Room];
    const doubts = doubtsOf(ada);
    party.change('joined', (frame, to) => [
      to === ada.state.self.id ? { ...frame, member: { ...frame.member, name: 'Grace' } } : frame,
    ]);
    await enter('Grace');
    await until(() => doubts() > 0);
    expect(ada.state.participants[0]).to.include({ name: '', verification: 'unverified' });
    expect(party.sent('signal', ada)).to.deep.equal([]);
  });

  it('keeps participants apart who see each other’s names without encryption', async () => {
    await enter('Ada');
    party.change('welcome', (frame) => [
      { ...frame, roster: frame.roster.map((member) => ({ ...member, name: 'Ada' })) },
    ]);
    const grace = person('Grace');
    expect(await grace.join().catch(({ code }) => code)).to.equal('verification-failed');
    expect(party.sent('join', grace)).to.deep.equal([]);
  });

  /** What happened to a participant, by the events that a page sees. */
  function heardBy(room: Room): string[] {
    const heard: string[] = [];
    room.addEventListener('participant-joined', ({ detail }) => heard.push(detail.participant.name));
    room.addEventListener('message-received', ({ detail }) => heard.push(detail.message.text));
    return heard;
  }
  const verified = (room: Room) => room.state.participants.map(({ verification }) => verification);

  describe('during a call', () => {
    for (const [how, self] of [
      ['another’s, with a seat', (id: string) => ({ id, seq: 50 })],
      ['another’s, without one', (id: string) => ({ id })],
      ['one that nobody has', () => ({ id: 'nobody', seq: 50 })],
    ] as const)
      it(`cannot give a participant an id that is ${how}: nothing private is sent, and links live on`, async () => {
        const [ada, bob, kate] = await inCall();
        const heard = heardBy(bob);
        const [before, doubts] = [bob.state.self.id, doubtsOf(bob)];
        await kate.sendMessage('for Ada alone', { to: ada.state.self.id });
        await until(() => ada.state.messages.length === 1);
        const [adaId, adaSid, bobSid] = [ada.state.self.id, party.sidOf(ada), party.sidOf(bob)];
        const { name } = party.listed(bob);
        const connections = call.connections.length;
        // Under its last id it is not found any more.
        const bobs = network.socketOf(before)!;
        bobs.hear(party.welcome(self(adaId), [party.listed(kate)]));
        party.tell(kate, { type: 'left', id: adaId, sid: adaSid, reason: 'left' });
        await until(() => doubts() > 0);
        expect(bob.state.self.id).to.equal(before);
        // All later frames are for another id, too.
        bobs.hear({ type: 'left', id: kate.state.self.id, sid: party.sidOf(kate), reason: 'kicked' });
        const member = { id: adaId, sid: bobSid, seq: 60, name };
        party.tell(kate, { type: 'joined', member, back: true });
        party.tell(kate, { type: 'joined', member });
        await until(() => kate.state.participants.some(({ id }) => id === adaId));
        await everyoneSeesEveryone([bob]);
        expect(bob.state.participants).to.have.length(2);
        expect(kate.state.participants.find(({ id }) => id === adaId)).to.include({
          name: '',
          verification: 'unverified',
        });
        expect(heard).to.deep.equal([]);
        expect(bob.state.messages).to.deep.equal([]);
        expect(call.connections.length - connections).to.be.at.most(1);
        expect(network.passed('up', 'join').filter(({ socket }) => socket === bobs)).to.have.length(1);
        // The honest party still knows us.
        bobs.hear(party.welcome({ id: before, seq: 2 }, [party.listed(ada), party.listed(kate)]));
        await until(() => bob.state.fault === null);
      });

    it('cannot show us among the others: not in a roster, nor as a newcomer, nor with our own payloads', async () => {
      const [ada] = (await enter('Ada')) as [Room];
      const [heard, doubts] = [heardBy(ada), doubtsOf(ada)];
      const us = party.listed(ada);
      const shapes = [us, { ...us, id: 'other' }, { ...us, sid: 'other' }];
      for (const member of shapes) {
        const before = doubts();
        party.tell(ada, party.welcome({ id: us.id, seq: 1 }, [member]));
        await until(() => doubts() > before, 'for a roster');
        if (member === us) continue;
        party.tell(ada, { type: 'joined', member });
        await until(() => doubts() > before + 1, 'for a newcomer');
      }
      // Our own entry again, with ourselves in its roster.
      const before = doubts();
      party.tell(ada, { type: 'joined', member: us, roster: shapes });
      await until(() => doubts() > before);
      const payload = await Promise.all(
        ['signal', 'offer'].map((word) => pack({ type: 'rebuild', gen: word.length })),
      );
      for (const one of payload) party.tell(ada, party.signal(ada, { payload: one }));
      await until(() => doubts() > before + 2);
      expect(ada.state.participants).to.deep.equal([]);
      expect(heard).to.deep.equal([]);
      expect(call.connections).to.deep.equal([]);
    });

    it('cannot bring back a participant who has left: they are not shown until they have answered', async () => {
      const [ada, grace] = (await enter('Ada', 'Grace')) as [Room, Room];
      await fullMesh([ada, grace]);
      expect(verified(ada)).to.deep.equal(['verified']);
      const member = party.listed(grace);
      const offer = party.sent('join', grace)[0]!.offers[0]!;
      grace.leave();
      await until(() => !ada.state.participants.length);
      const heard = heardBy(ada);
      for (const frame of [
        { type: 'joined', member },
        { type: 'joined', member, back: true },
        { type: 'joined', member, offer: { gen: 0, neg: 1, payload: offer.payload } },
        party.welcome({ id: ada.state.self.id, seq: 1 }, [member]),
      ] as ServerFrame[]) {
        // Repeated, because honest frames about her leaving may still be on their way and remove her.
        await until(() => {
          if (!ada.state.participants.length) party.tell(ada, frame);
          return ada.state.participants.length === 1;
        });
        expect(ada.state.participants[0]).to.include({ name: '', verification: 'unverified' });
        party.tell(ada, { type: 'left', id: member.id, sid: member.sid, reason: 'left' });
        await until(() => !ada.state.participants.length);
      }
      expect(heard).to.deep.equal([]);
    });

    it('cannot forge a proof from payloads that it kept back until a participant had left', async () => {
      const [ada, grace] = (await enter('Ada', 'Grace')) as [Room, Room];
      await fullMesh([ada, grace]);
      const member = party.listed(grace);
      // All later signals from Grace are kept, and none of them arrives.
      const kept: Down<'signal'>[] = [];
      party.change('signal', (frame, to) => {
        if (to !== ada.state.self.id) return [frame];
        kept.push(frame);
        return [];
      });
      call.cut(ada, grace);
      await until(() => kept.length > 1, 'until something is kept');
      grace.leave();
      await until(() => !ada.state.participants.length);
      network.meddle = ({ text }) => [text];
      party.tell(ada, { type: 'joined', member });
      for (const frame of kept) party.tell(ada, frame);
      await until(() => ada.state.participants.length === 1);
      await until(() => party.sent('probe', ada).some(({ id }) => id === member.id), 'until they are missed');
      expect(verified(ada)).to.deep.equal(['unverified']);
    });
  });

  it('is noticed when it drops signals: the tile says unreachable', async () => {
    party.change('signal', () => []);
    party.change('joined', ({ offer: _, ...frame }) => [frame]);
    const [ada, grace] = (await enter('Ada', 'Grace')) as [Room, Room];
    const errors: string[] = [];
    ada.addEventListener('room-error', ({ detail }) => errors.push(detail.code));
    await until(() => linkOf(ada, grace)?.link === 'unreachable', 'until the link is given up');
    expect(errors).to.deep.equal(['peer-unreachable']);
    expect(linkOf(ada, grace)!.verification).to.equal('unverified');
  });
});
