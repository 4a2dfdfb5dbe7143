/** Somebody who has the secret and a client of their own: the secret is theirs too, but nobody's link moves because of them. */
import { expect } from 'chai';
import { createSecret } from '../../src/base/secret.js';
import { deflate, type Label } from '../../src/mesh/box.js';
import { type Page, Sealing } from '../../src/mesh/sealing.js';
import type { Signal } from '../../src/protocol/peer-messages.js';
import type { Room } from '../../src/room/room.js';
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

  const pageOf = (room: Room): Page => ({ id: room.state.self.id, sid: party.sidOf(room) });
  /** Seals a signal as only who has the secret can: in anybody's name. */
  const seal = async (signal: Signal, from: Page, to: Page, label: Label) =>
    new Sealing(SECRET, 'standup')
      .envelope(() => from, to, { opened() {}, failed() {} })
      .close(await deflate(signal), label);

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
    it(`does not come between two others with an offer in the name of one, of generation ${gen}`, async () => {
      const offer = await impostor.prepare();
      const label = { gen, n: 900 };
      const mine = { ...offer, neg: 9 } as Signal;
      const box = await seal(mine, pageOf(grace), pageOf(ada), label);
      party.tell(ada, party.signal(grace, { ...label, box }));
      await until(() => doubts > 0);
      if (!gen) await isUnmoved();
      // A new generation is begun anew by those two, with the certificates they know.
      await fullMesh([ada, grace]);
      await everyoneSeesEveryone([ada, grace]);
      expect(impostor.connection.connectionState).to.equal('new');
      expect(await impostor.received()).to.equal(0);
    }).timeout(40_000);
  }

  it('does not come between them either when the party lets them begin anew with it', async () => {
    const offer = await impostor.prepare();
    const box = await seal(offer, pageOf(grace), pageOf(ada), { gen: 0 });
    const member = {
      ...ada.state.roster[0]!,
      name: await new Sealing(SECRET, 'standup').closeName('Grace', pageOf(grace)),
    };
    const { verified: _, ...plain } = member;
    party.tell(ada, { type: 'joined', member: plain, offer: { gen: 0, neg: 1, box } });
    await until(() => doubts > 0);
    await until(
      () => call.between(ada, grace)?.connectionState === 'connected',
      'until they are linked again',
      30_000,
    );
    expect(impostor.connection.connectionState).to.equal('new');
    expect(await impostor.received()).to.equal(0);
  }).timeout(45_000);

  it('answers nobody’s offer but its own', async () => {
    const answer = {
      type: 'answer',
      neg: 1,
      sdp: ((await impostor.prepare()) as { sdp: string }).sdp,
    } as const;
    const label = { gen: 0, n: 901 };
    const box = await seal(answer, pageOf(ada), pageOf(grace), label);
    let told = 0;
    grace.addEventListener('room-error', () => told++);
    party.tell(grace, party.signal(ada, { ...label, box }));
    await until(() => told > 0);
    await isUnmoved();
  });

  it('has no say in what others told each other over their own links', async () => {
    const kate = call.person('Kate', { secret: SECRET });
    await kate.join();
    await fullMesh([ada, grace, kate]);
    const message = await grace.sendMessage('What Grace said');
    await until(() => ada.state.messages.length === 1);
    // Kate says by her link that Grace had said something else, and that she had said more.
    const channel = channelOf(call.between(kate, ada)!);
    const said = { from: grace.state.self.id, name: 'Grace', age: 5 };
    const list = [
      { ...said, id: message.id, text: 'What Kate makes of it' },
      { ...said, id: 'another', text: 'What Grace never said' },
    ];
    channel.send(JSON.stringify({ type: 'history', list }));
    channel.send(
      JSON.stringify({
        type: 'relayed',
        from: grace.state.self.id,
        fromSid: party.sidOf(grace),
        gen: 0,
        n: 902,
        box: 'AAAA',
      }),
    );
    await until(() => doubts > 0);
    const told = ada.state.messages.filter(
      ({ from, passedOnBy }) => from === grace.state.self.id && !passedOnBy,
    );
    expect(told.map(({ text }) => text)).to.deep.equal(['What Grace said']);
    await everyoneSeesEveryone([ada, grace, kate]);
  });
});
