/** The whole interface of the element: a problem, the lobby or the call, and the layers above them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import type { UiFeature } from './feature.js';
import { later, loadMenus, loadProblems, loadSafety } from './later.js';
import { renderLobby } from './lobby/lobby.js';
import { renderNotices } from './notices/notices.js';

/** The open menu or dialog: of the feature that has one of this kind, or else of the core. */
function renderMenu(context: UiContext, menu: string): TemplateResult {
  const [kind = '', argument] = menu.split(' ');
  const load: NonNullable<UiFeature['menus']>[string] =
    kind === 'safety'
      ? loadSafety
      : (context.features.find(({ menus }) => menus?.[kind])?.menus?.[kind] ?? loadMenus);
  return html`<div ${later(({ render }) => render(context, argument), '', load)}></div>`;
}

export function renderStage(context: UiContext): TemplateResult {
  const { state, ui, language } = context;
  const { phase, fault } = state;
  const isIn = phase === 'joined';
  const problem = ui.problem ?? (fault?.fatal && !isIn ? fault.code : null);
  return html`<div class="frame ${ui.fills ? 'filling' : ''}" lang=${language.lang} dir=${language.dir ?? nothing}><i class="rem"></i><div class="stage" part="stage" tabindex="-1" .style=${ui.scale! > 1 ? `--vr-scale:${ui.scale}` : ''}>
    <slot name="header"></slot>
    ${
      problem || phase === 'left'
        ? html`<div class="problem" part="problem" role=${problem && !ui.hadFocus ? 'alert' : nothing} ${later(({ renderProblem }) => renderProblem(problem, context), html`<h2 tabindex="-1">${problem ?? context.text.youLeft}</h2>`, loadProblems)}></div>`
        : isIn
          ? (
              context.callView?.render(context) ??
                html`<p class="muted" role="status">${context.text.joining}</p>`
            )
          : renderLobby(context)
    }
    ${renderNotices(context)}
    ${ui.menu && !/idle|left/.test(phase) ? renderMenu(context, ui.menu) : nothing}
  </div></div>`;
}
