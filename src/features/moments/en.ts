/** The sentences of small helps in a call, in English; fetched when one is shown. */
export const momentWords = {
  mutedSpeech: 'You’re muted. Others can’t hear you.',
  sharing: 'You’re sharing your screen.',
  youAreBack: 'You were disconnected. You’re back in the call.',
};

/** The same in one language. */
export type MomentWords = typeof momentWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends MomentWords {}
}
