/** Draws a QR code as SVG: dark on light in every theme, because scanners need that. */

import { toSvgPath } from 'lean-qr/extras/svg';
import { correction, generate } from 'lean-qr/nano';
import { html, nothing, type TemplateResult } from 'lit';

/** The light margin that the standard asks for, in modules (ISO/IEC 18004, 4 on each side). */
const MARGIN = 4;

/** The modules of the code for this text; `undefined` if the text is too long for any code. */
function modulesOf(text: string): ReturnType<typeof generate> | undefined {
  for (const minCorrectionLevel of [correction.M, correction.L]) {
    try {
      return generate(text, { minCorrectionLevel });
    } catch {
      // Too long for this level.
    }
  }
  return undefined;
}

export function renderQrCode(text: string, label: string): TemplateResult | typeof nothing {
  const modules = modulesOf(text);
  if (!modules) return nothing;
  const size = modules.size + 2 * MARGIN;
  return html`<svg
    class="qr"
    part="invite__qr"
    role="img"
    aria-label=${label}
    viewBox=${`${-MARGIN} ${-MARGIN} ${size} ${size}`}
  ><path d=${toSvgPath(modules)} /></svg>`;
}
