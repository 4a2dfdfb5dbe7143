import { expect } from 'chai';
import { Signaling } from '../../../src/mesh/signaling/signaling.js';
import type { ServerFrame } from '../../../src/protocol/server-frames.js';
import { createLog } from '../../../src/shared/log.js';
import { MemoryNetwork } from '../../support/network.js';
import { until } from '../../support/until.js';

describe('The socket to the party', () => {
  let network: MemoryNetwork;
  const open: Signaling[] = [];
  beforeEach(() => {
    network = new MemoryNetwork({ delay: 2 });
  });
  afterEach(() => {
    for (const signaling of open.splice(0)) signaling.close(true);
    network.close();
  });

  const ROOM = () => `ws://party.test/parties/main/standup?_pk=${Math.random()}`;
  function dial(
    sid = 'sid-1',
    createSocket = network.createSocket,
    url: () => string | Promise<string> = ROOM,
  ) {
    const frames: ServerFrame[] = [];
    const states: string[] = [];
    const failures: [string, boolean][] = [];
    const resumeTokens = {
      token: undefined as string | undefined,
      keep(token: string) {
        resumeTokens.token = token;
      },
    };
    const signaling = new Signaling({
      resumeTokens,
      url,
      sid,
      isVisiting: () => false,
      createSocket,
      log: createLog(console, 'silent'),
      on: {
        stateChanged: (state) => states.push(state),
        received: (frame) => frames.push(frame),
        failed: (code) => void failures.push([code, true]),
        dialled: (_, unreachable) => void (unreachable && failures.push(['server-unreachable', false])),
      },
    });
    open.push(signaling);
    signaling.open();
    return { signaling, resumeTokens, frames, states, failures };
  }
  const sent = (type: string) =>
    network.frames.filter(({ direction, frame }) => direction === 'up' && frame?.type === type);

  it('sends hello first, and is connected once it is welcomed', async () => {
    const { signaling, frames, states } = dial();
    expect(signaling.send({ type: 'ping' })).to.equal(false);
    await until(() => signaling.state === 'connected');
    expect(states).to.deep.equal(['connecting', 'connected']);
    expect(frames[0]?.type).to.equal('welcome');
    expect(network.passed('up').map(({ frame }) => frame?.type)).to.deep.equal(['hello']);
  });

  it('resumes the same membership with another connection id', async () => {
    const { signaling, frames } = dial();
    await until(() => signaling.state === 'connected');
    signaling.send({ type: 'join', name: 'Ada', offers: [] });
    await until(() => frames.some(({ type }) => type === 'joined'));
    network.drop(network.sockets[0]);
    await until(() => signaling.state === 'reconnecting');
    await until(() => signaling.state === 'connected');
    const [first, second] = frames.filter((frame) => frame.type === 'welcome');
    expect(second?.self.id).to.equal(first?.self.id);
    expect(second?.self.seq).to.be.a('number');
    const [one, two] = network.sockets;
    expect(new URL(one!.url).searchParams.get('_pk')).not.to.equal(new URL(two!.url).searchParams.get('_pk'));
  });

  it('queues signals while the socket is down, and drops everything else', async () => {
    const { signaling, frames } = dial();
    await until(() => signaling.state === 'connected');
    signaling.send({ type: 'join', name: 'Ada', offers: [] });
    await until(() => frames.some(({ type }) => type === 'joined'));
    network.drop(network.sockets[0]);
    await until(() => signaling.state === 'reconnecting');
    for (let n = 0; n < 70; n++)
      signaling.send({ type: 'signal', to: 'x', toSid: 'y', gen: 0, n, payload: '' });
    signaling.send({ type: 'probe', id: 'x' });
    await until(() => sent('signal').length === 64);
    expect(sent('signal').map(({ frame }) => frame && 'n' in frame && frame.n)[0], 'the newest').to.equal(6);
    expect(sent('probe')).to.have.length(0);
    expect(sent('signal')[0]!.at).to.be.above(sent('hello')[1]!.at);
  });

  it('keeps trying when nobody answers, and reports that once', async () => {
    network.kill();
    const { signaling, failures, states } = dial();
    await until(() => network.sockets.length >= 4, 'until it has dialled four times');
    expect(failures).to.deep.equal([['server-unreachable', false]]);
    expect(states).to.deep.equal(['connecting']);
    network.restart();
    await until(() => signaling.state === 'connected');
  });

  it('does not come back after a refusal, and reports why', async () => {
    const { signaling, failures } = dial();
    await until(() => signaling.state === 'connected');
    for (let n = 0; n < 8; n += 1) network.sockets[0]!.send('{"type":"probe"}');
    await until(() => failures.length);
    expect(failures).to.deep.equal([['bad-message', true]]);
    expect(signaling.state).to.equal('closed');
    expect(network.sockets).to.have.length(1);
  });

  it('echoes the party’s ack token at once, so that the party knows how far we have read', async () => {
    const { signaling } = dial();
    await until(() => signaling.state === 'connected');
    for (const data of ['{"type":"ping","ackToken":7}', '{"type":"ping"}']) {
      network.sockets[0]!.dispatchEvent(new MessageEvent('message', { data }));
    }
    expect(sent('ping').map(({ frame }) => frame)).to.deep.equal([
      { type: 'ping', ackToken: 7 },
      { type: 'ping' },
    ]);
  });

  it('survives frames that it does not understand', async () => {
    const { signaling, frames } = dial('sid-1', (url) => {
      const socket = network.createSocket(url);
      socket.addEventListener('open', () => {
        for (const data of ['', '[]', '{"type":"later"}', 'x'.repeat(70_000)]) {
          socket.dispatchEvent(new MessageEvent('message', { data }));
        }
        socket.dispatchEvent(new MessageEvent('message', { data: new ArrayBuffer(3) }));
      });
      return socket;
    });
    await until(() => signaling.state === 'connected');
    expect(frames.map(({ type }) => type)).to.deep.equal(['welcome']);
  });

  it('answers at once when the party asks for a sign of life', async () => {
    const { signaling, frames } = dial();
    await until(() => signaling.state === 'connected');
    network.sockets[0]!.dispatchEvent(new MessageEvent('message', { data: '{"type":"ping"}' }));
    expect(sent('ping')).to.have.length(1);
    expect(frames.map(({ type }) => type)).to.deep.equal(['welcome']);
  });

  it('when asked to check, finds out within seconds that the network has swallowed the socket', async () => {
    const { signaling, states } = dial();
    await until(() => signaling.state === 'connected');
    signaling.check();
    await until(() => network.passed('down', 'pong').length);
    expect(network.sockets).to.have.length(1);
    network.drop(network.sockets[0], { unnoticed: true });
    const since = performance.now();
    signaling.check();
    // Asking again does not delay the result.
    const asking = setInterval(() => signaling.check(), 500);
    // By itself it would ask after 25 s.
    await until(() => network.sockets.length === 2, 'for another socket', 20_000);
    clearInterval(asking);
    expect(performance.now() - since).to.be.at.least(3_900);
    await until(() => signaling.state === 'connected');
    expect(states).to.deep.equal(['connecting', 'connected', 'reconnecting', 'connected']);
  });

  it('keeps the socket whose answer it reads late, because the page stood still', async () => {
    const { signaling } = dial();
    await until(() => signaling.state === 'connected');
    network.delay = 100;
    signaling.check(true);
    const since = performance.now();
    while (performance.now() - since < 900); // The check has 600 ms.
    await until(() => network.passed('down').some(({ frame }) => frame?.type === 'pong'));
    expect(network.sockets).to.have.length(1);
    expect(signaling.state).to.equal('connected');
  });

  it('dials again when its hello is not answered', async () => {
    network.hold(({ frame }) => frame?.type === 'hello');
    const { signaling } = dial();
    await until(() => sent('hello').length);
    network.drop(network.sockets[0], { unnoticed: true });
    await until(() => network.sockets.length === 2, 'for another socket', 20_000);
    network.flush();
    await until(() => signaling.state === 'connected');
  });

  it('dials again when a join is not answered, long before the next ping', async () => {
    const { signaling } = dial();
    await until(() => signaling.state === 'connected');
    network.drop(network.sockets[0], { unnoticed: true });
    signaling.send({ type: 'join', name: 'Ada', offers: [] });
    await until(() => network.sockets.length === 2, 'for another socket', 20_000);
  });

  it('also dials again when a socket is swallowed that has only just been dialed', async () => {
    const { signaling } = dial();
    for (const dialled of [1, 2]) {
      await until(() => signaling.state === 'connected');
      network.drop(network.sockets.at(-1), { unnoticed: true });
      signaling.check(true);
      await until(() => network.sockets.length > dialled, `until it has dialled again after ${dialled}`);
    }
  });

  it('dials at once when asked to check while it waits for its next retry', async () => {
    // Timers fire in the order in which they are due, also in a busy page.
    let isPauseOver = false;
    const dials: boolean[] = [];
    const { signaling } = dial('sid-1', (url) => {
      dials.push(isPauseOver);
      return network.createSocket(url);
    });
    await until(() => signaling.state === 'connected');
    network.kill();
    // By then the pauses between dials are longer than a second.
    await until(() => network.sockets.length >= 6, 'until it has dialled in vain');
    await until(() => network.sockets.at(-1)!.readyState === WebSocket.CLOSED);
    network.restart();
    setTimeout(() => {
      isPauseOver = true;
    }, 1_000);
    signaling.check();
    await until(() => signaling.state === 'connected');
    expect(dials.at(-1), 'dialed after a pause').to.equal(false);
    expect(network.sockets.filter(({ readyState }) => readyState < 2)).to.have.length(1);
  });

  it('does not restart a dial that is in progress', async () => {
    network.delay = 200;
    const { signaling } = dial();
    const asking = setInterval(() => signaling.check(), 20);
    await until(() => signaling.state === 'connected');
    clearInterval(asking);
    expect(network.sockets).to.have.length(1);
  });

  it('does not come back in the same millisecond as all others', async () => {
    const people = Array.from({ length: 8 }, (_, n) => dial(`sid-${n}`).signaling);
    await until(() => people.every(({ state }) => state === 'connected'));
    let spread = 0;
    // If the page stands still, all timers end at once: one of three times must do.
    for (let time = 0; time < 3 && spread <= 100; time++) {
      network.kill();
      await until(() => people.every(({ state }) => state === 'reconnecting'));
      network.restart();
      await until(() => people.every(({ state }) => state === 'connected'));
      const times = sent('hello')
        .slice(-people.length)
        .map(({ at }) => at);
      spread = Math.max(...times) - Math.min(...times);
    }
    expect(spread).to.be.above(100);
  });

  /** Dials are numbered, as if each had requested a token; those in `refuse` have an expired one. */
  function dialWithTokens(refuse: number[]) {
    let asked = 0;
    network.guard = (url) =>
      refuse.includes(Number(new URL(url).searchParams.get('token'))) ? 'token-expired' : undefined;
    return dial('sid-1', network.createSocket, () => `ws://party.test/parties/main/standup?token=${++asked}`);
  }

  it('asks for another token when one has expired, before it gives up', async () => {
    const { signaling, failures, states } = dialWithTokens([1]);
    await until(() => signaling.state === 'connected');
    expect(failures).to.deep.equal([]);
    expect(states).to.deep.equal(['connecting', 'connected']);
    expect(network.sockets.map(({ url }) => url.slice(-1))).to.deep.equal(['1', '2']);
  });

  it('gives up when the other token has expired too, and reports that', async () => {
    const { signaling, failures } = dialWithTokens([1, 2, 3]);
    await until(() => signaling.state === 'closed');
    expect(failures).to.deep.equal([['token-expired', true]]);
    expect(network.sockets).to.have.length(2);
  });

  it('keeps asking when no token can be had, and reports that once', async () => {
    let asked = 0;
    const { signaling, failures, states } = dial('sid-1', network.createSocket, async () => {
      if (++asked < 4) throw new Error('not now');
      return ROOM();
    });
    await until(() => signaling.state === 'connected', 'until it has asked four times');
    expect(failures).to.deep.equal([['server-unreachable', false]]);
    expect(states).to.deep.equal(['connecting', 'connected']);
  });

  it('keeps asking when the page says nothing about why there is no token', async () => {
    let asked = 0;
    const { signaling } = dial('sid-1', network.createSocket, () =>
      ++asked < 3 ? Promise.reject() : ROOM(),
    );
    await until(() => signaling.state === 'connected', 'until it has asked three times');
  });

  it('stays closed when the token it waited for cannot be had', async () => {
    let refuse = () => {};
    const { signaling, states } = dial('sid-1', network.createSocket, () => {
      return new Promise((_, reject) => {
        refuse = () => reject(new Error('never'));
      });
    });
    signaling.close(false);
    refuse();
    await new Promise((done) => setTimeout(done));
    expect(states).to.deep.equal(['connecting', 'closed']);
  });

  it('asks for a token for each dial, and for another one instead of an expired one after each welcome', async () => {
    const { signaling, failures } = dialWithTokens([1, 3]);
    await until(() => signaling.state === 'connected');
    network.drop(network.sockets.at(-1));
    await until(() => signaling.state === 'reconnecting');
    await until(() => signaling.state === 'connected');
    expect(failures).to.deep.equal([]);
    expect(network.sockets.map(({ url }) => url.slice(-1))).to.deep.equal(['1', '2', '3', '4']);
  });

  it('leaves nothing behind when it is closed', async () => {
    const { signaling, states } = dial();
    await until(() => signaling.state === 'connected');
    signaling.close(true);
    expect(sent('bye')).to.have.length(1);
    expect(states.at(-1)).to.equal('closed');
    await until(() => network.sockets.every(({ readyState }) => readyState > 1));
  });
});
