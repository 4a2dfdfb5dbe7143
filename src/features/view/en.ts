/** The words of layouts, full screen and picture-in-picture in English; fetched with the menu. */
export const viewWords = {
  layout: 'Layout',
  layouts: { auto: 'Auto', grid: 'Grid', speaker: 'Speaker' },
  selfView: 'Your video',
  selfViews: { tile: 'In the grid', float: 'Floating', hidden: 'Hidden' },
  fullScreen: 'Full screen',
  exitFullScreen: 'Exit full screen',
  pip: 'Picture-in-picture',
  exitPip: 'Exit picture-in-picture',
  inPip: 'Your call is in another window',
  bringBack: 'Bring it back',
};

/** The words of the view in one language. */
export type ViewWords = typeof viewWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends ViewWords {}
}
