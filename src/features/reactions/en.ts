/** The words of reactions in English. */
export const reactionWords = {
  reactions: 'Reactions',
  reacted: (name: string, emoji: string) => `${name} reacted with ${emoji}`,
};

/** The words of reactions in one language. */
export type ReactionWords = typeof reactionWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends ReactionWords {}
}
