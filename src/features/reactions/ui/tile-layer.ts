/** Shows the emoji of a participant over their picture. */
import { type CSSResult, css, html } from 'lit';
import type { Participant } from '../../../room/state.js';
import { keyed } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';

export const styles: CSSResult[] = [
  css`
.reaction { position: absolute; inset-inline: 0; inset-block-end: 12%; text-align: center; font: clamp(22px, 24cqmin, 84px)/1.2 var(--video-room-font, system-ui); pointer-events: none; animation: vr-rise 4s ease-out both }
@keyframes vr-rise { 0% { scale: .3 } 8%, 80% { scale: 1; opacity: 1 } 0%, to { opacity: 0 } to { translate: 0 -30cqb } }
@media (prefers-reduced-motion) { .reaction { animation: none } }
`,
];

export const render = ({ state }: UiContext, { id }: Participant): unknown =>
  keyed(
    state.reactions.filter(({ from }) => from === id),
    ({ emoji }) => html`<i class="reaction" part="tile__reaction">${emoji}</i>`,
  );
