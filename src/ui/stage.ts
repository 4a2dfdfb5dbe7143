/** The whole interface, as the element draws it: a problem, the lobby or the call, and what lies above them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { renderControls } from './controls/controls.js';
import { renderGrid } from './grid/grid.js';
import { later } from './later.js';
import { renderLobby } from './lobby/lobby.js';
import { renderNotices } from './notices/notices.js';

export function renderStage(context: UiContext): TemplateResult {
  const { state, ui } = context;
  const { phase, fault } = state;
  const isIn = phase === 'joined';
  const problem = ui.problem ?? (fault?.fatal && !isIn ? fault.code : null);
  return html`<div class="stage" part="stage">
    <slot name="header"></slot>
    ${
      problem || phase === 'left'
        ? html`<div class="problem" part="problem" role=${problem ? 'alert' : nothing} ${later(({ renderProblem }) => renderProblem(problem, context), problem ?? context.text.youLeft)}></div>`
        : isIn
          ? html`${renderGrid(context)}${renderControls(context)}`
          : renderLobby(context)
    }
    ${renderNotices(context)}
    ${
      ui.menu && (isIn || phase === 'lobby')
        ? html`<div ${later(({ renderMenu }) => renderMenu(context))}></div>`
        : nothing
    }
  </div>`;
}
