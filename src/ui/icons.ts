/**
 * The icons of the lobby and of controls: strokes on a 24-unit square, drawn for this project. They take the color and size of their
 * text. `more-icons.ts` has the others.
 */
import { html, nothing, type TemplateResult } from 'lit';

const PATHS = {
  microphone: 'M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  camera:
    'M5.5 6.5h7a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-7a2.5 2.5 0 0 1-2.5-2.5V9a2.5 2.5 0 0 1 2.5-2.5zM15 11l6-3.5v9L15 13',
  screen:
    'M5.5 4.5h13a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-13a2.5 2.5 0 0 1-2.5-2.5V7a2.5 2.5 0 0 1 2.5-2.5zM8.5 20h7M12 13.5v-6m-2.5 2.5L12 7.5l2.5 2.5',
  hand: 'M8 12.5V6a1.5 1.5 0 0 1 3 0v5m0-6.5a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v8.5a6.5 6.5 0 0 1-6.5 6.5c-2.5 0-3.9-1-5.2-3.3L3.4 14a1.5 1.5 0 0 1 2.6-1.5L8 15.5',
  chat: 'M6.5 4.5h11A2.5 2.5 0 0 1 20 7v7a2.5 2.5 0 0 1-2.5 2.5H12L7.5 20v-3.5h-1A2.5 2.5 0 0 1 4 14V7a2.5 2.5 0 0 1 2.5-2.5z',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 5a2 2 0 1 1 0 4 2 2 0 1 1 0-4zM9 15a2 2 0 1 1 0 4 2 2 0 1 1 0-4z',
  more: 'M5.5 11.4a.6.6 0 1 0 .01 0zM12 11.4a.6.6 0 1 0 .01 0zM18.5 11.4a.6.6 0 1 0 .01 0z',
  host: 'M12 3.5l7 2.5v5c0 4.7-3 7.8-7 9.5-4-1.7-7-4.8-7-9.5V6zM9 12l2.2 2.2L15.5 10',
  lock: 'M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  leave: 'M3 13.5c5-5 13-5 18 0l-2.5 3-4-2v-3a11 11 0 0 0-5 0v3l-4 2z',
  shield: 'M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z',
} as const;

/** The name of an icon of the core. */
export type IconName = keyof typeof PATHS;

/** The path of an icon that is not of the core, such as those of `more-icons.ts`. */
export type IconPath = `M${string}`;

/** For the small button beside a control. */
export const CHEVRON: IconPath = 'M6 15l6-6 6 6';

/**
 * Draws one icon, by its name or by the path of another one on the same square; struck through if `isOff`. The text or label around
 * it gives the meaning.
 */
export function icon(name: IconName | IconPath, isOff = false): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" class=${isOff ? 'struck' : nothing}
    ><path d=${PATHS[name as IconName] ?? name} /><path d="M4 4l16 16"
  /></svg>`;
}
