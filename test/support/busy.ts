/** Busy processes beside a call, like a user's other programs and tabs. */
import { spawn } from 'node:child_process';

/** Computes without purpose; ends by itself when its parent has ended. */
const WORK =
  'const parent = process.ppid; for (let n = 0; ; n += 1) if (n % 1e6 === 0 && process.ppid !== parent) process.exit()';

/** Starts this many of them. */
export function startBusy(count: number): { close(): void } {
  const processes = Array.from({ length: count }, () =>
    // In a session of its own: Linux shares the processor fairly between sessions, and browsers have their own.
    spawn(process.execPath, ['-e', WORK], { stdio: 'ignore', detached: true }),
  );
  return {
    close() {
      for (const child of processes) child.kill();
    },
  };
}
