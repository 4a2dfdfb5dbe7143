/** Runs axe over one state of the gallery, in the look that the finished interface has. */
import axe from 'axe-core';
import { ENGLISH } from '../../demo/gallery-states.js';
import { until } from '../support/until.js';
import { show, WIDE } from '../ui/gallery-support.js';

/** Rules about whole pages: a test page has neither headings nor landmarks of its own. */
const PAGE_RULES = ['region', 'page-has-heading-one', 'landmark-one-main', 'heading-order'];

/** News and reactions that disappear by themselves: checked halfway, while they are visible. */
const PASSING = ['vr-pass', 'vr-rise'];

/** Advances each animation to its final picture, without waiting; returns whether one was unfinished. */
function advance(animations: Animation[]): boolean {
  const running = animations.filter(
    ({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity,
  );
  for (const animation of running) {
    if (!PASSING.includes((animation as CSSAnimation).animationName)) animation.finish();
    else {
      animation.pause();
      animation.currentTime = Number(animation.effect!.getComputedTiming().duration) / 2;
    }
  }
  return running.length > 0;
}

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
  }: { theme?: string; box?: typeof WIDE; language?: typeof ENGLISH },
): Promise<Findings> {
  const { host, root } = show(name, box, language);
  host.setAttribute('theme', theme);
  // Parts that are loaded: axe should see the finished picture.
  await until(() => !root.querySelector('.problem:empty, .notice span:empty, .chat:empty'));
  await until(() => !advance(root.getAnimations()));
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
