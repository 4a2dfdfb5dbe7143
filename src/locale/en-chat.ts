/** The words of the chat, in English; fetched with it. */
export const chatWords = {
  close: 'Close',
  noMessages: 'No messages yet',
  noMessagesHint: 'What you write goes straight to the others. No server keeps it.',
  messages: 'Messages',
  newMessages: 'New messages',
  writeEveryone: 'Message everyone',
  writeTo: (name: string) => `Message ${name} only`,
  to: 'To',
  everyone: 'Everyone',
  send: 'Send',
  onlyYou: 'only to you',
  onlyTo: (name: string) => `only to ${name}`,
  passedOn: (name: string) => `passed on by ${name}`,
  somebody: 'somebody who left',
  tooLong: 'This is too long. Send it in parts.',
  notSent: 'This could not be sent. Are they still here?',
  react: 'Show a reaction',
};

/** The words of the chat in one language. */
export type ChatWords = typeof chatWords;
