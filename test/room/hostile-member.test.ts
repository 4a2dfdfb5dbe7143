/** A member with the secret and a client of their own: the secret does not give them power over the links of others. */
import { expect } from 'chai';
import { type PageId, RoomCipher } from '../../src/mesh/encryption/room-cipher.js';
import { deflate, type Label } from '../../src/mesh/signaling/payload.js';
import type { Signal } from '../../src/protocol/peer-messages.js';
import type { Room } from '../../src/room/room.js';
import { createSecret } from '../../src/room/secret.js';
import { channelOf, everyoneSeesEveryone, fullMesh, TestCall } from '../support/call.js';
import { HostileParty, Impostor } from '../support/hostile-party.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

const SECRET = createSecret();

describe('A hostile member', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  let party: HostileParty;
  let impostor: Impostor;
  let ada: Room;
  let grace: Room;
  let doubts: number;
  let ends: RTCPeerConnection[];

  beforeEach(async () => {
    network = new MemoryNetwork({ delay: 5 });
    call = new TestCall(network);
    party = new HostileParty(network);
    impostor = new Impostor();
    [ada, grace] = ['Ada', 'Grace'].map((name) => call.person(name, { secret: SECRET })) as [Room, Room];
    for (const room of [ada, grace]) await room.join();
    await everyoneSeesEveryone([ada, grace]);
    doubts = 0;
    ada.addEventListener('room-error', ({ detail }) => {
      if (detail.code === 'verification-failed') doubts++;
    });
    ends = [call.between(ada, grace)!, call.between(grace, ada)!];
  });
  afterEach(() => {
    call.close();
    impostor.close();
  });

  const pageOf = (room: Room): PageId => ({ id: room.state.self.id, sid: party.sidOf(room) });
  /** Encrypts a signal like any client with the secret can: in any sender's name. */
  const seal = async (signal: Signal, from: PageId, to: PageId, label: Label) =>
    new RoomCipher(SECRET, 'standup')
      .cipher(() => from, to, { opened() {}, failed() {} })
      .encrypt(await deflate(signal), label);

  /** Nothing has changed between Ada and Grace. */
  async function isUnmoved(): Promise<void> {
    expect(
      [call.between(ada, grace), call.between(grace, ada)].every((end, at) => end === ends[at]),
    ).to.equal(true);
    expect(call.open()).to.have.length(2);
    await everyoneSeesEveryone([ada, grace]);
    expect(impostor.connection.connectionState).to.equal('new');
    expect(await impostor.received()).to.equal(0);
  }

  for (const gen of [0, 1]) {
    it(`does not get between two others with an offer in the name of one, of generation ${gen}`, async () => {
      const offer = await impostor.prepare();
      const label = { gen, n: 900 };
      const mine = { ...offer, neg: 9 } as Signal;
      const payload = await seal(mine, pageOf(grace), pageOf(ada), label);
      party.tell(ada, party.signal(grace, { ...label, payload }));
      await until(() => doubts > 0);
      if (!gen) await isUnmoved();
      // Those two rebuild their link, with the certificates that they know.
      await fullMesh([ada, grace]);
      await everyoneSeesEveryone([ada, grace]);
      expect(impostor.connection.connectionState).to.equal('new');
      expect(await impostor.received()).to.equal(0);
    });
  }

  it('does not get between them even if the party lets them rebuild with its offer', async () => {
    const offer = await impostor.prepare();
    const payload = await seal(offer, pageOf(grace), pageOf(ada), { gen: 0 });
    const member = {
      ...ada.state.roster[0]!,
      name: await new RoomCipher(SECRET, 'standup').encryptName('Grace', pageOf(grace), 'p'.repeat(43)),
    };
    const { verified: _, ...plain } = member;
    party.tell(ada, { type: 'joined', member: plain, offer: { gen: 0, neg: 1, payload } });
    await until(() => doubts > 0);
    await until(
      () => call.between(ada, grace)?.connectionState === 'connected',
      'until they are linked again',
    );
    expect(impostor.connection.connectionState).to.equal('new');
    expect(await impostor.received()).to.equal(0);
  });

  it('answers nobody’s offer but its own', async () => {
    const answer = {
      type: 'answer',
      neg: 1,
      sdp: ((await impostor.prepare()) as { sdp: string }).sdp,
    } as const;
    const label = { gen: 0, n: 901 };
    const payload = await seal(answer, pageOf(ada), pageOf(grace), label);
    let told = 0;
    grace.addEventListener('room-error', () => told++);
    party.tell(grace, party.signal(ada, { ...label, payload }));
    await until(() => told > 0);
    await isUnmoved();
  });

  it('cannot change what others sent over their own links, even when asked for the history', async () => {
    const kate = call.person('Kate', { secret: SECRET });
    const entering = kate.join();
    // Ada joined first, so Kate asks her.
    const link = await until(() => call.between(ada, kate));
    const channel = channelOf(link);
    const { send } = channel;
    const tell = (list: object[], more = false) =>
      send(JSON.stringify({ type: 'history', list, ...(more && { more }) }) as never);
    let asked = 0;
    channel.send = (data: unknown) => {
      const { type, list } = JSON.parse(data as string);
      if (type === 'history' && list) asked++;
      else send(data as never);
    };
    await entering;
    await fullMesh([ada, grace, kate]);
    await until(() => asked);
    const direct = await grace.sendMessage('What Grace said');
    await until(() => kate.state.messages.length === 1);
    const ids = [ada, grace, kate].map(({ state }) => state.self.id);
    const [by, from, own] = ids;
    const said = { from, name: 'Grace', age: 5 };
    const forged = [
      { ...said, id: direct.id, text: 'What Ada makes of it' },
      { ...said, id: 'one', text: 'What Grace never said' },
      { ...said, id: 'one', text: 'What Grace never said either' },
      { ...said, id: 'two', name: 'Grace Hopper, your bank', text: 'Under another name' },
      { ...said, id: 'three', from: own, name: 'Kate', text: 'What Kate never said' },
      { ...said, id: 'four', from: 'nobody', name: 'Nobody', text: 'Of a participant who never existed' },
    ];
    tell(forged, true);
    tell([
      { ...said, id: direct.id, text: 'What Ada makes of it' },
      { ...said, id: 'five', text: 'The end of the history' },
    ]);
    // Over the same channel, and so after all of that; but the history may wait for the code that cleans names.
    await ada.sendMessage('What Ada says herself');
    const ends = ['The end of the history', 'What Ada says herself'];
    await until(() => ends.every((end) => kate.state.messages.some(({ text }) => text === end)));
    const shown = kate.state.messages.map(({ from, name, text, passedOnBy }) => [
      from,
      name,
      text,
      passedOnBy,
    ]);
    expect(shown).to.have.deep.members([
      [from, 'Grace', 'What Grace said', undefined],
      [from, 'Grace', 'What Grace never said', by],
      [from, 'Grace', 'Under another name', by],
      [own, 'Kate', 'What Kate never said', by],
      ['nobody', 'Nobody', 'Of a participant who never existed', by],
      [from, 'Grace', 'The end of the history', by],
      [by, 'Ada', 'What Ada says herself', undefined],
    ]);
    // Participants who had not asked get nothing.
    expect(grace.state.messages.map(({ text }) => text)).to.deep.equal([
      'What Grace said',
      'What Ada says herself',
    ]);
    expect(doubts).to.equal(0);
    expect(call.between(ada, kate)).to.equal(link);
    await everyoneSeesEveryone([ada, grace, kate]);
  });

  it('is ignored without a request, and when it passes on messages that others never encrypted', async () => {
    const kate = call.person('Kate', { secret: SECRET });
    await kate.join();
    await fullMesh([ada, grace, kate]);
    const message = await grace.sendMessage('What Grace said');
    await until(() => ada.state.messages.length === 1);
    const channel = channelOf(call.between(kate, ada)!);
    const said = { from: grace.state.self.id, name: 'Grace', age: 5, text: 'What Kate makes of it' };
    channel.send(
      JSON.stringify({
        type: 'history',
        list: [
          { ...said, id: message.id },
          { ...said, id: 'b' },
        ],
      }),
    );
    const { from } = said;
    const relayed = { type: 'relayed', from, fromSid: party.sidOf(grace), gen: 0, n: 902, payload: 'AAAA' };
    channel.send(JSON.stringify(relayed));
    await until(() => doubts > 0);
    expect(ada.state.messages.map(({ text }) => text)).to.deep.equal(['What Grace said']);
    await everyoneSeesEveryone([ada, grace, kate]);
  });
});
