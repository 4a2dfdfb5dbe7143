/** Links over model connections: who gets which offer, and what happens to lost offers. */
import { expect } from 'chai';
import { Mesh } from '../../src/mesh/mesh.js';
import type { Peer } from '../../src/mesh/peer/peer.js';
import { VideoQuality } from '../../src/mesh/quality/video-quality.js';
import type { ClientFrame } from '../../src/protocol/client-frames.js';
import { createLog } from '../../src/shared/log.js';
import { coreProtocol } from '../support/core-protocol.js';
import type { ModelConnection } from '../support/model-connection.js';
import { ModelPaths } from '../support/model-paths.js';
import { until } from '../support/until.js';

/** Participants whose signals pass as the test allows; each is a member, by number. */
class Meshes {
  readonly paths = new ModelPaths();
  readonly lost: string[] = [];
  /** How long a signal takes (ms). */
  delay = 5;
  /** Whether this signal arrives. */
  passes: (from: string, to: string) => boolean = () => true;
  readonly #meshes = new Map<string, Mesh>();

  async person(id: string, page = { hidden: false }): Promise<Mesh> {
    const place = { name: id, gone: false };
    const mesh: Mesh = new Mesh({
      protocol: coreProtocol,
      createConnection: (configuration) => this.paths.connect(place, configuration),
      send: (frame) => this.#carry(id, frame),
      isConnected: () => true,
      log: createLog(console, 'silent'),
      page,
      on: {
        changed() {},
        opened() {},
        received() {},
        stalled() {},
        cameraLimited() {},
        lost: (peer) => this.lost.push(peer.id),
        broken() {},
        distrusted() {},
      },
    });
    await mesh.start();
    this.#meshes.set(id, mesh);
    return mesh;
  }

  /** Ada, and Grace, who joined second and makes the offer. */
  async begin(): Promise<[ada: Mesh, grace: Mesh]> {
    const [ada, grace] = [await this.person('ada'), await this.person('grace')];
    ada.enter(1, []);
    ada.joined(member('grace', 2), undefined);
    grace.enter(2, [member('ada', 1)]);
    return [ada, grace];
  }

  /** The same, but her offer is lost. */
  async beginInVain(): Promise<[ada: Mesh, grace: Mesh]> {
    let lost = 0;
    this.passes = () => !++lost;
    const pair = await this.begin();
    await until(() => lost);
    this.passes = () => true;
    return pair;
  }

  /** The same, once their link lives. */
  async pair(): Promise<[ada: Mesh, grace: Mesh]> {
    const [ada, grace] = await this.begin();
    await until(() => areLinked(ada, grace));
    return [ada, grace];
  }

  #carry(from: string, frame: ClientFrame): boolean {
    if (frame.type !== 'signal' || !this.passes(from, frame.to)) return true;
    const to = this.#meshes.get(frame.to);
    setTimeout(() => to?.receive(from, `sid-${from}`, frame), this.delay);
    return true;
  }

  close(): void {
    for (const mesh of this.#meshes.values()) mesh.stop();
  }
}

const member = (id: string, seq: number) => ({ id, sid: `sid-${id}`, seq, name: id });
const peer = (mesh: Mesh, id: string): Peer => [...mesh.peers].find((one) => one.id === id)!;
const areLinked = (ada: Mesh, grace: Mesh) =>
  peer(ada, 'grace').link === 'live' && peer(grace, 'ada').link === 'live';

/** From now on this link takes none of these steps because time has passed, but only for the reason that the test is about. */
function withoutTimeouts(peer: Peer, ...steps: unknown[]): void {
  const { health } = peer;
  const due = health.due.bind(health);
  health.due = (...waits) => {
    const step = due(...waits);
    return steps.includes(step) ? undefined : step;
  };
}

describe('A mesh', () => {
  let call: Meshes;
  beforeEach(() => {
    call = new Meshes();
  });
  afterEach(() => call.close());

  it('links two again whose order has changed meanwhile, because one of them has joined anew', async () => {
    const [ada, grace] = await call.pair();
    const { passes } = call;
    call.passes = () => false;
    // Ada has left and joined again, under a new number; Grace only hears the result.
    ada.stop();
    await ada.start();
    call.passes = passes;
    ada.enter(3, [member('grace', 2)]);
    grace.meet(member('ada', 3));
    await until(() => areLinked(ada, grace), 'for the new link', 20_000);
    expect([peer(ada, 'grace').offers, peer(grace, 'ada').offers]).to.deep.equal([true, false]);
  });

  it('sends offers to the remaining participants when one leaves while the offers are made', async () => {
    const mesh = await call.person('ada');
    mesh.prepare([member('grace', 1), member('kate', 2)]);
    const offers = mesh.offers();
    mesh.remove('grace');
    expect((await offers).map(({ to }) => to)).to.deep.equal(['kate']);
  });

  for (const hidden of [false, true]) {
    it(`${hidden ? 'does not count' : 'counts'} late timers of a ${hidden ? 'hidden' : 'visible'} page as load`, async () => {
      const delays: number[] = [];
      const { tick } = VideoQuality.prototype;
      VideoQuality.prototype.tick = (_, delay) => void delays.push(delay);
      try {
        await call.person('ada', { hidden });
        await until(() => delays.length);
        const end = performance.now() + 700;
        while (performance.now() < end);
        const before = delays.length;
        await until(() => delays.length > before + 1);
      } finally {
        VideoQuality.prototype.tick = tick;
      }
      expect(Math.max(...delays) > 300).to.equal(!hidden);
    });
  }

  it('does not count the time in which its page slept as load', async () => {
    const delays: number[] = [];
    const { tick } = VideoQuality.prototype;
    VideoQuality.prototype.tick = (_, delay) => void delays.push(delay);
    const { now } = performance;
    try {
      await call.person('ada');
      await until(() => delays.length);
      performance.now = () => now.call(performance) + 60_000;
      const before = delays.length;
      await until(() => delays.length > before + 1);
    } finally {
      VideoQuality.prototype.tick = tick;
      performance.now = now;
    }
    expect(Math.max(...delays)).to.be.lessThan(30_000);
  });

  it('sends the latest prepared offer if it is renewed meanwhile', async () => {
    const mesh = await call.person('ada');
    mesh.prepare([member('grace', 1)]);
    const offers = mesh.offers();
    mesh.renew();
    expect((await offers).map(({ to }) => to)).to.deep.equal(['grace']);
    expect(call.paths.connections.map(({ signalingState }) => signalingState)).to.deep.equal([
      'closed',
      'have-local-offer',
    ]);
  });

  it('connects at once although an offer is renewed after it was encoded', async () => {
    const ada = await call.person('ada');
    const grace = await call.person('grace');
    ada.enter(1, []);
    grace.prepare([member('ada', 1)]);
    const [offer] = await grace.offers();
    grace.renew();
    ada.joined(member('grace', 2), offer);
    grace.enter(2, [member('ada', 1)]);
    await until(() => areLinked(ada, grace));
    // By itself a link without a path would be rebuilt after 12 s.
    expect(call.paths.connections).to.have.length(4);
  });

  it('misses a member who never sends their offer', async () => {
    const mesh = await call.person('ada');
    mesh.joined(member('grace', 2), undefined);
    expect(peer(mesh, 'grace').health.isLinked).to.equal(true);
    mesh.prepare([]);
    mesh.prepare([member('kate', 3)]);
    expect(peer(mesh, 'kate').health.isLinked, 'nobody is missed from the lobby').to.equal(false);
  });

  it('asks again for a rebuild of a closed link when the first request was lost', async () => {
    const [ada, grace] = await call.pair();
    call.passes = () => false;
    for (const one of call.paths.connections) if (one.place.name === 'grace') one.close();
    await until(() => peer(ada, 'grace').state === 'stalled');
    call.passes = () => true;
    await until(() => call.paths.connections.length > 2, 'for another connection');
    await until(() => areLinked(ada, grace));
  });

  it('keeps reading when a link is rebuilt while a description of the old one is being applied', async () => {
    const [ada, grace] = await call.begin();
    const [hers] = call.paths.connections as [ModelConnection];
    const take = hers.setRemoteDescription.bind(hers);
    hers.setRemoteDescription = (answer) => {
      const taken = take(answer);
      grace.renew();
      return taken;
    };
    await until(() => areLinked(ada, grace));
    expect(hers.signalingState).to.equal('closed');
  });

  it('asks for key frames when a path is back, but not when the browser reports a new link twice', async () => {
    const [ada, grace] = await call.begin();
    const sent: string[] = [];
    const [hers] = call.paths.connections as [ModelConnection];
    const send = hers.control!.send.bind(hers.control);
    hers.control!.send = (text) => {
      sent.push(JSON.parse(text).type);
      send(text);
    };
    const nextBeat = () => {
      const before = sent.length;
      return until(() => sent.includes('heartbeat', before));
    };
    await until(() => areLinked(ada, grace));
    hers.onconnectionstatechange!();
    await nextBeat();
    expect(sent).to.not.include('refresh');
    for (const state of ['disconnected', 'connected'] as const) {
      hers.connectionState = state;
      hers.onconnectionstatechange!();
    }
    await until(() => sent.includes('refresh'));
  });

  it('changes no sender of a link that has just come up before the next tick: first pictures are more urgent', async () => {
    const { apply, tick } = VideoQuality.prototype;
    const applied = { inTick: 0, atOnce: 0 };
    let isTick = false;
    VideoQuality.prototype.apply = function () {
      applied[isTick ? 'inTick' : 'atOnce'] += 1;
      apply.call(this);
    };
    VideoQuality.prototype.tick = function (...facts) {
      isTick = true;
      tick.call(this, ...facts);
      isTick = false;
    };
    try {
      const [ada, grace] = await call.begin();
      await until(() => areLinked(ada, grace) && applied.inTick + applied.atOnce > 1);
      expect(applied.atOnce).to.equal(0);
    } finally {
      Object.assign(VideoQuality.prototype, { apply, tick });
    }
  });

  for (const whose of ['ada', 'grace']) {
    it(`makes a new connection when the control channel of ${whose}'s first one does not open`, async () => {
      // Media shows that the other side lives.
      call.paths.media = true;
      const [ada, grace] = await call.begin();
      await until(() => call.paths.connections.length > 1);
      const connections = [...call.paths.connections];
      connections.find(({ place }) => place.name === whose)!.control!.open = () => {};
      await until(() => areLinked(ada, grace));
      const one = whose === 'ada' ? peer(ada, 'grace') : peer(grace, 'ada');
      expect(one.health.isChannelOpen).to.equal(false);
      // 20 s pass at once.
      const due = one.health.due.bind(one.health);
      one.health.due = (now, ...waits) =>
        due(now + (call.paths.connections.length > 2 ? 0 : 20_000), ...waits);
      await until(() => call.paths.connections.length > 2);
      await until(() => areLinked(ada, grace) && one.health.isChannelOpen);
    });
  }

  it('sends its offer again as soon as the other side shows that it did not arrive', async () => {
    const [ada, grace] = await call.pair();
    // Grace starts a rebuild, and Ada does not hear of it; Ada tries to repair the old link.
    call.passes = (from) => from !== 'grace';
    call.paths.cut('ada', 'grace');
    await until(() => peer(grace, 'ada').state === 'stalled');
    const [hers] = call.paths.connections.filter(({ place }) => place.name === 'grace');
    hers!.control!.ended();
    expect(peer(grace, 'ada').state).to.equal('offered');
    withoutTimeouts(peer(grace, 'ada'), 'resend', 'rebuild');
    call.passes = () => true;
    call.paths.heal();
    await until(() => areLinked(ada, grace));
  });

  it('links participants with slow signals by the first offer', async () => {
    call.delay = 3_200;
    const [ada, grace] = await call.begin();
    await until(() => areLinked(ada, grace));
    expect(call.paths.connections).to.have.length(2);
  });

  const losses: [what: string, from: string, signals: number][] = [
    ['an offer', 'grace', 1],
    ['an answer and its candidates', 'ada', 2],
  ];
  for (const [what, loser, signals] of losses) {
    it(`links participants by the first offer when ${what} is lost`, async () => {
      let lost = 0;
      call.passes = (from) => from !== loser || ++lost > signals;
      const [ada, grace] = await call.begin();
      await until(() => areLinked(ada, grace));
      expect(lost).to.be.above(signals);
      expect(call.paths.connections).to.have.length(2);
    });
  }

  it('repeats pending signals for a participant who is back', async () => {
    const [ada, grace] = await call.beginInVain();
    withoutTimeouts(peer(grace, 'ada'), 'resend', 'rebuild');
    withoutTimeouts(peer(ada, 'grace'), 'rebuild');
    grace.meet(member('ada', 1));
    await until(() => areLinked(ada, grace));
    expect(call.paths.connections).to.have.length(2);
  });

  it('asks a participant who is back for a missing offer', async () => {
    const [ada, grace] = await call.beginInVain();
    withoutTimeouts(peer(grace, 'ada'), 'resend', 'rebuild');
    withoutTimeouts(peer(ada, 'grace'), 'rebuild');
    ada.meet(member('grace', 2));
    await until(() => areLinked(ada, grace));
    expect(call.paths.connections).to.have.length(2);
  });

  for (const [side, index] of [
    ['answered', 0],
    ['offered', 1],
  ] as const) {
    it(`makes a new link at once when the side that ${side} had given the other one up`, async () => {
      const both = await call.pair();
      call.passes = () => false;
      call.paths.cut('ada', 'grace');
      const names = ['ada', 'grace'] as const;
      const [name, other] = [names[index], names[1 - index]!];
      await until(() => peer(both[index], other).state === 'stalled');
      await until(() => peer(both[1 - index]!, name).state === 'stalled');
      both[index].remove(other);
      call.passes = () => true;
      call.paths.heal();
      const [ada, grace] = both;
      grace.meet(member('ada', 1));
      ada.meet(member('grace', 2));
      for (const one of [peer(ada, 'grace'), peer(grace, 'ada')]) withoutTimeouts(one, 'resend', 'rebuild');
      // The old connection of one side can never connect with a new one.
      await until(() => call.paths.connections.length === 4 && areLinked(ada, grace));
      expect(
        call.paths.connections.filter(({ signalingState }) => signalingState !== 'closed'),
      ).to.have.length(2);
    });
  }

  it('gives the next attempt its time although the last one took long', async () => {
    call.passes = (from) => from === 'grace';
    const [ada, grace] = await call.begin();
    const hers = peer(ada, 'grace');
    await until(() => hers.state === 'connecting' && hers.health.age(performance.now()) > 1_000);
    // From the answer to the next attempt on everything arrives.
    const due: unknown[] = [];
    call.passes = (from) => {
      if (from === 'grace') return true;
      if (call.paths.connections.length < 4) return false;
      for (const later of [11_500, 13_000]) due.push(hers.health.due(performance.now() + later));
      return true;
    };
    peer(grace, 'ada').retry(true);
    await until(() => areLinked(ada, grace));
    expect(due.slice(0, 2), 'due after 13 s: twice as patient').to.deep.equal([undefined, undefined]);
    expect(call.paths.connections, 'nothing is begun anew').to.have.length(4);
  });

  it('lets the participant who joined later make the offer, even if they were expected to wait for ours', async () => {
    const ada = await call.person('ada');
    ada.prepare([member('grace', 2)]);
    ada.enter(1, [member('grace', 2)]);
    expect(peer(ada, 'grace').state).to.equal('idle');
    const grace = await call.person('grace');
    grace.enter(2, [member('ada', 1)]);
    await until(() => areLinked(ada, grace));
  });

  it('also answers through the party if a participant is heard but does not hear us', async () => {
    const [ada, grace] = await call.pair();
    const of = (name: string) => call.paths.connections.find(({ place }) => place.name === name)!;
    of('ada').control!.send = () => {};
    await until(() => of('grace').signalingState === 'have-local-offer');
    withoutTimeouts(peer(grace, 'ada'), 'restart', 'rebuild');
    expect(peer(ada, 'grace').state, 'to Ada it lives').to.equal('live');
    await until(() => of('grace').signalingState === 'stable', 'for the answer');
  });
});
