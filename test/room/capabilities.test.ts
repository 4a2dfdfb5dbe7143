import { expect } from 'chai';
import { CAPABILITIES } from '../../src/protocol/capabilities.js';
import { channelOf, fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

type Report = { ignored: { party: Record<string, number>; participants: Record<string, number> } };

describe('A call with newer clients and a newer party', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork();
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  it('ignores messages of unknown types, counts them for the report, and goes on', async () => {
    const rooms = await call.joined('Ada', 'Grace');
    const [ada, grace] = rooms as [(typeof rooms)[0], (typeof rooms)[0]];
    await fullMesh(rooms);
    const channel = channelOf(call.between(ada, grace)!);
    for (let i = 0; i < 3; i++) channel.send('{"type":"hologram","x":1}');
    channel.send('{"type":"a b"}');
    network.meddle = ({ direction, text }) => (direction === 'down' ? ['{"type":"news"}', text] : [text]);
    await call.person('Kate').join();
    const report = async () => ((await grace.report()) as Report).ignored;
    await until(async () => (await report()).participants.hologram === 3);
    await until(async () => (await report()).party.news);
    expect((await report()).participants).to.deep.equal({ hologram: 3 });
    await fullMesh(call.rooms);
  });

  it('counts at most 16 unknown types one by one', async () => {
    const rooms = await call.joined('Ada', 'Grace');
    await fullMesh(rooms);
    const channel = channelOf(call.between(rooms[0]!, rooms[1]!)!);
    for (let i = 0; i < 40; i++) channel.send(`{"type":"news-${i}"}`);
    const counts = async () => ((await rooms[1]!.report()) as Report).ignored.participants;
    await until(async () => (await counts()).others === 24);
    expect(Object.keys(await counts())).to.have.length(17);
  });

  it('learns what the others can do, from the party and then from themselves', async () => {
    const rooms = await call.joined('Ada', 'Grace');
    await fullMesh(rooms);
    expect(rooms[1]!.state.roster.map(({ can }) => can)).to.deep.equal([[...CAPABILITIES]]);
  });
});
