import { expect } from 'chai';
import { MAX_FRAME_BYTES } from '../../src/protocol/limits.js';
import type { PeerMessage } from '../../src/protocol/peer-messages.js';
import type { Room } from '../../src/room/room.js';
import { fullMesh, TestCall } from '../support/call.js';
import { Chance, mutant } from '../support/mutants.js';
import { MemoryNetwork } from '../support/network.js';
import { pack } from '../support/payload.js';
import { until } from '../support/until.js';

/**
 * Mallory is let in, has real links, and sends anything she likes on their control channels. Ada and Ben, who have done nothing,
 * must notice nothing but changes of her own tile.
 */
describe('A hostile participant', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  let ada: Room;
  let ben: Room;
  let mallory: Room;
  /** Mallory's ends of the control channels, newest last. */
  let channels: RTCDataChannel[];
  /** Messages that Ada's page has handled, by type. */
  let heard: Record<string, number>;
  let link: RTCPeerConnection | undefined;
  let unhandled: unknown[];
  const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);

  beforeEach(async () => {
    network = new MemoryNetwork();
    call = new TestCall(network);
    [channels, heard, unhandled] = [[], {}, []];
    globalThis.addEventListener('unhandledrejection', note);
    [ada, ben] = (await call.joined('Ada', 'Ben')) as [Room, Room];
    mallory = call.person(
      'Mallory',
      {},
      {
        createConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration);
          const create = connection.createDataChannel.bind(connection);
          connection.createDataChannel = (label, options) => {
            const channel = create(label, options);
            channels.push(channel);
            return channel;
          };
          return connection;
        },
      },
    );
    await mallory.join();
    await fullMesh([ada, ben, mallory]);
    link = call.between(ada, ben);
    for (const name of [
      'participant-updated',
      'message-received',
      'data-received',
      'reaction-received',
    ] as const) {
      ada.addEventListener(name, () => {
        heard[name] = (heard[name] ?? 0) + 1;
      });
    }
  });

  afterEach(() => {
    call.close();
    globalThis.removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  const raw = (data: string) => {
    for (const channel of channels) if (channel.readyState === 'open') channel.send(data);
  };
  const say = (message: PeerMessage) => raw(JSON.stringify(message));
  const open = () => channels.filter(({ readyState }) => readyState === 'open');
  const drained = () =>
    until(() => open().every(({ bufferedAmount }) => !bufferedAmount), 'until all is sent');
  const known = (room: Room, who: Room) => room.state.participants.find(({ id }) => id === who.state.self.id);

  /** Ada and Ben still have the same link, and see and hear each other. */
  async function goesOn(): Promise<void> {
    expect(call.between(ada, ben)).to.equal(link);
    expect(link?.connectionState).to.equal('connected');
    const frames = async () => {
      const { [ben.state.self.id]: stats } = await ada.getStats();
      return stats?.sources.camera?.framesDecoded ?? 0;
    };
    const before = await frames();
    await until(async () => (await frames()) > before + 5, 'until Ada sees Ben move');
    await ben.sendMessage('still here?');
    await until(() => ada.state.messages.some(({ text }) => text === 'still here?'), 'until Ada reads Ben');
    expect(known(ada, ben)?.link).to.equal('live');
  }

  it('sends nonsense: nobody notices', async () => {
    const chance = new Chance(7);
    const good: PeerMessage[] = [
      {
        type: 'presence',
        rev: 9,
        microphone: 'on',
        camera: 'on',
        screen: 'off',
        screenAudio: 'off',
        hand: false,
      },
      { type: 'chat', n: 1, after: 0, id: 'x', text: 'x', age: 0 },
      { type: 'history', list: [{ id: 'x', from: 'y', name: 'z', text: 't', age: 1 }] },
      { type: 'relay', to: 'x', toSid: 's', gen: 1, n: 1, payload: 'b' },
    ];
    for (let n = 0; n < 1_000; n++) {
      const data = mutant(chance.of(good), chance);
      // The browser would not send more.
      if (typeof data === 'string') raw(data.slice(0, 80_000));
      else for (const channel of open()) channel.send(new ArrayBuffer(64));
    }
    for (let n = 0; n < 20; n++) raw(`{"type":"chat","text":"${'x'.repeat(MAX_FRAME_BYTES)}"}`);
    await drained();
    await goesOn();
  });

  it('sends without end: a hundred of each are handled at once, and the usual limit of the chat', async () => {
    const since = performance.now();
    for (let n = 1; n <= 4_000; n++) {
      const hand = n % 2 === 0;
      say({
        type: 'presence',
        rev: n,
        microphone: 'on',
        camera: 'on',
        screen: 'off',
        screenAudio: 'off',
        hand,
      });
      say({ type: 'reaction', emoji: '👍' });
      say({ type: 'refresh' });
      if (n % 4 === 0) {
        say({ type: 'chat', n: 1_000_000 + n, after: 1, id: `m${n}`, text: 'x'.repeat(500), age: 0 });
        say({ type: 'data', n: 1_000_001 + n, after: 1, value: n });
      }
      if (n % 500 === 0) await drained();
    }
    await drained();
    await goesOn();
    const seconds = Math.ceil((performance.now() - since) / 1000);
    expect(heard['participant-updated']).to.be.within(20, 110 + 25 * seconds);
    expect(heard['reaction-received']).to.be.within(10, 20 + 2 * seconds);
    expect(heard['message-received'] ?? 0).to.be.at.most(21 + 2 * seconds);
    expect(heard['data-received'] ?? 0).to.be.at.most(600 + 60 * seconds);
  });

  it('is shown correctly again once they have calmed down', async () => {
    for (let rev = 10; rev < 500; rev++) {
      say({
        type: 'presence',
        rev,
        microphone: 'on',
        camera: 'on',
        screen: 'off',
        screenAudio: 'off',
        hand: true,
      });
    }
    await until(() => known(ada, mallory)?.hand);
    // Her page sends the truth when it is asked again.
    await until(() => known(ada, mallory)?.hand === false, 'until her presence is asked for');
  });

  it('lies about others: no link moves, nothing is shown', async () => {
    const payload = 'b'.repeat(100);
    const [adasId, bensId] = [ada.state.self.id, ben.state.self.id];
    const stranger = () => crypto.randomUUID();
    for (let n = 0; n < 300; n++) {
      say({ type: 'vouch', id: stranger() });
      say({ type: 'probe', id: stranger() });
      say({ type: 'relay', to: bensId, toSid: 's', gen: n, n, payload });
      say({ type: 'relayed', from: stranger(), fromSid: 's', gen: n, n, payload });
      say({ type: 'relayed', from: bensId, fromSid: 's', gen: n, n, payload });
      say({ type: 'relayed', from: adasId, fromSid: 's', gen: n, n, payload });
      say({ type: 'key', key: stranger() });
      // Valid as ids, but not as base64.
      say({ type: 'key', key: 'A'.repeat(1 + 4 * (n % 10)) });
      say({ type: 'read', n: 2 ** 31 - 1 - n });
      say({ type: 'history', list: [{ id: `f${n}`, from: bensId, name: 'Ben', text: 'I resign', age: n }] });
      say({ type: 'history' });
    }
    await drained();
    await goesOn();
    expect(ada.state.messages.filter(({ text }) => text === 'I resign')).to.deep.equal([]);
    expect(known(ada, mallory)?.link).to.equal('live');
  });

  it('says goodbye a thousand times: only she is gone', async () => {
    for (let n = 0; n < 1_000; n++) say({ type: 'bye' });
    await until(() => !known(ada, mallory) && !known(ben, mallory));
    await goesOn();
  });

  it('takes the session id of Ada, who sees her all the same', async () => {
    const { sid } = ben.state.roster.find(({ id }) => id === ada.state.self.id)!;
    const socket = network.createSocket('ws://party.test/parties/main/standup');
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: 'hello', v: 2, sid }));
      socket.send(JSON.stringify({ type: 'join', name: 'Eve', offers: [] }));
    };
    const sees = ({ state }: Room) => state.participants.some(({ name }) => name === 'Eve');
    await until(() => sees(ben) && sees(ada), 'until both see her');
    await goesOn();
  });

  it('asks for rebuilds without end, with payloads that inflate enormously: few connections are created for her', async () => {
    const bomb = new Blob(['[', ' '.repeat(4_000_000), ']']).stream();
    const deflated = new Response(bomb.pipeThrough(new CompressionStream('deflate-raw')));
    const bytes = new Uint8Array(await deflated.arrayBuffer());
    const exploding = btoa(String.fromCharCode(...bytes.slice(0, 6_000)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
    const candidates = Array.from({ length: 40 }, (_, n) => ({
      candidate: `candidate:${n} 1 udp 1 192.0.2.${n + 1} 9 typ host`,
      ...{ sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' },
    }));
    const before = call.connections.length;
    const since = performance.now();
    const sdp = link!.currentRemoteDescription!.sdp;
    // Through the party: her own channels end with the first.
    const socket = network.socketOf(mallory.state.self.id)!;
    const signal = (to: Room, gen: number, payload: string) => {
      const { id, sid } = mallory.state.roster.find((one) => one.id === to.state.self.id)!;
      socket.send(JSON.stringify({ type: 'signal', to: id, toSid: sid, gen, n: 10_000 + gen, payload }));
    };
    for (let n = 1; n <= 5; n++) {
      say({ type: 'signal', gen: 0, n: 20_000 + n, payload: exploding });
      say({
        type: 'signal',
        gen: 0,
        n: 30_000 + n,
        payload: await pack({ type: 'candidates', list: candidates }),
      });
    }
    for (let gen = 1; gen <= 55; gen++) {
      const payload = await pack({ type: 'offer', neg: gen, sdp });
      for (const room of [ada, ben]) signal(room, gen, payload);
    }
    await goesOn();
    const seconds = Math.ceil((performance.now() - since) / 1000);
    // For the two who are asked.
    expect(call.connections.length - before).to.be.at.most(2 * (20 + seconds));
  });

  it('closes each link as soon as it is up: few connections are created for her', async () => {
    const before = call.connections.length;
    const since = performance.now();
    let hungUp = 0;
    const timer = setInterval(() => {
      for (const channel of open()) {
        channel.close();
        hungUp++;
      }
    }, 20);
    await until(() => hungUp > 10, 'until she has hung up often');
    clearInterval(timer);
    const seconds = Math.ceil((performance.now() - since) / 1000);
    expect(call.connections.length - before).to.be.at.most(2 * (20 + seconds));
    await goesOn();
  });
});
