import { expect } from 'chai';
import { readAdmission } from '../../party/auth/claims.js';
import type { RoomRecord } from '../../party/room/host.js';
import { type ClientFrame, GRANTS, type Grant, mayDo, type ServerFrame } from '../../src/protocol/index.js';
import fc from '../support/property.js';
import { type Client, Stage } from './harness.js';

/**
 * Any number of participants do anything to one room; the test checks what must always be true. The room's memory is lost between
 * any two events, time jumps, sockets die, the party is killed.
 */
const CAPACITY = 4;
/** Longer than the longest frame of a room of four, in characters. */
const MOST_TOLD = 3_000;

type Step =
  | { do: 'open'; sid: number; resume: number; grants: readonly Grant[]; sub: number; joins: boolean }
  | { do: 'return'; who: number }
  | { do: 'anew'; who: number }
  | { do: 'frame'; who: number; kind: ClientFrame['type']; to: number; sid: number }
  | { do: 'garbage'; who: number; data: unknown }
  | { do: 'mutant'; who: number; at: number; put: string }
  | { do: 'lose'; who: number }
  | { do: 'leaveBeacon'; token: number }
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
      grants: fc.oneof(
        { weight: 2, arbitrary: fc.subarray([...GRANTS]) },
        fc.constant(GRANTS),
        fc.constantFrom(['publish', 'chat'] as const, ['publish', 'chat', 'admit'] as const),
      ),
      // Mostly anonymous: only anonymous clients can use each other's resume tokens.
      sub: fc.nat(5),
      joins: fc.boolean(),
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
        'knock',
        'knock',
        'rename',
        'rename',
        'admit',
        'admit',
        'admit',
        'refuse',
        'kick',
        'kick',
        'mute',
        'mute',
        'lock',
        'lock',
        'end',
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
  { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('anew' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('leaveBeacon' as const),
      token: fc.integer({ min: -1, max: 19 }),
    }),
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

/** What one socket knows about the others, replayed from its frames alone. */
function replay(client: Client): Map<string, { sid: string; name: string; away: boolean }> {
  const known = new Map<string, { sid: string; name: string; away: boolean }>();
  const own = idOf(client.frames);
  const set = (list: { id: string; sid: string; name: string; away?: boolean }[]) => {
    for (const { id, sid, name, away } of list) known.set(id, { sid, name, away: !!away });
  };
  for (const frame of client.frames) {
    // A client that is put outside forgets, and is told again when it is let in.
    if (frame.type === 'waiting') known.clear();
    if (frame.type === 'welcome') set(frame.roster);
    if (frame.type === 'joined' && frame.roster) {
      // The authoritative roster must match the frames before it.
      const before = JSON.stringify([...known].sort());
      known.clear();
      set(frame.roster);
      expect(JSON.stringify([...known].sort()), 'roster after joining').to.equal(before);
    } else if (frame.type === 'joined') {
      expect(frame.member.id).not.to.equal(own);
      expect(known.get(frame.member.id)?.sid, 'joined once').not.to.equal(frame.member.sid);
      known.set(frame.member.id, { sid: frame.member.sid, name: frame.member.name, away: false });
    }
    if (frame.type === 'away' || frame.type === 'back' || frame.type === 'left') {
      const person = known.get(frame.id);
      // A participant who lost the membership may be removed later: others may have kept their link.
      if (!person && frame.type === 'left' && frame.reason === 'kicked') continue;
      expect(person?.sid, `${frame.type} of somebody known`).to.equal(frame.sid);
      if (frame.type === 'left') known.delete(frame.id);
      else {
        expect(person?.away, frame.type).to.equal(frame.type === 'back');
        known.set(frame.id, { sid: frame.sid, name: person!.name, away: frame.type === 'away' });
      }
    }
    if (frame.type === 'renamed' && frame.id !== own) {
      const person = known.get(frame.id);
      expect(person?.sid, 'renamed, and known').to.equal(frame.sid);
      known.set(frame.id, { ...person!, name: frame.name });
    }
  }
  return known;
}

class World {
  readonly stage = new Stage(CAPACITY, { firstSeq: 'any' });
  readonly clients: Client[] = [];
  readonly #tokens: string[] = [];
  /** The last token of each socket. */
  readonly #own = new Map<Client, string>();
  /** Ids that were removed: nobody hears of them again. */
  readonly #kicked = new Set<string>();
  /** Ids whose call was ended. */
  readonly #ended = new Set<string>();
  /** The record before this step. */
  #before: RoomRecord | undefined;
  /** Who acts in this step, and how; `undefined` unless it is a frame from a member. */
  #actor: { kind: ClientFrame['type']; grants: number } | undefined;
  /** The participant that sent this step's frame, as the room knows them, and the frame unless it was garbled. */
  #sender: { id: string; sid: string; frame?: ClientFrame } | undefined;
  /** The `sub`s that moderators have muted in this call. */
  #muted = new Set<string>();
  readonly #checked = new Map<Client, number>();
  /** Which participant had which join number: never two. */
  readonly #seqs = new Map<number, string>();

  constructor(waitingRoom: boolean) {
    this.stage.host.waitingRoom = waitingRoom;
  }

  run(step: Step): void {
    const { stage } = this;
    this.#actor = this.#sender = undefined;
    const client = 'who' in step ? this.clients[step.who % (this.clients.length || 1)] : undefined;
    // A lost socket sends nothing.
    const state = client?.connection.open ? client.connection.state : undefined;
    if (client && state && 'kind' in step) {
      if (state.phase === 'member') this.#actor = { kind: step.kind, grants: state.grants };
      this.#sender = { id: state.id, sid: state.sid, frame: this.#frame(step) };
    } else if (state && (step.do === 'mutant' || step.do === 'garbage'))
      this.#sender = { id: state.id, sid: state.sid };
    switch (step.do) {
      case 'open': {
        const sub = step.sub > 3 ? `sub-${step.sub}` : '';
        const opened = stage.socket(`sid-${step.sid}`, readAdmission({ grants: step.grants, sub }));
        this.clients.push(opened);
        this.check();
        if (step.resume === -3) return;
        opened.hello(this.#tokens.at(step.resume % (this.#tokens.length || 1)));
        if (step.joins) opened.join();
        break;
      }
      case 'return': {
        // A page dials again by itself, as the same participant.
        const token = client && this.#own.get(client);
        if (!token) break;
        const opened = stage.socket(client.sid, client.claims);
        this.clients.push(opened);
        this.check();
        this.#checkReturn(token, opened.hello(token));
        break;
      }
      case 'anew': {
        // The same person joins as a new participant, and leaves the old place half of the time.
        if (!client) break;
        if (step.who % 2) client.send({ type: 'bye' });
        const opened = stage.socket(client.sid, client.claims);
        this.clients.push(opened);
        this.check();
        opened.hello().join().send({ type: 'knock', name: 'n' });
        break;
      }
      case 'frame': {
        const frame = this.#frame(step);
        const before = client?.frames.length;
        const length = JSON.stringify(frame).length;
        if (state) this.#bounded(length, `a ${frame.type}`, () => client?.send(frame));
        const isHeard = state && !['new', 'closed'].includes(state.phase) && client?.connection.open;
        // A moderator gets the result of each action, or learns that they are out.
        if (isHeard && frame.type !== 'signal' && 'n' in frame) {
          const answers = client.frames.slice(before).filter((one) => 'n' in one && one.n === frame.n);
          expect(answers.length, `answers to ${frame.type}`).to.equal(1);
        }
        break;
      }
      case 'mutant': {
        const text = JSON.stringify(this.#frame({ kind: 'signal', to: step.who + 1, sid: 0 }));
        const at = step.at % text.length;
        const garbled = text.slice(0, at) + step.put + text.slice(at + 1);
        if (state) this.#bounded(garbled.length, 'a mutant', () => client?.sendRaw(garbled));
        break;
      }
      case 'garbage':
        if (state) this.#bounded(0, 'garbage', () => client?.sendRaw(step.data));
        break;
      case 'lose':
        client?.lose();
        break;
      case 'leaveBeacon':
        stage.host.server.leaveBeacon(this.#tokens.at(step.token) ?? 'no token');
        break;
      case 'die':
        // The socket fails when something is sent to it, before its close is known.
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

  /**
   * One frame and its maximum cost: one write, and to each socket a few frames plus one for each participant who leaves or stops
   * waiting.
   */
  #bounded(length: number, what: string, send: () => void): void {
    const { host } = this.stage;
    const count = () => ({
      saves: host.saves,
      frames: sum(this.clients.map(({ frames }) => frames.length)),
      characters: sum(this.clients.map(({ characters }) => characters)),
      open: this.clients.filter(({ closed }) => !closed).length,
      memberships: host.record?.memberships.length ?? 0,
      waiting: [...host.connections()].filter((one) => one.state?.phase === 'waiting').length,
    });
    const before = count();
    send();
    const after = count();
    const frames = after.frames - before.frames;
    const characters = after.characters - before.characters;
    const ends = [
      before.open - after.open,
      before.memberships - after.memberships,
      before.waiting - after.waiting,
    ];
    // A mute affects every page of a person.
    const pages = what === 'a mute' ? CAPACITY : 0;
    const each = 3 + pages + sum(ends.map((one) => Math.max(0, one)));
    expect(frames, `frames for ${what}`).to.be.at.most(each * before.open);
    expect(characters, `characters for ${what}`).to.be.at.most(frames * MOST_TOLD + 2 * length);
    expect(after.saves - before.saves, `writes for ${what}`).to.be.at.most(1);
  }

  #frame({ kind, to, sid }: { kind: ClientFrame['type']; to: number; sid: number }): ClientFrame {
    const target = this.clients[to % (this.clients.length || 1)];
    const targetId = target ? (idOf(target.frames) ?? 'nobody') : 'nobody';
    const toSid = sid > 5 ? (target?.sid ?? 'x') : `sid-${sid}`;
    const offer = { to: targetId, toSid, gen: 0, neg: 1, payload: 'b' };
    switch (kind) {
      case 'hello':
        return { type: 'hello', v: 2, sid: `sid-${sid}` };
      case 'join':
        return { type: 'join', name: 'n', offers: [offer, { ...offer, toSid: 'other' }] };
      case 'signal':
        return {
          type: 'signal',
          to: targetId,
          toSid,
          gen: 0,
          n: 0,
          payload: 'b',
          ...({ from: 'forged', fromSid: 'forged' } as object),
        };
      case 'probe':
        return { type: 'probe', id: targetId };
      case 'ping':
        return { type: 'ping', ackToken: to * 100 };
      case 'ice':
      case 'bye':
        return { type: kind };
      case 'knock':
        return { type: kind, name: 'n' };
      case 'rename':
        return { type: kind, name: `n${sid % 4}` };
      case 'admit':
      case 'refuse': {
        // Mostly a waiting participant, if there is one.
        const waiting = this.clients.filter(({ connection: { open, state } }) => open && state?.knocked);
        const one = sid > 3 ? waiting[to % (waiting.length || 1)] : undefined;
        return { type: kind, n: to, id: one?.connection.state?.id ?? targetId };
      }
      case 'kick':
        return { type: kind, n: to, id: targetId, ban: sid > 10 };
      case 'mute':
        return { type: kind, n: to, id: targetId, on: sid > 10 };
      case 'lock':
        return { type: kind, n: to, on: sid > 8 };
      case 'end':
        return { type: kind, n: to };
    }
  }

  /** Checks what must be true after every step. */
  check(): void {
    const { host } = this.stage;
    expect(host.reports, 'reports').to.deep.equal([]);
    const memberships = host.record?.memberships ?? [];
    expect(memberships.length).to.be.at.most(CAPACITY);
    expect(new Set(memberships.map((s) => s.id)).size, 'one membership per participant').to.equal(
      memberships.length,
    );

    const open = [...host.connections()]
      .map((c) => c.state)
      .filter((s) => s && (s.phase === 'member' || s.phase === 'visitor'));
    expect(new Set(open.map((s) => s?.id)).size, 'one socket per participant').to.equal(open.length);

    for (const client of this.clients) this.#checkNews(client);
    this.#checkRules();
    this.#before = structuredClone(host.record);
  }

  /** Moderators' decisions are valid as long as the call lasts, and only moderators decide. */
  #checkRules(): void {
    const { record } = this.stage.host;
    const { kind, grants } = this.#actor ?? { kind: 'nothing', grants: 0 };
    const [was, is] = [this.#before?.memberships ?? [], record?.memberships ?? []];
    // A reloaded page has another number; the call goes on. A participant whose time to come back is over begins a new call.
    const now = this.stage.host.now();
    const isOver = !was.some(({ id, until = Infinity }) => until > now && is.some((one) => one.id === id));
    if (!!this.#before?.locked !== !!record?.locked && !(isOver && !record?.locked)) {
      expect([kind, mayDo('lock', grants)], 'who locks').to.deep.equal(['lock', true]);
    }
    const frame = this.#sender?.frame;
    if (frame?.type === 'mute' && mayDo('mute', grants) && this.#actor) {
      const meant = [...was, ...(this.#before?.departed ?? [])].find(({ id }) => id === frame.id)?.sub;
      if (meant && frame.on) this.#muted.add(meant);
      else if (meant) this.#muted.delete(meant);
    }
    if (isOver) {
      // A lost participant may still be in the call.
      const stays = [...is, ...(record?.departed?.filter(({ membership }) => membership) ?? [])].map(
        ({ sub }) => sub,
      );
      this.#muted = new Set([...this.#muted].filter((sub) => stays.includes(sub)));
    }
    for (const { id, sub, muted } of is) {
      if (sub) expect(!!muted, 'muted, by their sub').to.equal(this.#muted.has(sub));
      const before = was.find((one) => one.id === id);
      if (before && !!before.muted !== !!muted)
        expect([kind, mayDo('mute', grants)], 'who mutes').to.deep.equal(['mute', true]);
    }
  }

  /** A participant who was removed, or was in an ended call, cannot come back, but is told. */
  #checkReturn(token: string, { frames }: Client): void {
    const [id = ''] = token.split('.');
    if (!this.#kicked.has(id) && !this.#ended.has(id)) return;
    const answer = frames.find(({ type }) => ['error', 'waiting', 'welcome'].includes(type));
    expect(answer, 'to one who is out').to.include({ type: 'error', about: 'hello', fatal: true });
    // Bans include a removal, whatever came after.
    const codes = this.#kicked.has(id) ? ['kicked'] : ['kicked', 'room-ended'];
    expect(answer?.type === 'error' && answer.code, 'why').to.be.oneOf(codes);
  }

  #checkNews(client: Client): void {
    const from = this.#checked.get(client) ?? 0;
    this.#checked.set(client, client.frames.length);
    let member = isMember(client.frames.slice(0, from));
    for (const [index, frame] of client.frames.entries()) {
      if (index < from) continue;
      const welcome = client.frames.find((f) => f.type === 'welcome');
      this.#checkOutside(client.frames.slice(0, index), frame);
      this.#checkOrder(frame);
      if (frame.type === 'welcome') this.#keep(client, frame.self.resume);
      if (frame.type === 'pong') this.#keep(client, frame.resume);
      if (frame.type === 'joined' && frame.resume) {
        this.#keep(client, frame.resume);
        expect(frame.member.id).to.equal(welcome?.self.id);
        expect(this.#seqs.get(frame.member.seq), 'a new join number').to.equal(undefined);
        this.#seqs.set(frame.member.seq, frame.member.id);
      }
      member ||= isMember([frame]);
      // Everyone is asked how far they have read.
      if (!member && !(frame.type === 'ping' && frame.ackToken !== undefined)) {
        expect(frame.type, 'to a visitor').not.to.be.oneOf([
          'signal',
          'probe',
          'ping',
          'knock',
          'gone',
          'done',
        ]);
        if (frame.type === 'joined') expect(frame.offer, 'offer to a visitor').to.equal(undefined);
      }
      if (frame.type === 'signal') {
        expect(frame.from).not.to.equal(welcome?.self.id);
        const isTheirs = (c: Client) =>
          c.sid === frame.fromSid && c.frames.some((f) => f.type === 'welcome' && f.self.id === frame.from);
        const isKnown = this.clients.some((c) => isTheirs(c) && isMember(c.frames));
        expect(isKnown, 'from a member, as the party knows them').to.equal(true);
        const { id, sid, frame: sent } = this.#sender ?? {};
        expect([frame.from, frame.fromSid], 'from whom it came').to.deep.equal([id, sid]);
        if (sent?.type === 'signal')
          expect([sent.to, sent.toSid]).to.deep.equal([idOf(client.frames), client.sid]);
      }
      if (frame.type === 'joined' && frame.offer) {
        const { id, sid } = this.#sender ?? {};
        expect([frame.member.id, frame.member.sid], 'whose offer it is').to.deep.equal([id, sid]);
      }
    }
  }

  #keep(client: Client, token: string | undefined): void {
    if (!token) return;
    this.#tokens.push(token);
    this.#own.set(client, token);
  }

  /** A waiting client is told that it waits, that it lives, and its errors; nothing of the room. */
  #checkOutside(before: ServerFrame[], frame: ServerFrame): void {
    // The party asks everyone how far they have read, after any frame: also between two that belong together.
    if (frame.type === 'ping' && frame.ackToken !== undefined) return;
    const last = before.findLast(({ type }) => ['welcome', 'waiting', 'admitted'].includes(type))?.type;
    if (!last)
      expect(frame.type, 'before the hello is answered').to.be.oneOf(['error', 'welcome', 'waiting']);
    const isOwn = frame.type === 'renamed' && frame.id === idOf(before);
    if (last === 'waiting' && !isOwn)
      expect(frame.type, 'to one who waits').to.be.oneOf(['error', 'ping', 'pong', 'waiting', 'admitted']);
    if (last === 'admitted') expect(frame.type, 'after being let in').to.equal('welcome');
  }

  /** Effects that only a moderator can cause were requested by a member with the grant, in this very step. */
  #checkOrder(frame: ServerFrame): void {
    const ids = frame.type === 'joined' ? [frame.member, ...(frame.roster ?? [])] : [];
    if (frame.type === 'welcome') ids.push(...frame.roster);
    for (const { id } of ids) expect(this.#kicked.has(id), 'news of somebody removed').to.equal(false);
    if (frame.type === 'signal') expect(this.#kicked.has(frame.from), 'a signal of theirs').to.equal(false);
    const needed = neededFor(frame);
    // A lock that is lifted, or that protects nobody, lets everyone in: the room is open from now on.
    const { host } = this.stage;
    const { locked, memberships = [] } = host.record ?? {};
    const isOpened = frame.type === 'admitted' && !host.waitingRoom && !(locked && memberships.length);
    if (needed && !isOpened) {
      const { kind, grants } = this.#actor ?? { kind: 'nothing', grants: 0 };
      expect(kind === 'refuse' ? 'admit' : kind, `what leads to ${JSON.stringify(frame)}`).to.equal(needed);
      expect(mayDo(needed, grants), `the grant ${needed}`).to.equal(true);
    }
    if (frame.type === 'left' && frame.reason === 'kicked') this.#kicked.add(frame.id);
    if (needed === 'end') for (const { id } of this.#before?.memberships ?? []) this.#ended.add(id);
  }

  /** At the end, all remaining members know the same. */
  settle(): void {
    const { stage, clients } = this;
    // A dead socket is found when it is written to; a joiner writes to everyone.
    for (const client of clients) if (!client.connection.open) client.lose();
    const witness = stage.socket('witness', readAdmission({ grants: ['admit'] })).hello();
    this.clients.push(witness);
    this.check();
    const truth = new Map(
      witness.last('welcome').roster.map(({ id, sid, name, away }) => [id, { sid, name, away: !!away }]),
    );
    for (const client of clients) {
      const known = replay(client);
      if (client.closed || !client.connection.open) continue;
      const welcome = client.frames.find((f) => f.type === 'welcome');
      const last = client.frames.findLast(({ type }) => type === 'welcome' || type === 'waiting');
      if (!welcome || last?.type === 'waiting') continue;
      const others = [...truth].filter(([id]) => id !== welcome.self.id).sort();
      expect([...known].sort(), `what ${client.sid} knows`).to.deep.equal(others);
    }
  }
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** The id of a client, as far as it was told. */
function idOf(frames: ServerFrame[]): string | undefined {
  for (const frame of frames) {
    if (frame.type === 'welcome') return frame.self.id;
    if (frame.type === 'waiting') return frame.id;
  }
  return undefined;
}

/** The grant that must have been used for this frame. */
function neededFor(frame: ServerFrame): Grant | undefined {
  if (frame.type === 'admitted') return 'admit';
  if (frame.type === 'lock') return 'lock';
  if (frame.type === 'left') return frame.reason === 'kicked' ? 'kick' : undefined;
  if (frame.type !== 'error') return undefined;
  if (frame.code === 'room-ended') return frame.about === 'hello' ? undefined : 'end';
  return frame.code === 'forbidden' && frame.about === 'knock' ? 'admit' : undefined;
}

function isMember(frames: ServerFrame[]): boolean {
  return frames.some(
    (f) =>
      (f.type === 'welcome' && f.self.seq !== undefined) || (f.type === 'joined' && f.resume !== undefined),
  );
}

/** Declares the tests, with so many rooms each. */
export function defineModel(numRuns: number): void {
  describe('a room with any number of participants who do anything', () => {
    for (const evicts of [false, true]) {
      const when = evicts ? 'when its memory is gone between any two events' : 'and when it keeps its memory';
      it(`never throws, leaks, overfills or forges, and tells everyone the same, ${when}`, () => {
        fc.assert(
          fc.property(
            fc.boolean(),
            fc.array(step, { minLength: 5, maxLength: 120, size: 'max' }),
            (waits, steps) => {
              const world = new World(waits);
              for (const next of steps) {
                if (evicts) world.stage.host.evict();
                world.run(next);
                world.check();
              }
              world.settle();
            },
          ),
          { numRuns, includeErrorInReport: true },
        );
      });
    }
  });
}
