/**
 * Learns how many lines of a camera fit into the bits that there are: pictures with much detail or noise need several times the usual.
 * An encoder that has too few bits quantizes as coarsely as it can, and then leaves pictures out. Pure.
 */

/** One encoder since the last measurement. */
export interface DetailSample {
  /** Average quantizer, as a share of the codec's coarsest; `NaN`: nothing was encoded. */
  readonly quantizer: number;
  /** Share of the requested pictures that were encoded. */
  readonly encoded: number;
}

export interface Detail {
  /** How many steps fewer lines than the bitrate usually allows. */
  readonly fewer: number;
  /** Measurements in a row with bits to spare. */
  readonly fine: number;
}

/** From here on a picture is as coarse as the encoder makes it: VP8 then has 93 of 127 (libwebrtc makes pictures smaller from 95 on). */
export const COARSE = 0.73;
/** Below this there are bits for more lines: the next step has at most 1.8 times the pixels, and so it does not become coarse again. */
const FINE = 0.4;
/** Share of the requested pictures that look like motion. */
const FLUENT = 0.8;
const MOST_STEPS = 4;
/** Measurements in a row with bits to spare after which there is a step more. */
const PATIENCE = 5;

export const USUAL_DETAIL: Detail = { fewer: 0, fine: 0 };

/** The detail after one more measurement of an encoder that was asked for the same all the time. */
export function detailAfter({ fewer, fine }: Detail, { quantizer, encoded }: DetailSample): Detail {
  if (quantizer > COARSE && encoded < FLUENT) return { fewer: Math.min(fewer + 1, MOST_STEPS), fine: 0 };
  if (!fewer || !(quantizer < FINE)) return { fewer, fine: 0 };
  return fine + 1 < PATIENCE ? { fewer, fine: fine + 1 } : { fewer: fewer - 1, fine: 0 };
}
