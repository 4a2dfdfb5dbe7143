/**
 * The programs that tests run besides Node: which are missing, and the one sentence that says what is done about it. Knows Debian's package
 * manager; never runs anything itself.
 */

export interface Programs {
  chromium: boolean;
  firefox: boolean;
  /** A TURN server; tests that want one are skipped without it. */
  coturn: boolean;
}

export interface Plan {
  /** One sentence for whoever waits, or nothing when everything is there. */
  say?: string;
  /** Packages to install, each list by a command of its own: one that fails leaves the others. */
  install: string[][];
  /** Whether tests can run when the packages are there. */
  canRun: boolean;
}

const PACKAGES: Record<keyof Programs, string> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
  coturn: 'coturn',
};

/** Decides what to do on a machine that has these programs; `canInstall`: it is Debian, and we are root. */
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

/** What somebody has to install themselves, in one sentence; nothing when nothing is missing. */
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
