/** The words for inviting others in English; `ui/en-dialog.ts` has those of the dialog. */
export const inviteControlWords = {
  inviteControl: 'Invite',
};

/** The words of the button in one language. */
export type InviteControlWords = typeof inviteControlWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends InviteControlWords {}
}
