import { expect } from 'chai';
import type { ClientFrame } from '../../../src/protocol/index.js';
import type { Room } from '../../../src/room/room.js';
import { createPage, type Page } from '../../../src/shared/page-lifecycle.js';
import { everyoneSeesEveryone, fullMesh, TestCall } from '../../support/call.js';
import { recordDelay } from '../../support/event-loop-delay.js';
import { MemoryNetwork } from '../../support/network.js';
import { PATIENCE, until } from '../../support/until.js';

/** For what takes several steps of the call itself (ms): each of them waits longer when timers are late. */
const STEPS = 2 * PATIENCE;

/** How `viewer` sees `who`. */
const seen = (viewer: Room, who: Room) =>
  viewer.state.participants.find(({ id }) => id === who.state.self.id)!;

/** Records each negotiation state of these connections. */
function negotiations(connections: readonly RTCPeerConnection[]): string[] {
  const states: string[] = [];
  for (const connection of connections) {
    connection.addEventListener('signalingstatechange', () => states.push(connection.signalingState));
  }
  return states;
}

const credentials = (connection: RTCPeerConnection) =>
  /ice-ufrag:(\S+)/.exec(connection.currentLocalDescription!.sdp)![1];

/** A page whose network the test can change. */
class ChangingPage extends EventTarget {
  readonly hidden = false;
  allows(): boolean {
    return true;
  }
}

describe('A call whose party is dead', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  it('goes on in everything but newcomers, and when the party is back no link is touched', async () => {
    const rooms = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace, kate] = rooms;
    const known = () =>
      rooms.map(({ state }) => [state.self.id, state.roster.map(({ id, sid, seq }) => [id, sid, seq])]);
    const before = known();
    const connections = call.open();
    network.kill();
    await until(() => rooms.every(({ state }) => state.signaling === 'reconnecting'));
    const states = negotiations(connections);
    await ada.toggleMicrophone(false);
    await grace.toggleHand(true);
    await until(() => seen(grace, ada).microphone === 'off' && seen(kate, grace).hand);
    network.restart();
    await until(() => rooms.every(({ state }) => state.signaling === 'connected'));
    await fullMesh(rooms);
    expect(known()).to.deep.equal(before);
    expect(call.open()).to.deep.equal(connections);
    expect(states).to.deep.equal([]);
    await everyoneSeesEveryone(rooms);
  });

  for (const [who, others] of [
    ['one of them', ['Grace', 'Kate']],
    ['all of them', []],
  ] as const) {
    it(`keeps every link of ${who} who was cut off from it for longer than a membership is held`, async () => {
      const rooms = await call.joined('Ada', 'Grace', 'Kate');
      await everyoneSeesEveryone(rooms);
      const [ada] = rooms as [Room, Room, Room];
      const before = rooms.map(({ state }) => [state.self.id, state.roster.map(({ id, seq }) => [id, seq])]);
      const connections = call.open();
      const states = negotiations(connections);
      const heard: string[] = [];
      for (const room of rooms)
        for (const event of ['participant-joined', 'participant-left', 'room-joined'] as const)
          room.addEventListener(event, () => heard.push(event));
      network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'hello');
      const cut = rooms.filter(({ state }) => !others.some((name) => name === state.self.name));
      for (const room of cut) network.drop(network.socketOf(room.state.self.id));
      const staying = rooms.filter((room) => !cut.includes(room));
      await until(() => cut.every(({ state }) => state.signaling === 'reconnecting'));
      await until(() => staying.every(({ state }) => state.roster.some(({ away }) => away)));
      network.advance(61_000);
      await until(() => staying.every(({ state }) => state.roster.length === 1));
      network.flush();
      await until(() => cut.every(({ state }) => state.signaling === 'connected'));
      await until(() => rooms.every(({ state }) => state.roster.length === 2));
      await everyoneSeesEveryone(rooms);
      const sorted = (list: typeof before) => list.map(([id, roster]) => [id, [...roster!].sort()]);
      const after = rooms.map(({ state }) => [state.self.id, state.roster.map(({ id, seq }) => [id, seq])]);
      expect(sorted(after as typeof before)).to.deep.equal(sorted(before));
      expect(call.open()).to.deep.equal(connections);
      expect(states).to.deep.equal([]);
      expect(heard).to.deep.equal([]);
      expect(ada.state.participants.map(({ link }) => link)).to.deep.equal(['live', 'live']);
    });
  }

  it('is dialed again with a new token', async () => {
    const dialled: (string | null)[] = [];
    const ada = call.person(
      'Ada',
      { getToken: async () => `token-${dialled.length}` },
      {
        createSocket: (url) => {
          dialled.push(new URL(url).searchParams.get('token'));
          return network.createSocket(url);
        },
      },
    );
    await ada.join();
    network.drop(network.socketOf(ada.state.self.id));
    await until(() => dialled.length === 2);
    expect(dialled).to.deep.equal(['token-0', 'token-1']);
  });

  it('links a newcomer while the host’s ICE servers take their time after a lost socket', async () => {
    let answer: (servers: RTCIceServer[]) => void = () => {};
    let asked = 0;
    const iceServers = () => {
      asked += 1;
      // Its result is good for a while and not requested again; after a failure it is.
      return asked === 1
        ? Promise.reject(new Error('busy'))
        : new Promise<RTCIceServer[]>((done) => (answer = done));
    };
    const ada = call.person('Ada', { iceServers });
    await ada.join();
    network.drop(network.socketOf(ada.state.self.id));
    await until(() => asked === 2, 'until Ada is welcomed again');
    const grace = call.person('Grace');
    await grace.join();
    await until(() => ada.state.roster.length === 1);
    answer([]);
    await fullMesh([ada, grace]);
  });

  it('removes a leaving participant at once, and does not bring them back with the party', async () => {
    const rooms = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await fullMesh(rooms);
    const [ada, grace, kate] = rooms;
    const reasons: unknown[] = [];
    for (const room of [ada, grace])
      room.addEventListener('participant-left', ({ detail }) => reasons.push(detail.reason));
    network.kill();
    kate.leave();
    await until(() => [ada, grace].every(({ state }) => state.participants.length === 1));
    // One who only falls silent is lost, after 12.3 s.
    expect(reasons).to.deep.equal(['left', 'left']);
    network.restart();
    await until(() => ada.state.signaling === 'connected' && grace.state.signaling === 'connected');
    // The party has not heard that Kate left: it still holds her membership.
    await until(() => ada.state.roster.some(({ name, away }) => name === 'Kate' && away));
    expect(ada.state.participants.map(({ name }) => name)).to.deep.equal(['Grace']);
  });

  it('lets both remove each other when the path is dead as well, and recovers when that heals', async () => {
    const limit = recordDelay();
    const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    network.kill();
    const heal = call.cut(ada, grace);
    const since = performance.now();
    await until(() => rooms.every(({ state }) => state.participants.length === 0), undefined, STEPS);
    expect(performance.now() - since).to.be.at.most(limit());
    await ada.toggleHand(true);
    heal();
    // Nobody else reports Ada's camera and hand to Grace: the party is dead, and the channel was never closed.
    await fullMesh(rooms);
    expect(seen(grace, ada).hand).to.equal(true);
  });

  for (const [what, fact] of [
    ['the network changes', new Event('online')],
    ['the machine has slept', new CustomEvent('wake', { detail: 31_000 })],
  ] as const)
    it(`finds new paths over the control channel when ${what}`, async () => {
      const page = new ChangingPage();
      const ada = call.person('Ada', {}, { page: page as unknown as Page });
      const grace = call.person('Grace', {}, { page: createPage(undefined) });
      await ada.join();
      await grace.join();
      await everyoneSeesEveryone([ada, grace]);
      const connections = call.open() as [RTCPeerConnection, RTCPeerConnection];
      const before = connections.map(credentials);
      network.kill();
      await until(() => grace.state.signaling === 'reconnecting');
      // A page that was only busy, or frozen for a moment, checks before it restarts anything.
      page.dispatchEvent(new CustomEvent('wake', { detail: 19_000 }));
      await ada.toggleHand(true);
      await until(() => seen(grace, ada).hand);
      expect(connections.map(credentials)).to.deep.equal(before);
      page.dispatchEvent(fact);
      await until(() => connections.every((one, index) => credentials(one) !== before[index]));
      await until(() => connections.every(({ signalingState }) => signalingState === 'stable'));
      expect(seen(ada, grace).link).to.equal('live');
      expect(call.open()).to.deep.equal(connections);
    });

  it('rebuilds a link whose restarts fail, and touches no other', async () => {
    const rooms = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    const ends = [call.between(ada, grace)!, call.between(grace, ada)!];
    const others = call.open().filter((one) => !ends.includes(one));
    const states = negotiations(others);
    // Nothing passes between these two any more, on any path.
    call.cut(ada, grace);
    await until(() => ends.every(({ connectionState }) => connectionState === 'closed'), undefined, STEPS);
    await fullMesh(rooms);
    await everyoneSeesEveryone(rooms);
    expect(call.open()).to.include.members(others).and.to.have.length(6);
    expect(states).to.deep.equal([]);
  });

  it('restarts a dead link through a third participant, and removes nobody', async () => {
    const rooms = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace, kate] = rooms;
    const left: string[] = [];
    for (const room of rooms) room.addEventListener('participant-left', () => left.push('someone'));
    network.kill();
    await until(() => rooms.every(({ state }) => state.signaling === 'reconnecting'));
    const ends = [call.between(ada, grace)!, call.between(grace, ada)!];
    const others = negotiations(call.open().filter((one) => !ends.includes(one)));
    const before = ends.map(credentials);
    const heal = call.cut(ada, grace);
    await until(() => seen(ada, grace).link === 'reconnecting' && seen(grace, ada).link === 'reconnecting');
    // Only Kate can relay between the two.
    await until(() => ends.every((one, index) => credentials(one) !== before[index]), undefined, STEPS);
    expect(seen(ada, kate).link).to.equal('live');
    expect(others).to.deep.equal([]);
    heal();
    await fullMesh(rooms);
    await everyoneSeesEveryone(rooms);
    expect(left).to.deep.equal([]);
  });
});

describe('A link that falls silent', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  it('is restarted through the party, and forced to show a new picture when it is back', async () => {
    const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    const link = call.between(ada, grace)!;
    const keyFrames = async () => {
      for (const row of (await link.getStats()).values()) {
        if (row.type === 'outbound-rtp' && row.kind === 'video' && row.keyFramesEncoded)
          return row.keyFramesEncoded;
      }
      return 0;
    };
    const heal = call.cut(ada, grace);
    await until(() => seen(ada, grace).link !== 'live');
    const made = call.connections.length;
    const frames = await keyFrames();
    heal();
    await until(() => seen(ada, grace).link === 'live');
    await until(async () => (await keyFrames()) > frames);
    expect(call.connections).to.have.length(made);
  });

  it('is restarted again when the first attempt was lost, by a new offer in place of the lost one', async () => {
    const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    const ends = [call.between(ada, grace)!, call.between(grace, ada)!];
    const before = ends.map(credentials);
    const since = performance.now();
    // The first signals of both sides never arrive.
    network.hold(({ direction, frame }) => {
      return direction === 'up' && frame?.type === 'signal' && performance.now() - since < 4_500;
    });
    call.cut(ada, grace);
    await until(() => ends.every(({ signalingState }) => signalingState === 'have-local-offer'));
    await until(() => ends.every((one, index) => credentials(one) !== before[index]), undefined, STEPS);
    expect(performance.now() - since).to.be.greaterThan(4_500);
    expect(call.open()).to.have.members(ends);
  });

  it('is not considered dead when nobody sends anything', async () => {
    const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    const links: string[] = [];
    for (const room of rooms) {
      room.addEventListener('participant-updated', ({ detail }) => links.push(detail.participant.link));
      await room.toggleCamera(false);
      await room.toggleMicrophone(false);
    }
    await until(() => seen(ada, grace).camera === 'off' && seen(grace, ada).microphone === 'off');
    // Twice as long as silence may last: heartbeats keep it alive.
    const later = performance.now() + 7_000;
    await until(() => performance.now() > later);
    expect(new Set(links)).to.deep.equal(new Set(['live']));
  });

  it('is shown as unreachable to both when it stays silent, and neither is removed', async () => {
    const rooms = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await everyoneSeesEveryone(rooms);
    const [ada, grace] = rooms;
    const left: string[] = [];
    for (const room of rooms) room.addEventListener('participant-left', () => left.push('someone'));
    const errors: [room: Room, code: string, fatal: boolean, message: string][] = [];
    for (const room of rooms)
      room.addEventListener('room-error', ({ detail: { code, fatal, message } }) =>
        errors.push([room, code, fatal, message]),
      );
    // No packet passes, whatever they try.
    call.cutForGood(ada, grace);
    await until(
      () => seen(ada, grace)?.link === 'unreachable' && seen(grace, ada)?.link === 'unreachable',
      undefined,
      STEPS,
    );
    expect(left).to.deep.equal([]);
    // Once for each of the two, with advice.
    expect(errors.map(([room, code, fatal]) => [room, code, fatal])).to.have.deep.members([
      [ada, 'peer-unreachable', false],
      [grace, 'peer-unreachable', false],
    ]);
    for (const [, , , message] of errors) expect(message).to.contain('no TURN server');
    expect([ada, grace].map(({ state }) => state.fault?.code)).to.deep.equal([
      'peer-unreachable',
      'peer-unreachable',
    ]);
  });
});

describe('A membership that was lost with the socket', () => {
  it('ends the call when somebody else has the place by then', async () => {
    const network = new MemoryNetwork({ delay: 10, capacity: 1 });
    const call = new TestCall(network);
    try {
      const ada = call.person('Ada');
      const heard: string[] = [];
      ada.addEventListener('room-joined', () => heard.push('joined'));
      ada.addEventListener('room-error', ({ detail }) => heard.push(detail.code));
      ada.addEventListener('room-left', ({ detail }) => heard.push(`left: ${detail.reason}`));
      await ada.join();
      const sidOf = (frame: unknown) => (frame as Extract<ClientFrame, { type: 'hello' }>).sid;
      const sid = sidOf(network.passed('up', 'hello')[0]!.frame);
      network.kill();
      await until(() => ada.state.signaling === 'reconnecting');
      // Before the party hears of Ada again it has forgotten her, and there is Ben.
      network.hold(({ direction, frame }) => {
        return direction === 'up' && frame?.type === 'hello' && sidOf(frame) === sid;
      });
      network.restart({ forget: true });
      const ben = call.person('Ben');
      await ben.join();
      network.flush();
      await until(() => ada.state.fault?.code === 'room-full');
      expect(ada.state).to.deep.include({
        phase: 'left',
        fault: { code: 'room-full', fatal: true, phase: 'joining' },
      });
      expect(heard).to.deep.equal(['joined', 'room-full', 'left: error']);
      ben.leave();
      await ada.join();
      ada.leave();
      expect(heard.slice(3)).to.deep.equal(['joined', 'left: left']);
    } finally {
      call.close();
    }
  });
});
