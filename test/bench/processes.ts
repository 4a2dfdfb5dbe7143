/** Processor time of browsers, by type of process and by thread of their pages. Linux only: read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc in a second; fixed on Linux. */
const TICKS = 100;

export const CAN_READ_PROCESSES = process.platform === 'linux';

/** Processor seconds used so far, by name. */
export interface ProcessorTime {
  /** By type of process, such as `renderer` or `utility audio`. */
  processes: Record<string, number>;
  /** By thread of all pages together. */
  threads: Record<string, number>;
}

/** For the browsers with these main processes, and all of their child processes. */
export function readProcessorTime(browsers: readonly number[]): ProcessorTime {
  const time: ProcessorTime = { processes: {}, threads: {} };
  for (const pid of treesOf(browsers)) {
    const type = typeOf(pid);
    add(time.processes, type, readStat(`/proc/${pid}/stat`)?.seconds);
    if (type !== 'renderer') continue;
    for (const task of list(`/proc/${pid}/task`)) {
      const stat = readStat(`/proc/${pid}/task/${task}/stat`);
      if (stat) add(time.threads, threadName(stat.name), stat.seconds);
    }
  }
  return time;
}

/** Cores in use between two readings, by name. */
export function cores(
  before: Record<string, number>,
  after: Record<string, number>,
  seconds: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([name, time]) => [name, Math.max(0, time - (before[name] ?? 0)) / seconds]),
  );
}

interface Stat {
  name: string;
  parent: number;
  seconds: number;
}

/** `undefined` when the process or thread has ended meanwhile. */
function readStat(path: string): Stat | undefined {
  const stat = read(path);
  if (!stat) return undefined;
  // The name may contain anything, but ends at the last bracket.
  const end = stat.lastIndexOf(')');
  const fields = stat
    .slice(end + 2)
    .split(' ')
    .map(Number);
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    parent: fields[1]!,
    seconds: (fields[11]! + fields[12]!) / TICKS,
  };
}

/** Chromium has it in `--type` and `--utility-sub-type`, Firefox in the last word of a content process. */
function typeOf(pid: number): string {
  // Chromium's processes rewrite their command line, with spaces.
  const words = (read(`/proc/${pid}/cmdline`) ?? '').split(/[\0 ]/).filter(Boolean);
  const option = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
  if (words.includes('-contentproc')) return `firefox ${words.at(-1)}`;
  const type = option('type') ?? (words[0]?.includes('firefox') ? 'firefox' : 'browser');
  const service = option('utility-sub-type')?.split('.')[0];
  return service ? `${type} ${service}` : type;
}

/** Workers of a pool count as one: `ThreadPoolForegroundWorker` and the others only differ in a number. */
const threadName = (name: string) => name.replace(/[\d/#]+.*$/, '').trim() || name;

function treesOf(roots: readonly number[]): Set<number> {
  const all = list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: readStat(`/proc/${name}/stat`)?.parent }));
  const tree = new Set(roots);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (parent !== undefined && tree.has(parent)) tree.add(pid);
  }
  return tree;
}

function add(sums: Record<string, number>, name: string, seconds = 0): void {
  sums[name] = (sums[name] ?? 0) + seconds;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
