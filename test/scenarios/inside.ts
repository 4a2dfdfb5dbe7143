/** Finds what does not fit: elements outside the box of the interface that nobody can scroll to, and buttons that overlap. */

/** Only for screen readers. */
const HIDDEN = '.hidden';
/** Rounding. */
const TOLERANCE = 1.5;

const describeElement = (element: Element): string =>
  `${element.localName}.${element.getAttribute('class') ?? element.getAttribute('part') ?? ''}`;

const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

/** The nearest box around `element` that scrolls in this direction, or that cuts off on purpose, with an ellipsis. */
function clipOf(element: Element, frame: Element, axis: 'X' | 'Y'): Element {
  for (let one = element.parentElement; one && one !== frame; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (/auto|scroll|clip/.test(style[`overflow${axis}`]) || style.textOverflow === 'ellipsis') return one;
  }
  return frame;
}

/**
 * Lists the faults in `frame`, the box of the interface, one line each. Users reach content in a box that scrolls, if the box
 * itself is inside the frame. Nothing may scroll sideways.
 */
export function misplaced(frame: Element): string[] {
  const box = frame.getBoundingClientRect();
  const wrong: string[] = [];
  for (const element of frame.querySelectorAll<HTMLElement>('*')) {
    const rect = element.getBoundingClientRect();
    if (!rect.width || !rect.height || element.closest(HIDDEN) || !isShown(element)) continue;
    // The lines of an icon are drawn inside of it.
    if (element.closest('svg') && element.localName !== 'svg') continue;
    if (
      /auto|scroll/.test(getComputedStyle(element).overflowX) &&
      element.scrollWidth > element.clientWidth + 1
    )
      wrong.push(`${describeElement(element)} scrolls sideways`);
    if (clipOf(element, frame, 'X') === frame) {
      const outside = Math.max(box.left - rect.left, rect.right - box.right);
      if (outside > TOLERANCE)
        wrong.push(`${describeElement(element)} is ${Math.round(outside)} px outside at a side`);
    }
    if (clipOf(element, frame, 'Y') === frame) {
      const outside = Math.max(box.top - rect.top, rect.bottom - box.bottom);
      if (outside > TOLERANCE)
        wrong.push(`${describeElement(element)} is ${Math.round(outside)} px outside at the top or bottom`);
    }
  }
  return [...wrong, ...overlapping(frame)];
}

/** Pairs of buttons in one layer that cover each other. */
function overlapping(frame: Element): string[] {
  const buttons = [...frame.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea')].filter(
    isShown,
  );
  const wrong: string[] = [];
  for (const [index, one] of buttons.entries()) {
    for (const other of buttons.slice(index + 1)) {
      // Layers may cover what is below them; a tile in the corner covers another tile.
      if (layerOf(one, frame) !== layerOf(other, frame) || one.contains(other)) continue;
      // The small button on the corner of its control belongs there.
      if (one.closest('.with-options') && one.parentElement === other.parentElement) continue;
      const [a, b] = [visibleRect(one, frame), visibleRect(other, frame)];
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > TOLERANCE && height > TOLERANCE)
        wrong.push(
          `"${nameOf(one)}" and "${nameOf(other)}" overlap by ${Math.round(width)} × ${Math.round(height)}`,
        );
    }
  }
  return wrong;
}

/** The nearest element around it that is a layer of its own. */
function layerOf(element: Element, frame: Element): Element {
  for (let one = element.parentElement; one && one !== frame; one = one.parentElement) {
    const { position, zIndex } = getComputedStyle(one);
    if (one.matches('.tile, dialog, [popover]') || position === 'sticky') return one;
    if (position !== 'static' && zIndex !== 'auto') return one;
  }
  return frame;
}

/** The part of it that is not scrolled away. */
function visibleRect(
  element: Element,
  frame: Element,
): { left: number; right: number; top: number; bottom: number } {
  let { left, right, top, bottom } = element.getBoundingClientRect();
  for (let one = element.parentElement; one && one !== frame; one = one.parentElement) {
    if (!/auto|scroll|hidden/.test(getComputedStyle(one).overflowY)) continue;
    const clip = one.getBoundingClientRect();
    left = Math.max(left, clip.left);
    right = Math.min(right, clip.right);
    top = Math.max(top, clip.top);
    bottom = Math.min(bottom, clip.bottom);
  }
  return { left, right, top, bottom };
}

const nameOf = (element: Element): string =>
  element.ariaLabel ?? element.textContent?.replace(/\s+/g, ' ').trim().slice(0, 30) ?? '';
