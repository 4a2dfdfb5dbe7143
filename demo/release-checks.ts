/** What a release changes and what it needs, as far as that can be told without doing anything. Texts in, texts out. */

/** Something stands in the way. Its message is for the person who releases. */
export class Obstacle extends Error {}

const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-[\da-z]+(?:\.[\da-z]+)*)?$/;
const STEPS = ['major', 'minor', 'patch'] as const;

/** Under which heading of the changelog a version stands. */
const headingOf = (version: string) => `## [${version}]`;
const UNRELEASED = headingOf('Unreleased');
/** What the changelog says before there is a release. */
const ANNOUNCEMENT = /^To be \d.*\n+/;

/**
 * The version that `asked` names: one by itself, or the `major`, `minor` or `patch` after the current one. It must be later than the current one, or
 * the same while that has never been released.
 */
export function nextVersion(asked: string | undefined, current: string, changelog: string): string {
  const step = STEPS.indexOf(asked as (typeof STEPS)[number]);
  const version = step < 0 ? asked : stepped(current, step);
  if (!version || !VERSION.test(version)) {
    throw new Obstacle(
      'Which version? npm run release -- 1.2.3, or major, minor or patch. With --dry-run nothing is written.',
    );
  }
  if (changelog.includes(headingOf(version))) throw new Obstacle(`${version} is in CHANGELOG.md already.`);
  if (version !== current && !isLater(version, current)) {
    throw new Obstacle(`${version} is not later than ${current}.`);
  }
  return version;
}

const numbersOf = (version: string) => version.split('-')[0]!.split('.').map(Number);

function stepped(current: string, step: number): string {
  return numbersOf(current)
    .map((number, n) => (n < step ? number : n === step ? number + 1 : 0))
    .join('.');
}

/** A version with a `-` comes before the same one without. */
function isLater(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)];
  const different = a.findIndex((number, n) => number !== b[n]);
  if (different >= 0) return a[different]! > b[different]!;
  const [early = '', earlyThan = ''] = [version.split('-')[1], than.split('-')[1]];
  return !early ? !!earlyThan : !!earlyThan && early.localeCompare(earlyThan, 'en', { numeric: true }) > 0;
}

/** The changelog with what has not been released under the new version's heading. */
export function releasedChangelog(changelog: string, version: string, date: string): string {
  const [before, rest] = changelog.split(`${UNRELEASED}\n`);
  const next = rest?.search(/^## \[/m) ?? -1;
  const notes = (next < 0 ? rest : rest?.slice(0, next))?.trim().replace(ANNOUNCEMENT, '');
  if (!notes) throw new Obstacle(`CHANGELOG.md has nothing under "${UNRELEASED}".`);
  const older = next < 0 ? '' : `\n\n${rest!.slice(next).trim()}`;
  return `${before}${UNRELEASED}\n\n${headingOf(version)} - ${date}\n\n${notes}${older}\n`;
}

/** package.json or package-lock.json with another version; nothing else of it changes. */
export function withVersion(json: string, version: string): string {
  const content = JSON.parse(json);
  content.version = version;
  if (content.packages?.['']) content.packages[''].version = version;
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The last step, for a person to type; with a word on provenance, which npm attests only of a public repository, from its CI. */
export function publishCommand(
  tarball: string,
  manifest: { repository?: unknown },
  env: Readonly<Record<string, string | undefined>>,
): string {
  const isProvable = !!(env.ACTIONS_ID_TOKEN_REQUEST_URL || env.SIGSTORE_ID_TOKEN);
  const command = `npm publish ${tarball} --access public`;
  if (manifest.repository && isProvable) return `${command} --provenance`;
  const why = manifest.repository ? 'this is no CI job that may sign' : 'package.json names no repository';
  return `${command}\n  (without --provenance: ${why})`;
}
