/** Busy processes beside a benchmark: the other programs and tabs that people have open. */
import { spawn } from 'node:child_process';

/** Computes for nothing; ends by itself when the benchmark has ended without saying so. */
const WORK =
  'const parent = process.ppid; for (let n = 0; ; n += 1) if (n % 1e6 === 0 && process.ppid !== parent) process.exit()';

/** Starts so many of them. */
export function startBusy(count: number): { close(): void } {
  const processes = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', WORK], { stdio: 'ignore' }),
  );
  return {
    close() {
      for (const child of processes) child.kill();
    },
  };
}
