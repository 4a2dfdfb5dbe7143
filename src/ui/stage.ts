/** The whole interface, as the element draws it: a problem, the lobby or the call, and what lies above them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { renderControls, renderMoreMenu } from './controls/controls.js';
import { renderAudio, renderGrid } from './grid/grid.js';
import { renderLobby } from './lobby/lobby.js';
import { renderNotices } from './notices/notices.js';
import { renderDevicesPopover } from './popover/devices.js';
import { renderProblem } from './problem/problem.js';

function renderMenu(context: UiContext): unknown {
  const { menu } = context.ui;
  return menu === 'devices' ? renderDevicesPopover(context) : menu ? renderMoreMenu(context) : nothing;
}

export function renderStage(context: UiContext): TemplateResult {
  const { state, ui } = context;
  const { phase, fault } = state;
  const isIn = phase === 'joined';
  const isBefore = phase === 'lobby' || phase === 'joining';
  const problem = ui.problem ?? (fault?.fatal && !isIn ? fault.code : null);
  return html`<div class="stage" part="stage">
    <slot name="header"></slot>
    ${
      problem || phase === 'left'
        ? renderProblem(problem, context)
        : isIn
          ? html`${renderGrid(context)}${renderControls(context)}${renderAudio(context)}`
          : renderLobby(context)
    }
    ${renderNotices(context)}
    ${isIn || isBefore ? renderMenu(context) : nothing}
  </div>`;
}
