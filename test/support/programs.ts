/**
 * The programs that tests need besides Node: which ones are missing, and the sentence that says what happens about it. Knows
 * Debian's package manager; never runs anything itself.
 */

export interface Programs {
  chromium: boolean;
  firefox: boolean;
  /** A TURN server; tests that need one are skipped without it. */
  coturn: boolean;
}

export interface Plan {
  /** One sentence for the waiting user, or nothing if everything is there. */
  say?: string;
  /** Packages to install, each list by its own command: if one fails, the others continue. */
  install: string[][];
  /** Whether tests can run when the packages are there. */
  canRun: boolean;
}

const PACKAGES: Record<keyof Programs, string> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
  coturn: 'coturn',
};

/** Decides what to do on a machine with these programs; `canInstall`: it is Debian, and we are root. */
export function planPrograms(has: Programs, canInstall: boolean): Plan {
  const packages = (names: (keyof Programs)[]) =>
    names.filter((name) => !has[name]).map((name) => PACKAGES[name]);
  const browsers = packages(['chromium', 'firefox']);
  const coturn = packages(['coturn']);
  const missing = [...browsers, ...coturn];
  if (!missing.length) return { install: [], canRun: true };
  if (canInstall) {
    return {
      say: `Now installing what tests need and this machine does not have, with apt-get, because we are root on Debian: ${list(missing)}.`,
      install: [browsers, coturn].filter(({ length }) => length),
      canRun: true,
    };
  }
  return { say: advice(has), install: [], canRun: !browsers.length };
}

/** What the user has to install, in one sentence; `undefined` if nothing is missing. */
export function advice({ chromium, firefox, coturn }: Programs): string | undefined {
  const browsers = [
    ...(chromium ? [] : ['Chrome or Chromium (or set CHROME_PATH)']),
    ...(firefox ? [] : ['Firefox (or set FIREFOX_PATH)']),
  ];
  if (browsers.length)
    return `Tests need ${list(browsers)}, which this machine does not have: please install what is missing.`;
  return coturn ? undefined : 'coturn is not installed, so tests of TURN are skipped.';
}

const list = (items: string[]) => new Intl.ListFormat('en').format(items);
