/** Says who has waved. */
import { html } from 'lit';
import type { UiContext } from '../../../../src/ui/context.js';
import { renderNotice } from '../../../../src/ui/notices/notices.js';

export const styles = [];
export const render = ({ state }: UiContext): unknown =>
  renderNotice({ sentence: html`<b part="wave">${state.wavedBy}</b>` });
