/**
 * Explains in a few sentences how this call is protected, and shows the numbers to compare if there is no secret. Loaded when first
 * opened.
 */

import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { UiContext } from '../context.js';
import { later } from '../later.js';
import { nameOf } from '../tile/avatar.js';
import { dialog, popoverStyles } from './menus.js';
import { sentencesOf } from './problems.js';

export const styles: CSSResult[] = [popoverStyles];

export function render(context: UiContext): TemplateResult {
  const { room, state } = context;
  const text = sentencesOf(context);
  const { verification } = state.self;
  const isTrusted = verification === 'trusted-server';
  // A rebuilt link has the same certificates, but it may belong to another page.
  const code = (id: string) => () => room.safetyCode(id).then((numbers) => ({ styles: [], numbers }));
  return dialog(context, {
    label: text.safety[verification],
    content: () => html`
      <p class="muted">${verification === 'unverified' ? nothing : text.safetyAbout[verification]}</p>
      ${isTrusted ? html`<p class="muted">${state.participants.length ? text.compareNumbers : text.compareLater}</p>` : nothing}
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
  });
}
