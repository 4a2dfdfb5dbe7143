/**
 * Explains in two sentences how this call is protected, and shows the numbers to compare if there is no secret. Loaded when first
 * opened.
 */

import { html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { later } from '../later.js';
import { CLOSE } from '../more-icons.js';
import { nameOf } from '../tile/avatar.js';
import { renderPopover } from './popover.js';
import { sentencesOf } from './sentences.js';

export function renderSafety(context: UiContext): TemplateResult {
  const { room, state } = context;
  const text = sentencesOf(context);
  const { verification } = state.self;
  const isTrusted = verification === 'trusted-server';
  // A rebuilt link has the same certificates, but it may belong to another page.
  const code = (id: string) => () => room.safetyCode(id).then((numbers) => ({ styles: [], numbers }));
  return renderPopover(
    'dialog',
    text.safety[verification],
    (close) => html`<div class="popover__title">
        <b>${text.safety[verification]}</b
        ><button type="button" class="icon-button" aria-label=${text.close} @click=${close}>${icon(CLOSE)}</button>
      </div>
      <p class="muted">${verification === 'unverified' ? nothing : text.safetyAbout[verification]}</p>
      ${
        isTrusted
          ? state.participants.map(
              (participant) => html`<div class="safety">
                <bdi>${nameOf(participant, text)}</bdi>
                <code part="safety__code" ${later(({ numbers }: { numbers: string | null; styles: never[] }) => numbers ?? '…', '…', code(participant.id))}></code>
              </div>`,
            )
          : state.participants.map(
              (participant) => html`<div class="safety">
                <bdi>${nameOf(participant, text)}</bdi><span class="muted">${participant.verification === 'verified' ? text.hasSecret : text.safety.unverified}</span>
              </div>`,
            )
      }`,
    context,
  );
}
