/** The word of the control "View" in English: part of the first script. */
export const viewControlWords = { view: 'View' };

declare module '../../locale/words.js' {
  interface FeatureWords {
    readonly view: string;
  }
}
