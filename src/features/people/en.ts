/** The words of the list of people, in English. The name of the button is in the first script, the others are loaded with the list. */
export const peopleControlWords = {
  peopleControl: 'People',
};

export const peopleWords = {
  peopleHere: 'In the call',
  peopleWaiting: 'Waiting to join',
  handsUp: 'Raised hands',
  selfNamed: (name: string) => `${name} (you)`,
  microphoneOn: 'Microphone on',
  cameraOn: 'Camera on',
  cameraOff: 'Camera off',
  sharesScreen: 'Sharing screen',
  goodConnection: 'Good connection',
  fairConnection: 'Fair connection',
};

/** The words of the list of people in one language. */
export type PeopleWords = typeof peopleControlWords & typeof peopleWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends PeopleWords {}
}
