/**
 * Learns how many lines of a camera fit into the bits that there are: pictures with much detail or noise need several times the usual.
 * An encoder that has too few bits quantizes as coarsely as it can, and then leaves pictures out. Pure.
 */

/** One encoder since the last measurement. */
export interface DetailSample {
  /** Average quantizer, as a share of the codec's coarsest; `undefined`: nothing was encoded, or the browser does not say. */
  readonly quantizer: number | undefined;
  /** Share of the requested pictures that were encoded. */
  readonly encoded: number;
}

export interface Detail {
  /** How many steps fewer lines than the bitrate usually allows. */
  readonly fewer: number;
  /** Measurements in a row with bits to spare. */
  readonly fine: number;
  /** How many of these it takes for more lines. */
  readonly patience: number;
}

/** From here on a picture is as coarse as the encoder makes it: VP8 then has 95 of 127, H.264 37 of 51 (the limits of libwebrtc). */
export const COARSE = 0.73;
/** Below this there are bits for more lines: the next step has up to 1.8 times the pixels. */
const FINE = 0.45;
/** Share of the requested pictures that look like motion. */
const FLUENT = 0.8;
const MOST_STEPS = 4;
const PATIENCE = 3;
const MOST_PATIENCE = 24;

export const USUAL_DETAIL: Detail = { fewer: 0, fine: 0, patience: PATIENCE };

/** The detail after one more measurement of an encoder that was asked for the same all the time. */
export function detailAfter(before: Detail, { quantizer, encoded }: DetailSample): Detail {
  if (quantizer === undefined) return before;
  const { fewer, patience } = before;
  if (quantizer > COARSE && encoded < FLUENT && fewer < MOST_STEPS)
    return { fewer: fewer + 1, fine: 0, patience };
  if (quantizer > FINE || fewer === 0) return { fewer, fine: 0, patience };
  const fine = before.fine + 1;
  if (fine < patience) return { fewer, fine, patience };
  return { fewer: fewer - 1, fine: 0, patience: Math.min(patience * 2, MOST_PATIENCE) };
}
