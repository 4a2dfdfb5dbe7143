/** All faults that the lab applies to a call. Each case creates a call of its own and is independent of the others. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserName } from '../support/browsers.js';
import { until } from '../support/until.js';
import { bareUplink, type FixedLimits } from './bare.js';
import type { Call, CallOptions, Guest } from './call.js';
import { assertWentOn, everybody, type Fault, hardship, outage, steady, type Watch } from './faults.js';
import { type Finding, length, longestGap, reachedAfter, seconds } from './measure.js';
import { minted } from './minted.js';
import type { Undo } from './network.js';

export interface Run {
  /** How often a recovery is measured. */
  times: number;
  open(options: CallOptions): Promise<Call>;
  /** Stores the findings, even if the case fails later. */
  found(findings: Finding[]): void;
  say(line: string): void;
}

export interface Case {
  name: string;
  /** The fault, in a few words for the table. */
  what: string;
  run(run: Run): Promise<void>;
}

type People = Record<string, BrowserName>;

const TWO: People = { Ada: 'chromium', Ben: 'chromium' };
const MIXED: People = { Ada: 'chromium', Ben: 'firefox' };
const THREE: People = { ...TWO, Cleo: 'chromium' };
const FOUR: People = { ...THREE, Dan: 'chromium' };
/** How long a call has to survive a bad path (ms). */
const HARDSHIP = 20_000;
/** A path that has become narrow shows this many pictures per second, this soon (ms). */
const ADAPTED = 10;
const ADAPTS_WITHIN = 5_000;
/** How long a path, or an uplink, stays narrow (ms). */
const NARROW_FOR = { path: 40_000, uplink: 20_000 };
/** A narrow uplink (kbit/s). */
const UPLINK = 500;
/** Limits of bare connections beside it: those of a call that does not adapt, and the best ones for so narrow an uplink. */
const FIXED: readonly FixedLimits[] = [
  { lines: 180, frameRate: 15, maxBitrate: 150_000 },
  { lines: 90, frameRate: 11, maxBitrate: 55_000 },
];
/** When there is room again, as much is sent as before this soon (ms). */
const BACK_WITHIN = 20_000;
/** Share of a voice that may be made up because packets were missing. */
const MOST_CONCEALED = 0.02;
/** A call that goes on shows at least this many pictures per second (of the 15 to 20 sent). */
const LEAST_RATE = 5;

/** The same fault, several times in one call; applied to the last participant, Ben. */
function repeatedly(
  options: CallOptions,
  fault: (call: Call, ben: Guest) => Omit<Fault, 'say'>,
): Case['run'] {
  return async ({ times, open, found, say }) => {
    const call = await open(options);
    await goesBy(call, options.turn ? 'relayed' : 'direct');
    for (let time = 0; time < times; time += 1)
      found(await outage(call, { ...fault(call, call.guests[1]!), say }));
  };
}

/** A path that is bad all the time, for Ben. */
function badPath(happens: (call: Call, ben: Guest) => Undo | undefined): Case['run'] {
  return async ({ open, found, say }) => {
    const call = await open({ people: TWO });
    const happensHere = () => happens(call, call.guests[1]!);
    const findings = await hardship(call, { happens: happensHere, lasts: HARDSHIP, say });
    found(findings);
    assertWentOn(findings);
    for (const { rate } of findings)
      assert.ok(rate >= LEAST_RATE, `${rate.toFixed(1)} pictures per second came`);
  };
}

/** What came from one participant to all of these, in kbit/s over so many milliseconds. */
async function rateOf(sender: Guest, viewers: readonly Guest[], over = 2_000): Promise<number> {
  const received = async () => {
    const all = await Promise.all(viewers.map((viewer) => viewer.statsOf(sender.name)));
    const sources = all.flatMap((stats) => Object.values(stats?.sources ?? {}));
    return sources.reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0);
  };
  const [before, start] = [await received(), Date.now()];
  await sleep(over);
  return (((await received()) - before) * 8) / (Date.now() - start);
}

/** What one participant sends of the camera to these, for people. */
async function sentBy(sender: Guest, viewers: readonly Guest[]): Promise<string> {
  const all = await Promise.all(viewers.map((viewer) => sender.statsOf(viewer.name)));
  const words = all.map((stats) => {
    const { sentFrameHeight = 0, qualityLimitationReason = '?' } = stats?.sources.camera ?? {};
    return `${sentFrameHeight} lines (${qualityLimitationReason})`;
  });
  return words.join(', ');
}

/** Waits until this much is sent, in kbit/s. */
const sends = (sender: Guest, viewers: readonly Guest[], least: number) =>
  until(
    async () => {
      const rate = await rateOf(sender, viewers);
      if (rate > least) return rate;
      throw new Error(`${Math.round(rate)} kbit/s came: ${await sentBy(sender, viewers)}`);
    },
    `for ${sender.name} to send more than ${least} kbit/s`,
    60_000,
  );

/** What one participant sends now to these: read at once, so that the question takes little of a busy machine. */
function sendingOf(sender: Guest, viewers: readonly Guest[]) {
  return sender.tab.evaluate(
    async (names) => {
      const element = document.querySelector('video-room')!;
      const all = await element.getStats();
      return names.map((name) => {
        const id = element.participants.find((one) => one.name === name)?.id ?? '';
        const { sources: { camera = {}, microphone = {} } = {}, availableOutgoingBitrate = 0 } =
          all[id] ?? {};
        return { camera, microphone, available: availableOutgoingBitrate };
      });
    },
    viewers.map(({ name }) => name),
  );
}

/** Says once a second what one participant sends to these, until it is stopped. */
function journal(sender: Guest, viewers: readonly Guest[], say: Run['say']): () => void {
  const startedAt = Date.now();
  let before: Awaited<ReturnType<typeof sendingOf>> = [];
  let lookedAt = startedAt;
  const look = async () => {
    const now = await sendingOf(sender, viewers);
    const at = Date.now();
    const over = (at - lookedAt) / 1_000;
    const words = now.map(({ camera, microphone, available }, index) => {
      const earlier = before[index] ?? now[index]!;
      const grown = (later = 0, sooner = 0) => later - sooner;
      const kilobits = ({ bytesSent }: typeof camera, then: typeof camera) =>
        Math.round((grown(bytesSent, then.bytesSent) * 8) / 1_000 / over);
      const { sentFrameHeight = 0, qualityLimitationReason = '?' } = camera;
      const pictures = grown(camera.framesEncoded, earlier.camera.framesEncoded);
      const quantizer = grown(camera.qpSum, earlier.camera.qpSum) / Math.max(1, pictures);
      return (
        `${Math.round(pictures / over)} × ${sentFrameHeight} lines (quantizer ${Math.round(quantizer)}, ${qualityLimitationReason}), ` +
        `${kilobits(camera, earlier.camera)} and ${kilobits(microphone, earlier.microphone)} of ${Math.round(available / 1_000)} kbit/s`
      );
    });
    [before, lookedAt] = [now, at];
    say(`${sender.name} +${seconds(at - startedAt)}: ${words.join('; ')}`);
  };
  const timer = setInterval(() => void look().catch(() => {}), 1_000);
  return () => clearInterval(timer);
}

/** Checks that pictures come again soon enough, and that voices stay whole. */
async function assertAdapted(
  call: Call,
  watches: readonly Watch[],
  findings: readonly Finding[],
  [faultAt, end]: readonly [number, number],
  say: Run['say'],
): Promise<void> {
  const late: string[] = [];
  for (const [viewer, { name }] of watches) {
    const { frames } = (await call.recording(viewer)).people[name]!;
    const after = reachedAfter(frames, ADAPTED, faultAt, end);
    say(`${name} at ${viewer.name}: ${ADAPTED} pictures per second after ${after ?? 'too many'} ms`);
    if (after === undefined || after > ADAPTS_WITHIN) late.push(`${name} at ${viewer.name}: ${after} ms`);
  }
  assert.deepEqual(late, []);
  for (const { concealed } of findings)
    assert.ok(concealed < MOST_CONCEALED, `${(concealed * 100).toFixed(1)} % of a voice were made up`);
}

/** A path that becomes narrower than the traffic: the sender has to reduce it, and it has to arrive. */
async function narrowPath({ open, found, say }: Run): Promise<void> {
  const call = await open({ people: TWO, rich: Object.keys(TWO) });
  const [ada, ben] = call.guests as [Guest, Guest];
  for (const [sender, viewer] of [
    [ada, ben],
    [ben, ada],
  ] as const)
    say(`${sender.name} sends ${Math.round(await sends(sender, [viewer], 400))} kbit/s`);
  let faultAt = 0;
  let end = 0;
  const stop = journal(ada, [ben], say);
  const findings = await hardship(call, {
    happens: () => {
      faultAt = Date.now();
      return call.network.throttle(ben.place, 300);
    },
    lasts: NARROW_FOR.path,
    async meanwhile() {
      end = Date.now();
      const left = await rateOf(ada, [ben]);
      say(`then ${Math.round(left)} kbit/s came from Ada to Ben: ${await sentBy(ada, [ben])}`);
      assert.ok(left < 330, `the path was not narrow: ${left} kbit/s`);
    },
    say,
  });
  stop();
  found(findings);
  assertWentOn(findings);
  await assertAdapted(call, everybody(call), findings, [faultAt, end], say);
}

/** The uplink of one of four people becomes narrow for a while. */
async function narrowUplink({ open, found, say }: Run): Promise<void> {
  const call = await open({ people: FOUR, rich: ['Ben'] });
  const ben = call.guests.find(({ name }) => name === 'Ben')!;
  const others = call.guests.filter((guest) => guest !== ben);
  const watches = others.map((viewer): Watch => [viewer, ben]);
  const was = await sends(ben, others, 550);
  say(`Ben sends ${Math.round(was)} kbit/s: ${await sentBy(ben, others)}`);
  let faultAt = 0;
  let end = 0;
  const stop = journal(ben, others, say);
  const findings = await hardship(call, {
    happens: () => {
      faultAt = Date.now();
      return call.network.throttleUplink(ben.place, UPLINK);
    },
    lasts: NARROW_FOR.uplink,
    async meanwhile() {
      end = Date.now();
      say(`then ${Math.round(await rateOf(ben, others))} kbit/s came from Ben: ${await sentBy(ben, others)}`);
    },
    say,
  });
  const healedAt = Date.now();
  assertWentOn(findings);
  const ofBen = findings.filter((_, index) => everybody(call)[index]![1] === ben);
  found(ofBen);
  await assertAdapted(call, watches, ofBen, [faultAt, end], say);
  await until(
    async () => (await rateOf(ben, others)) > was * 0.8,
    'for Ben to send as much as before',
    BACK_WITHIN - (Date.now() - healedAt),
  );
  stop();
  const back = Date.now() - healedAt;
  say(`Ben sent as much as before after ${back} ms: ${await sentBy(ben, others)}`);
  assert.ok(back <= BACK_WITHIN, 'Ben sent as much as before too late');
  for (const limits of FIXED) await sayBare(call, ben, limits, say);
}

/** The same uplink with bare connections, for comparison. */
async function sayBare(call: Call, sender: Guest, limits: FixedLimits, say: Run['say']): Promise<void> {
  const { lines, frameRate, maxBitrate } = limits;
  const { views, faultAt, end } = await bareUplink(call, sender, limits, {
    happens: () => call.network.throttleUplink(sender.place, UPLINK),
    lasts: NARROW_FOR.uplink,
  });
  say(`bare connections with ${lines} lines, ${frameRate} pictures/s and ${maxBitrate / 1_000} kbit/s each:`);
  for (const { viewer, frames, concealed } of views) {
    const after = reachedAfter(frames, ADAPTED, faultAt, end);
    const rate = (frames.filter((at) => at > faultAt && at < end).length * 1_000) / (end - faultAt);
    const gap = longestGap(frames, faultAt, end);
    say(
      `${sender.name} at ${viewer}: ${ADAPTED} pictures per second after ${after ?? 'too many'} ms, ${rate.toFixed(1)} pictures/s, ` +
        `longest gap ${seconds(length(gap))}, concealed voice ${(concealed * 100).toFixed(2)} %`,
    );
  }
}

/** The path between the first two participants: where only one kind is open, it has to be that one. */
async function goesBy({ guests: [ada, ben] }: Call, path: 'direct' | 'relayed'): Promise<void> {
  await Promise.all([ada!.sees(ben!.name, { path }), ben!.sees(ada!.name, { path })]);
}

const unplugged = (lasts: number, people = TWO, who?: string): Case['run'] =>
  repeatedly({ people }, ({ network, guests }, ben) => ({
    happens: () => network.unplug((guests.find(({ name }) => name === who) ?? ben).place),
    lasts,
    // A participant who is silent for longer may be removed, if they come back.
    mayGo: lasts > 12_000,
  }));

const silenced = (lasts: number): Case['run'] =>
  repeatedly({ people: TWO }, ({ network }, ben) => ({ happens: () => network.silence(ben.place), lasts }));

const moved = (people = TWO): Case['run'] =>
  repeatedly({ people }, ({ network }, ben) => ({
    happens: () => void network.move(ben.place),
    lasts: 0,
  }));

/** Ada cannot reach the party until she has noticed that, and for a while longer. */
async function withoutParty({ open, found, say }: Run): Promise<void> {
  const call = await open({ people: TWO });
  const [ada, ben] = call.guests as [Guest, Guest];
  const signaling = async () => (await call.recording(ada)).signaling.at(-1)!;
  let undo: Undo | undefined;
  const findings = await hardship(call, {
    happens: () => {
      undo = call.network.part(ada.place, call.party);
      return undefined;
    },
    lasts: 0,
    async meanwhile(faultAt) {
      await until(async () => (await signaling()).state !== 'connected', 'for Ada to miss the party', 90_000);
      say(`Ada missed the party after ${Date.now() - faultAt} ms`);
      await sleep(HARDSHIP);
      undo!();
      const healedAt = Date.now();
      await until(async () => (await signaling()).state === 'connected', 'for Ada to be back', 60_000);
      say(`Ada was back at the party after ${Date.now() - healedAt} ms`);
      await Promise.all([ada.isWith([ben.name]), ben.isWith([ada.name]), sleep(3_000)]);
    },
    say,
  });
  found(findings);
  assertWentOn(findings);
  for (const { gap } of findings) assert.ok(gap < 1_500, `pictures went on, but for ${gap} ms`);
}

/** The two participants whose path is cut, and how each sees the other. */
const torn = ({ guests: [ada, ben] }: Call): Watch[] => [
  [ada!, ben!],
  [ben!, ada!],
];

/**
 * Ada and Ben lose their path and the party. At the same moment a TURN server that had refused everyone starts to accept them.
 * Browsers only ask it again during an ICE restart, and Cleo is the only one who can relay the signals of a restart.
 */
async function pairByRelay({ times, open, found, say }: Run): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const hidden: Undo[] = [];
    const call = await open({
      people: THREE,
      turn: 'tcp',
      before: ({ network, turn, guests }) => {
        hidden.push(...guests.map(({ place }) => network.refuse(place, turn)));
      },
    });
    const { network, party } = call;
    const [ada, ben] = call.guests as [Guest, Guest];
    const findings = await outage(call, {
      happens: () => {
        network.part(ada.place, party);
        network.part(ben.place, party);
        network.part(ada.place, ben.place);
        for (const show of hidden) show();
        return undefined;
      },
      lasts: 0,
      watches: torn(call),
      patience: 60_000,
      say,
    });
    // Checked every five seconds. Only the one who uses the relay knows for certain: for the other its address may look like any
    // address that checks came from (`prflx`).
    await Promise.any([ada.sees(ben.name, { path: 'relayed' }), ben.sees(ada.name, { path: 'relayed' })]);
    found(findings.map((finding) => ({ ...finding, path: 'relayed' })));
    call.close();
  }
}

/** Ada and Ben have no path at all, and both are told so, while Cleo stays connected with both. Then there is a path again. */
async function pairWithoutPath({ open, found, say }: Run): Promise<void> {
  const call = await open({ people: THREE });
  const [ada, ben, cleo] = call.guests as [Guest, Guest, Guest];
  const link = 'unreachable';
  const patience = 180_000;
  const startedAt = Date.now();
  const findings = await outage(call, {
    happens: () => call.network.part(ada.place, ben.place),
    lasts: 0,
    watches: torn(call),
    async meanwhile() {
      await Promise.all([ada.sees(ben.name, { link }, patience), ben.sees(ada.name, { link }, patience)]);
      // The long wait must not cost anyone their membership.
      await sleep(HARDSHIP);
      for (const person of call.guests) assert.equal((await person.others()).length, 2, 'nobody is removed');
      await Promise.all([ada.sees(ben.name, { link }, 0), ben.sees(ada.name, { link }, 0)]);
      await steady(
        call,
        [
          [cleo, ada],
          [cleo, ben],
          [ada, cleo],
          [ben, cleo],
        ],
        startedAt,
      );
    },
    patience,
    say,
  });
  found(findings);
}

export const CASES: readonly Case[] = [
  { name: 'cut-3', what: 'cable pulled for 3 s', run: unplugged(3_000) },
  { name: 'cut-10', what: 'cable pulled for 10 s', run: unplugged(10_000) },
  { name: 'cut-30', what: 'cable pulled for 30 s', run: unplugged(30_000) },
  { name: 'cut-10-firefox', what: 'cable of Firefox pulled for 10 s', run: unplugged(10_000, MIXED) },
  { name: 'cut-100', what: 'cable of who joined last pulled for 100 s', run: unplugged(100_000) },
  {
    name: 'cut-100-first',
    what: 'cable of who joined first pulled for 100 s',
    run: unplugged(100_000, TWO, 'Ada'),
  },
  { name: 'silent-3', what: 'nothing passes for 3 s, no one is told', run: silenced(3_000) },
  { name: 'silent-10', what: 'nothing passes for 10 s, no one is told', run: silenced(10_000) },
  { name: 'address-change', what: 'another network, another address', run: moved() },
  { name: 'address-change-firefox', what: 'the same for Firefox', run: moved(MIXED) },
  {
    name: 'loss-5',
    what: '5 % of packets lost, both ways',
    run: badPath(({ network }, { place }) => network.lose(place, 0.05)),
  },
  {
    name: 'loss-20',
    what: '20 % of packets lost, both ways',
    run: badPath(({ network }, { place }) => network.lose(place, 0.2)),
  },
  {
    name: 'rate-300',
    what: '300 kbit/s, both ways, for a picture that needs more',
    run: narrowPath,
  },
  {
    name: 'uplink-500',
    what: 'uplink of one of four 500 kbit/s for 20 s, for pictures that need more',
    run: narrowUplink,
  },
  {
    name: 'symmetric-nat',
    what: 'symmetric NAT on both sides, TURN the only way; cable pulled for 3 s',
    run: repeatedly({ people: TWO, nat: true, turn: 'udp' }, ({ network }, ben) => ({
      happens: () => network.unplug(ben.place),
      lasts: 3_000,
    })),
  },
  {
    name: 'turn-tcp',
    what: 'UDP blocked, TURN over TCP; cable pulled for 3 s',
    run: repeatedly(
      {
        people: MIXED,
        turn: 'tcp',
        before: ({ network, guests }) => {
          for (const { place } of guests) network.forbidUdp(place);
        },
      },
      ({ network }, ben) => ({ happens: () => network.unplug(ben.place), lasts: 3_000 }),
    ),
  },
  { name: 'turn-minted', what: 'TURN only, with credentials made for each', run: minted },
  { name: 'party-unreachable', what: 'the party out of reach for one of them', run: withoutParty },
  {
    name: 'pair-by-relay',
    what: 'path of one pair cut, both cut off from the party; TURN, and a third as messenger',
    run: pairByRelay,
  },
  {
    name: 'pair-without-path',
    what: 'path of one pair cut until both say unreachable',
    run: pairWithoutPath,
  },
];
