/** What people see while they share their screen, in English; fetched when they do. */
export const sharingWords = {
  sharing: 'You’re sharing your screen.',
};

/** The same in one language. */
export type SharingWords = typeof sharingWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends SharingWords {}
}
