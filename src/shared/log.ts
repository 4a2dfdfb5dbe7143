/**
 * The log. error: a person sees it · warn: we recovered · info: one line per lifecycle step · debug: the rest. Texts are
 * constant, and facts go into the context object; never log SDP, names, tokens or secrets.
 */

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type Level = (typeof LEVELS)[number];

/** Facts for a constant text. */
export type LogContext = Readonly<Record<string, string | number | boolean | undefined>>;
/** Writes lines at one of four levels. */
export type Log = Record<Exclude<Level, 'silent'>, (text: string, context?: LogContext) => void>;

/** The level from `localStorage['video-room:log']`; `warn` by default and where storage is unavailable. */
function storedLevel(): Level {
  try {
    const stored = globalThis.localStorage?.getItem('video-room:log') as Level;
    return LEVELS.includes(stored) ? stored : 'warn';
  } catch {
    return 'warn';
  }
}

/** Makes a log that writes entries at `level` or above to `sink`. The level is read once. */
export function createLog(
  sink: Pick<Console, 'debug' | 'info' | 'warn' | 'error'> = console,
  level = storedLevel(),
): Log {
  const at = (name: Exclude<Level, 'silent'>) => (text: string, context?: LogContext) => {
    if (LEVELS.indexOf(name) >= LEVELS.indexOf(level)) sink[name](`video-room: ${text}`, context ?? '');
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
