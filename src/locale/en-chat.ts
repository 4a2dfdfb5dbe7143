/** The words of the chat, in English; fetched with it. */
export const chatWords = {
  noMessages: 'No messages yet',
  noMessagesHint: 'Messages go directly to the people in this call. They aren’t saved.',
  messages: 'Messages',
  newMessages: 'New messages',
  writeEveryone: 'Message everyone',
  writeTo: (name: string) => `Message ${name} only`,
  to: 'To',
  everyone: 'Everyone',
  send: 'Send',
  onlyYou: 'only to you',
  onlyTo: (name: string) => `only to ${name}`,
  passedOn: (name: string) => `relayed by ${name}`,
  somebody: 'someone who left',
  tooLong: 'This message is too long. Send it in parts.',
  notSent: 'Your message couldn’t be sent. Try again.',
};

/** The words of the chat in one language. */
export type ChatWords = typeof chatWords;
