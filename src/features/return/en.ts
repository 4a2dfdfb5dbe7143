/** What people read when they are back in a call, in English; fetched then. */
export const returnWords = {
  youAreBack: 'You were disconnected. You’re back in the call.',
};

/** The same in one language. */
export type ReturnWords = typeof returnWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends ReturnWords {}
}
