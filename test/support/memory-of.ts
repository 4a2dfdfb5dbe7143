/** Memory of the party's server process, for tests that check that it does not grow. Linux only: elsewhere `undefined`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Resident memory, in MiB, of all processes called `name` in the process group `group`. */
export function memoryOf(group: number, name: string): number | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the name, which is in brackets: state, parent, group (proc(5)).
      const [, , its] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(its) !== group || !stat.includes(`(${name}`)) continue;
      const [, resident] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      kilobytes += Number(resident ?? 0);
    } catch {
      // The process has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}
