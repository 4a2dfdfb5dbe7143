/**
 * The style sheets of a shadow root. Lit's style sheets belong to the document that runs the script. A root that moves to another
 * document (a frame, a pop-up, a picture-in-picture window) loses them and cannot reuse them.
 */
import type { CSSResult } from 'lit';

interface Sheets {
  readonly results: CSSResult[];
  document: Document;
}

const known = new WeakMap<ShadowRoot, Sheets>();

function sheetsOf(root: ShadowRoot): Sheets {
  let sheets = known.get(root);
  if (!sheets) {
    sheets = { results: [], document: root.ownerDocument };
    known.set(root, sheets);
  }
  return sheets;
}

/** Makes a style sheet for `document`; `undefined` if it has no window, because nothing is drawn there. */
function sheetFor({ cssText, styleSheet }: CSSResult, { defaultView }: Document): CSSStyleSheet | undefined {
  if (!defaultView || defaultView === window) return styleSheet;
  const sheet = new (defaultView as typeof window).CSSStyleSheet();
  sheet.replaceSync(cssText);
  return sheet;
}

/** Adds these styles to `root` after its own, in any document. A second call has no effect. */
export function adopt(root: ShadowRoot, results: readonly CSSResult[]): void {
  const sheets = sheetsOf(root);
  for (const result of results) {
    if (sheets.results.includes(result)) continue;
    sheets.results.push(result);
    const sheet = sheetFor(result, sheets.document);
    // In browsers without adopted style sheets Lit adds all styles itself.
    if (sheet && root.adoptedStyleSheets) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

/** The root is in another document now: creates its styles for that document. */
export function adoptAgain(root: ShadowRoot): void {
  const sheets = sheetsOf(root);
  sheets.document = root.ownerDocument;
  if (!root.adoptedStyleSheets) return;
  root.adoptedStyleSheets = sheets.results.flatMap((result) => sheetFor(result, sheets.document) ?? []);
}
