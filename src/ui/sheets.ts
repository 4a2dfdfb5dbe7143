/**
 * The style sheets of a shadow root. Those that Lit keeps belong to the document in which the script ran; a root that is moved into
 * another one (a frame, a pop-up, a picture-in-picture window) loses them and takes none of that document.
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

/** Makes a style sheet that `document` takes; none where it has no window, as nothing is drawn there. */
function sheetFor({ cssText, styleSheet }: CSSResult, { defaultView }: Document): CSSStyleSheet | undefined {
  if (!defaultView || defaultView === window) return styleSheet;
  const sheet = new (defaultView as typeof window).CSSStyleSheet();
  sheet.replaceSync(cssText);
  return sheet;
}

/** Gives `root` these styles after those that it has, wherever it is. Again: no effect. */
export function adopt(root: ShadowRoot, results: readonly CSSResult[]): void {
  const sheets = sheetsOf(root);
  for (const result of results) {
    if (sheets.results.includes(result)) continue;
    sheets.results.push(result);
    const sheet = sheetFor(result, sheets.document);
    // Browsers without adopted style sheets have all of them from Lit.
    if (sheet && root.adoptedStyleSheets) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}

/** The root is in another document now: its styles are made anew for that one. */
export function adoptAgain(root: ShadowRoot): void {
  const sheets = sheetsOf(root);
  sheets.document = root.ownerDocument;
  if (!root.adoptedStyleSheets) return;
  root.adoptedStyleSheets = sheets.results.flatMap((result) => sheetFor(result, sheets.document) ?? []);
}
