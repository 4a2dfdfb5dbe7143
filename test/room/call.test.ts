import { expect } from 'chai';
import type { Room } from '../../src/room/room.js';
import { everyoneSeesEveryone, fullMesh, TestCall, TestCamera } from '../support/call.js';
import { recordDelay } from '../support/event-loop-delay.js';
import { MemoryNetwork } from '../support/network.js';
import { until } from '../support/until.js';

/** Waits until a silent participant is gone, and expects that in time: after 60 s the party would end their membership. */
async function untilGone(isGone: () => boolean, limit: () => number): Promise<void> {
  const since = performance.now();
  // Longer than any limit, which grows with the delay of the page.
  await until(isGone, 'until they are gone', 180_000);
  expect(performance.now() - since).to.be.at.most(limit());
}

/** How `viewer` sees `who`. */
const seen = (viewer: Room, who: Room) =>
  viewer.state.participants.find(({ id }) => id === who.state.self.id)!;

/** Frames of video of `who` that `viewer` has decoded. */
async function framesOf(viewer: Room, who: Room, source: 'camera' | 'screen' = 'camera'): Promise<number> {
  return (await viewer.getStats())[who.state.self.id]?.sources[source]?.framesDecoded ?? 0;
}

/** Records the names of the events of a room. */
function recorder(room: Room, ...names: string[]): string[] {
  const heard: string[] = [];
  for (const name of names) room.addEventListener(name, () => heard.push(name));
  return heard;
}

describe('A call', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 10 });
    call = new TestCall(network);
  });
  afterEach(() => call.close());

  for (const size of [2, 3, 5]) {
    it(`links ${size} participants with each other, one link per pair, and everyone sees and hears everyone`, async () => {
      const rooms = await call.joined(...['Ada', 'Grace', 'Kate', 'Mary', 'Joan'].slice(0, size));
      await fullMesh(rooms);
      await everyoneSeesEveryone(rooms);
      expect(call.open()).to.have.length(size * (size - 1));
      expect(seen(rooms[0]!, rooms[1]!).name).to.equal('Grace');
    });
  }

  it('forms one link per pair when five participants join in one tick', async () => {
    const rooms = ['Ada', 'Grace', 'Kate', 'Mary', 'Joan'].map((name) => call.person(name));
    await Promise.all(rooms.map((room) => room.prepare()));
    await Promise.all(rooms.map((room) => room.join()));
    await fullMesh(rooms);
    expect(call.open()).to.have.length(20);
    expect(new Set(rooms.map(({ state }) => state.self.id)).size).to.equal(5);
    // However many others joined while we waited for our own answer: each join is sent once.
    expect(network.passed('up', 'join')).to.have.length(5);
    expect(network.passed('down', 'error')).to.have.length(0);
  });

  it('fires the events of each change once and in order, also for a page that leaves when the last one has left', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const heard = recorder(ada, 'participant-left', 'connection-state-changed', 'room-left');
    ada.subscribe(({ phase, participants }) => {
      if (phase === 'joined' && !participants.length) ada.leave();
    });
    grace.leave();
    await until(() => heard.includes('room-left'));
    expect(heard).to.deep.equal(['participant-left', 'connection-state-changed', 'room-left']);
  });

  it('makes every offer before the click, and sends them in one frame', async () => {
    const rooms = await call.joined('Ada', 'Grace');
    const late = call.person('Kate');
    await late.prepare();
    await until(() => call.connections.filter(({ iceGatheringState: s }) => s === 'complete').length >= 4);
    const offersAfterClick: string[] = [];
    for (const connection of call.connections) {
      connection.addEventListener('signalingstatechange', () => {
        if (connection.signalingState === 'have-local-offer') offersAfterClick.push('offer');
      });
    }
    const made = call.connections.length;
    const before = network.passed('up').length;
    await late.join();
    const after = network
      .passed('up')
      .slice(before)
      .filter(({ socket }) => socket === network.socketOf(late.state.self.id));
    await fullMesh([...rooms, late]);
    expect(after.map(({ frame }) => frame?.type)).to.deep.equal(['join']);
    expect(after[0]?.frame).to.have.property('offers').with.length(2);
    expect(offersAfterClick).to.deep.equal([]);
    // The two members answer on connections of their own; the newcomer created none after the click.
    expect(call.connections).to.have.length(made + 2);
  });

  it('keeps a prepared connection per member while participants join and leave before the click', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const visitor = call.person('Kate');
    await visitor.prepare();
    const open = () => call.open().length;
    await until(() => open() === 4, 'until both are prepared for');
    grace.leave();
    await until(() => open() === 2, 'until only Ada is prepared for');
    const mary = call.person('Mary');
    await mary.join();
    await until(() => visitor.state.roster.some(({ name }) => name === 'Mary'));
    await visitor.join();
    await fullMesh([ada, mary, visitor]);
  });

  it('tells everyone what is switched on and off, without renegotiating', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone([ada, grace]);
    const descriptions: string[] = [];
    for (const connection of call.open()) {
      connection.addEventListener('signalingstatechange', () => descriptions.push(connection.signalingState));
    }
    const heard = recorder(ada, 'camera-changed', 'microphone-changed');
    expect(await ada.toggleCamera()).to.equal(false);
    expect(await ada.toggleMicrophone(false)).to.equal(false);
    await until(() => seen(grace, ada).camera === 'off' && seen(grace, ada).microphone === 'off');
    expect(await ada.toggleCamera(true)).to.equal(true);
    await until(() => seen(grace, ada).camera === 'on');
    const frames = await framesOf(grace, ada);
    await until(async () => (await framesOf(grace, ada)) > frames + 2, 'until pictures come again');
    await ada.toggleHand();
    await until(() => seen(grace, ada).hand);
    expect(heard).to.deep.equal(['camera-changed', 'microphone-changed', 'camera-changed']);
    expect(descriptions).to.deep.equal([]);
  });

  it('shows a shared screen next to the camera, until the browser itself ends it', async () => {
    const screen = new TestCamera('#fff');
    const devices = {
      getDisplayMedia: async () => screen.stream,
      enumerateDevices: async () => [],
      getSupportedConstraints: () => ({}),
      addEventListener() {},
    } as unknown as MediaDevices;
    const ada = call.person('Ada', {}, { devices });
    const grace = call.person('Grace');
    await ada.join();
    await grace.join();
    await everyoneSeesEveryone([ada, grace]);
    expect(await ada.toggleScreenShare()).to.equal(true);
    await until(() => seen(grace, ada).screen === 'on' && seen(grace, ada).screenAudio === 'on');
    await until(async () => (await framesOf(grace, ada, 'screen')) > 2);
    expect(seen(grace, ada).camera).to.equal('on');
    const [track] = screen.stream.getVideoTracks();
    track!.dispatchEvent(new Event('ended'));
    await until(() => seen(grace, ada).screen === 'off');
    expect(ada.state.self.screen).to.equal('off');
    screen.close();
  });

  it('opens no picker for a screen once it has been left', async () => {
    let asked = 0;
    const devices = Object.assign(new EventTarget(), {
      getDisplayMedia: async () => {
        asked += 1;
        return new MediaStream();
      },
      enumerateDevices: async () => [],
      getSupportedConstraints: () => ({}),
    });
    const ada = call.person('Ada', {}, { devices: devices as unknown as MediaDevices });
    await ada.join();
    const sharing = ada.toggleScreenShare(true);
    ada.leave();
    expect([await sharing, asked]).to.deep.equal([false, 0]);
  });

  it('lets a host page prevent a screen share', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    ada.addEventListener('before-screen-share', (event) => event.preventDefault());
    expect(await ada.toggleScreenShare()).to.equal(false);
    expect(ada.state.self.screen).to.equal('off');
  });

  it('ends every track, socket, connection and link on leaving', async () => {
    const [ada, grace, kate] = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await fullMesh([ada, grace, kate]);
    const heard = recorder(grace, 'participant-left', 'room-left');
    const left: string[] = [];
    ada.addEventListener('room-left', ({ detail }) => left.push(detail.reason));
    ada.leave();
    expect(left).to.deep.equal(['left']);
    expect(ada.state).to.deep.include({ phase: 'left', signaling: 'closed', participants: [] });
    await until(() => grace.state.participants.length === 1 && kate.state.participants.length === 1);
    expect(heard).to.deep.equal(['participant-left']);
    await until(() => call.open().length === 2);
    await until(() => network.sockets.filter(({ readyState }) => readyState === 1).length === 2);
  });

  it('can be joined again after leaving, as a new participant', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const first = grace.state.self.id;
    grace.leave();
    await grace.join();
    await fullMesh([ada, grace]);
    expect(grace.state.self.id).not.to.equal(first);
    expect(ada.state.participants).to.have.length(1);
  });

  it('says that joining was cancelled when it is left on the way in, and can be joined again at once', async () => {
    const ada = call.person('Ada');
    for (const stop of [() => ada.leave(), () => ada.dispose()]) {
      const joining = ada.join().then(
        () => 'joined',
        ({ code }) => code,
      );
      stop();
      expect(await joining).to.equal('cancelled');
    }
    await ada.join();
    expect(ada.state).to.deep.include({ phase: 'joined', fault: null });
    // Nobody has switched anything off.
    await until(() => ada.state.self.microphone === 'on' && ada.state.self.camera === 'on');
  });

  it('can be left from the first change of its state', async () => {
    const ada = call.person('Ada');
    const stop = ada.subscribe(({ phase }) => {
      if (phase === 'lobby') ada.leave();
    });
    const code = await ada.join().then(
      () => 'joined',
      (error) => error.code,
    );
    expect([code, ada.state.phase]).to.deep.equal(['cancelled', 'left']);
    stop();
    await ada.join();
    expect(ada.state.phase).to.equal('joined');
  });

  it('lets a host page keep the call when the user presses Leave', async () => {
    const [ada] = (await call.joined('Ada')) as [Room];
    ada.addEventListener('before-leave', (event) => event.preventDefault());
    ada.leave();
    expect(ada.state.phase).to.equal('joined');
    ada.dispose();
    expect(ada.state.phase).to.equal('left');
  });

  it('reports that the room is full, and lets participants join when a place is free', async () => {
    call.close();
    network = new MemoryNetwork({ delay: 10, capacity: 2 });
    call = new TestCall(network);
    const [, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    const kate = call.person('Kate');
    const errors: string[] = [];
    kate.addEventListener('room-error', ({ detail }) => errors.push(detail.code));
    const refusal = await kate.join().then(
      () => undefined,
      (error) => error,
    );
    expect(refusal).to.include({ name: 'VideoRoomError', code: 'room-full' });
    expect(errors).to.deep.equal(['room-full']);
    expect(kate.state).to.deep.include({
      phase: 'lobby',
      fault: { code: 'room-full', fatal: false, phase: 'joining' },
    });
    grace.leave();
    await until(() => kate.state.roster.length === 1);
    await kate.join();
    expect(kate.state.fault).to.equal(null);
  });

  it('goes on while the socket is lost, and keeps membership and links when it is back', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone([ada, grace]);
    const { id } = grace.state.self;
    const connections = call.open();
    network.drop(network.socketOf(id));
    await until(() => grace.state.signaling === 'reconnecting');
    const frames = await framesOf(ada, grace);
    await until(async () => (await framesOf(ada, grace)) > frames, 'until pictures come without the socket');
    await until(() => grace.state.signaling === 'connected');
    expect(grace.state).to.deep.include({ phase: 'joined' });
    expect(grace.state.self.id).to.equal(id);
    expect(call.open()).to.deep.equal(connections);
    expect(ada.state.participants).to.have.length(1);
  });

  it('does not show a newcomer the members whom the party has lost, until they are back', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    // Grace's socket is lost, and all her frames are held.
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'hello' && !!frame.resume);
    network.drop(network.socketOf(grace.state.self.id));
    await until(() => ada.state.roster[0]?.away);
    const kate = call.person('Kate');
    await kate.join();
    await until(() => kate.state.participants[0]?.link === 'live');
    expect(kate.state.participants.map(({ name }) => name)).to.deep.equal(['Ada']);
    network.flush();
    await fullMesh([ada, grace, kate]);
  });

  it('takes a participant back who was given up while their socket was lost', async () => {
    const limit = recordDelay();
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await fullMesh([ada, grace]);
    const { id } = grace.state.self;
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'hello');
    network.drop(network.socketOf(id));
    for (const connection of call.open(grace)) connection.close();
    await untilGone(() => ada.state.participants.length === 0, limit);
    network.flush();
    await fullMesh([ada, grace]);
    expect(ada.state.participants[0]?.id).to.equal(id);
  });

  it('removes a participant whose page was killed', async () => {
    const limit = recordDelay();
    const [ada, grace, kate] = (await call.joined('Ada', 'Grace', 'Kate')) as [Room, Room, Room];
    await fullMesh([ada, grace, kate]);
    const reasons: unknown[] = [];
    ada.addEventListener('participant-left', ({ detail }) => reasons.push(detail.reason));
    // The others' view of a killed page: socket and connections gone, without a message.
    network.drop(network.socketOf(kate.state.self.id));
    network.kill();
    for (const connection of call.open(kate)) connection.close();
    kate.dispose();
    network.restart();
    await untilGone(
      () => ada.state.participants.length === 1 && grace.state.participants.length === 1,
      limit,
    );
    expect(reasons).to.deep.equal(['lost']);
    expect(ada.state.participants[0]?.link).to.equal('live');
  });

  for (const [side, index] of [
    ['earlier', 0],
    ['later', 1],
  ] as const) {
    it(`rebuilds a link when the connection of the ${side} one has died`, async () => {
      const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
      await everyoneSeesEveryone(rooms);
      const [dead] = call.open(rooms[index]);
      dead!.close();
      await until(
        () => call.open().length === 2 && call.connections.length > 3,
        'until both have another connection',
      );
      await fullMesh(rooms);
      await everyoneSeesEveryone(rooms);
    });
  }

  it('starts with small pictures on every link, on both sides, and does not change the sound', async () => {
    const seen: RTCRtpEncodingParameters[] = [];
    const { setRemoteDescription } = RTCPeerConnection.prototype;
    // The state when the first answer arrives, before any measurement.
    RTCPeerConnection.prototype.setRemoteDescription = async function (
      this: RTCPeerConnection,
      description: RTCSessionDescriptionInit,
    ) {
      await (setRemoteDescription as (d: RTCSessionDescriptionInit) => Promise<void>).call(this, description);
      if (this.signalingState === 'stable') seen.push(this.getSenders()[1]!.getParameters().encodings[0]!);
    } as typeof setRemoteDescription;
    try {
      const rooms = await call.joined('Ada', 'Grace', 'Kate');
      await fullMesh(rooms);
      await everyoneSeesEveryone(rooms);
      for (const encoding of seen)
        expect(encoding).to.include({ maxBitrate: 120_000, maxFramerate: 15, scaleResolutionDownBy: 1 });
      expect(seen).to.have.length(3);
      const encodings = (index: number) =>
        call.open().map((one) => one.getSenders()[index]!.getParameters().encodings[0]!);
      // The answering side as well.
      for (const encoding of encodings(1)) expect(encoding.maxFramerate).to.be.within(12, 30);
      for (const encoding of encodings(0))
        expect(encoding).not.to.have.any.keys('maxBitrate', 'maxFramerate');
    } finally {
      RTCPeerConnection.prototype.setRemoteDescription = setRemoteDescription;
    }
  });

  it('survives both sides restarting ICE at the same time', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone([ada, grace]);
    const [one, two] = call.open() as [RTCPeerConnection, RTCPeerConnection];
    const ufrag = (connection: RTCPeerConnection) =>
      /ice-ufrag:(\S+)/.exec(connection.currentLocalDescription!.sdp)![1];
    const before = [ufrag(one), ufrag(two)];
    one.restartIce();
    two.restartIce();
    await until(
      () => ufrag(one) !== before[0] && ufrag(two) !== before[1],
      'until both have new credentials',
    );
    await until(() => [one, two].every(({ signalingState }) => signalingState === 'stable'));
    const frames = await framesOf(ada, grace);
    await until(async () => (await framesOf(ada, grace)) > frames + 3, 'until pictures come again');
    expect(call.open()).to.deep.equal([one, two]);
    expect(one.getTransceivers()).to.have.length(4);
  });

  it('accepts candidates that arrive before their description, and duplicate signals', async () => {
    const twice = new Set<string>();
    network.hold(({ direction, frame }) => direction === 'up' && frame?.type === 'signal');
    const ada = call.person('Ada');
    const grace = call.person('Grace');
    await ada.join();
    await grace.join();
    await until(() => network.passed('up', 'signal').length >= 2);
    for (const { socket, text } of network.passed('up', 'signal').reverse()) {
      twice.add(text);
      socket.send(text);
    }
    network.flush();
    await fullMesh([ada, grace]);
    await everyoneSeesEveryone([ada, grace]);
    expect(call.open()).to.have.length(2);
  });

  it('joins again with what was switched off when they left still off', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone([ada, grace]);
    await ada.toggleMicrophone(false);
    await ada.toggleCamera(false);
    ada.leave();
    await ada.join();
    await fullMesh([ada, grace]);
    expect(ada.state.self).to.include({ microphone: 'off', camera: 'off' });
    await ada.toggleMicrophone(true);
    ada.leave();
    await ada.join();
    await until(() => ada.state.self.microphone === 'on');
    expect(ada.state.self.camera).to.equal('off');
  });

  it('opens the lobby again with what was switched off in it still off', async () => {
    const ada = call.person('Ada');
    await ada.prepare();
    await until(() => ada.state.self.camera === 'on' && ada.state.self.microphone === 'on');
    await ada.toggleCamera(false);
    ada.rest();
    expect(ada.state.phase).to.equal('idle');
    await ada.prepare();
    await until(() => ada.state.self.microphone === 'on');
    expect(ada.state.self.camera).to.equal('off');
    await ada.toggleCamera(true);
    ada.rest();
    await ada.prepare();
    await until(() => ada.state.self.camera === 'on');
  });

  it('shows who speaks', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await grace.toggleMicrophone(false);
    await fullMesh([ada, grace]);
    await until(() => grace.state.activeSpeaker === ada.state.self.id);
    expect(seen(grace, ada).speaking).to.equal(true);
    expect(ada.state.self.speaking).to.equal(true);
    expect(ada.state.activeSpeaker).to.equal(null);
    await ada.toggleMicrophone(false);
    await until(() => !seen(grace, ada).speaking);
  });

  it('shows the kind of path and the quality of each link', async () => {
    const [ada, grace] = (await call.joined('Ada', 'Grace')) as [Room, Room];
    const heard: string[] = [];
    ada.addEventListener('quality-changed', ({ detail }) => heard.push(detail.level));
    await until(() => seen(ada, grace)?.path === 'direct');
    await until(() => seen(ada, grace).quality === 'good', 'until the quality is known');
    expect(heard.at(-1)).to.equal('good');
  });

  it('reports states and numbers, and no names', async () => {
    const rooms = (await call.joined('Ada', 'Grace')) as [Room, Room];
    await everyoneSeesEveryone(rooms);
    const text = JSON.stringify(await rooms[0].report());
    expect(text).to.contain('"link":"live"');
    expect(text).not.to.match(/Grace|Ada|candidate|fingerprint/);
    expect(text).not.to.contain(rooms[1].state.self.id);
  });
});
