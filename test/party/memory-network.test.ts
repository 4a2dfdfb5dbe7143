import { expect } from 'chai';
import type { ServerFrame } from '../../src/protocol/index.js';
import { MemoryNetwork, type MemorySocket } from '../support/network.js';
import { until } from '../support/until.js';

describe('the in-memory network', () => {
  let network: MemoryNetwork;
  let inbox: Map<WebSocket, ServerFrame[]>;

  beforeEach(() => {
    network = new MemoryNetwork({ delay: 1 });
    inbox = new Map();
  });
  afterEach(() => network.close());

  async function dial(sid: string, resume?: string): Promise<WebSocket> {
    const socket = network.createSocket('ws://party.test/parties/main/standup?_pk=x');
    const frames: ServerFrame[] = [];
    inbox.set(socket, frames);
    socket.onmessage = (event) => frames.push(JSON.parse(event.data));
    await until(() => socket.readyState === WebSocket.OPEN, 'for the socket to open');
    socket.send(JSON.stringify({ type: 'hello', v: 2, sid, resume }));
    await until(() => find(socket, 'welcome'), 'for the welcome');
    return socket;
  }

  async function join(sid: string): Promise<WebSocket> {
    const socket = await dial(sid);
    socket.send(JSON.stringify({ type: 'join', name: sid, offers: [] }));
    await until(() => find(socket, 'joined'), 'for our own joined');
    return socket;
  }

  function find<T extends ServerFrame['type']>(socket: WebSocket, type: T) {
    return inbox.get(socket)?.findLast((frame) => frame.type === type) as
      | Extract<ServerFrame, { type: T }>
      | undefined;
  }

  it('carries frames between sockets and the real room', async () => {
    const ada = await join('ada');
    await join('bob');
    const joined = await until(() => inbox.get(ada)?.filter((f) => f.type === 'joined')[1]);
    expect(joined.type === 'joined' && joined.member.name).to.equal('bob');
    expect(network.passed('up', 'join')).to.have.length(2);
    expect(network.bytes('down')).to.be.greaterThan(300);
  });

  it('holds frames until they are flushed, and closes after them', async () => {
    const ada = await join('ada');
    network.hold();
    ada.send('{"type":"ping"}');
    ada.send('{"type":"bye"}');
    await until(() => network.passed('up', 'bye').length === 1);
    expect(find(ada, 'pong')).to.equal(undefined);
    network.flush();
    const code = await new Promise((resolve) =>
      ada.addEventListener('close', (event) => resolve(event.code)),
    );
    expect(code).to.equal(1000);
    expect(find(ada, 'pong')).to.be.an('object');
  });

  it('loses a socket: the room holds the membership, the client sees 1006', async () => {
    const ada = await join('ada');
    const bob = await join('bob');
    network.drop(ada);
    await until(() => ada.readyState === WebSocket.CLOSED && find(bob, 'away'));
    network.advance(61_000);
    const left = await until(() => find(bob, 'left'), 'for the membership to end');
    expect(left.reason).to.equal('lost');
  });

  it('kills the party and restarts it on its record, so that members resume', async () => {
    const ada = await join('ada');
    const { resume, member } = find(ada, 'joined')!;
    network.kill();
    await until(() => ada.readyState === WebSocket.CLOSED);
    const refused = network.createSocket('ws://party.test/parties/main/standup') as unknown as MemorySocket;
    await until(() => refused.readyState === WebSocket.CLOSED, 'for the dial to fail');
    network.restart();
    const again = await dial('ada', resume);
    expect(find(again, 'welcome')!.self).to.include({ id: member.id, seq: member.seq });
    expect(network.socketOf(member.id)).to.equal(again);
  });

  it('forgets everything when it is restarted without its record', async () => {
    const ada = await join('ada');
    const { resume, member } = find(ada, 'joined')!;
    network.kill();
    network.restart({ forget: true });
    const again = await dial('ada', resume);
    expect(find(again, 'welcome')!.self.id).not.to.equal(member.id);
  });

  it('has no room under a name that is not canonical', async () => {
    const socket = network.createSocket('ws://party.test/parties/main/Stand%20up');
    const code = await new Promise((resolve) =>
      socket.addEventListener('close', (event) => resolve(event.code)),
    );
    expect(code).to.equal(1006);
  });
});
