/**
 * `npm run bench`: measures and prints; asserts nothing about time. Absolute times depend on the machine, so a measurement with a
 * baseline (bare connections, another library) runs in turns with it, or beside it, and is compared within the same run. `-- mesh
 * signaling` runs some of the parts; `--help` lists them.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ENGINES, engineOf } from '../../demo/party-process.js';
import type { BrowserName } from '../support/browsers.js';
import { benchEncode } from './encode.js';
import { benchCold, benchJoin } from './join.js';
import { benchLarge } from './large.js';
import { benchMesh, peopleOf } from './mesh.js';
import { benchParty } from './party.js';
import { benchPolling } from './polling.js';
import { benchRecoveries } from './recovery.js';
import { benchJoinRoom, benchSignaling, benchSteady } from './room.js';
import { benchSizes } from './sizes.js';

const HELP = `npm run bench [-- PART… OPTION…]

  from outside, with the built element on a page of another origin:
    mesh         calls of several people, against bare connections
                 --rooms 2,3,4,6,3+1 (3+1: three Chromiums and a Firefox), --seconds 15, --rounds 3,
                 --without-video, --busy 2 (busy processes beside it),
                 --full-size (also against bare connections that send full size to everyone),
                 --shared (also with one encoder for all viewers), --noise (cameras of 320 × 180 noise at 15 pictures/s)
    large        sixteen participants, twelve without video: how responsive the page of one of them is; --seconds 15
    polling      what collecting statistics costs in a call of eight; --seconds 15, --rounds 5; Linux only
    encode       one encoder for all viewers, against one for each; --viewers 1,3,7 (one camera), --cameras 4 (people who
                 all have one), --seconds 15, --rounds 3
    join         from a click on Join to the first picture, against two bare pages and PeerJS; --rounds 10
    cold         from the address to the first picture, against PeerJS; --rounds 10
  from inside, over a network in memory:
    join-room    a Room from join() to the first picture, against bare connections; --rounds 15
    signaling    what one more person costs in signaling
    steady       what a call sends in which nothing happens; --minutes 2
    recovery     pictures after a lost path, against bare connections; --browsers chromium,firefox,
                 --rounds 5
  party          what the server relays on each platform, against bare relays
                 --shapes 1x2,1x8,4x8,100x8 (rooms x people), --engines node,worker,partykit, --short (only at full
                 speed), --rounds 3
  size           what the script weighs

Without a part: all of them.`;

const OPTIONS = {
  rooms: { type: 'string', default: '2,3,4,6,3+1' },
  seconds: { type: 'string', default: '15' },
  rounds: { type: 'string' },
  minutes: { type: 'string', default: '2' },
  'without-video': { type: 'boolean', default: false },
  busy: { type: 'string', default: '0' },
  viewers: { type: 'string', default: '1,3,7' },
  browsers: { type: 'string', default: 'chromium,firefox' },
  cameras: { type: 'string', default: '4' },
  'full-size': { type: 'boolean', default: false },
  shared: { type: 'boolean', default: false },
  noise: { type: 'boolean', default: false },
  shapes: { type: 'string', default: '1x2,1x8,4x8,100x8' },
  engines: { type: 'string', default: ENGINES.join() },
  short: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
const { values, positionals } = readArguments();

const rounds = (usual: number) => number('rounds', values.rounds ?? String(usual), 1);
const PARTS: Record<string, () => unknown> = {
  mesh: () =>
    benchMesh({
      rooms: rooms(values.rooms),
      seconds: number('seconds', values.seconds, 1),
      rounds: rounds(3),
      video: !values['without-video'],
      busy: number('busy', values.busy, 0),
      fullSize: values['full-size'],
      shared: values.shared,
      noise: values.noise,
    }),
  large: () => benchLarge(number('seconds', values.seconds, 1)),
  polling: () => benchPolling(number('seconds', values.seconds, 1), rounds(5)),
  encode: () =>
    benchEncode({
      viewers: numbers('viewers', values.viewers),
      rooms: numbers('cameras', values.cameras),
      seconds: number('seconds', values.seconds, 1),
      rounds: rounds(3),
    }),
  join: () => benchJoin(rounds(10)),
  cold: () => benchCold(rounds(10)),
  'join-room': () => benchJoinRoom(rounds(15)),
  signaling: benchSignaling,
  steady: () => benchSteady(number('minutes', values.minutes, 0.1)),
  recovery: () => benchRecoveries(rounds(5), browsers(values.browsers)),
  party: () =>
    benchParty({
      rounds: rounds(3),
      shapes: values.shapes.split(',').map(shape),
      engines: values.engines.split(',').map((ENGINE) => engineOf({ ENGINE })),
      isShort: values.short,
    }),
  size: benchSizes,
};
/** The parts that measure the build. */
const OF_THE_BUILD = ['mesh', 'encode', 'large', 'polling', 'join', 'cold'];

const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
if (unknown) giveUp(`There is no part "${unknown}".\n\n${HELP}`);
if (values.help) {
  console.log(HELP);
  process.exit();
}
endWhenTold();
const parts = positionals.length ? positionals : Object.keys(PARTS);
if (parts.some((part) => OF_THE_BUILD.includes(part))) build();
for (const part of parts) await PARTS[part]!();

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return giveUp(`${(error as Error).message}\n\n${HELP}`);
  }
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  return value >= least ? value : giveUp(`--${name} is "${text}"; it takes a number from ${least} on.`);
}

function numbers(name: string, text: string): number[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((one) => number(name, one, 1));
}

function browsers(text: string): BrowserName[] {
  return text
    .split(',')
    .map((name) =>
      name === 'chromium' || name === 'firefox'
        ? name
        : giveUp(`"${name}" is no browser. Say chromium or firefox.`),
    );
}

function rooms(text: string) {
  return new Map(
    text.split(',').map((room) => {
      const people = peopleOf(room);
      if (!people) giveUp(`"${room}" is no room. Say 4, or 3+1 for three Chromiums and a Firefox.`);
      return [room, people] as const;
    }),
  );
}

function shape(text: string) {
  const [, rooms, people] = /^(\d+)x(\d+)$/.exec(text) ?? giveUp(`"${text}" is no shape. Say 4x8.`);
  return [Number(rooms), Number(people)] as const;
}

function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** Builds like `npm start`: the measured build always matches the sources. */
function build(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:site'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: true,
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** All child processes listen for the end of this process; a signal alone would not reach them. */
function endWhenTold(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  // npm does not pass a SIGTERM on through the shell that runs scripts: notice that the shell has ended.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), 500).unref();
}
