/** The words of the list of shortcuts in English. Loaded with it. */
export const shortcutsListWords = {
  shortcutsHint: 'Shortcuts work while you’re in the call, not while you type.',
  spaceKey: 'Space',
  shortcutNames: {
    talk: 'Hold to talk while muted',
    microphone: 'Mute or unmute',
    camera: 'Turn camera on or off',
    hand: 'Raise or lower hand',
    chat: 'Open or close chat',
    fullscreen: 'Enter or exit full screen',
    list: 'Show this list',
  },
};

/** The words of the list of shortcuts in one language. */
export type ShortcutsListWords = typeof shortcutsListWords;

declare module '../../../locale/words.js' {
  interface FeatureWords extends ShortcutsListWords {}
}
