/** What people hear about when they talk while muted, in English; fetched when they do. */
export const mutedSpeechWords = {
  mutedSpeech: 'You’re muted. Others can’t hear you.',
};

/** The same in one language. */
export type MutedSpeechWords = typeof mutedSpeechWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends MutedSpeechWords {}
}
