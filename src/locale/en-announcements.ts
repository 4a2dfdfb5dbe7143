/** What screen readers are told during a call, in English; loaded with the announcer. */
export const announcements = {
  youJoined: 'You joined the call',
  microphoneOn: 'Microphone on',
  cameraOn: 'Camera on',
  cameraOff: 'Camera off',
  handRaised: (name: string) => `${name} raised a hand`,
  screenStarted: (name: string) => `${name} is sharing a screen`,
  screenEnded: (name: string) => `${name} stopped sharing`,
  linkLost: (name: string) => `Connection to ${name} lost`,
  linkBack: (name: string) => `Connection to ${name} restored`,
};

/** What screen readers are told in one language. */
export type Announcements = typeof announcements;
