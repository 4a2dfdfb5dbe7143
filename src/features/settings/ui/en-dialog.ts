/** The words of the settings dialog in English. Loaded with it. */
export const settingsDialogWords = {
  audio: 'Audio',
  video: 'Video',
  general: 'General',
  nameFixed: 'This site sets your name.',
  microphoneLevel: 'Microphone level',
  noiseSuppression: 'Reduce background noise',
  testSpeaker: 'Play test sound',
  mirrorVideo: 'Mirror my video',
  backgroundBlur: 'Blur background',
  dataSaver: 'Data saver',
  dataSavers: { off: 'Off', small: 'Smaller video', 'audio-only': 'Audio only' },
  soundEffects: 'Sound effects',
  language: 'Language',
  automatic: 'Automatic',
};

/** The words of the settings dialog in one language. */
export type SettingsDialogWords = typeof settingsDialogWords;

declare module '../../../locale/words.js' {
  interface FeatureWords extends SettingsDialogWords {}
}
