/** The words of the controls of settings in English; `ui/en-dialog.ts` has those of the dialog. */
export const settingsWords = {
  settings: 'Settings',
  microphoneSettings: 'Microphone settings',
  cameraSettings: 'Camera settings',
  switchCamera: 'Switch camera',
};

/** The words of the controls of settings in one language. */
export type SettingsWords = typeof settingsWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends SettingsWords {}
}
