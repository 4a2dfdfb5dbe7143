/** The words of the list of people in English. Loaded with it. */
export const peopleWords = {
  peopleHere: 'In the call',
  peopleWaiting: 'Waiting to join',
  handsUp: 'Raised hands',
  selfNamed: (name: string) => `${name} (you)`,
  microphoneOn: 'Microphone on',
  speaking: 'Speaking',
  cameraOn: 'Camera on',
  cameraOff: 'Camera off',
  sharesScreen: 'Sharing screen',
  pinned: 'Pinned',
  goodConnection: 'Good connection',
  fairConnection: 'Fair connection',
};

/** The words of the list of people in one language. */
export type PeopleWords = typeof peopleWords;

declare module '../../../locale/words.js' {
  interface FeatureWords extends PeopleWords {}
}
