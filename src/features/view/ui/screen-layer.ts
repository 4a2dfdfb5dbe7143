/** The button on a shared screen that shows it in full screen. */
import { type CSSResult, css, html, type TemplateResult } from 'lit';
import { complete } from '../../../locale/complete.js';
import type { Participant } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import { icon } from '../../../ui/icons.js';
import { viewWords } from '../en.js';
import { toggleFullScreen } from '../full-screen.js';
import { FILL_SCREEN, LEAVE_SCREEN } from './icons.js';

export const styles: CSSResult[] = [
  css`
.fill { inset-inline-start: calc(2.3em + 14px) }
@container tile (max-width: 150px) or (max-height: 90px) { .fill { inset-inline-start: calc(2.3em + 6px) } }
.tile:fullscreen { border: 0 !important; transition: none; background: #000 }
.tile:fullscreen, .tile:fullscreen video { border-radius: 0 !important; clip-path: none !important }
.tile:fullscreen .name { inset-block-end: 16px }
`,
];

export function render(context: UiContext, participant: Participant): TemplateResult {
  const text = complete(viewWords, context.text);
  const full = context.host.shadowRoot?.fullscreenElement as HTMLElement | null | undefined;
  const isFull = full?.dataset.participant === participant.id;
  const label = isFull ? text.exitFullScreen : text.fullScreen;
  return html`<button
    type="button"
    class="pin fill"
    part="tile__full-screen"
    aria-label=${label}
    title=${label}
    @click=${({ currentTarget }: Event) => toggleFullScreen(context, (currentTarget as Element).closest<HTMLElement>('.tile')!)}
  >${icon(isFull ? LEAVE_SCREEN : FILL_SCREEN)}</button>`;
}
