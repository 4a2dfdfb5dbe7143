/** The words of the dialog for inviting others in English. Loaded with it. */
export const inviteWords = {
  inviteTitle: 'Invite others',
  shareLink: 'Share…',
  qrCode: 'QR code of the link',
};

/** The words of the dialog for inviting others in one language. */
export type InviteWords = typeof inviteWords;

declare module '../../../locale/words.js' {
  interface FeatureWords extends InviteWords {}
}
