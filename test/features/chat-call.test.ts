import { expect } from 'chai';
import type { Room } from '../../src/room/room.js';
import { VideoRoomError } from '../../src/shared/errors.js';
import { fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

const texts = ({ state }: Room) => state.messages.map(({ text }) => text);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => (error instanceof VideoRoomError ? error.code : `${error}`),
  );

describe('Chat in a call', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork();
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  it('goes from peer to peer: the party sees nothing of it, and need not be running', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const heard: unknown[] = [];
    for (const name of ['message-received', 'data-received', 'reaction-received'] as const) {
      grace.addEventListener(name, ({ detail }) => heard.push([name, detail]));
    }
    network.kill();
    const frames = network.frames.length;
    const message = await ada.sendMessage('Is the server gone?');
    await ada.sendData({ slide: 3 });
    await until(() => heard.length === 2);
    await ada.react('🎉');
    await until(() => heard.length === 3);
    const from = ada.state.self.id;
    const { at, ...same } = message;
    expect(at).to.be.within(Date.now() - 10_000, Date.now());
    const [first, ...rest] = heard as [[string, { message: typeof message }], ...unknown[]];
    expect(first[1].message).to.include({ ...same, name: 'Ada' });
    expect(rest).to.deep.equal([
      ['data-received', { from, value: { slide: 3 } }],
      ['reaction-received', { from, emoji: '🎉' }],
    ]);
    expect(network.frames.length).to.equal(frames);
    expect(JSON.stringify(network.frames.map(({ text }) => text))).to.not.contain('Is the server gone?');
  });

  it('survives links that die and are rebuilt', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    await ada.sendMessage('1');
    await until(() => texts(grace).length === 1);
    call.open(grace)[0]!.close();
    await ada.sendMessage('2');
    await grace.sendMessage('3');
    await until(() => ada.state.participants[0]!.link !== 'live', 'until the link is known to be dead');
    await ada.sendMessage('4');
    await until(() => texts(grace).length === 4 && texts(ada).length === 4, 'until all is there');
    expect(texts(grace).filter((text) => text !== '3')).to.deep.equal(['1', '2', '4']);
    expect(texts(ada).filter((text) => text !== '3')).to.deep.equal(['1', '2', '4']);
  });

  it('sends the history to newcomers, including messages of participants who have left', async () => {
    const [ada, grace, kate] = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await fullMesh([ada, grace, kate]);
    await kate.sendMessage('I have to go');
    await until(() => texts(ada).length === 1);
    await ada.sendMessage('Bye');
    await until(() => [ada, grace].every((room) => texts(room).length === 2));
    kate.leave();
    await until(() => ada.state.participants.length === 1);
    const mary = call.person('Mary');
    await mary.join();
    await until(() => texts(mary).length === 2);
    expect(
      mary.state.messages.map(({ name, text, passedOnBy }) => ({ name, text, passedOnBy })),
    ).to.deep.equal([
      { name: 'Kate', text: 'I have to go', passedOnBy: ada.state.self.id },
      { name: 'Ada', text: 'Bye', passedOnBy: ada.state.self.id },
    ]);
    await mary.sendMessage('Hello');
    await until(() => texts(grace).includes('Hello'));
  });

  it('needs a call', async () => {
    const ada = call.person('Ada');
    expect(await codeOf(ada.sendMessage('Hi'))).to.equal('not-joined');
    await ada.join();
    expect(await codeOf(ada.sendMessage('Note to newcomers'))).to.equal('done');
    expect(await codeOf(ada.sendMessage(''))).to.equal('bad-message');
    expect(await codeOf(ada.sendMessage('Hi', { to: 'nobody' }))).to.equal('peer-unreachable');
    expect(await codeOf(ada.sendData(undefined))).to.equal('bad-message');
    expect(await codeOf(ada.react('ok'))).to.equal('bad-message');
    ada.leave();
    expect(await codeOf(ada.sendMessage('Hi'))).to.equal('not-joined');
    expect(texts(ada)).to.deep.equal([]);
  });
});
