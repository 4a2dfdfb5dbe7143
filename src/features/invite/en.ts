/** The words for inviting others, in English. The name of the button is in the first script, the others are loaded with the dialog. */
export const inviteControlWords = {
  inviteControl: 'Invite',
};

export const inviteWords = {
  inviteTitle: 'Invite others',
  shareLink: 'Share…',
  qrCode: 'QR code of the link',
};

/** The words for inviting others in one language. */
export type InviteWords = typeof inviteControlWords & typeof inviteWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends InviteWords {}
}
