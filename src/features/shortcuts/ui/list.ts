/** The list of shortcuts. Loaded when first opened. */
import { type CSSResult, css, html, type TemplateResult } from 'lit';
import { complete } from '../../../locale/complete.js';
import type { UiContext } from '../../../ui/context.js';
import { dialog, popoverStyles } from '../../../ui/extras/menus.js';
import { shortcutsListWords } from './en-list.js';
import { CONTROLS, canFillScreen, controlOf } from './keys.js';

const listStyles = css`
.shortcuts { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 10px 1.5em; align-items: center }
.shortcuts dd { justify-self: end }
kbd {
  display: inline-block; min-inline-size: 2.2em; padding: .15em .6em; border: 1px solid var(--vr-line); border-block-end-width: 2px; border-radius: 7px;
  background: var(--vr-raised); font: inherit; font-weight: 600; text-align: center;
}
`;

export const styles: CSSResult[] = [popoverStyles, listStyles];

export function render(context: UiContext): TemplateResult {
  const text = complete(shortcutsListWords, context.text);
  const { shortcutNames } = text;
  const has = (key: string) => !!controlOf(key, context);
  const keys = Object.keys(CONTROLS).filter(has);
  const lines: [key: string, name: string][] = [
    ...(has('m') ? [[text.spaceKey, shortcutNames.talk] as [string, string]] : []),
    ...keys.map((key): [string, string] => [
      key.toUpperCase(),
      shortcutNames[CONTROLS[key] as keyof typeof shortcutNames],
    ]),
    ...(canFillScreen() ? [['F', shortcutNames.fullscreen] as [string, string]] : []),
    ['?', shortcutNames.list],
  ];
  return dialog(context, {
    label: text.shortcuts ?? '',
    centered: true,
    content: () => html`<p class="muted">${text.shortcutsHint}</p>
      <dl class="shortcuts" part="shortcuts">
        ${lines.map(([key, name]) => html`<dt>${name}</dt><dd><kbd>${key}</kbd></dd>`)}
      </dl>`,
  });
}
