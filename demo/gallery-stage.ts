/** Puts one gallery state on the page, alive: what the interface asks for is shown, without a room behind it. */
import { render } from 'lit';
import { styles } from '../src/styles/index.js';
import * as callView from '../src/ui/call-view.js';
import type { UiActions, UiContext, UiState } from '../src/ui/context.js';
import type { Language } from '../src/ui/controllers/language.js';
import { panelOpened } from '../src/ui/panels.js';
import { rootFontSize, scaleOf } from '../src/ui/scale.js';
import { adopt } from '../src/ui/sheets.js';
import { renderStage } from '../src/ui/stage.js';
import type { FakeRoom } from '../test/support/fake-room.js';
import { contextOf, ENGLISH, type GalleryState } from './gallery-states.js';

/** A state on the page. */
export interface GalleryStage {
  readonly state: GalleryState;
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly room: FakeRoom;
  /** What the interface asked of the element, in order. */
  readonly asked: unknown[][];
  /** Draws again with something changed. */
  show(ui: Partial<UiState>): void;
}

/** Makes a box of this size with the state in it; the caller puts it on the page. */
export function mountState(
  state: GalleryState,
  box: { width: number; height: number },
  language: Language = ENGLISH,
): GalleryStage {
  const host = document.createElement('div');
  host.style.cssText = `inline-size:${box.width}px;block-size:${box.height}px`;
  const root = host.attachShadow({ mode: 'open' });
  adopt(root, [...styles, ...callView.styles]);

  const asked: unknown[][] = [];
  const reactions: Partial<{
    [K in keyof UiActions]: (...args: Parameters<UiActions[K]>) => Partial<UiState>;
  }> = {
    show: (patch) => patch,
    openMenu: (menu) => ({ menu }),
    openPanel: (name) => panelOpened(context.ui, name, context.features),
    setName: (draftName) => ({ draftName }),
    copyLink: () => ({ copied: true }),
    startPlayback: () => ({ playbackBlocked: false }),
    dismissNotice: (...keys) => ({ dismissed: [...context.ui.dismissed, ...keys] }),
  };
  const act = new Proxy({} as UiActions, {
    get: (_, name: keyof UiActions) => {
      return (...args: never[]) => {
        // Parts hand actions to listeners as they are: what comes with the event is not asked for.
        asked.push([name, ...args.filter((arg: unknown) => !(arg instanceof Event))]);
        const react = reactions[name] as ((...args: never[]) => Partial<UiState>) | undefined;
        if (react) show(react(...args));
      };
    },
  });

  const scale = scaleOf(rootFontSize(document), box);
  const scaled = { width: box.width / scale, height: box.height / scale, scale };
  const { context: first, room } = contextOf(state, scaled, act, language);
  let context: UiContext = { ...first, host };
  const draw = () => render(renderStage(context), root);
  function show(ui: Partial<UiState>): void {
    context = { ...context, ui: { ...context.ui, ...ui } };
    draw();
  }
  room.subscribe((next) => {
    context = { ...context, state: next };
    draw();
  });
  draw();
  return { state, host, root, room, asked, show };
}
