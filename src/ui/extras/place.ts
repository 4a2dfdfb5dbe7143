/**
 * Where a popover goes: beside its trigger and inside the element's box. Pure.
 *
 * CSS anchor positioning cannot do this alone: in the top layer it keeps a popover inside the window, not inside our box, and no
 * Firefox ESR has it. So there is one way for all browsers.
 */

/** A rectangle in CSS pixels, as `getBoundingClientRect()` returns it. */
export type Bounds = Pick<DOMRectReadOnly, 'left' | 'top' | 'width' | 'height'>;

export interface Placement {
  readonly left: number;
  readonly top: number;
  /** The popover is not higher than this; it scrolls. */
  readonly maxHeight: number;
}

/** Distance to the trigger and to the edges of the box, in pixels. */
export const GAP = 8;

/** A popover is not squeezed below this height beside its trigger; it covers the trigger instead. */
const LEAST = 160;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));

/**
 * `size`: the size that the popover would like to have; its width must fit into the box. Without a `trigger` it is in the middle.
 * Otherwise it is above or below the trigger, where there is more room, and in line with the start of the trigger, or with its end
 * where there is no room for that.
 */
export function placeIn(
  box: Bounds,
  trigger: Bounds | null,
  size: { readonly width: number; readonly height: number },
  isRightToLeft = false,
): Placement {
  const [start, end] = [box.left + GAP, box.left + box.width - GAP - size.width];
  const [first, last] = [box.top + GAP, box.top + box.height - GAP];
  const whole = Math.max(0, last - first);
  if (!trigger) {
    const height = Math.min(size.height, whole);
    return {
      left: Math.max(start, (start + end) / 2),
      top: first + (whole - height) / 2,
      maxHeight: whole,
    };
  }
  // In line with the start of the trigger, or with its end.
  const [atLeft, atRight] = [trigger.left, trigger.left + trigger.width - size.width];
  const [preferred, flipped] = isRightToLeft ? [atRight, atLeft] : [atLeft, atRight];
  const left = clamp(
    preferred >= start && preferred <= end ? preferred : flipped,
    start,
    Math.max(start, end),
  );

  const above = trigger.top - GAP - first;
  const below = last - (trigger.top + trigger.height + GAP);
  const isAbove = above >= below;
  const space = Math.min(isAbove ? above : below, whole);
  // No room on any side: over the trigger.
  const maxHeight = space < Math.min(size.height, LEAST) ? whole : space;
  const height = Math.min(size.height, maxHeight);
  const top = isAbove ? trigger.top - GAP - height : trigger.top + trigger.height + GAP;
  return { left, top: clamp(top, first, Math.max(first, last - height)), maxHeight };
}
