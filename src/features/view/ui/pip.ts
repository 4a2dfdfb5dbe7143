/**
 * The call in a small window that stays above all others (https://wicg.github.io/document-picture-in-picture/). The window has tiles
 * and the most important controls. The element itself stays in the page, because the page counts on it: it goes on playing the sound,
 * and shows how to bring the call back.
 */
import { type CSSResult, css, render as draw, html, nothing, type TemplateResult } from 'lit';
import { complete } from '../../../locale/complete.js';
import { styles as baseStyles } from '../../../styles/index.js';
import type { Control, UiContext } from '../../../ui/context.js';
import { keepFocus } from '../../../ui/controllers/focus.js';
import { hearShortcuts } from '../../../ui/controllers/shortcuts.js';
import { icon } from '../../../ui/icons.js';
import { rootFontSize, scaleOf } from '../../../ui/scale.js';
import { adopt } from '../../../ui/sheets.js';
import { viewWords } from '../en.js';
import { PIP } from './icons.js';

export * as screenLayer from './screen-layer.js';

/** A small window with the call or its speaker. */
export interface PictureInPicture {
  close(): void;
  /** The window, if it has all of the call. */
  readonly window?: Window;
  readonly root?: ShadowRoot;
  /** The size of what it shows, in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** Missing in TypeScript's library: Chromium has it, and Firefox since 2026. */
type Opener = Window & {
  documentPictureInPicture?: {
    requestWindow(options: { width: number; height: number }): Promise<Window>;
  };
};

const CONTROLS: readonly Control[] = ['microphone', 'camera', 'leave'];
/** Its first size, in CSS pixels. Browsers remember the size that people give it. */
const SIZE = { width: 380, height: 420 };

/** A frame cannot open such a window. */
export function canOpenWindow({ host }: UiContext): boolean {
  const view = host.ownerDocument.defaultView as Opener | null;
  return !!view?.documentPictureInPicture && view.parent === view;
}

/** Menus and dialogs open in the page behind: nothing here leads to one. */
const windowStyles = css`.safety-mark { display: none }`;

/** What each window shows; shortcuts in it act on that. */
const shown = new WeakMap<ShadowRoot, UiContext>();

/** What the window shows of the call. The sound is played by the page. */
function renderCall(context: UiContext, { document }: Window): unknown {
  const { pip, controls } = context.ui;
  const { width = 0, height = 0 } = pip ?? {};
  // The reader may have set the size of text in the browser or in the page.
  const fontSize = Math.max(...[document, context.host.ownerDocument].map(rootFontSize));
  const scale = scaleOf(fontSize, { width, height });
  const participants = context.state.participants.map((one) => {
    const { camera, screen } = one.streams;
    return { ...one, streams: { ...(camera && { camera }), ...(screen && { screen }) } };
  });
  const small: UiContext = {
    ...context,
    state: { ...context.state, participants },
    // What they add to tiles, without what opens menus and full screen.
    features: context.features.map(({ name, tile, shortcuts }) => ({
      name,
      ...(tile && { tile }),
      ...(shortcuts && { shortcuts }),
    })),
    ui: {
      ...context.ui,
      ...{ width: width / scale, height: height / scale, scale },
      ...{ fills: true, menu: null, panel: null, opened: [], selfView: 'tile' },
      controls: CONTROLS.filter((name) => controls.includes(name)),
      pip: undefined,
    },
  };
  if (pip?.root) shown.set(pip.root, small);
  const { lang, dir } = context.language;
  return html`<div class="frame filling" lang=${lang} dir=${dir ?? nothing}><div class="stage" tabindex="-1" .style=${`--vr-scale:${scale}`}>${context.callView?.render(small)}</div></div>`;
}

const drawWindow = (context: UiContext) => {
  const { root, window: view } = context.ui.pip ?? {};
  if (root && view) draw(renderCall(context, view), root, { creationScope: view.document });
};

/** A box in the window with the look that the page has given to the element. */
function createBox({ host }: UiContext, { document }: Window): HTMLElement {
  const box = document.createElement('div');
  box.style.cssText = 'inline-size:100%;block-size:100vh;aspect-ratio:auto;border-radius:0';
  const theme = host.getAttribute('theme');
  if (theme) box.setAttribute('theme', theme);
  const look = getComputedStyle(host);
  const names = baseStyles.flatMap(({ cssText }) => cssText.match(/--video-room-[\w-]+/g) ?? []);
  for (const name of names) box.style.setProperty(name, look.getPropertyValue(name));
  document.title = host.ownerDocument.title;
  document.documentElement.lang = host.ownerDocument.documentElement.lang;
  document.documentElement.dir = look.direction;
  document.documentElement.style.colorScheme = look.colorScheme;
  document.body.style.margin = '0';
  document.body.append(box);
  return box;
}

/** Opens the window; call it at once after a press. Nothing happens if the browser refuses. */
export async function openWindow(context: UiContext): Promise<void> {
  const { host, room, act, callView } = context;
  const opener = host.ownerDocument.defaultView as Opener | null;
  const view = await opener?.documentPictureInPicture?.requestWindow(SIZE).catch(() => undefined);
  if (!view || !callView) return;
  // The call may have ended before the window was open.
  if (!/^join/.test(room.state.phase)) return view.close();
  const root = createBox(context, view).attachShadow({ mode: 'open' });
  adopt(root, [...baseStyles, ...callView.styles, windowStyles]);
  const show = () => {
    const { innerWidth: width, innerHeight: height } = view;
    const pip: PictureInPicture = { window: view, root, width, height, close: () => view.close() };
    act.show({ pip });
    return pip;
  };
  view.addEventListener('resize', show);
  const closing = new AbortController();
  view.addEventListener('pagehide', () => {
    closing.abort();
    act.measureTiles(null);
    act.show({ pip: undefined });
  });
  drawWindow({ ...context, ui: { ...context.ui, pip: show() } });
  keepFocus(root, closing.signal);
  hearShortcuts(root, () => shown.get(root)!, closing.signal);
  // Keys go to what has the focus; a press of Tab leads on from there.
  root.querySelector<HTMLElement>('.stage')?.focus();
  // The tiles of the window decide what the others send us, even while the page is hidden.
  act.measureTiles(root);
}

export const styles: CSSResult[] = [
  css`
.away { margin: auto; display: grid; justify-items: center; gap: 1em; padding: 1em; text-align: center; text-wrap: balance }
.away svg { inline-size: 2.6em; block-size: 2.6em; stroke-width: 1.4; color: var(--vr-muted) }
.away .button { padding-inline: 1.2em }
@container vr (max-height: 260px) { .away { gap: .4em; padding: .3em } .away svg { display: none } }
`,
];

/** In the place of the tiles: how to bring the call back. */
export function render(context: UiContext): TemplateResult {
  drawWindow(context);
  const text = complete(viewWords, context.text);
  return html`<div class="away" part="away">
    ${icon(PIP)}<b>${text.inPip}</b>
    <button type="button" class="button primary" part="away__back" @click=${() => context.ui.pip?.close()}>${text.bringBack}</button>
  </div>`;
}
