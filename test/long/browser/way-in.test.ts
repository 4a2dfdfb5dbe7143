/** Every attempt to join ends in the call, or in an error that users see, whatever the browser, the page, the party and the network do. */
import { expect } from 'chai';
import type { IceConfig } from '../../../src/protocol/schemas.js';
import type { Room } from '../../../src/room/room.js';
import type { VideoRoomError } from '../../../src/shared/errors.js';
import { fullMesh, TestCall } from '../../support/call.js';
import { MemoryNetwork } from '../../support/network.js';
import { until } from '../../support/until.js';

const codeOf = (joining: Promise<void>): Promise<string> =>
  joining.then(
    () => 'joined',
    (error: VideoRoomError) => error.code,
  );

interface Told {
  code: string;
  fatal: boolean;
  cause?: unknown;
}

function toldTo(room: Room): Told[] {
  const told: Told[] = [];
  room.addEventListener('room-error', ({ detail }) => void told.push(detail));
  return told;
}

describe('a join', () => {
  let network: MemoryNetwork;
  let call: TestCall;
  const open = (ice?: IceConfig) => {
    network = new MemoryNetwork(ice && { ice });
    call = new TestCall(network);
  };
  afterEach(() => call.close());

  describe('with ICE servers that browsers reject', () => {
    const bad = [
      { urls: 'stun.example.org:3478' },
      { urls: ['stun:127.0.0.1:9?transport=udp', 'stun:127.0.0.1:9'] },
    ];

    it('succeeds if the party names them', async () => {
      open({ servers: bad });
      await fullMesh(await call.joined('Ada', 'Grace'));
    });

    it('succeeds if the host names them', async () => {
      open();
      const [ada, grace] = ['Ada', 'Grace'].map((name) => call.person(name, { iceServers: bad })) as [
        Room,
        Room,
      ];
      await ada.join();
      await grace.join();
      await fullMesh([ada, grace]);
      expect(call.connections[0]!.getConfiguration().iceServers![0]!.urls).to.deep.equal([
        'stun:127.0.0.1:9',
      ]);
    });

    it('succeeds if only this browser rejects them', async () => {
      open({ servers: [{ urls: 'stuns:127.0.0.1:9' }, { urls: 'stun:127.0.0.1:9' }] });
      const used: string[] = [];
      const createConnection = (configuration: RTCConfiguration) => {
        // Like Firefox 140.
        if (JSON.stringify(configuration).includes('stuns:'))
          throw new DOMException('stuns', 'NotSupportedError');
        used.push(JSON.stringify(configuration.iceServers));
        return new RTCPeerConnection(configuration);
      };
      const rooms = ['Ada', 'Grace'].map((name) => call.person(name, {}, { createConnection })) as [
        Room,
        Room,
      ];
      for (const room of rooms) await room.join();
      await fullMesh(rooms);
      expect(used.at(-1)).to.equal('[{"urls":"stun:127.0.0.1:9"}]');
    });
  });

  describe('in a browser that creates no connections', () => {
    const createConnection = () => {
      throw new DOMException('by policy', 'NotAllowedError');
    };

    it('fails with an error and its cause, reported once', async () => {
      open();
      await call.joined('Ada', 'Kate');
      const grace = call.person('Grace', {}, { createConnection });
      const told = toldTo(grace);
      expect(await codeOf(grace.join())).to.equal('browser-unsupported');
      expect(told.map(({ code, fatal }) => [code, fatal])).to.deep.equal([['browser-unsupported', true]]);
      expect((told[0]!.cause as Error).message).to.equal('by policy');
      expect(grace.state.fault?.code).to.equal('browser-unsupported');
    });

    it('reports it to a participant who was alone once another joins, and does not end the call', async () => {
      open();
      const ada = call.person('Ada', {}, { createConnection });
      const told = toldTo(ada);
      await ada.join();
      await call.joined('Grace', 'Kate');
      await until(() => told.length);
      await until(() => ada.state.participants.length === 2);
      expect(told.map(({ code, fatal }) => [code, fatal])).to.deep.equal([['browser-unsupported', false]]);
      expect(ada.state.phase).to.equal('joined');
    });

    it('fails with the same error if it creates no certificates', async () => {
      open();
      const { generateCertificate } = RTCPeerConnection;
      RTCPeerConnection.generateCertificate = () => Promise.reject(new Error('by policy'));
      try {
        const ada = call.person('Ada');
        expect(await codeOf(ada.join())).to.equal('browser-unsupported');
      } finally {
        RTCPeerConnection.generateCertificate = generateCertificate;
      }
    });
  });

  describe('with a party that cannot be reached', () => {
    it('fails for each click, even if that was known in the lobby, and the reason stays', async () => {
      open();
      const ada = call.person('Ada');
      const told = toldTo(ada);
      const attempts: number[] = [];
      ada.addEventListener('room-error', () => void attempts.push(ada.state.attempts));
      network.kill();
      void ada.prepare();
      await until(() => told.length === 1);
      expect(attempts).to.deep.equal([2]);
      const phases = new Set<string>();
      ada.subscribe(({ phase, fault }) => void phases.add(`${phase} ${fault?.code}`));
      for (const times of [2, 3]) {
        expect(await codeOf(ada.join())).to.equal('server-unreachable');
        expect(told.map(({ code, fatal }) => `${code} ${fatal}`)).to.deep.equal(
          Array(times).fill('server-unreachable false'),
        );
      }
      expect([...phases]).to.deep.equal(['joining server-unreachable', 'lobby server-unreachable']);
      network.restart();
      await until(() => ada.state.signaling === 'connected');
      expect([ada.state.fault, ada.state.attempts]).to.deep.equal([null, 0]);
      expect(await codeOf(ada.join())).to.equal('joined');
    });

    it('can be tried again by a listener of the error', async () => {
      open();
      const ada = call.person('Ada');
      await ada.prepare();
      await until(() => ada.state.signaling === 'connected');
      network.kill();
      for (const socket of network.sockets) network.drop(socket);
      let second: Promise<string> | undefined;
      ada.addEventListener('room-error', () => {
        network.restart();
        second ??= codeOf(ada.join());
      });
      expect(await codeOf(ada.join())).to.equal('server-unreachable');
      expect(await second).to.equal('joined');
    });

    it('also fails if the party was lost in the lobby', async () => {
      open();
      const ada = call.person('Ada');
      await ada.prepare();
      await until(() => ada.state.signaling === 'connected');
      network.kill();
      for (const socket of network.sockets) network.drop(socket);
      expect(await codeOf(ada.join())).to.equal('server-unreachable');
    });

    it('fails if the page has no token for us', async () => {
      open();
      const ada = call.person('Ada', { getToken: () => Promise.reject(new Error('down')) });
      expect(await codeOf(ada.join())).to.equal('server-unreachable');
    });

    it('fails if the party does not answer', async () => {
      open();
      network.hold(({ direction }) => direction === 'down');
      expect(await codeOf(call.person('Ada').join())).to.equal('server-unreachable');
    });

    it('fails if the party sends nothing that we understand', async () => {
      open();
      network.meddle = ({ direction, text }) => [direction === 'down' ? '{"type":"news"}' : text];
      expect(await codeOf(call.person('Ada').join())).to.equal('server-unreachable');
    });

    it('fails if the page never provides the token', async () => {
      open();
      const ada = call.person('Ada', { getToken: () => new Promise(() => {}) });
      expect(await codeOf(ada.join())).to.equal('server-unreachable');
    });

    it('fails if the party welcomes us and never lets us join', async () => {
      open();
      network.meddle = ({ direction, frame, text }) =>
        direction === 'up' && frame?.type === 'join' ? [] : [text];
      const ada = call.person('Ada');
      const told = toldTo(ada);
      expect(await codeOf(ada.join())).to.equal('server-unreachable');
      expect(told.map(({ fatal }) => fatal)).to.deep.equal([true]);
      expect(ada.state.phase).to.equal('idle');
    });
  });

  it('works without a link whose offer cannot be made', async () => {
    open();
    await call.joined('Ada', 'Kate');
    let made = 0;
    const grace = call.person(
      'Grace',
      {},
      {
        createConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration);
          made += 1;
          if (made === 1)
            connection.setLocalDescription = () => Promise.reject(new DOMException('no', 'OperationError'));
          return connection;
        },
      },
    );
    await grace.join();
    const isWith = (name: string) =>
      grace.state.participants.some((one) => one.name === name && one.link === 'live');
    await until(() => isWith('Kate'));
    // The other one is rebuilt, like one that found no path.
    await until(() => isWith('Ada'));
  });
});
