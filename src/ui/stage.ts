/** The whole interface of the element: a problem, the lobby or the call, and the layers above them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { renderControls } from './controls/controls.js';
import { renderGrid } from './grid/grid.js';
import { later, loadChat } from './later.js';
import { renderLobby } from './lobby/lobby.js';
import { renderNotices } from './notices/notices.js';

/** Once opened, the chat stays in the DOM, hidden or not, and keeps its draft. */
function renderChat(context: UiContext): TemplateResult | typeof nothing {
  const { ui, text } = context;
  if (ui.chat === null) return nothing;
  return html`<div class="chat" part="chat" role="region" aria-label=${text.chat} ?hidden=${!ui.chat} ${later(({ renderChat }) => renderChat(context), text.reconnecting, loadChat)}></div>`;
}

export function renderStage(context: UiContext): TemplateResult {
  const { state, ui, language } = context;
  const { phase, fault } = state;
  const isIn = phase === 'joined';
  const problem = ui.problem ?? (fault?.fatal && !isIn ? fault.code : null);
  return html`<div class="frame ${ui.fills ? 'filling' : ''}" lang=${language.lang} dir=${language.dir ?? nothing}><div class="stage" part="stage">
    <slot name="header"></slot>
    ${
      problem || phase === 'left'
        ? html`<div class="problem" part="problem" role=${problem ? 'alert' : nothing} ${later(({ renderProblem }) => renderProblem(problem, context), problem ?? context.text.youLeft)}></div>`
        : isIn
          ? html`<div class="main">${renderGrid(context)}${renderChat(context)}</div>${renderControls(context)}`
          : renderLobby(context)
    }
    ${renderNotices(context)}
    ${
      ui.menu && !/idle|left/.test(phase)
        ? html`<div ${later(({ renderMenu }) => renderMenu(context))}></div>`
        : nothing
    }
  </div></div>`;
}
