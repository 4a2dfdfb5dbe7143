/** The lab's summary as Markdown, for the terminal and for README.md, where rows of cases that did not run are kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, median, seconds } from './measure.js';

export interface Result {
  name: string;
  what: string;
  /** One list per repetition, one finding per watching participant. */
  findings: readonly Finding[][];
  failure: string | undefined;
}

const README = join(import.meta.dirname, 'README.md');
const MARKS = ['<!-- lab: begin -->', '<!-- lab: end -->'] as const;
const HEAD = [
  'case',
  'what happens',
  'seen in',
  'times',
  'first picture after, median (each)',
  'longest gap',
  'pictures/s',
  'freezes',
  'packets lost',
  'messages lost',
  'path',
  'link',
];

/** One row per case and browser: the worse of both directions, the median of all times. */
function rows({ name, what, findings, failure }: Result): string[][] {
  const end = failure && `**failed**: ${failure.replaceAll('|', '\\|')}`;
  const browsers = [...new Set(findings.flat().map(({ browser }) => browser))].sort();
  if (!browsers.length) return [[name, what, '–', '0', ...Array(HEAD.length - 5).fill('–'), end ?? '–']];
  return browsers.map((browser) => {
    const times = findings.map((each) => each.filter((finding) => finding.browser === browser));
    const worst = (of: (finding: Finding) => number | undefined, choose = Math.max) =>
      times
        .map((each) => choose(...each.map((finding) => of(finding) ?? Number.NaN)))
        .filter((value) => !Number.isNaN(value));
    const middle = (values: number[], write = (value: number) => String(Math.round(value))) =>
      values.length ? write(median(values)) : '–';
    const recoveries = worst(({ recovery }) => recovery);
    const ways = new Set(times.flat().map(({ states }) => states.join(' → ')));
    return [
      name,
      what,
      browser,
      String(times.length),
      recoveries.length
        ? `${seconds(median(recoveries))} (${recoveries.map((value) => (value / 1000).toFixed(2)).join(', ')})`
        : '–',
      middle(
        worst(({ gap }) => gap),
        seconds,
      ),
      middle(
        worst(({ rate }) => rate, Math.min),
        (value) => value.toFixed(1),
      ),
      middle(worst(({ freezes }) => freezes)),
      middle(worst(({ packetsLost }) => packetsLost)),
      middle(worst(({ messagesLost }) => messagesLost)),
      [...new Set(times.flat().map(({ path }) => path))].join(', '),
      [...ways, ...(end ? [end] : [])].join('; '),
    ];
  });
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const head = [line(HEAD), line(HEAD.map(() => '---'))];

export function table(results: readonly Result[]): string {
  return [...head, ...results.flatMap(rows).map(line)].join('\n');
}

/** Puts the table into README.md, with its rows in the order of `names` and the browsers used. */
export function writeTable(
  results: readonly Result[],
  names: readonly string[],
  versions: readonly string[],
): void {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = MARKS.map((mark) => text.indexOf(mark)) as [number, number];
  const old = text
    .slice(begin, end)
    .split('\n')
    .filter((row) => row.startsWith('| '))
    .slice(2);
  const nameOf = (row: string) => row.split(' | ')[0]!.slice(2);
  const kept = names.flatMap((name) => {
    const result = results.find((each) => each.name === name);
    return result ? rows(result).map(line) : old.filter((row) => nameOf(row) === name);
  });
  const caption = `Measured with ${versions.join(' and ')}.`;
  const body = [MARKS[0], '', caption, '', ...head, ...kept, ''].join('\n');
  writeFileSync(README, `${text.slice(0, begin)}${body}\n${text.slice(end)}`);
}
