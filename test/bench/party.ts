/**
 * `npm run bench -- party`: how fast the party relays on each platform, compared with a minimal relay on the same platform. All
 * servers run at once, and take turns. Server and load have a core each where there is `taskset`. Linux only: CPU and memory are
 * read from /proc.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { type Engine, type PartyProcess, startParty } from '../../demo/party-process.js';
import { median, quantile } from './statistics.js';

interface Contestant {
  name: string;
  engine: Engine;
  main: string;
  /** The name of the server whose throughput is the baseline. */
  baseline?: string;
  /** Commands that it needs; without them it is left out. */
  needs?: readonly string[];
}

const CONTESTANTS: readonly Contestant[] = [
  { name: 'bare ws', engine: 'node', main: 'test/bench/party-bare-ws.ts' },
  { name: 'node', engine: 'node', main: 'test/bench/party-node.ts', baseline: 'bare ws' },
  {
    name: 'Django Channels',
    engine: 'node',
    main: 'test/bench/party-django.ts',
    baseline: 'bare ws',
    needs: ['daphne', 'redis-server'],
  },
  { name: 'bare partyserver', engine: 'worker', main: 'test/bench/party-bare-worker.ts' },
  { name: 'worker', engine: 'worker', main: 'test/bench/party-worker.ts', baseline: 'bare partyserver' },
  {
    name: 'partykit',
    engine: 'partykit',
    main: 'test/bench/party-partykit.ts',
    baseline: 'bare partyserver',
  },
];
/** Participants who join at once, eight to a room. */
const STORM = 200;
/** Measuring time, after a tenth of it as warm-up (ms). */
const DURATION = 3_000;
/** Signals in flight, per sender. */
const WINDOW = 4;
/** Length of a signal's payload: an answer, or a few candidates. */
const BOX = 1_200;
/** Digits of the time in a payload, in microseconds. */
const CLOCK = 16;
/** Signals per second in the run at a fixed rate, over all rooms. */
const RATE = 500;

const micros = () => Math.round(performance.now() * 1000);
const FILLER = 'b'.repeat(BOX - CLOCK);

/** One participant. It does little with received frames: the load must not be slower than a server. */
class Peer {
  id = '';
  onSignal: (sentAt: number) => void = () => {};
  readonly #socket: WebSocket;
  #head = '';
  #n = 0;
  readonly #heard = new Map<string, () => void>();

  constructor(
    origin: string,
    readonly room: string,
    readonly sid: string,
  ) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/parties/main/${room}`, {
      perMessageDeflate: false,
    });
    this.#socket.on('message', (data: Buffer) => this.#receive(data));
    this.#socket.on('error', () => {});
  }

  async join(): Promise<void> {
    await new Promise((done, fail) => {
      this.#socket.once('open', done);
      this.#socket.once('close', fail);
    });
    const hear = (type: string) => new Promise<void>((done) => this.#heard.set(type, done));
    const welcome = hear('welcome');
    this.#socket.send(JSON.stringify({ type: 'hello', v: 2, sid: this.sid }));
    await welcome;
    const joined = hear('joined');
    this.#socket.send(JSON.stringify({ type: 'join', name: this.sid, offers: [] }));
    await joined;
  }

  aimAt(other: Peer): void {
    this.#head = `{"type":"signal","to":"${other.id}","toSid":"${other.sid}","gen":0,"n":`;
  }

  signal(at = micros()): void {
    this.#socket.send(`${this.#head}${this.#n++},"payload":"${String(at).padStart(CLOCK, '0')}${FILLER}"}`);
  }

  leave(): Promise<void> {
    return new Promise((done) => {
      if (this.#socket.readyState === WebSocket.CLOSED) return done();
      this.#socket.once('close', () => done());
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('{"type":"bye"}');
      this.#socket.close();
    });
  }

  #receive(data: Buffer): void {
    // `{"type":"signal"`, and the payload comes last.
    if (data.length > BOX && data[9] === 115) {
      this.onSignal(Number(data.toString('latin1', data.length - BOX - 2, data.length - BOX - 2 + CLOCK)));
      return;
    }
    const frame = JSON.parse(String(data));
    if (frame.type === 'welcome') this.id = frame.self.id;
    if (frame.type === 'ping') this.#socket.send(JSON.stringify({ type: 'ping', ackToken: frame.ackToken }));
    if (frame.type === 'joined' && frame.member.id !== this.id) return;
    this.#heard.get(frame.type)?.();
  }
}

interface Usage {
  cpu: number;
  megabytes: number;
}

/** CPU seconds so far and resident memory of a process group. */
function usageOf(group: number): Usage {
  let [ticks, kilobytes] = [0, 0];
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the name in brackets: state, parent, group, …, and the 12th and 13th are times (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) !== group) continue;
      ticks += Number(fields[11]) + Number(fields[12]);
      kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // The process has ended meanwhile.
    }
  }
  return { cpu: ticks / 100, megabytes: kilobytes / 1024 };
}

interface Measured {
  /** Signals per second. */
  throughput: number;
  /** One way, in milliseconds. */
  p50: number;
  p99: number;
  /** Share of a core. */
  cpu: number;
  megabytes: number;
}

let lastRoom = 0;

async function enter(origin: string, rooms: number, size: number): Promise<Peer[][]> {
  const people = Array.from({ length: rooms }, () => {
    const room = `bench-${++lastRoom}`;
    return Array.from({ length: size }, (_, n) => new Peer(origin, room, `peer${n}`));
  });
  await Promise.all(people.flat().map((peer) => peer.join()));
  for (const room of people) room.forEach((peer, n) => void peer.aimAt(room[(n + 1) % size]!));
  return people;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** All participants send to the next one in their room: as fast as possible, or at a fixed rate. */
async function relay(party: PartyProcess, rooms: number, size: number, rate?: number): Promise<Measured> {
  const people = await enter(`http://127.0.0.1:${party.port}`, rooms, size);
  const everybody = people.flat();
  let latencies: number[] = [];
  let isOver = false;
  for (const room of people) {
    room.forEach((peer, n) => {
      const sender = room[(n + size - 1) % size]!;
      peer.onSignal = (sentAt) => {
        latencies.push(micros() - sentAt);
        if (!rate && !isOver) sender.signal();
      };
    });
  }
  const begun = performance.now();
  let [next, sent] = [0, 0];
  const timer = rate
    ? setInterval(() => {
        // Catches up: a late timer must not hide waiting time.
        for (; sent < ((performance.now() - begun) / 1000) * rate; sent++) {
          everybody[next++ % everybody.length]!.signal(Math.round((begun + (sent * 1000) / rate) * 1000));
        }
      }, 2)
    : undefined;
  if (!rate) for (const peer of everybody) for (let n = 0; n < WINDOW; n++) peer.signal();
  await sleep(DURATION / 10);
  latencies = [];
  const before = usageOf(party.pid);
  const since = performance.now();
  await sleep(DURATION);
  const seconds = (performance.now() - since) / 1000;
  const after = usageOf(party.pid);
  const heard = latencies;
  isOver = true;
  clearInterval(timer);
  await Promise.all(everybody.map((peer) => peer.leave()));
  return {
    throughput: heard.length / seconds,
    p50: quantile(heard, 0.5) / 1000,
    p99: quantile(heard, 0.99) / 1000,
    cpu: (after.cpu - before.cpu) / seconds,
    megabytes: after.megabytes,
  };
}

/** Time until 200 participants who join at once are all in, eight to a room (ms). */
async function storm(party: PartyProcess): Promise<number> {
  const since = performance.now();
  const people = await enter(`http://127.0.0.1:${party.port}`, STORM / 8, 8);
  const took = performance.now() - since;
  await Promise.all(people.flat().map((peer) => peer.leave()));
  return took;
}

function print(title: string, rows: ReadonlyMap<string, Measured[]>): void {
  console.log(`\n${title}\n`);
  console.log(
    '| | signals/s | × baseline | p50 ms | p99 ms | CPU of a core | MiB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  );
  for (const { name, baseline } of CONTESTANTS) {
    const all = rows.get(name);
    if (!all) continue;
    const of = (field: keyof Measured) => median(all.map((one) => one[field]));
    // By round, so that a slow moment of the machine affects both.
    const base = baseline ? rows.get(baseline) : undefined;
    const ratio = base && median(all.map(({ throughput }, n) => throughput / base[n]!.throughput)).toFixed(2);
    console.log(
      `| ${name} | ${of('throughput').toFixed(0)} | ${ratio ?? ''} | ${of('p50').toFixed(2)} | ${of('p99').toFixed(1)} | ${(100 * of('cpu')).toFixed(0)} % | ${of('megabytes').toFixed(0)} |`,
    );
  }
}

export interface PartyBench {
  rounds: number;
  /** Rooms × people of the runs at full speed. */
  shapes: readonly (readonly [rooms: number, people: number])[];
  /** Leave out the platforms that are not named. */
  engines: readonly Engine[];
  /** Only the runs at full speed. */
  isShort: boolean;
}

/** All of it. Prints tables. */
export async function benchParty({ rounds, shapes, engines, isShort }: PartyBench): Promise<void> {
  if (!existsSync('/proc/self/stat')) throw new Error('The benchmark of the party needs Linux.');
  const isPinned = spawnSync('taskset', ['-pc', '1', String(process.pid)]).status === 0;
  const through = isPinned ? ['taskset', '-c', '0'] : [];
  const parties = new Map<string, PartyProcess>();
  const vars = { VR_CAPACITY: '16' };
  const contestants = CONTESTANTS.filter(({ name, engine, needs = [] }) => {
    const missing = needs.filter((command) => spawnSync('which', [command]).status !== 0);
    if (missing.length) console.log(`Left out: ${name}, because ${missing.join(' and ')} cannot be found.`);
    return engines.includes(engine) && !missing.length;
  });
  try {
    for (const { name, engine, main } of contestants) {
      parties.set(name, await startParty({ engine, main, port: 0, persist: false, vars, through }));
    }
    const takeTurns = async <T>(run: (party: PartyProcess) => Promise<T>) => {
      const results = new Map<string, T[]>(contestants.map(({ name }) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        for (const { name } of contestants) results.get(name)!.push(await run(parties.get(name)!));
      }
      return results;
    };
    console.log(
      `\nThe party: ${rounds} rounds, medians; signals of ${BOX} bytes, ${WINDOW} of each sender on their way at a time.`,
    );
    for (const [rooms, size] of shapes) {
      print(`${rooms} × ${size}, as fast as it goes`, await takeTurns((party) => relay(party, rooms, size)));
    }
    if (isShort) return;
    print(`4 × 8, ${RATE} signals/s in all`, await takeTurns((party) => relay(party, 4, 8, RATE)));
    const storms = await takeTurns(storm);
    console.log(
      `\n${STORM} people join at once, eight to a room\n\n| | ms until the last is in |\n| --- | ---: |`,
    );
    for (const [name, times] of storms) console.log(`| ${name} | ${median(times).toFixed(0)} |`);
  } finally {
    await Promise.all([...parties.values()].map((party) => party.stop()));
  }
}
