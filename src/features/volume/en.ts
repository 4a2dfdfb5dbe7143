/** The words of the volume of a participant, in English; fetched with it. */
export const volumeWords = {
  volume: 'Volume',
  volumeHint: 'Only for you',
};

/** The words of the volume in one language. */
export type VolumeWords = typeof volumeWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends VolumeWords {}
}
