import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import type { RoomOptions } from '../../src/room/options.js';
import type { Platform } from '../../src/room/platform.js';
import type { Room } from '../../src/room/room.js';
import type { VideoRoomError } from '../../src/shared/errors.js';
import { asMediaDevices, FakeDevices } from '../media/fake-devices.js';
import { channelOf, everyoneSeesEveryone, fullMesh, TestCall } from '../support/call.js';
import { deafTo } from '../support/defiant.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

const HOST = 'publish chat admit kick mute lock end';

/** How `viewer` sees `who`. */
const seen = (viewer: Room, who: Room) =>
  viewer.state.participants.find(({ id }) => id === who.state.self.id);

/** Bytes of media that have arrived over these connections. */
async function bytesInto(connections: readonly RTCPeerConnection[]): Promise<number> {
  let bytes = 0;
  for (const connection of connections) {
    for (const row of (await connection.getStats()).values()) {
      if (row.type === 'inbound-rtp') bytes += row.bytesReceived;
    }
  }
  return bytes;
}

/** Resolves when no media has arrived over them for half a second. */
async function silent(connections: readonly RTCPeerConnection[]): Promise<void> {
  let [bytes, since] = [-1, 0];
  await until(async () => {
    const now = await bytesInto(connections);
    if (now !== bytes) [bytes, since] = [now, performance.now()];
    return performance.now() - since > 500;
  }, 'for media to stop');
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: VideoRoomError) => error.code,
  );
}

describe('Moderation of a call', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    network.claims = claims;
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  const claims = (url: string) => {
    const token = new URL(url).searchParams.get('token');
    return readAdmission({ grants: token?.split(' ') ?? ['publish', 'chat'] });
  };
  const host = (name = 'Host', options: Partial<RoomOptions> = {}) =>
    call.person(name, { token: HOST, ...options });
  const guest = (name: string, platform: Partial<Platform> = {}) => call.person(name, {}, platform);
  const events = (room: Room, ...names: string[]) => {
    const heard: string[] = [];
    for (const name of names)
      room.addEventListener(name, (event) => {
        heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`);
      });
    return heard;
  };

  it('keeps permissions when the party has lost its memory with every socket open', async () => {
    const ada = host('Ada');
    const ben = guest('Ben');
    for (const room of [ada, ben]) await room.join();
    await fullMesh([ada, ben]);
    const sockets = network.sockets.length;
    network.evict();
    expect(await codeOf(ben.mute(ada.state.self.id))).to.equal('forbidden');
    network.evict();
    await ada.mute(ben.state.self.id);
    await until(() => ben.state.self.muted && seen(ada, ben)!.muted);
    expect(seen(ben, ada)!.muted).to.equal(false);
    expect(network.sockets).to.have.length(sockets);
  });

  describe('with a waiting room', () => {
    beforeEach(() => {
      network.host('standup').waitingRoom = true;
    });

    it('makes newcomers wait with only their own picture, and they join by themselves when let in', async () => {
      const ada = host();
      const news = events(ada, 'waiting-changed');
      await ada.join();
      const mia = guest('Mia');
      await mia.prepare();
      await until(() => mia.state.signaling === 'connected');
      expect(mia.state).to.deep.include({ phase: 'lobby', roster: [] });
      const joined = mia.join();
      await until(() => ada.state.waiting.length);
      expect(mia.state.phase).to.equal('waiting');
      expect(call.open(mia)).to.have.length(0);
      const id = mia.state.self.id;
      expect(ada.state.waiting).to.deep.equal([{ id, name: 'Mia' }]);
      await ada.admit(id);
      await joined;
      await fullMesh([ada, mia]);
      await everyoneSeesEveryone([ada, mia]);
      expect([mia.state.self.id, ada.state.waiting.length]).to.deep.equal([id, 0]);
      expect(news).to.deep.equal([
        `waiting-changed ${JSON.stringify({ waiting: [{ id, name: 'Mia' }] })}`,
        'waiting-changed {"waiting":[]}',
      ]);
    });

    it('tells refused participants, and forgets those who give up', async () => {
      const ada = host();
      await ada.join();
      const [mia, bob] = [guest('Mia'), guest('Bob')];
      const refused = codeOf(mia.join());
      await until(() => mia.state.phase === 'waiting' && ada.state.waiting.length === 1);
      await ada.refuse(mia.state.self.id);
      expect(await refused).to.equal('forbidden');
      expect(mia.state.fault).to.deep.equal({ code: 'forbidden', fatal: true, phase: 'waiting' });
      const gaveUp = codeOf(bob.join());
      await until(() => ada.state.waiting.length === 1);
      bob.leave();
      await until(() => !ada.state.waiting.length);
      expect(await gaveUp).to.not.equal('resolved');
    });

    it('updates the waiting list when a moderator reconnects', async () => {
      const ada = host();
      await ada.join();
      const mia = guest('Mia');
      mia.join().catch(() => {});
      const news = events(ada, 'waiting-changed');
      await until(() => ada.state.waiting.length);
      network.hold(({ direction, socket }) => {
        return direction === 'up' && socket.participantId !== mia.state.self.id;
      });
      network.drop(network.socketOf(ada.state.self.id));
      await until(() => ada.state.signaling === 'reconnecting');
      mia.leave();
      await until(() => !network.socketOf(mia.state.self.id));
      network.flush();
      await until(() => ada.state.signaling === 'connected');
      await until(() => !ada.state.waiting.length);
      expect(news.map((event) => event.includes('Mia'))).to.deep.equal([true, false]);
    });

    it('knocks again when the party was away meanwhile', async () => {
      const ada = host();
      await ada.join();
      const mia = guest('Mia');
      const joined = mia.join();
      await until(() => ada.state.waiting.length);
      network.kill();
      // Away for longer than it takes to say so.
      await until(() => mia.state.signaling === 'reconnecting' && mia.state.attempts > 2);
      expect([mia.state.phase, mia.state.fault]).to.deep.equal(['waiting', null]);
      network.restart();
      const isBack = () => ada.state.signaling === 'connected' && ada.state.waiting.length;
      await until(() => isBack() && mia.state.self.id === ada.state.waiting[0]?.id);
      await ada.admit(mia.state.self.id);
      await joined;
    });
  });

  it('lets a participant who waits again stop the screen share: nobody sees it after that', async () => {
    const screen = document.createElement('canvas');
    screen.getContext('2d');
    const stream = screen.captureStream(5);
    const getDisplayMedia = async () => stream;
    const devices = Object.assign(new FakeDevices(), { getDisplayMedia });
    const [ada, mia] = [host(), guest('Mia', { devices: asMediaDevices(devices) })];
    for (const room of [ada, mia]) await room.join();
    expect(await mia.toggleScreenShare()).to.equal(true);
    network.kill();
    await until(() => [ada, mia].every(({ state }) => state.signaling === 'reconnecting'));
    network.host('standup').waitingRoom = true;
    network.restart({ forget: true });
    await until(() => mia.state.phase === 'waiting');
    expect(await mia.toggleScreenShare(false)).to.equal(false);
    expect(mia.state.self.screen).to.equal('off');
    expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended']);
  });

  for (const [how, event] of [
    ['they are refused', 'room-left {"reason":"error"}'],
    ['they give up', 'room-left {"reason":"left"}'],
    ['the room is full when they are let in', 'room-left {"reason":"error"}'],
  ] as const) {
    it(`ends the call once for a participant who lost the membership and has to wait, when ${how}`, async () => {
      network = new MemoryNetwork({ delay: 10, capacity: 2 });
      network.claims = claims;
      call = new TestCall(network);
      const [ada, mia] = [host(), guest('Mia')];
      await ada.join();
      await mia.join();
      const left = events(mia, 'room-left');
      network.kill();
      await until(() => [ada, mia].every(({ state }) => state.signaling === 'reconnecting'));
      network.host('standup').waitingRoom = true;
      network.restart({ forget: true });
      const isBack = () => ada.state.phase === 'joined' && mia.state.phase === 'waiting';
      await until(() => isBack() && ada.state.waiting[0]?.id === mia.state.self.id);
      if (how === 'they are refused') await ada.refuse(mia.state.self.id);
      else if (how === 'they give up') mia.leave();
      else {
        await host('Bob').join();
        await ada.admit(mia.state.self.id);
      }
      await until(() => left.length);
      expect(mia.state.phase).to.equal('left');
      mia.dispose();
      expect(left).to.deep.equal([event]);
    });
  }

  it('locks the room: visitors have to wait, knock, and are let in', async () => {
    const ada = host();
    await ada.join();
    const mia = guest('Mia');
    await mia.prepare();
    await until(() => call.open(mia).length === 1);
    const news = events(ada, 'lock-changed');
    await ada.lock();
    await until(() => mia.state.locked && !mia.state.roster.length);
    expect(call.open(mia)).to.have.length(0);
    const joined = mia.join();
    await until(() => ada.state.waiting.length);
    await ada.admit(mia.state.self.id);
    await joined;
    await fullMesh([ada, mia]);
    expect(mia.state.locked).to.equal(true);
    await ada.lock(false);
    await until(() => !mia.state.locked);
    expect(news).to.deep.equal(['lock-changed {"locked":true}', 'lock-changed {"locked":false}']);
  });

  it('reports that a room is locked if no member could let anyone in', async () => {
    const ada = call.person('Ada', { token: 'publish lock' });
    await ada.join();
    await ada.lock(true);
    const mia = guest('Mia');
    expect(await codeOf(mia.join())).to.equal('room-locked');
  });

  it('removes a client that does not obey: nothing passes between it and the others any more', async () => {
    const [ada, bob] = [host(), guest('Bob')];
    const raw = guest('Mallory', deafTo(network, ['error', 'left']));
    for (const room of [ada, bob, raw]) await room.join();
    await fullMesh([ada, bob, raw]);
    await everyoneSeesEveryone([ada, bob, raw]);
    const theirs = [call.between(ada, raw)!, call.between(bob, raw)!];
    const left = events(bob, 'participant-left');
    const made = call.connections.length;
    await ada.kick(raw.state.self.id);
    await until(() => theirs.every(({ connectionState }) => connectionState === 'closed'));
    expect(left.join()).to.contain('"reason":"kicked"');
    // It continues as if nothing had happened, with new links through the party and through relays, and knows the room.
    await until(() => call.connections.length > made, 'for it to try anew');
    raw.sendMessage('I am still here').catch(() => {});
    const ours = [call.between(ada, bob), call.between(bob, ada)];
    await silent(call.connections.filter((one) => !ours.includes(one)));
    for (const room of [ada, bob]) {
      expect(seen(room, raw)).to.equal(undefined);
      expect(call.open(room)).to.have.length(1);
    }
    expect([...ada.state.messages, ...bob.state.messages]).to.have.length(0);
    await everyoneSeesEveryone([ada, bob]);
  });

  it('does not let a removed participant back in through a member who keeps the link', async () => {
    const ada = host();
    const raw = guest('Mallory', deafTo(network, ['error', 'left']));
    const friend = guest('Friend', deafTo(network, ['left']));
    for (const room of [ada, raw, friend]) await room.join();
    await fullMesh([ada, raw, friend]);
    const link = call.between(ada, raw)!;
    const made = call.connections.length;
    const { id } = raw.state.self;
    const channel = channelOf(call.between(friend, ada)!);
    const { send } = channel;
    const passedOn: string[] = [];
    channel.send = (data: unknown) => {
      const { type, from } = JSON.parse(data as string);
      if (type === 'relayed') passedOn.push(from);
      send(data as string);
    };
    const doubts = events(ada, 'room-error');
    const socket = network.socketOf(id)!;
    await ada.kick(id);
    // It only hears of that end, and dials again: until it is connected, the friend is the only route.
    EventTarget.prototype.dispatchEvent.call(socket, new CloseEvent('close', { code: 1006 }));
    await until(() => link.connectionState === 'closed');
    await until(() => call.connections.length > made, 'for it to try anew');
    await until(() => seen(raw, ada)?.link !== 'live');
    await until(() => passedOn.length > 1, 'for the friend to pass signals on');
    expect([...new Set(passedOn)]).to.deep.equal([id]);
    expect(call.between(friend, raw)?.connectionState).to.equal('connected');
    await silent([link]);
    expect(call.open(ada)).to.have.length(1);
    expect(ada.state.participants.map(({ name }) => name)).to.deep.equal(['Friend']);
    expect(doubts, 'a removed participant causes no report').to.deep.equal([]);
  });

  it('ends the link with a participant who was removed while our own socket was away', async () => {
    const [ada, bob, eve] = [host(), guest('Bob'), guest('Eve', deafTo(network, ['error', 'left']))];
    for (const room of [ada, bob, eve]) await room.join();
    await fullMesh([ada, bob, eve]);
    const link = call.between(bob, eve)!;
    network.hold(({ direction, socket }) => direction === 'up' && socket.participantId === bob.state.self.id);
    network.drop(network.socketOf(bob.state.self.id));
    await until(() => bob.state.signaling === 'reconnecting');
    await ada.kick(eve.state.self.id);
    expect(link.connectionState).to.equal('connected');
    network.flush();
    await until(() => bob.state.signaling === 'connected' && link.connectionState === 'closed');
    expect(seen(bob, eve)).to.equal(undefined);
  });

  it('tells removed participants, and their resume token is void', async () => {
    const [ada, bob] = [host(), guest('Bob')];
    await ada.join();
    await bob.join();
    const left = events(bob, 'room-left');
    await ada.kick(bob.state.self.id, { ban: true });
    await until(() => bob.state.phase === 'left');
    expect(left).to.deep.equal(['room-left {"reason":"kicked"}']);
    expect(bob.state.fault?.code).to.equal('kicked');
  });

  for (const [what, code, reason] of [
    ['removed', 'kicked', 'kicked'],
    ['told that the call has ended', 'room-ended', 'ended'],
  ] as const) {
    it(`does not automatically take back a participant who is ${what} while their socket is away`, async () => {
      const [ada, bob] = [host(), guest('Bob')];
      await ada.join();
      await bob.join();
      await fullMesh([ada, bob]);
      const left = events(bob, 'room-left');
      const { id } = bob.state.self;
      network.hold(({ frame }) => frame?.type === 'hello');
      network.drop(network.socketOf(id));
      await until(() => ada.state.roster[0]?.away && bob.state.signaling === 'reconnecting');
      await (code === 'kicked' ? ada.kick(id) : ada.end());
      await until(() => network.passed('up', 'hello').length > 2);
      network.flush();
      await until(() => bob.state.phase === 'left');
      expect([bob.state.fault?.code, left.join()]).to.deep.equal([code, `room-left {"reason":"${reason}"}`]);
      // After a click they join like anyone else.
      await bob.join();
      expect(bob.state.phase).to.equal('joined');
      expect(bob.state.self.id).to.not.equal(id);
    });
  }

  it('answers each of very many actions', async () => {
    const ada = host();
    await ada.join();
    const answers = await Promise.all(Array.from({ length: 45 }, () => codeOf(ada.kick('nobody'))));
    expect(answers.filter((answer) => answer === 'peer-unreachable').length).to.be.at.least(40);
    expect([...new Set(answers)].sort()).to.deep.equal(['peer-unreachable', 'rate-limited']);
  });

  it('plays nothing from a muted participant who keeps sending, until unmuted', async () => {
    const [ada, bob] = [host(), guest('Bob')];
    const raw = guest('Mallory', deafTo(network, ['changed']));
    for (const room of [ada, bob, raw]) await room.join();
    await fullMesh([ada, bob, raw]);
    const id = raw.state.self.id;
    const { microphone } = seen(bob, raw)!.streams;
    await ada.mute(id);
    await until(() => seen(bob, raw)!.muted);
    for (const room of [ada, bob]) {
      expect(seen(room, raw)).to.include({ microphone: 'off', muted: true });
      expect(Object.keys(seen(room, raw)!.streams)).to.not.include.members(['microphone', 'screenAudio']);
      expect(Object.keys(seen(room, raw)!.streams)).to.include('camera');
    }
    expect(microphone!.getTracks()[0]!.enabled).to.equal(false);
    const heard = async () => (await bob.getStats())[id]?.sources.microphone?.packetsReceived ?? 0;
    const before = await heard();
    // It claims again that it is on, and is not believed.
    await raw.toggleHand(true);
    await until(async () => seen(bob, raw)!.hand && (await heard()) > before + 20);
    expect(seen(bob, raw)).to.include({ microphone: 'off', speaking: false });
    await ada.mute(id, false);
    await until(() => seen(bob, raw)!.microphone === 'on' && seen(bob, raw)!.streams.microphone);
    expect(microphone!.getTracks()[0]!.enabled).to.equal(true);
  });

  it('shows the real state of a microphone that was unmuted while our own socket was away', async () => {
    const [ada, bob, mo] = [host(), guest('Bob'), guest('Mo')];
    for (const room of [ada, bob, mo]) await room.join();
    await fullMesh([ada, bob, mo]);
    const refreshed = [ada, mo].map((room) => {
      const heard: string[] = [];
      channelOf(call.between(room, bob)!).addEventListener('message', ({ data }) => {
        if (data.includes('"refresh"')) heard.push(data);
      });
      return heard;
    });
    const id = mo.state.self.id;
    await ada.mute(id);
    await until(() => seen(bob, mo)!.muted && refreshed[1]!.length === 1);
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'hello');
    network.drop(network.socketOf(bob.state.self.id));
    await until(() => bob.state.signaling === 'reconnecting');
    await ada.mute(id, false);
    await until(() => !mo.state.self.muted);
    await mo.toggleMicrophone(true);
    await mo.toggleHand(true);
    await until(() => seen(bob, mo)!.hand);
    expect(seen(bob, mo)).to.include({ muted: true, microphone: 'off' });
    network.flush();
    await until(() => seen(bob, mo)!.microphone === 'on');
    // Once for each change of their permissions.
    expect(refreshed.map(({ length }) => length)).to.deep.equal([0, 2]);
  });

  it('switches off a muted participant’s microphone and keeps it off; unmuting switches nothing on', async () => {
    const [ada, bob] = [host(), guest('Bob')];
    await ada.join();
    await bob.join();
    const news = events(bob, 'muted-changed');
    await ada.mute(bob.state.self.id);
    await until(() => bob.state.self.microphone === 'off');
    expect(await bob.toggleMicrophone(true)).to.equal(false);
    expect([bob.state.self.muted, bob.state.self.camera]).to.deep.equal([true, 'on']);
    await ada.mute(bob.state.self.id, false);
    await until(() => !bob.state.self.muted);
    expect(bob.state.self.microphone).to.equal('off');
    expect(await bob.toggleMicrophone()).to.equal(true);
    expect(news).to.deep.equal(['muted-changed {"muted":true}', 'muted-changed {"muted":false}']);
  });

  it('lets newcomers hear nothing of a muted participant', async () => {
    const [ada, raw, eve] = [host(), guest('Mallory', deafTo(network, ['changed'])), guest('Eve')];
    await ada.join();
    await raw.join();
    await ada.mute(raw.state.self.id);
    await eve.join();
    await fullMesh([ada, raw, eve]);
    expect(seen(eve, raw)).to.include({ muted: true, microphone: 'off' });
    expect(seen(eve, raw)!.streams.microphone).to.equal(undefined);
  });

  it('neither shows, plays nor reads participants without permission, even if their page does not obey', async () => {
    const ada = host();
    const viewer = call.person('Viewer', { token: ' ' });
    // A page that believes it has permission.
    const raw = call.person('Mallory', { token: ' ' }, believing(network));
    for (const room of [ada, viewer, raw]) await room.join();
    await until(() => seen(ada, raw)?.link === 'live' && seen(ada, viewer)?.link === 'live');
    await until(() => viewer.state.self.camera === 'off' && viewer.state.self.microphone === 'off');
    expect(await viewer.toggleCamera(true)).to.equal(false);
    expect(await viewer.toggleScreenShare(true)).to.equal(false);
    expect(await codeOf(viewer.sendMessage('hello'))).to.equal('forbidden');
    const heard = events(ada, 'message-received', 'data-received', 'reaction-received');
    await raw.sendMessage('hello');
    await raw.sendData(1);
    await raw.react('👋');
    await raw.toggleHand(true);
    await until(() => seen(ada, raw)!.hand);
    await until(async () => (await ada.getStats())[raw.state.self.id]?.sources.camera?.framesDecoded);
    expect(heard).to.deep.equal([]);
    expect(seen(ada, raw)).to.deep.include({
      camera: 'off',
      microphone: 'off',
      streams: {},
      speaking: false,
    });
    // Messages to them still arrive.
    await ada.sendMessage('welcome');
    await until(() => viewer.state.messages.length === 1);
  });

  it('captures nothing without permission to publish; while muted, the microphone stays open', async () => {
    const [theirs, ours] = [new FakeDevices(), new FakeDevices()];
    const viewer = call.person('Viewer', { token: ' ', stream: null }, { devices: asMediaDevices(theirs) });
    await viewer.join();
    await until(() => theirs.tracks.length === 2 && !theirs.live.length);
    const [ada, bob] = [host(), call.person('Bob', { stream: null }, { devices: asMediaDevices(ours) })];
    await ada.join();
    await bob.join();
    await ada.mute(bob.state.self.id);
    await until(() => bob.state.self.microphone === 'off');
    expect(ours.live).to.have.length(2);
  });

  it('ends for everyone, including waiting participants, and starts anew', async () => {
    const [ada, bob, mia] = [host(), guest('Bob'), guest('Mia')];
    await ada.join();
    await bob.join();
    await ada.lock(true);
    const waited = codeOf(mia.join());
    await until(() => ada.state.waiting.length);
    const left = events(bob, 'room-left');
    await ada.end();
    await until(() => [ada, bob].every(({ state }) => state.phase === 'left'));
    expect(left).to.deep.equal(['room-left {"reason":"ended"}']);
    expect(await waited).to.equal('room-ended');
    expect(call.open()).to.have.length(0);
    await bob.join();
    expect(bob.state).to.deep.include({ phase: 'joined', participants: [], locked: false });
  });

  it('is refused without the grant, for unknown ids, for ourselves, and at once while the party is down', async () => {
    const [ada, bob] = [host(), guest('Bob')];
    expect(await codeOf(ada.kick('anybody'))).to.equal('not-joined');
    await ada.join();
    await bob.join();
    const { id } = ada.state.self;
    const orders = [bob.kick(id), bob.mute(id), bob.lock(), bob.admit(id), bob.refuse(id), bob.end()];
    for (const order of orders) expect(await codeOf(order)).to.equal('forbidden');
    const nobody = [ada.kick('x'), ada.mute('x'), ada.admit('x'), ada.refuse('x')];
    for (const order of nobody) expect(await codeOf(order)).to.equal('peer-unreachable');
    expect(await codeOf(ada.kick(id))).to.equal('forbidden');
    network.hold(({ frame }) => frame?.type === 'done');
    const unsure = codeOf(ada.mute(bob.state.self.id));
    await until(() => bob.state.self.muted);
    network.kill();
    expect(await unsure).to.equal('server-unreachable');
    await until(() => ada.state.signaling === 'reconnecting');
    for (const order of [ada.lock(), ada.end(), ada.kick(bob.state.self.id)])
      expect(await codeOf(order)).to.equal('server-unreachable');
    network.flush();
    network.restart();
    await until(() => [ada, bob].every(({ state }) => state.signaling === 'connected'));
    expect([bob.state.phase, ada.state.locked]).to.deep.equal(['joined', false]);
  });
});

/** A page that was told it has every permission. */
function believing(network: MemoryNetwork): Pick<Platform, 'createSocket'> {
  return {
    createSocket: (url) => {
      const socket = network.createSocket(url);
      const dispatch = socket.dispatchEvent.bind(socket);
      socket.dispatchEvent = (event) => {
        const frame = event instanceof MessageEvent ? JSON.parse(event.data) : {};
        if (frame.type !== 'welcome') return dispatch(event);
        frame.self.grants = ['publish', 'chat'];
        return dispatch(new MessageEvent('message', { data: JSON.stringify(frame) }));
      };
      return socket;
    },
  };
}
