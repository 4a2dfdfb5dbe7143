/** Runs axe over one state of the gallery, in the look that the finished interface has. */
import axe from 'axe-core';
import { ENGLISH } from '../../demo/gallery-states.js';
import { show, WIDE } from '../ui/gallery-support.js';
import { finished } from './finished.js';

/** Rules about whole pages: a test page has neither a main heading nor landmarks. */
const PAGE_RULES = ['region', 'page-has-heading-one', 'landmark-one-main'];

/** What axe found, one line each: rule, part and reason. */
export interface Findings {
  readonly violations: string[];
  /** What it could not decide. */
  readonly incomplete: string[];
}

export async function axeFindings(
  name: string,
  {
    theme = 'light',
    box = WIDE,
    language = ENGLISH,
    className = '',
  }: { theme?: string; box?: typeof WIDE; language?: typeof ENGLISH; className?: string },
): Promise<Findings> {
  const stage = show(name, box, language);
  const { host } = stage;
  host.setAttribute('theme', theme);
  host.className = className;
  await finished(stage);
  const { violations, incomplete } = await axe.run(host, {
    rules: Object.fromEntries(PAGE_RULES.map((rule) => [rule, { enabled: false }])),
  });
  return {
    violations: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${[target].flat(2).at(-1)}: ${failureSummary}`),
    ),
    incomplete: incomplete.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all }) => {
        const [, part = html.split(/[ >]/)[0]!.slice(1)] =
          /^<[^>]*?(?:part|class)="([\w-]+)/.exec(html) ?? [];
        return `${id} at ${part}: ${[...any, ...all][0]?.message ?? 'to be looked at'}`;
      }),
    ),
  };
}
