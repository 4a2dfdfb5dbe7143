/** Full screen of the call, or of one shared screen. Part of the first script: browsers only allow it at once after a press. */
import type { UiContext } from '../../ui/context.js';

/** Only iPhones have it: their browser shows a video in full screen, but no other element. */
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

/** Whether the call can be in full screen: not on iPhones, nor in a frame that may not. */
export const hasFullScreen = ({ host }: Pick<UiContext, 'host'>): boolean =>
  host.ownerDocument.fullscreenEnabled || 'webkitEnterFullscreen' in HTMLVideoElement.prototype;

/** Leaves full screen, or shows the call in it: of the tile of a shared screen only that, also when the call already fills the screen. */
export function toggleFullScreen({ host }: Pick<UiContext, 'host'>, tile?: HTMLElement): void {
  const part = tile?.dataset.source === 'screen' ? tile : host;
  const root = part.getRootNode() as ShadowRoot;
  const done = root.fullscreenElement ? host.ownerDocument.exitFullscreen() : part.requestFullscreen?.();
  // The browser may refuse it, and says why in its console.
  done?.catch(() => {});
  if (!part.requestFullscreen) (tile?.querySelector('video') as PhoneVideo | null)?.webkitEnterFullscreen?.();
}
