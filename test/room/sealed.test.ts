/** Calls with a secret, over an honest party: who gets in, who does not, and how participants are shown. */
import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import { ENCRYPTED_NAME_PREFIX } from '../../src/protocol/encrypted-name.js';
import type { RoomOptions } from '../../src/room/options.js';
import type { Room } from '../../src/room/room.js';
import { createSecret } from '../../src/room/secret.js';
import { everyoneSeesEveryone, fullMesh, TestCall } from '../support/call.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

const SECRET = createSecret();

/** Codes of the errors of a room, with whether they were fatal. */
function errorsOf(room: Room): [code: string, fatal: boolean][] {
  const heard: [string, boolean][] = [];
  room.addEventListener('room-error', ({ detail }) => heard.push([detail.code, detail.fatal]));
  return heard;
}

/** A client that joins although it should not, and the messages it gets. */
function intrude(network: MemoryNetwork, name: string): { type: string }[] {
  const socket = network.createSocket('ws://party.test/parties/main/standup');
  const heard: { type: string }[] = [];
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  socket.onopen = () => {
    socket.send(JSON.stringify({ type: 'hello', v: 2, sid: 'mallory' }));
    socket.send(JSON.stringify({ type: 'join', name, offers: [] }));
  };
  return heard;
}

describe('A call with a secret', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  const person = (name: string, secret: RoomOptions['secret'] | null = SECRET) =>
    call.person(name, secret === null ? {} : { secret });
  /** Joins one after the other. */
  async function enter(...names: string[]): Promise<Room[]> {
    const rooms = names.map((name) => person(name));
    for (const room of rooms) await room.join();
    return rooms;
  }

  it('links everyone with everyone; all are verified and have their names', async () => {
    // With spaces, which cannot occur in an encrypted payload.
    const names = ['Ada L.', 'Grace H.', 'Kate J.'];
    const rooms = await enter(...names);
    await fullMesh(rooms);
    await everyoneSeesEveryone(rooms);
    for (const { state } of rooms) {
      expect(state.self.verification).to.equal('verified');
      expect(state.participants.map(({ verification }) => verification)).to.deep.equal([
        'verified',
        'verified',
      ]);
      for (const { streams } of state.participants) expect(streams).to.include.keys('camera', 'microphone');
      const all = [state.self, ...state.participants].map(({ name }) => name).sort();
      expect(all).to.deep.equal(names);
    }
    // Everything that the party saw was encrypted.
    const said = network.frames.map(({ text }) => text).join();
    for (const name of names) expect(said).not.to.include(name);
    expect(network.passed('down', 'signal')).not.to.have.length(0);
  });

  it('shows the names of the members to a visitor with the secret', async () => {
    await enter('Ada', 'Grace');
    const kate = person('Kate');
    await kate.prepare();
    await until(() => kate.state.roster.length === 2);
    expect(kate.state.roster.map(({ name }) => name)).to.deep.equal(['Ada', 'Grace']);
  });

  it('shows a participant only after they have proved their identity', async () => {
    const [ada] = await enter('Ada');
    const seen: string[] = [];
    ada!.subscribe(({ participants }) => {
      for (const { name, verification } of participants) {
        const what = `${name} ${verification}`;
        if (seen.at(-1) !== what) seen.push(what);
      }
    });
    const joined: string[] = [];
    ada!.addEventListener('participant-joined', ({ detail }) => joined.push(detail.participant.name));
    const grace = person('Grace');
    await grace.join();
    await fullMesh([ada!, grace]);
    expect(seen).to.deep.equal([' unverified', 'Grace verified']);
    expect(joined).to.deep.equal(['Grace']);
  });

  /** Joins with links whose control channel sends messages as `send` says, and whose connections are changed by `prepare`. */
  async function joinOverBadLinks(
    send: (message: { type: string }, deliver: () => void) => void,
    prepare: (connection: RTCPeerConnection) => void = () => {},
  ): Promise<[Room, Room]> {
    const createConnection = (configuration: RTCConfiguration) => {
      const connection = new RTCPeerConnection(configuration);
      prepare(connection);
      const create = connection.createDataChannel.bind(connection);
      connection.createDataChannel = (label, options) => {
        const channel = create(label, options);
        const deliver = channel.send.bind(channel) as (text: string) => void;
        channel.send = (data: unknown) =>
          send(JSON.parse(String(data)), () => void (channel.readyState === 'open' && deliver(String(data))));
        return channel;
      };
      return connection;
    };
    const [ada] = await enter('Ada');
    const grace = call.person('Grace', { secret: SECRET }, { createConnection });
    await grace.join();
    return [ada!, grace];
  }
  const seenBy = (rooms: readonly Room[]) => rooms.map(({ state }) => state.participants[0]!);
  const areVerified = (rooms: readonly Room[]) =>
    until(() => seenBy(rooms).every(({ name, verification }) => name && verification === 'verified'));

  for (const lost of ['challenge', 'proof']) {
    it(`verifies a participant although each ${lost} was lost while the link came up`, async () => {
      let [isLossy, losses] = [true, 0];
      const rooms = await joinOverBadLinks(({ type }, deliver) => {
        if (!isLossy || type !== lost) deliver();
        else losses += 1;
      });
      // A link that comes up is asked twice.
      await until(() => losses > 1 && seenBy(rooms).every(({ link }) => link === 'live'));
      expect(seenBy(rooms).map(({ name }) => name)).to.include('');
      isLossy = false;
      await areVerified(rooms);
    });
  }

  it('verifies a participant whose browser tells its page late that the link is described, and reports nothing', async () => {
    let [isDescribed, questions] = [false, 0];
    const rooms = await joinOverBadLinks(
      ({ type }, deliver) => {
        questions += Number(type === 'challenge');
        deliver();
      },
      (connection) => {
        for (const name of ['currentLocalDescription', 'currentRemoteDescription'] as const) {
          const { get } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(connection), name)!;
          Object.defineProperty(connection, name, {
            get: () => (isDescribed ? get!.call(connection) : null),
          });
        }
      },
    );
    const errors = rooms.map(errorsOf);
    // Grace has asked more often than a link that comes up does.
    await until(() => questions > 3);
    expect(seenBy(rooms).map(({ verification }) => verification)).to.deep.equal(['unverified', 'unverified']);
    isDescribed = true;
    await areVerified(rooms);
    expect(errors).to.deep.equal([[], []]);
  });

  it('verifies a participant whose answers take longer than it takes to be asked again', async () => {
    const late = new Set<ReturnType<typeof setTimeout>>();
    const rooms = await joinOverBadLinks(({ type }, deliver) => {
      if (type === 'proof') late.add(setTimeout(deliver, 2_500));
      else deliver();
    });
    await areVerified(rooms);
    for (const timer of late) clearTimeout(timer);
  });

  it('is protected with a secret that is set later, and nothing is dialed before', async () => {
    const [ada] = await enter('Ada');
    let tell!: (secret: string) => void;
    const grace = person(
      'Grace',
      () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
    );
    const joining = grace.join();
    await until(() => grace.state.self.camera === 'on');
    await until(() => !!tell);
    expect(network.sockets).to.have.length(1);
    tell(SECRET);
    await joining;
    await fullMesh([ada!, grace]);
    expect(grace.state.participants[0]).to.include({ name: 'Ada', verification: 'verified' });
  });

  for (const secret of ['', 'short', `${SECRET}!`, ' '.repeat(22), 'ä'.repeat(22)]) {
    it(`is refused with ${JSON.stringify(secret)} as a secret`, async () => {
      expect(() => call.person('Ada', { secret })).to.throw('verification-failed');
      const late = call.person('Ada', { secret: async () => secret });
      const errors = errorsOf(late);
      const refusal = await late.join().catch((error) => error);
      expect(refusal).to.include({ code: 'verification-failed' });
      expect(errors).to.deep.equal([['verification-failed', true]]);
      expect(late.state.fault).to.include({ code: 'verification-failed', fatal: true, key: 'malformed' });
      expect(network.sockets).to.have.length(0);
    });
  }

  it('keeps its secret, even if another one is set later', async () => {
    const [ada] = await enter('Ada');
    for (const secret of [undefined, createSecret()] as [undefined, string])
      expect(() => ada!.update({ secret } as Partial<RoomOptions>)).to.throw('verification-failed');
    ada!.update({ secret: SECRET });
    expect(ada!.state.phase).to.equal('joined');
  });

  const outsiders: [who: string, theirs: string | null, ours: string | null, key: string][] = [
    ['without a secret', SECRET, null, 'missing'],
    ['with another secret', SECRET, createSecret(), 'other'],
    ['with a secret, where the room has none', null, SECRET, 'unused'],
  ];
  for (const [who, theirs, ours, key] of outsiders) {
    it(`is not entered ${who}: nothing is sent, and the call goes on`, async () => {
      const inside = [person('Ada', theirs), person('Grace', theirs)];
      for (const room of inside) await room.join();
      await fullMesh(inside);
      const [troubles, connections] = [inside.map(errorsOf), call.connections.length];
      const kate = person('Kate', ours);
      const errors = errorsOf(kate);
      const sent = network.frames.length;
      const refusal = await kate.join().catch((error) => error);
      expect(refusal).to.include({ code: 'verification-failed' });
      expect(errors).to.deep.equal([['verification-failed', true]]);
      expect(kate.state.fault).to.include({ code: 'verification-failed', fatal: true, key });
      const said = network.frames.slice(sent).filter(({ direction }) => direction === 'up');
      expect(said.map(({ frame }) => frame?.type).filter((type) => type !== 'ping')).to.deep.equal([
        'hello',
        'bye',
      ]);
      expect(call.connections).to.have.length(connections);
      await everyoneSeesEveryone(inside);
      expect(inside.map(({ state }) => state.participants.length)).to.deep.equal([1, 1]);
      expect(troubles).to.deep.equal([[], []]);
    });

    it(`is not entered ${who} either when it starts while they are in the lobby`, async () => {
      const kate = person('Kate', ours);
      await kate.prepare();
      await until(() => kate.state.signaling === 'connected');
      await person('Ada', theirs).join();
      await until(() => kate.state.fault?.key === key);
      expect(kate.state.phase).to.equal('idle');
      expect(network.passed('up', 'join')).to.have.length(1);
    });
  }

  it('is entered by one of two with different secrets who join at the same time', async () => {
    const rooms = [person('Ada'), person('Grace', createSecret())];
    await Promise.all(rooms.map((room) => room.prepare()));
    await Promise.allSettled(rooms.map((room) => room.join()));
    await until(() => rooms.filter(({ state }) => state.phase === 'joined').length === 1);
    const [stays, goes] = rooms[0]!.state.phase === 'joined' ? rooms : rooms.toReversed();
    expect(goes!.state.fault).to.include({ code: 'verification-failed', key: 'other' });
    await until(() => !stays!.state.participants.length, 'until the other is gone');
    expect(call.open()).to.have.length(0);
  });

  it('shows a member without the secret as unverified, reports it, and sends them nothing', async () => {
    const [ada, grace] = await enter('Ada', 'Grace');
    await fullMesh([ada!, grace!]);
    const troubles = errorsOf(ada!);
    const joined: unknown[] = [];
    ada!.addEventListener('participant-joined', ({ detail }) => joined.push(detail));
    const heard = intrude(network, 'Grace');
    await until(() => ada!.state.participants.length === 2);
    expect(ada!.state.participants[1]).to.include({
      name: '',
      verification: 'unverified',
      link: 'connecting',
    });
    expect(troubles).to.deep.equal([['verification-failed', false]]);
    expect(joined).to.deep.equal([]);
    // Participants with the secret still get in.
    const kate = person('Kate');
    await kate.join();
    await until(() => kate.state.participants.filter(({ link }) => link === 'live').length === 2);
    expect(heard.filter(({ type }) => type === 'signal')).to.deep.equal([]);
    expect(heard.filter((frame) => 'offer' in frame)).to.deep.equal([]);
  });

  it('goes on over a party that is lost and found again; members keep their id, whatever it says', async () => {
    const [ada] = await enter('Ada');
    const grace = person('Grace');
    await grace.prepare();
    await until(() => call.connections.some(({ iceGatheringState }) => iceGatheringState === 'complete'));
    const id = grace.state.self.id;
    network.drop(network.socketOf(id));
    await until(() => grace.state.signaling !== 'connected');
    await until(() => grace.state.signaling === 'connected' && grace.state.self.id !== id);
    await grace.join();
    await fullMesh([ada!, grace]);
    network.kill();
    await until(() => grace.state.signaling === 'reconnecting');
    network.restart({ forget: true });
    await until(() => [ada!, grace].every(({ state }) => state.signaling === 'connected'));
    const [adaId, graceId] = [ada!.state.self.id, grace.state.self.id];
    await until(() => [ada!, grace].every(({ state }) => state.fault?.code === 'verification-failed'));
    await everyoneSeesEveryone([ada!, grace]);
    expect([ada!.state.self.id, grace.state.self.id]).to.deep.equal([adaId, graceId]);
    expect(ada!.state.participants[0]).to.include({ name: 'Grace', verification: 'verified' });
    expect(grace.state.participants[0]).to.include({ name: 'Ada', verification: 'verified' });
  });

  it('gets knocks with an encrypted name, which moderators with the secret can read and the party cannot', async () => {
    network.host('standup').waitingRoom = true;
    network.claims = (url) =>
      readAdmission({ grants: new URL(url).searchParams.get('token')?.split(' ') ?? ['publish', 'chat'] });
    const ada = call.person('Ada', { secret: SECRET, token: 'publish chat admit' });
    await ada.join();
    const mia = person('Mia');
    const joined = mia.join();
    await until(() => ada.state.waiting.length);
    expect(ada.state.waiting).to.deep.equal([{ id: mia.state.self.id, name: 'Mia' }]);
    expect(network.frames.map(({ text }) => text).join()).not.to.include('Mia');
    // Who waits cannot report anything to those who are in: a name that nobody can read is just another one.
    const errors = errorsOf(ada);
    const knock = JSON.parse(network.passed('down', 'knock').at(-1)!.text);
    for (const name of [`${ENCRYPTED_NAME_PREFIX}${'a'.repeat(60)}`, knock.name]) {
      network
        .socketOf(ada.state.self.id)!
        .dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ ...knock, name }) }));
      await until(() => (ada.state.waiting[0]?.name === 'Mia') === (name === knock.name));
    }
    expect(errors).to.deep.equal([]);
    await ada.admit(mia.state.self.id);
    await joined;
    await fullMesh([ada, mia]);
    expect(ada.state.participants[0]).to.include({ name: 'Mia', verification: 'verified' });
  });

  it('restarts a dead link through a third participant when the party is down too', async () => {
    const [ada, grace, kate] = (await enter('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    const rooms = [ada, grace, kate];
    await everyoneSeesEveryone(rooms);
    const errors = rooms.map(errorsOf);
    network.kill();
    await until(() => rooms.every(({ state }) => state.signaling === 'reconnecting'));
    const ends = [call.between(ada, grace)!, call.between(grace, ada)!];
    const ufrags = () =>
      ends.map(({ currentLocalDescription }) => /ice-ufrag:\S+/.exec(currentLocalDescription!.sdp)?.[0]);
    const before = ufrags();
    const heal = call.cut(ada, grace);
    // Only Kate can relay between the two.
    await until(() => ufrags().every((ufrag, index) => ufrag !== before[index]));
    heal();
    await fullMesh(rooms);
    await everyoneSeesEveryone(rooms);
    expect(errors.flat()).to.deep.equal([]);
    for (const { state } of rooms) {
      expect(state.participants.map(({ verification }) => verification)).to.deep.equal([
        'verified',
        'verified',
      ]);
    }
  });
});

describe('A call without a secret', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork();
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  it('shows that the server is trusted', async () => {
    const [ada, grace] = await call.joined('Ada', 'Grace');
    await fullMesh([ada!, grace!]);
    expect(ada!.state.self.verification).to.equal('trusted-server');
    expect(ada!.state.participants[0]).to.include({ name: 'Grace', verification: 'trusted-server' });
  });

  it('is open to everyone although a member has an encrypted name: that member is a stranger and gets nothing', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    const grace = call.person('Grace');
    await grace.prepare();
    await until(() => grace.state.roster.length === 1);
    const heard = intrude(network, `\u0001${'A'.repeat(38)}`);
    await until(() =>
      [ada, grace].every(({ state }) => state.roster.length === (state === ada.state ? 1 : 2)),
    );
    await grace.join();
    const kate = call.person('Kate');
    await kate.join();
    const rooms = [ada, grace, kate];
    const live = ({ state }: Room) => state.participants.filter(({ link }) => link === 'live').length;
    await until(() => rooms.every((room) => live(room) === 2), 'until the three are linked');
    for (const { state } of rooms) {
      const known = state.participants.filter(({ verification }) => verification !== 'unverified');
      expect(known.map(({ name }) => name)).to.have.length(2);
      expect(state.participants.find((one) => !known.includes(one))).to.include({
        name: '',
        link: 'connecting',
      });
    }
    expect(heard.filter((frame) => frame.type === 'signal' || 'offer' in frame)).to.deep.equal([]);
  });

  it('is not entered while all members have encrypted names', async () => {
    intrude(network, `\u0001${'A'.repeat(38)}`);
    await until(() => network.passed('down', 'joined').length);
    const ada = call.person('Ada');
    expect(await ada.join().catch((error) => error)).to.include({ code: 'verification-failed' });
    expect(ada.state.fault).to.include({ fatal: true, key: 'missing' });
  });
});
