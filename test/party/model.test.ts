import { expect } from 'chai';
import fc from 'fast-check';
import type { ClientFrame, ServerFrame } from '../../src/protocol/index.js';
import { type Client, Stage } from './harness.js';

/**
 * Any number of people doing anything at all to one room, and what must be true whatever they do.
 * The room's memory is taken between any two events, time jumps, sockets die, the party is killed.
 */
const CAPACITY = 4;

type Step =
  | { do: 'open'; sid: number; resume: number }
  | { do: 'frame'; who: number; kind: ClientFrame['type']; to: number; sid: number }
  | { do: 'garbage'; who: number; data: unknown }
  | { do: 'mutant'; who: number; at: number; put: string }
  | { do: 'lose'; who: number }
  | { do: 'farewell'; token: number }
  | { do: 'die'; who: number }
  | { do: 'pass'; ms: number; alarm: boolean }
  | { do: 'evict' }
  | { do: 'kill' };

const who = fc.nat(19);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      sid: fc.nat(5),
      resume: fc.integer({ min: -3, max: 19 }),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('frame' as const),
      who,
      kind: fc.constantFrom(
        'join',
        'join',
        'join',
        'signal',
        'signal',
        'probe',
        'ice',
        'ping',
        'bye',
        'hello',
      ),
      to: who,
      sid: fc.nat(20),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('garbage' as const),
      who,
      data: fc.oneof(fc.string(), fc.json(), fc.anything(), fc.constant('['.repeat(9999))),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('mutant' as const),
      who,
      at: fc.nat(200),
      put: fc.string({ maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lose' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('farewell' as const), token: fc.integer({ min: -1, max: 19 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 500, 9_000, 20_000, 59_999, 60_000, 100_000),
      alarm: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'evict' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
);

/** What one socket has been told of the others, replayed from its frames alone. */
function replay(client: Client): Map<string, { sid: string; away: boolean }> {
  const known = new Map<string, { sid: string; away: boolean }>();
  const own = client.frames.find((f) => f.type === 'welcome')?.self.id;
  const set = (list: { id: string; sid: string; away?: boolean }[]) => {
    for (const { id, sid, away } of list) known.set(id, { sid, away: !!away });
  };
  for (const frame of client.frames) {
    if (frame.type === 'welcome') set(frame.roster);
    if (frame.type === 'joined' && frame.roster) {
      // The authoritative roster says nothing that the frames before it did not.
      const before = JSON.stringify([...known].sort());
      known.clear();
      set(frame.roster);
      expect(JSON.stringify([...known].sort()), 'roster after joining').to.equal(before);
    } else if (frame.type === 'joined') {
      expect(frame.member.id).not.to.equal(own);
      expect(known.get(frame.member.id)?.sid, 'joined once').not.to.equal(frame.member.sid);
      known.set(frame.member.id, { sid: frame.member.sid, away: false });
    }
    if (frame.type === 'away' || frame.type === 'back' || frame.type === 'left') {
      const person = known.get(frame.id);
      expect(person?.sid, `${frame.type} of somebody known`).to.equal(frame.sid);
      if (frame.type === 'left') known.delete(frame.id);
      else {
        expect(person?.away, frame.type).to.equal(frame.type === 'back');
        known.set(frame.id, { sid: frame.sid, away: frame.type === 'away' });
      }
    }
  }
  return known;
}

class World {
  readonly stage = new Stage(CAPACITY);
  readonly clients: Client[] = [];
  readonly #tokens: string[] = [];
  readonly #checked = new Map<Client, number>();
  /** Who held which join number: never two. */
  readonly #seqs = new Map<number, string>();

  run(step: Step): void {
    const { stage } = this;
    const client = 'who' in step ? this.clients[step.who % (this.clients.length || 1)] : undefined;
    switch (step.do) {
      case 'open': {
        const opened = stage.socket(`sid-${step.sid}`);
        this.clients.push(opened);
        this.check();
        if (step.resume === -3) return;
        opened.hello(this.#tokens.at(step.resume % (this.#tokens.length || 1)));
        break;
      }
      case 'frame':
        client?.send(this.#frame(step));
        break;
      case 'mutant': {
        const text = JSON.stringify(this.#frame({ kind: 'signal', to: step.who + 1, sid: 0 }));
        const at = step.at % text.length;
        client?.sendRaw(text.slice(0, at) + step.put + text.slice(at + 1));
        break;
      }
      case 'garbage':
        client?.sendRaw(step.data);
        break;
      case 'lose':
        client?.lose();
        break;
      case 'farewell':
        stage.host.server.farewell(this.#tokens.at(step.token) ?? 'no token');
        break;
      case 'die':
        // The socket fails when something is sent to it, before anyone hears that it is closed.
        if (client) client.connection.open = false;
        break;
      case 'pass':
        if (step.alarm) stage.pass(step.ms);
        else stage.passSilently(step.ms);
        break;
      case 'evict':
        stage.host.evict();
        break;
      case 'kill':
        stage.host.kill();
        for (const person of this.clients) person.connection.open = false;
        break;
    }
  }

  #frame({ kind, to, sid }: { kind: ClientFrame['type']; to: number; sid: number }): ClientFrame {
    const target = this.clients[to % (this.clients.length || 1)];
    const targetId = (target?.frames.find((f) => f.type === 'welcome') ?? { self: { id: 'nobody' } }).self.id;
    const toSid = sid > 5 ? (target?.sid ?? 'x') : `sid-${sid}`;
    const offer = { to: targetId, toSid, gen: 0, neg: 1, box: 'b' };
    switch (kind) {
      case 'hello':
        return { type: 'hello', v: 1, sid: `sid-${sid}` };
      case 'join':
        return { type: 'join', name: 'n', offers: [offer, { ...offer, toSid: 'other' }] };
      case 'signal':
        return {
          type: 'signal',
          to: targetId,
          toSid,
          gen: 0,
          n: 0,
          box: 'b',
          ...({ from: 'forged', fromSid: 'forged' } as object),
        };
      case 'probe':
        return { type: 'probe', id: targetId };
      case 'ping':
        return { type: 'ping', rx: to * 100 };
      case 'ice':
      case 'bye':
        return { type: kind };
    }
  }

  /** What must be true after every step. */
  check(): void {
    const { host } = this.stage;
    expect(host.reports, 'reports').to.deep.equal([]);
    const seats = host.record?.seats ?? [];
    expect(seats.length).to.be.at.most(CAPACITY);
    expect(new Set(seats.map((s) => s.id)).size, 'one seat per participant').to.equal(seats.length);

    const open = [...host.connections()]
      .map((c) => c.state)
      .filter((s) => s && (s.phase === 'member' || s.phase === 'visitor'));
    expect(new Set(open.map((s) => s?.id)).size, 'one socket per participant').to.equal(open.length);

    for (const client of this.clients) this.#checkNews(client);
  }

  #checkNews(client: Client): void {
    const from = this.#checked.get(client) ?? 0;
    this.#checked.set(client, client.frames.length);
    let member = isMember(client.frames.slice(0, from));
    for (const frame of client.frames.slice(from)) {
      const welcome = client.frames.find((f) => f.type === 'welcome');
      if (!welcome) expect(frame.type, 'before the welcome').to.equal('error');
      if (frame.type === 'welcome' && frame.self.resume) this.#tokens.push(frame.self.resume);
      if (frame.type === 'pong' && frame.resume) this.#tokens.push(frame.resume);
      if (frame.type === 'joined' && frame.resume) {
        this.#tokens.push(frame.resume);
        expect(frame.member.id).to.equal(welcome?.self.id);
        expect(this.#seqs.get(frame.member.seq), 'a new join number').to.equal(undefined);
        this.#seqs.set(frame.member.seq, frame.member.id);
      }
      member ||= isMember([frame]);
      if (!member) {
        expect(frame.type, 'to a visitor').not.to.be.oneOf(['signal', 'probe', 'ping']);
        if (frame.type === 'joined') expect(frame.offer, 'offer to a visitor').to.equal(undefined);
      }
      if (frame.type === 'signal') {
        expect(frame.from).not.to.equal(welcome?.self.id);
        const sender = this.clients.find(
          (c) =>
            c.sid === frame.fromSid && c.frames.some((f) => f.type === 'welcome' && f.self.id === frame.from),
        );
        expect(sender && isMember(sender.frames), 'from a member, as the party knows them').to.equal(true);
      }
    }
  }

  /** When everything has come to rest, everyone who is left knows the same. */
  settle(): void {
    const { stage, clients } = this;
    // A dead socket is found when it is written to; a joiner writes to everyone.
    for (const client of clients) if (!client.connection.open) client.lose();
    const witness = stage.visitor('witness');
    this.clients.push(witness);
    this.check();
    const truth = new Map(witness.last('welcome').roster.map((m) => [m.id, { sid: m.sid, away: !!m.away }]));
    for (const client of clients) {
      const known = replay(client);
      if (client.closed || !client.connection.open) continue;
      const welcome = client.frames.find((f) => f.type === 'welcome');
      if (!welcome) continue;
      const others = [...truth].filter(([id]) => id !== welcome.self.id).sort();
      expect([...known].sort(), `what ${client.sid} knows`).to.deep.equal(others);
    }
  }
}

function isMember(frames: ServerFrame[]): boolean {
  return frames.some(
    (f) =>
      (f.type === 'welcome' && f.self.seq !== undefined) || (f.type === 'joined' && f.resume !== undefined),
  );
}

describe('a room, whatever people do to it', () => {
  for (const evicts of [false, true]) {
    const when = evicts ? 'when its memory is gone between any two events' : 'and when it keeps its memory';
    it(`never throws, leaks, overfills or forges, and tells everyone the same, ${when}`, () => {
      fc.assert(
        fc.property(fc.array(step, { minLength: 5, maxLength: 120, size: 'max' }), (steps) => {
          const world = new World();
          for (const next of steps) {
            if (evicts) world.stage.host.evict();
            world.run(next);
            world.check();
          }
          world.settle();
        }),
        { numRuns: 400 },
      );
    }).timeout(120_000);
  }
});
