/** The resources of a browser and a party at one moment. Chromium and Linux only: CDP for the pages, /proc for the processes. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession } from 'puppeteer-core';
import type { Tab } from '../support/drivers.js';

/** Objects whose number must not grow. Counts everything that garbage collection keeps, even closed ones. */
const KINDS = [
  'RTCPeerConnection',
  'RTCDataChannel',
  'MediaStreamTrack',
  'MediaStream',
  'WebSocket',
  'AudioContext',
];

/** Clock ticks of /proc in a second; fixed on Linux. */
const TICKS = 100;

/** One page after garbage collection. */
export type PageSample = Record<'heap' | 'listeners' | 'nodes' | (typeof KINDS)[number], number>;

/** Reads one page; one instance for the whole run, because each session costs the page a little itself. */
export class PageMeter {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(tab: Tab): Promise<PageMeter> {
    const session = await tab.page.createCDPSession();
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    return new PageMeter(session);
  }

  /** `heap` is in bytes. */
  async read(): Promise<PageSample> {
    // Twice: the second round frees what the first finalizes.
    for (let round = 0; round < 2; round += 1) await this.#session.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const { nodes, jsEventListeners } = await this.#session.send('Memory.getDOMCounters');
    const sample: PageSample = { heap: metric('JSHeapUsedSize'), listeners: jsEventListeners, nodes };
    for (const kind of KINDS) sample[kind] = await this.#count(kind);
    return sample;
  }

  async #count(kind: string): Promise<number> {
    const objectGroup = 'soak';
    const { result } = await this.#session.send('Runtime.evaluate', {
      expression: `${kind}.prototype`,
      objectGroup,
    });
    const { objects } = await this.#session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId!,
      objectGroup,
    });
    const { result: length } = await this.#session.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function () { return this.length }',
      objectId: objects.objectId!,
      returnByValue: true,
    });
    await this.#session.send('Runtime.releaseObjectGroup', { objectGroup });
    return length.value as number;
  }
}

interface Process {
  pid: number;
  parent: number;
  group: number;
  /** Processor time used so far, in seconds. */
  cpu: number;
  /** Bytes. */
  resident: number;
}

/** All processes of the machine; those that end meanwhile are left out. */
function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // The name may contain anything, but ends at the last bracket.
        const fields = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const resident = Number(
          /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
        );
        const [, parent = 0, group = 0] = fields;
        const cpu = (fields[11]! + fields[12]!) / TICKS;
        return [{ pid: Number(pid), parent, group, cpu, resident: resident * 1024 }];
      } catch {
        return [];
      }
    });
}

/** A process and all its descendants. */
export function treeOf(root: number): { cpu: number; resident: number } {
  const all = processes();
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return sum(all.filter(({ pid }) => tree.has(pid)));
}

/** A process group. */
export const groupOf = (leader: number): { cpu: number; resident: number } =>
  sum(processes().filter(({ group }) => group === leader));

const sum = (list: Process[]) => ({
  cpu: list.reduce((total, { cpu }) => total + cpu, 0),
  resident: list.reduce((total, { resident }) => total + resident, 0),
});
