/** The words of shortcuts in English; `ui/en-list.ts` has those of their list. */
export const shortcutsWords = {
  shortcuts: 'Keyboard shortcuts',
};

/** The words of shortcuts in one language. */
export type ShortcutsWords = typeof shortcutsWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends ShortcutsWords {}
}
