/** What two peers tell each other: signals (inside boxes, by any route) and messages on the control channel. */
import * as v from 'valibot';
import { MAX_CANDIDATE_BYTES, MAX_CANDIDATES, MAX_INFLATED_BYTES } from './limits.js';
import { box, counter } from './schemas.js';

const sdp = v.pipe(v.string(), v.maxBytes(MAX_INFLATED_BYTES));
const candidate = v.object({
  candidate: v.pipe(v.string(), v.maxBytes(MAX_CANDIDATE_BYTES)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(16))),
  sdpMLineIndex: v.nullable(counter),
});

export const signal = v.variant('type', [
  /** `neg` numbers the offers of one link; the answer echoes it. */
  v.object({ type: v.literal('offer'), neg: counter, sdp }),
  v.object({ type: v.literal('answer'), neg: counter, sdp }),
  /** Candidates of the ICE generation that `ufrag` names; `done` ends that generation. */
  v.object({
    type: v.literal('candidates'),
    ufrag: v.pipe(v.string(), v.maxLength(256)),
    list: v.pipe(v.array(candidate), v.maxLength(MAX_CANDIDATES)),
    done: v.optional(v.boolean()),
  }),
  /** Please restart ICE: asked by the side that did not make the last offer. */
  v.object({ type: v.literal('restart') }),
  /** Please start the link anew: asked by the side that does not make the first offer. `gen` is the dead generation. */
  v.object({ type: v.literal('rebuild'), gen: counter }),
]);

/** What is inside a box. */
export type Signal = v.InferOutput<typeof signal>;

const source = v.picklist(['off', 'starting', 'on', 'blocked', 'lost']);

export const peerMessage = v.variant('type', [
  /** What a participant tells about themselves. `rev` counts up: an older one never replaces a newer one. */
  v.object({
    type: v.literal('presence'),
    rev: counter,
    microphone: source,
    camera: source,
    screen: source,
    screenAudio: source,
    hand: v.boolean(),
  }),
  v.object({ type: v.literal('heartbeat') }),
  /** A signal by the link's own control channel. */
  v.object({ type: v.literal('signal'), gen: counter, n: counter, box }),
  v.object({ type: v.literal('bye') }),
]);

/** A message on the control channel. */
export type PeerMessage = v.InferOutput<typeof peerMessage>;

/** What a participant tells about themselves. */
export type Presence = Omit<Extract<PeerMessage, { type: 'presence' }>, 'type' | 'rev'>;
